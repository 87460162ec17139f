"""What the page of a simulation says of households: hardship, assets sold, courses broken off for want of money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hevesy.plan.report.page_paths import people
from hevesy.plan.report.said import figure, interval, share_interval

Said = Mapping[str, Any]
Table = dict[str, Any]
SEX = {"female": "women", "male": "men"}
OFFICIAL = "fees"  # what SDG 3.8.2 counts


def households_page(said: Said | None) -> dict[str, Any] | None:
    """The sentences and tables of the section; None where no households are behind the run."""
    if said is None:
        return None
    titles = {each["name"]: each["title"] for each in said["indicators"]}
    return {
        "sentences": list(_sentences(said, titles)),
        "hardship": _hardship(said, titles),
        "fifths": _fifths(said["total"]["fifths"], titles),
        "courses": _courses(said["therapies"]),
        "therapies": _therapies(said["therapies"], titles),
        "stopped": _stopped(said["therapies"]),
        "who": _who(said["who_starts"]),
        "fairness": _fairness(said["who_starts"]["total"]),
        "line": (
            f"Households live on {figure(said['consumption_per_day'])} PPP dollars per head and day on average. "
            "Capacity to pay is what lies above the societal poverty line, "
            f"{figure(said['poverty_line_per_day'])} PPP dollars (the discretionary budget of SDG 3.8.2 since March "
            "2025): whoever lives below it has none, and any fee is hardship."
        ),
    }


def households_lines(said: Said | None) -> list[str]:
    """What a terminal says of households, in one line."""
    if said is None:
        return []
    total = said["total"]
    shares = "; ".join(
        f"{_short(name)}: {share_interval(share_of(total['hardship'], name))}"
        for name in ("consumption_10", "consumption_25", "capacity_40")
    )
    sold = share_interval(total["sold"]["share"])
    return [f"Of those who start, households with fees {shares}; who sell or borrow: {sold}"]


def share_of(rows: Sequence[Said], indicator: str, counted: str = OFFICIAL, name: str = "share") -> Any:
    """One figure of a list of hardship: by indicator and what is counted."""
    return next(row[name] for row in rows if (row["indicator"], row["counted"]) == (indicator, counted))


def _sentences(said: Said, titles: Mapping[str, str]) -> Iterator[str]:
    total = said["total"]
    for name, title in titles.items():
        share = share_of(total["hardship"], name)
        would = share_of(total["hardship"], name, name="if_treated_share")
        yield (
            f"Of those who start, {share_interval(share)} spend {title} on fees of this course; "
            f"were all who need it treated, {share_interval(would)} would."
        )
    yield (
        f"{people(total['sold']['persons'])} households sell what they have or borrow to begin or go on: "
        f"{share_interval(total['sold']['share'])} of those who start."
    )
    stopped = [row for row in total["stopped_for_money"] if row["persons"]["value"]]
    if stopped:
        parts = ", ".join(f"{people(row['persons'])} after {row['after_cycles']}" for row in stopped)
        yield f"Started, could not go on for want of money, by cycles given: {parts}."


def _hardship(said: Said, titles: Mapping[str, str]) -> Table:
    rows = said["total"]["hardship"]
    return {
        "head": ["Households that spend", "Counted", "Who start", "Of those who start", "Were all treated"],
        "rows": [
            [
                f"{titles[row['indicator']]}",
                next(each["title"] for each in said["counted"] if each["name"] == row["counted"]),
                people(row["persons"]),
                share_interval(row["share"]),
                share_interval(row["if_treated_share"]),
            ]
            for row in rows
        ],
    }


def _fifths(rows: Sequence[Said], titles: Mapping[str, str]) -> Table:
    return {
        "head": ["Fifth of means", "Considered", "Start", "Sell or borrow", *map(_short, titles)],
        "rows": [
            [
                _fifth(row["fifth"]), people(row["considered"]), people(row["started"]),
                share_interval(row["sold_share"]),
                *(share_interval(share_of(row["hardship"], name)) for name in titles),
            ]
            for row in rows
        ],
    }  # fmt: skip


def _fifth(number: int) -> str:
    return {1: "1, the poorest", 5: "5, the richest"}.get(number, str(number))


def _short(indicator: str) -> str:
    """An indicator as the head of a column.

    >>> _short("consumption_10"), _short("impoverishing")
    ('> 10 % of consumption', '> all capacity to pay')
    """
    what, _, threshold = indicator.partition("_")
    if not threshold:
        return "> all capacity to pay"
    return f"> {threshold} % of {'consumption' if what == 'consumption' else 'capacity to pay'}"


def _courses(therapies: Sequence[Said]) -> Table:
    return {
        "head": [
            "Therapy", "Year", "Cycles", "Fees, USD", "Fares, USD", "Nights, USD", "Working days away",
            "Lost wages, share of a year’s means", "Lost wages at mean consumption, USD",
        ],
        "rows": [
            [
                row["name"], str(each["year"]), str(each["cycles"]), interval(each["fees"]), interval(each["fares"]),
                interval(each["nights"]), interval(each["days_away"]), share_interval(each["wages_share_of_year"]),
                interval(each["wages_at_mean"]),
            ]
            for row in therapies
            for each in row["course"]
        ],
    }  # fmt: skip


def _therapies(therapies: Sequence[Said], titles: Mapping[str, str]) -> Table:
    return {
        "head": ["Therapy", "Start", "Sell or borrow", *map(_short, titles)],
        "rows": [
            [
                row["name"], people(row["started"]), share_interval(row["sold"]["share"]),
                *(share_interval(share_of(row["hardship"], name)) for name in titles),
            ]
            for row in therapies
        ],
    }  # fmt: skip


def _stopped(therapies: Sequence[Said]) -> Table:
    return {
        "head": ["Therapy", "Cycles given", "Started, could not go on for want of money"],
        "rows": [
            [row["name"], str(each["after_cycles"]), people(each["persons"])]
            for row in therapies
            for each in row["stopped_for_money"]
        ],
    }


def _who(said: Said) -> Table:
    """By therapy and sex, and by therapy for the poorest and the richest fifth."""
    return {
        "head": ["Therapy", "Group", "Considered", "Accept, and can come", "Start", "Share who start"],
        "rows": [
            [
                row["name"], group, people(each["considered"]), share_interval(each["willing_share"]),
                people(each["started"]), share_interval(each["started_share"]),
            ]
            for row in said["therapies"]
            for group, each in (
                *((SEX[each["sex"]], each) for each in row["sexes"]),
                ("poorest fifth", row["fifths"][0]),
                ("richest fifth", row["fifths"][-1]),
            )
        ],
    }  # fmt: skip


def _fairness(total: Said) -> str:
    index, women = total["concentration_index"], total["women_to_men"]
    said = (
        f"Concentration index of starting over means: {interval(index)} (0: rich and poor start alike; above 0: the "
        "richer more often)."
    )
    if women["value"] is None:
        return said
    return f"{said} Women start {interval(women)} times as often as men with the same illness."
