"""What the page of a simulation says, in words; the template only sets it, and nothing is computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.page_paths import few, people
from hevesy.plan.report.said import CAUSE, a_said, interval, kind_said, plain, share_interval, state_said
from hevesy.plan.results.measures import YEARLY
from hevesy.plan.results.page_households import households_page
from hevesy.plan.results.page_shortages import plan_cards
from hevesy.plan.results.page_tracers import tracers_page
from hevesy.plan.results.policy import policy_tables
from hevesy.words import say, say_reason

Said = Mapping[str, Any]
Table = dict[str, Any]


def page_of(said: Said, charts: Mapping[str, str], gantt: bool) -> dict[str, Any]:
    """The page as texts and the keys of its pictures."""
    return {
        "title": said["title"],
        "exploratory": said["exploratory"],
        "says_first": list(said["says_first"]),
        "made": _made(said),
        "cards": [_card(row) for row in said["headlines"] if row["name"] in _CARDS],
        "headlines": headlines_table(said),
        "yearly": yearly_table(said["total"]),
        "acts": _acts(said, gantt),
        "shocks": shocks_table(said["scenario"]["shocks"]),
        "therapies": [_therapy(row, charts) for row in _largest_first(said["therapies"])],
        "losses": _losses(said),
        "policy": policy_tables(said["policy"]),
        "households": households_page(said["households"]),
        "centres": _centres(said),
        "resources": _resources(said),
        "doses": _doses(said),
        "plans": plan_cards(said["scenario"]["shortages"]),
        "tracers": tracers_page(said),
        "importance": _importance(said, charts),
        "notes": list(said["notes"]),
        "facts": facts_table(said),
        "sources": said["sources"],
    }


_CARDS = ("started", "completed", "died_waiting", "late")


def _made(said: Said) -> str:
    scenario, made = said["scenario"], said["made_with"]
    queued = made["queued_centres"]
    small = f"; {len(queued)} small centre(s) patient by patient" if queued else ""
    return (
        f"{scenario['draws']:,} draws, seed {scenario['seed']}, kernel {made['kernel']}{small}. "
        f"Hevesy {made['hevesy_version']}. Median and 90 % interval of the draws."
    )


def amount(row: Said) -> str:
    """A headline in its unit."""
    if row["unit"] == "share":
        return share_interval(row)
    return measured(row, row["unit"])


def measured(row: Said, unit: str) -> str:
    """A figure with its interval: people and courses as whole ones where they are many, money with its name."""
    if unit in ("persons", "courses", "administrations"):
        return people(row)
    return interval(row) + (" USD" if unit == "USD" else "")


def _card(row: Said) -> dict[str, str]:
    if row["unit"] == "share":
        value, low, high = (share_said(row[name]) for name in ("value", "low", "high"))
    else:
        value, low, high = (few(row[name]) for name in ("value", "low", "high"))
    return {
        "value": value,
        "label": row["title"],
        "note": f"90 % interval {low} to {high}; whole span of years",
    }


def headlines_table(said: Said) -> Table:
    return {
        "head": ["Over the whole span of years", "Median (90 % interval)"],
        "rows": [[row["title"], amount(row)] for row in said["headlines"]],
    }


def yearly_table(rows: Said) -> Table:
    """A line for each year, a column for each measure."""
    years = [row["year"] for row in rows["entered"]]
    return {
        "head": ["Year", *(m.title for m in YEARLY)],
        "rows": [
            [str(year), *(measured(rows[m.name][n], m.unit) for m in YEARLY)] for n, year in enumerate(years)
        ],
    }


def _acts(said: Said, gantt: bool) -> Table:
    acts = said["scenario"]["interventions"]
    return {
        "head": ["What is done", "Where", "Work begins", "In the scenario's file"],
        "rows": [
            [act["name"], act["centre_name"] or "the country", act["begins"], act["id"]] for act in acts
        ],
        "gantt": gantt,
    }


def shocks_table(shocks: Sequence[Said]) -> Table:
    """What befalls a country: when, for how long, what it takes and where."""
    return {
        "head": [
            "What befalls",
            "When",
            "Felt in full",
            "Recovers in",
            "Takes",
            "Where",
            "In the scenario's file",
        ],
        "rows": [
            [
                each["name"],
                each["begins"] or f"at random: {share_said(each['per_year']['value'])} a year",
                f"{interval(each['lasts_weeks'])} weeks",
                f"{interval(each['recovery_weeks'])} weeks",
                _takes(each),
                _struck(each),
                each["id"],
            ]
            for each in shocks
        ],
    }


def _takes(shock: Said) -> str:
    said = [f"{row['part'].replace('_', ' ')} {_share(row)}" for row in shock["takes"]]
    if shock["persons"] is not None:
        said.append(f"{people(shock['persons'])} people arrive")
    if shock["destroys"]:
        said.append(f"destroyed: {', '.join(shock['destroys'])}")
    return "; ".join(said)


def _share(row: Said) -> str:
    return share_interval(row) if row["low"] < row["high"] else share_said(row["value"])


def _struck(shock: Said) -> str:
    where = shock["centre"] or ", ".join(shock["regions"]) or "the country"
    return f"{where}; only {', '.join(shock['therapies'])}" if shock["therapies"] else where


def _largest_first(therapies: Sequence[Said]) -> list[Said]:
    return sorted(therapies, key=lambda row: -sum(float(year["value"] or 0.0) for year in row["started"]))


def _therapy(row: Said, charts: Mapping[str, str]) -> dict[str, Any]:
    key = f"therapy-{row['therapy']}"
    first, last = row["started"][0], row["started"][-1]
    leaks = sorted(row["losses"], key=lambda loss: -float(loss["lost"]["value"] or 0.0))[:4]
    return {
        "name": row["name"],
        "sentence": f"{people(first)} start in {first['year']}, {people(last)} in {last['year']}.",
        "chart": key if key in charts else "",
        "leaks": [f"{people(loss['lost'])}: {say_reason(loss['reason'])} ({_a(loss)})" for loss in leaks],
        "rows": [
            ["Start, whole span", people(row["whole"]["started"])],
            ["Completed, last year", people(row["completed"][-1])],
            ["Cycles, last year", people(row["cycles"][-1])],
            ["Waiting, last year", people(row["waiting"][-1])],
            ["Die while they wait, last year", people(row["died_waiting"][-1])],
            *_from_abroad(row),
        ],
    }


def _from_abroad(row: Said) -> list[list[str]]:
    if row["from_abroad"] is None:
        return []
    return [["Of those considered, from other countries, last year", people(row["from_abroad"][-1])]]


def _a(loss: Said) -> str:
    return a_said(loss["a"]) or "no A"


def _losses(said: Said, most: int = 20) -> Table:
    rows = [(therapy["name"], loss) for therapy in said["therapies"] for loss in therapy["losses"]]
    rows.sort(key=lambda row: -float(row[1]["lost"]["value"] or 0.0))
    return {
        "head": ["Therapy", "Stage", "Why", "A", "Domain", "Persons, whole span"],
        "rows": [
            [
                name,
                _stage(loss["stage"]),
                say_reason(loss["reason"]),
                _a(loss),
                loss["domain"],
                people(loss["lost"]),
            ]
            for name, loss in rows[:most]
        ],
        "left_out": max(0, len(rows) - most),
    }


def _stage(stage: str) -> str:
    return say(f"stage.{stage}")


def _centres(said: Said) -> Table:
    return {
        "head": [
            "Centre", "Start, last year", "Waiting, last year", "Weeks waited", "P(wait > 12 weeks)",
            "Fullest resource", "P(a month closed) in a year", "Open to", "Kernel",
        ],
        "rows": [_centre(row, said["therapies"]) for row in said["centres"]],
    }  # fmt: skip


def _centre(row: Said, therapies: Sequence[Said]) -> list[str]:
    binding = row["binding"]
    full = "unknown"
    if binding["resource"]:
        verdict = "binds" if binding["binds"] else "does not bind"
        full = f"{resource_said(binding['resource'], therapies)}, {share_interval(binding['used'])} used: {verdict}"
    return [
        row["name"],
        people(row["by_year"]["started"][-1]),
        people(row["waiting"][-1]),
        people(row["weeks_waited"]),
        share_interval(row["late_share"]),
        full,
        share_said(row["closed_month"]["in_a_year"]),
        row["open_to"],
        row["kernel"],
    ]


def resource_said(name: str, therapies: Sequence[Said]) -> str:
    """What a resource is called; doses are those of one therapy."""
    doses, _, therapy = name.partition(" ")
    if not therapy:
        return name.replace("_", " ")
    called = {row["therapy"]: row["name"] for row in therapies}
    return f"{doses} of {called.get(therapy, therapy)}"


def _resources(said: Said) -> Table:
    return {
        "head": ["Centre", "Resource", "Used, whole span", "Used, first year", "Used, last year"],
        "rows": [
            [
                centre["name"],
                resource_said(each["resource"], said["therapies"]),
                share_interval(each["used"]),
                share_interval(each["by_year"][0]),
                share_interval(each["by_year"][-1]),
            ]
            for centre in said["centres"]
            for each in centre["resources"]
        ],
    }


def _doses(said: Said) -> dict[str, Any] | None:
    """What is said of doses; None where no deliveries are followed."""
    found = said["doses"]
    if found is None:
        return None
    names = {row["therapy"]: row["name"] for row in said["therapies"]}
    sentences = [
        f"{share_interval(found['missing_share'])} of all orders bring no dose; a patient who gets none orders again "
        "each week."
    ]
    depends = found["dependence"]
    if depends is not None:
        sentences.append(
            f"Of the doses that come, {share_interval(depends['left_without_the_worst'])} would still come while "
            f"{depends['worst_name']} alone stands still; dependence index of reactors "
            f"{depends['index']:.2f} (1: a single one)."
        )
    return {
        "sentences": sentences,
        "therapies": {
            "head": ["Therapy", "Doses come from", "Orders", "Of these bring no dose"],
            "rows": [
                [names[row["therapy"]], " and ".join(row["makers"]), people(row["ordered"]),
                 share_interval(row["missing_share"])]
                for row in found["therapies"]
            ],
        },
        "causes": {
            "head": ["Why doses do not come", "Share of all orders"],
            "rows": [[CAUSE[name], share_interval(each)] for name, each in found["causes"].items()],
        },
    }  # fmt: skip


def _importance(said: Said, charts: Mapping[str, str]) -> list[dict[str, Any]]:
    titles = {row["name"]: row["title"] for row in said["headlines"]}
    return [
        {
            "title": titles[row["answer"]],
            "chart": f"importance-{row['answer']}",
            "kinds": ", ".join(
                f"{kind_said(kind['kind'])} {share_said(kind['share'])}" for kind in row["kinds"]
            ),
        }
        for row in said["importance"]
        if f"importance-{row['answer']}" in charts
    ]


def facts_table(said: Said) -> Table:
    """Every figure that was used, with state, kind and source."""
    return {
        "head": ["Fact", "Value", "Unit", "Place", "State", "Kind", "Source"],
        "rows": [
            [
                fact["id"],
                fact["text"] or interval(fact),
                plain(fact["unit"]),
                fact["place"],
                state_said(fact["state"]),
                kind_said(fact["kind"]),
                fact["source"],
            ]
            for fact in said["facts"]
        ],
    }
