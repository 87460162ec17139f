"""What a page says of tracers, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.plan.report.page_paths import people
from hevesy.plan.report.said import TRACER_CAUSE, share_interval

Said = Mapping[str, Any]


def tracers_page(said: Said) -> dict[str, Any] | None:
    """None where no tracers are followed."""
    found = said["tracers"]
    if found is None:
        return None
    names = {row["therapy"]: row["name"] for row in said["therapies"]}
    return {
        "sentences": [
            f"For {share_interval(found['missing_share'])} of the scans that were asked for no tracer came in that "
            "week; they are put off, and asked for again the week after."
        ],
        "therapies": {
            "head": ["Therapy", "Imaged", "Scans put off, patient-weeks", "Of those asked for"],
            "rows": [
                [names[row["therapy"]], people(row["imaged"]), people(row["put_off"]),
                 share_interval(row["missing_share"])]
                for row in found["therapies"]
            ],
        },
        "causes": {
            "head": ["Why no tracer is there", "Share of the scans asked for"],
            "rows": [[TRACER_CAUSE[name], share_interval(each)] for name, each in found["causes"].items()],
        },
    }  # fmt: skip
