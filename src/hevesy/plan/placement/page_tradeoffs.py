"""The plans beside each other in words: a table for the aims, one for regret, and the picture of both ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import share_said
from hevesy.pictures.parallel_chart import parallel_chart
from hevesy.plan.placement.pool import WHY
from hevesy.plan.report.said import figure
from hevesy.plan.value.strokes import short

Said = Mapping[str, Any]
Table = dict[str, Any]
SHORT = {
    "costs": "Cost,\nUSD", "qalys": "QALYs\ngained", "worst_region": "Worst\nregion",
    "concentration": "Even over\nfifths", "untreated": "Untreated\nin outage",
}  # fmt: skip
OF_REGRET = {"completed": "courses", "net_benefit": "net benefit, USD"}


def plans_table(said: Said) -> Table:
    """A row for each plan: its figures on every aim, and whether another dominates it."""
    aims = [aim for aim in said["aims"] if aim["known"]]
    return {
        "head": ["Plan", "New centres", "Why it is here", *(_headed(aim) for aim in aims), "Dominated by",
                 "On the front in"],
        "rows": [
            [str(plan["plan"]), plan["name"], "; ".join(WHY[why] for why in plan["why"]) or "–",
             *(told(aim, plan) for aim in aims), _dominated(plan), share_said(plan["on_front_in"])]
            for plan in said["plans"]
        ],
    }  # fmt: skip


def _headed(aim: Said) -> str:
    return SHORT[aim["id"]].replace("\n", " ")


def aims_said(said: Said) -> list[str]:
    """What each aim is, and which way is better."""
    return [
        f"{_headed(aim)}: {aim['title']} ({aim['figure']}); "
        f"{'more' if aim['better'] > 0 else 'less'} is better."
        for aim in said["aims"] if aim["known"]
    ]  # fmt: skip


def told(aim: Said, plan: Said) -> str:
    """The figure of a plan on an aim, with the 90 % interval where the figure is the plain mean of an amount."""
    row = plan["aims"][aim["id"]]
    if aim["unit"] == "share":
        return f"{share(row['figure'])}, {plan['worst_region']}"
    if aim["unit"] == "index":
        return f"{row['figure']:.3f}"
    if aim["figure"] != "mean" or plan["plan"] == 0:
        return figure(row["figure"])
    return f"{figure(row['figure'])} ({figure(row['low'])} to {figure(row['high'])})"


def share(value: float) -> str:
    """A share that may be small.

    >>> share(0.0284)
    '2.8 %'
    """
    return f"{100 * value:.1f} %"


def _dominated(plan: Said) -> str:
    return "none" if plan["on_front"] else ", ".join(str(each) for each in plan["dominated_by"])


def regret_table(said: Said) -> Table:
    names = [name for name in OF_REGRET if name in said["plans"][0]["regret"]]
    head = ["Plan", "New centres"]
    for name in names:
        head += [f"Best, by {OF_REGRET[name]}", "Regret, mean", "95 %", "most"]
    rows = []
    for plan in said["plans"]:
        cells = [str(plan["plan"]), plan["name"]]
        for name in names:
            row = plan["regret"][name]
            cells += [share_said(row["best_in"]), *(figure(row[part]) for part in ("mean", "high", "most"))]
        rows.append(cells)
    return {"head": head, "rows": rows}


def sentences(said: Said) -> list[str]:
    """What the plans say beside each other, for those who read no table."""
    plans = said["plans"]
    on = [f"{plan['plan']} ({plan['name']})" for plan in plans if plan["on_front"]]
    found = [f"No other plan is as good on every aim and better on one: plan {', '.join(on)}.", *_luck(said)]
    if not plans[1]["on_front"]:
        found.append(
            f"The plan shown is dominated by plan {_dominated(plans[1]).replace(', ', ' and ')} in the draws that "
            "tell: they hardly differ, or it takes more draws to tell them apart."
        )
    return found + [_regretted(name, said) for name in OF_REGRET if name in plans[0]["regret"]]


def _regretted(name: str, said: Said) -> str:
    """Which plan is least regretted, and which is most often the best."""
    least = min(said["plans"], key=lambda plan: plan["regret"][name]["mean"])
    often = max(said["plans"], key=lambda plan: plan["regret"][name]["best_in"])
    share_best, aim = share_said(often["regret"][name]["best_in"]), f"{OF_REGRET[name]}{_price(name, said)}"
    by = f"By {aim}, plan {least['plan']} ({least['name']}) is least regretted on the mean"
    if often is least:
        return f"{by}, and most often the best: in {share_best} of the draws."
    return f"{by}; plan {often['plan']} ({often['name']}) is most often the best, in {share_best} of the draws."


def _luck(said: Said) -> list[str]:
    """What the choice owes to the draws that made it."""
    luck, draws = said["luck"], said["draws"]
    if luck is None:
        return []
    told = f"{figure(abs(luck['told']))} {'more' if luck['told'] >= 0 else 'fewer'}"
    return [
        f"Draws that chose: {draws['choose']}; there the plan shown completes {figure(luck['chosen_with'])} courses "
        f"more than plan 2 on the mean. Draws that tell: {draws['tell']}; there {told}."
    ]


def _price(name: str, said: Said) -> str:
    price = said["threshold"]
    return f" (a {price['per']} at {figure(price['USD'])} USD: {price['name']})" if name == "net_benefit" else ""


def aims_chart(said: Said) -> str:
    """Every plan on every aim, better being higher."""
    aims = [aim for aim in said["aims"] if aim["known"]]
    ends = [_ends(aim, said["plans"]) for aim in aims]
    axes = [
        {"name": SHORT[aim["id"]], "best": _end(aim, best), "worst": _end(aim, worst)}
        for aim, (worst, best) in zip(aims, ends, strict=True)
    ]
    plans = [
        {"label": str(plan["plan"]), "kind": _kind(plan),
         "heights": [_height(_stepped(aim, plan), *end) for aim, end in zip(aims, ends, strict=True)]}
        for plan in said["plans"]
    ]  # fmt: skip
    return parallel_chart(
        axes, plans, key="aims", title="Plans on every aim, better being higher",
        description="; ".join(f"{plan['plan']}: {plan['name']}" for plan in said["plans"]) + ".",
    )  # fmt: skip


def _ends(aim: Said, plans: Sequence[Said]) -> tuple[float, float]:
    """The worst and the best figure of any plan."""
    figures = [aim["better"] * _stepped(aim, plan) for plan in plans]
    return aim["better"] * min(figures), aim["better"] * max(figures)


def _stepped(aim: Said, plan: Said) -> float:
    """The figure in whole steps, as it is compared: what counts as alike is drawn alike."""
    return float(aim["step"] * round(plan["aims"][aim["id"]]["figure"] / aim["step"]))


def _height(value: float, worst: float, best: float) -> float:
    return (value - worst) / (best - worst) if best != worst else 0.5


def _end(aim: Said, value: float) -> str:
    if aim["unit"] == "share":
        return share(value)
    return f"{value:.3f}" if aim["unit"] == "index" else short(value)


def _kind(plan: Said) -> str:
    if plan["plan"] < 2:
        return ("none", "first")[plan["plan"]]
    return "front" if plan["on_front"] else "dominated"
