"""The manual: Sphinx with MyST and furo, built offline; nothing in it is fetched from elsewhere."""

project = "Hevesy"
author = "the Hevesy authors"
copyright = "2026, the Hevesy authors"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}
root_doc = "index"

myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]

html_theme = "furo"
html_title = "Hevesy"
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": True}
pygments_style = "default"
