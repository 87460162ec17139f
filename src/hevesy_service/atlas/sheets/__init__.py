"""National figures and centres as spreadsheets: out, filled in elsewhere, and back in with a look at what changes."""
