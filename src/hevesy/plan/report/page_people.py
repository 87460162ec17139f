"""What the report says of people: who is competent, who leaves, who can be trained, and what stands still for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.plan.workforce.page import page_of
from hevesy.plan.workforce.screen import centre_lines, lever_lines

Plan = Mapping[str, Any]


def people_said(plan: Plan) -> dict[str, Any]:
    """The chapter's texts under `people`; empty where it was not worked out."""
    found = plan.get("workforce")
    if not found:
        return {"people": {}}
    page, iso3 = page_of(found), plan["country"]["iso3"]
    return {
        "people": {
            "title": f"{page['title']}, nothing done",
            "says_first": list(found["says_first"][1:]),
            "sentences": [*centre_lines(found), *lever_lines(found)],
            "overview": page["overview"],
            "leaving": page["leaving"],
            "seats": page["seats"],
            "closed": page["closed"],
            "made": (
                f"{found['draws']} draws, those of the years ahead. Median and 90 % interval; probabilities are means. "
                "The same year by year with 256 draws, or for the stated package without --nothing-done:"
            ),
            "commands": [
                f"hevesy plan scenario new {iso3} --nothing-done --out now.toml",
                "hevesy plan workforce now.toml --out people/",
            ],
        }
    }
