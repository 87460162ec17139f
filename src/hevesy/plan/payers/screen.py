"""Who pays, on a terminal: who loses on each cycle, the premium, the year, and how fairly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.centre.screen import interval, usd
from hevesy.plan.report.said import figure

Said = Mapping[str, Any]
WHO = {"scheme": "the scheme", "household": "the household", "maker": "the maker"}


def lines(said: Said) -> str:
    """What is read first, before the table of tariffs."""
    found = [said["title"], *said["says_first"], ""]
    found += [scheme_said(therapy, row) for therapy in said["therapies"] for row in therapy["schemes"]]
    found += ["", premium_said(said), sustained_said(said), *fairly_said(said)]
    return "\n".join([*found, "", *said["notes"][:4]])


def scheme_said(therapy: Said, row: Said) -> str:
    """One therapy under one tariff in a sentence."""
    parts = [f"{who} {usd(row['bears'][name])}" for name, who in WHO.items() if row["bears"][name]["value"]]
    centre = row["bears"]["centre"]
    if centre["value"]:
        gains = {"value": -centre["value"], "low": -centre["high"], "high": -centre["low"]}
        said = f"gains {usd(gains)}" if centre["value"] < 0 else f"loses {usd(centre)}"
        parts.append(f"the centre {said} on each")
    of = f"{therapy['name']}, {row['tariff']} ({row['kind'].replace('_', ' ')}), {share_said(row['members']['value'])}"
    told = f"{of} of cycles: a cycle costs {usd(therapy['cost'])}; {', '.join(parts)}."
    return told + (f" {response_said(row)}" if row["response"] else "")


def response_said(row: Said) -> str:
    """Paying on response, in a sentence."""
    of = row["response"]
    once, responds = (share_said(of[name]["value"]) for name in ("at_once", "responds"))
    swing = figure(of["spread_of_a_year"]["value"])
    return (
        f"It pays {once} at once and the rest for the {responds} who respond ({of['what']}), in all "
        f"{share_said(of['paid_share']['value'])} of the tariff; that is the {of['risk']}'s risk, with a standard "
        f"deviation of {swing} USD in a mean year."
    )


def premium_said(said: Said) -> str:
    """The micro-insurance in a sentence."""
    of, first = said["pool"], said["pool"]["years"][0]
    return (
        f"Micro-insurance: {figure(of['members']['value'])} members and {figure(first['claims']['value'])} claims "
        f"in {first['year']} need {usd(first['premium'])} a head and year, of which {usd(first['reserve'])} in all is "
        f"reserve against ruin in {share_said(of['ruin'])} of years; {usd(first['premium_as_covered'])} if members "
        f"start as often as those for whom others pay, which {share_said(of['able']['value'])} can afford."
    )


def sustained_said(said: Said) -> str:
    """The year of self-sustainability in a sentence."""
    of = said["sustained"]
    never = f"in {share_said(of['never'])} of draws not within these years"
    if of["median_year"] is None:
        return f"Tariffs pay for the running centres without donors in no year of the median draw ({never})."
    return f"From {of['median_year']} on tariffs pay for the running centres without donors (median; {never})."


def fairly_said(said: Said) -> Iterator[str]:
    """Concentration and net health benefit."""
    of = said["equity"]
    if of is None:
        return
    yield (
        f"Concentration index of starting {interval(of['concentration_of_starting'])}, of payments "
        f"{interval(of['concentration_of_payments'])}: above zero where it lies with the richer."
    )
    if of["distributional"] is not None:
        net = of["distributional"]
        yield (
            f"Net health benefit {interval(net['net'])} QALYs; counting the worst-off more, "
            f"{interval(net['equivalent_gain'])} healthy years."
        )


def rows(said: Said) -> list[dict[str, Any]]:
    """One row for each therapy and tariff."""
    return [
        {
            "therapy": therapy["therapy"], "tariff": row["tariff"], "members": share_said(row["members"]["value"]),
            "costs": figure(therapy["cost"]["value"]), "pays": figure(row["pays"]["value"]),
            **{name: figure(row["bears"][name]["value"]) for name in ("scheme", "household", "maker")},
            "centre loses": interval(row["bears"]["centre"]),
            "break-even": "" if row["break_even"] is None else interval(row["break_even"]),
        }
        for therapy in said["therapies"]
        for row in therapy["schemes"]
    ]  # fmt: skip
