"""Sum over all countries what the cascade would give today, beside the treatments that the survey reported.

    python tools/review_delivered.py [DRAWS]

takes about a minute. Reported treatments are a lower bound (105 countries answered); a cascade that gives fewer
is too strict, and docs/explanation/limits.md says by how much. Nothing is fitted to it.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import numpy as np

from hevesy.facts import Shelf
from hevesy.places import all_countries
from hevesy.plan.country import picture

REPORTED = {
    "i131_dtc": "i131_dtc",
    "sm153_edtmp": "bone_palliation",
    "lu177_dotatate": "lu177_dotatate",
    "i131_mibg": "i131_mibg",
    "lu177_psma617": "lu177_psma",
    "y90_microspheres": "radioembolisation",
}


def main(draws: int) -> None:
    shelf = Shelf.load()
    given = dict.fromkeys(REPORTED, 0.0)
    for country in all_countries(shelf):
        found = picture(country.iso3, shelf, datetime.now(UTC).date(), draws=draws)
        for course in found.courses:
            if course.therapy.id in given:
                given[course.therapy.id] += sum(float(np.mean(cycle)) for cycle in course.cascade.given)
    for therapy, name in REPORTED.items():
        reported = shelf.fact(f"review.therapy.{name}.treatments").value or 0.0
        print(
            f"{therapy:<18}{given[therapy]:>10,.0f} given{reported:>10,.0f} reported{given[therapy] / reported:>7.0%}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 64)
