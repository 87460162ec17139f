"""What the page of the five A's says, in words; the template only sets it, and nothing is computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hevesy.pictures import share_said
from hevesy.plan.fives.lifting import ATTAINABLE, PERFECT
from hevesy.plan.fives.sorting import ALSO, PRIMARY
from hevesy.plan.fives.splitting import MEASURES, ranked
from hevesy.plan.report.page_paths import few, people
from hevesy.plan.report.said import a_said, interval, kind_said, plain, share_interval
from hevesy.plan.results.page import facts_table
from hevesy.products.therapy import FIVE_A
from hevesy.words import say, say_reason

Said = Mapping[str, Any]
Table = dict[str, Any]

MEASURED = {
    "shapley": "Share of the unmet need",
    "alone": "Gained if only this one is lifted",
    "without": "Lost if only this one is not",
}
LEVEL = {
    PERFECT: "perfect: the barrier is gone altogether",
    ATTAINABLE: "attainable: as in the best tenth of its income peers",
}
SORTED = {
    PRIMARY: "each gate under its first A",
    ALSO: "gates for which the review names a second A moved to that one",
}
GROUPS = {
    "therapy": "By therapy",
    "region": "By region",
    "quintile": "By fifth of household means (1 is the poorest)",
    "sex": "By sex",
}
HOW = {
    "peers": "best tenth of its income peers",
    "better_group": "the next better income group stands in (assumption)",
    "better_end": "the better end of its range (assumption)",
    "unknown": "nothing is known: left as it is",
}


def page_of(said: Said) -> dict[str, Any]:
    """The page as texts and the keys of its pictures."""
    main = said["splits"][0]
    return {
        "title": said["title"],
        "exploratory": said["exploratory"],
        "says_first": list(said["says_first"]),
        "made": _made(said),
        "cards": _cards(main),
        "reads": list(said["reads"]),
        "ranks_only": said["ranks_only"],
        "why_ranks": why_ranks(said),
        "main": ranks_table(main) if said["ranks_only"] else shares_table(main),
        "rank_shares": rank_shares_table(main),
        "behind": shares_table(main),
        "pairs": pairs_table(main, said["ranks_only"]),
        "charts": [(f"{measure}", MEASURED[measure]) for measure in MEASURES],
        "ways": _ways(said),
        "completed": ranks_table(said["completed"])
        if said["ranks_only"]
        else shares_table(said["completed"]),
        "completed_unmet": people(said["completed"]["unmet"]),
        "groups": [
            {"title": title, **_group(said["groups"][name], said["ranks_only"])}
            for name, title in GROUPS.items()
        ],
        "gates": _gates(said),
        "attained": _attained(said),
        "combinations": _combinations(said),
        "notes": list(said["notes"]),
        "facts": facts_table(said),
        "sources": said["sources"],
    }


def why_ranks(said: Said) -> str:
    """Why ranks stand where one looks for percentages; empty where percentages may be quoted."""
    if not said["ranks_only"]:
        return ""
    return (
        f"No percentages are given, because {share_said(said['assumed_share'])} of those lost to access are lost at "
        "gates whose figures are mostly assumptions; beside each rank stands in which share of the draws it holds."
    )


def _made(said: Said) -> str:
    scenario, made = said["scenario"], said["made_with"]
    return (
        f"{made['runs']} runs of {scenario['years']} years, {scenario['draws']:,} draws each, seed {scenario['seed']}; "
        f"all on the same draws and random numbers. Hevesy {made['hevesy_version']}. Median and 90 % interval."
    )


def _cards(split: Said) -> list[dict[str, str]]:
    pair = split["best_pair"]
    cards = [
        ("Need that is not met: persons who do not begin a first course", split["unmet"]),
        ("of these lost to the five A's of access", split["explained"]),
        ("of these no A explains: not eligible, or the disease was faster", split["residual"]),
    ]
    found = [
        {
            "value": few(row["value"]),
            "label": label,
            "note": f"90 % interval {few(row['low'])} to {few(row['high'])}; whole span of years",
        }
        for label, row in cards
    ]
    names = " + ".join(a_said(a) for a in pair["a"])
    note = f"in {share_said(pair['share_of_draws'])} of the draws"
    return [*found, {"value": names, "label": "The best two to lift together", "note": note}]


def likeliest(ranks: Sequence[float]) -> str:
    """The rank that is held in most draws, and in how many.

    >>> likeliest([0.1, 0.7, 0.2])
    '2 (70 %)'
    """
    place = int(np.argmax(ranks))
    return f"{place + 1} ({share_said(ranks[place])})"


def ranks_table(split: Said) -> Table:
    return {
        "head": ["A", *(f"{title}: rank" for title in MEASURED.values())],
        "rows": [
            [a_said(row["a"]), *(likeliest(row["ranks"][measure]) for measure in MEASURES)]
            for row in ranked(dict(split))
        ],
    }


def rank_shares_table(split: Said) -> Table:
    """P(rank) of each A by its share of the unmet need."""
    return {
        "head": ["A", *(f"P(rank {place})" for place in range(1, len(FIVE_A) + 1))],
        "rows": [
            [a_said(row["a"]), *(share_said(share) for share in row["ranks"]["shapley"])]
            for row in ranked(dict(split))
        ],
    }


def shares_table(split: Said) -> Table:
    rows = [
        [a_said(row["a"]), *(_amount(row[measure]) for measure in MEASURES)] for row in ranked(dict(split))
    ]
    rows.append(["No A explains", _amount(split["residual"]), "", ""])
    return {"head": ["A", *(f"{title}, % (90 %); persons" for title in MEASURED.values())], "rows": rows}


def _amount(row: Said) -> str:
    return f"{share_interval(row['share'])}; {few(row['value'])}"


def pairs_table(split: Said, ranks_only: bool) -> Table:
    rows = sorted(split["pairs"], key=lambda row: -float(row["mean"]))
    gain = "Rank" if ranks_only else "Gained if only these two are lifted, % (90 %); persons"
    return {
        "head": ["Two A's", gain],
        "rows": [
            [" + ".join(a_said(a) for a in row["a"]), str(place) if ranks_only else _amount(row)]
            for place, row in enumerate(rows, start=1)
        ],
    }


def _ways(said: Said) -> Table:
    """The same under each level and sorting."""
    rows = []
    for split in said["splits"]:
        by_name = {row["a"]: row for row in split["a"]}
        cells = [
            likeliest(by_name[a]["ranks"]["shapley"])
            if said["ranks_only"]
            else share_interval(by_name[a]["shapley"]["share"])
            for a in FIVE_A
        ]
        pair = " + ".join(a_said(a) for a in split["best_pair"]["a"])
        lifted = f"{LEVEL[split['level']]}; {SORTED[split['sorting']]}"
        rows.append([lifted, people(split["explained"]), *cells, pair])
    what = "rank" if said["ranks_only"] else "share"
    return {
        "head": ["What lifted means; how gates are sorted", "Persons who would begin, more than now",
                 *(f"{a_said(a)}: {what}" for a in FIVE_A), "Best pair"],
        "rows": rows,
    }  # fmt: skip


def _group(rows: Sequence[Said], ranks_only: bool) -> Table:
    what = "rank" if ranks_only else "share"
    return {
        "head": [
            "Who",
            "Come to need it",
            "Do not begin",
            "No A explains",
            *(f"{a_said(a)}: {what}" for a in FIVE_A),
        ],
        "rows": [
            [
                row["name"],
                people(row["entered"]),
                people(row["unmet"]),
                people(row["residual"]),
                *(
                    likeliest(each["ranks"]["shapley"])
                    if ranks_only
                    else share_interval(each["shapley"]["share"])
                    for each in row["a"]
                ),
            ]
            for row in rows
        ],
    }


def _gates(said: Said) -> Table:
    return {
        "head": ["Gate", "Why people are lost there", "A", "Also under", "Domain", "Lost there now, persons",
                 "Passes now", "Attainable", "Rests on"],
        "rows": [
            [
                say(f"stage.{gate['stage']}"),
                say_reason(gate["reason"]),
                a_said(gate["a"]),
                a_said(gate["also_a"]) or "–",
                gate["domain"],
                few(gate["lost"]),
                _passes(gate["passes"]),
                _passes(gate["attainable"]),
                _rests_on(gate["kinds"]),
            ]
            for gate in said["gates"]
        ],
    }  # fmt: skip


def _rests_on(kinds: Mapping[str, int]) -> str:
    return ", ".join(f"{kind_said(kind)} ({count})" for kind, count in kinds.items()) or "policy or scanners"


def _passes(share: float | None) -> str:
    return "–" if share is None else share_said(share)


def _attained(said: Said) -> Table:
    return {
        "head": ["Figure", "Attainable", "Unit", "How it was found"],
        "rows": [
            [row["fact"], interval(row), plain(row["unit"]), HOW[row["how"]]] for row in said["attained"]
        ],
    }


def _combinations(said: Said) -> Table:
    return {
        "head": ["Lifted", "Begin a first course"],
        "rows": [
            [" + ".join(a_said(a) for a in row["lifted"]) or "nothing", people(row["served"])]
            for row in said["combinations"]
        ],
    }
