"""What a page says of tracers, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.plan.report.page_paths import people
from hevesy.plan.report.said import TRACER_CAUSE, interval

Said = Mapping[str, Any]


def tracers_page(said: Said) -> dict[str, Any] | None:
    """None where no tracers are followed."""
    found = said["tracers"]
    if found is None:
        return None
    names = {row["therapy"]: row["name"] for row in said["therapies"]}
    return {
        "sentences": [
            f"A patient who is imaged has been put off for {interval(found['weeks_each'])} weeks on the mean, because "
            "no tracer came; whoever finds none asks again the week after."
        ],
        "therapies": {
            "head": ["Therapy", "Imaged", "Scans put off, patient-weeks", "Weeks for each who is imaged"],
            "rows": [
                [names[row["therapy"]], people(row["imaged"]), people(row["put_off"]),
                 interval(row["weeks_each"])]
                for row in found["therapies"]
            ],
        },
        "causes": {
            "head": ["Why no tracer is there", "Weeks for each who is imaged"],
            "rows": [[TRACER_CAUSE[name], interval(each)] for name, each in found["causes"].items()],
        },
    }  # fmt: skip
