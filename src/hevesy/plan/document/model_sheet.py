"""One comparison of the valuation as a sheet in live formulas: results, inputs (yellow), and the trace by step.

Partitioned survival as `plan.value.arms` has it, at the central value of every figure: Weibull curves of the control
through their medians, hazard ratios on them, steps of equal length with Simpson's weights, continuous discounting. The
numbers of steps and of planned cycles are fixed when it is written; everything else follows from the yellow cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hevesy.plan.budget.cells import bold, letter, put
from hevesy.plan.document.tongue import Tongue
from hevesy.plan.value.central import INPUTS, Central

TOP = 3  # the row of the heads; results, trace, cycles and treatment begin below it
RESULTS = (
    "years_stable", "years_progressed", "life_years", "qalys", "cost_medicine", "cost_imaging", "cost_adverse",
    "cost_background", "cost_follow_up", "cost_subsequent", "cost",
)  # fmt: skip
LAST = ("icer", "net_benefit", "price_at", "cycles", "units", "given")
RESULT = {name: TOP + 1 + place for place, name in enumerate((*RESULTS, *LAST))}
FIRST_INPUT = TOP + len(RESULT) + 3
ROW = {name: FIRST_INPUT + place for place, name in enumerate(INPUTS)}
OTHER, OURS, DIFFERENCE = "B", "C", "D"
TRACE = ("step", "year", "weight", "factor", "counts", "other_alive", "other_free", "other_progressed", "alive",
         "free", "progressed")  # fmt: skip
CYCLES = ("cycle", "year", "free", "factor")
GIVEN = ("step", "year", "weight", "factor", "other_free")
FIRST_TRACE = 7  # column G
FIRST_CYCLE = FIRST_TRACE + len(TRACE) + 1
FIRST_GIVEN = FIRST_CYCLE + len(CYCLES) + 1
MONEY, FIGURE, SHARE = "#,##0", "0.0000", "0.0%"
FORMS = {"discount": SHARE, "threshold": MONEY, "price": MONEY, "price_month": MONEY, "follow_up": MONEY,
         "imaged": FIGURE}  # fmt: skip


def model_sheet(page: Any, model: Central, names: tuple[str, str], title: str, tongue: Tongue) -> None:
    """Fill a page; `names` are those of the comparator and of the therapy."""
    page["A1"] = title
    page["A2"] = tongue.say("model.note")
    bold(page["A1"])
    _results(page, names, tongue)
    _inputs(page, model, tongue)
    _block(page, FIRST_TRACE, TRACE, tongue, list(_trace(model.steps)))
    _block(page, FIRST_CYCLE, CYCLES, tongue, list(_cycles(model.cycles)))
    _block(page, FIRST_GIVEN, GIVEN, tongue, list(_given(model.steps_given)))
    for name, formulas in _formulas(model).items():
        for column, formula in formulas.items():
            form = FIGURE if name in ("cycles", "units", "given", *RESULTS[:4]) else MONEY
            put(page, f"{column}{RESULT[name]}", f"={formula}", form=form)
    page.freeze_panes = "B4"
    page.row_dimensions[TOP].height = 48  # heads of the trace have up to three lines
    for column, width in (("A", 60), ("B", 18), ("C", 20), ("D", 16), ("E", 60)):
        page.column_dimensions[column].width = width


def _results(page: Any, names: tuple[str, str], tongue: Tongue) -> None:
    for column, text in zip("ABCD", (tongue.say("model.result"), *names, tongue.say("word.difference")), strict=True):
        bold(page[f"{column}{TOP}"], text)
    for name, row in RESULT.items():
        page[f"A{row}"] = tongue.say(f"model.{name}")


def _inputs(page: Any, model: Central, tongue: Tongue) -> None:
    for column, name in (("A", "model.input"), ("B", "head.value"), ("C", "head.unit"), ("E", "model.facts")):
        bold(page[f"{column}{FIRST_INPUT - 1}"], tongue.say(name))
    for name, row in ROW.items():
        each = model.inputs[name]
        page[f"A{row}"] = tongue.say(f"model.{name}")
        put(page, f"B{row}", each.value, given=True, form=FORMS.get(name, "General"))
        page[f"C{row}"] = tongue.say(f"model_unit.{UNITS[name]}")
        page[f"E{row}"] = "; ".join(each.facts)


UNITS = {
    "discount": "share_year", "horizon": "years", "threshold": "usd_qaly", "alive_median": "months",
    "alive_shape": "number", "ratio_alive": "ratio", "free_median": "months", "free_shape": "number",
    "ratio_free": "ratio", "price": "usd_cycle", "interval": "weeks", "cycles_given": "number", "imaging": "usd_once",
    "imaged": "ratio", "background": "usd_month", "price_month": "usd_month", "price_times": "ratio",
    "most_months": "months", "adverse": "usd_once", "adverse_other": "usd_once", "follow_up": "usd_year",
    "subsequent": "usd_month", "local": "ratio", "utility_stable": "utility", "utility_progressed": "utility",
    "utility_in_course": "utility", "decrement": "utility",
}  # fmt: skip


def _block(page: Any, first: int, names: tuple[str, ...], tongue: Tongue, rows: list[tuple[Any, ...]]) -> None:
    from openpyxl.styles import Alignment

    for place, name in enumerate(names):
        head = page.cell(TOP, first + place, tongue.say(f"model.{name}"))
        bold(head)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[letter(first + place)].width = 14
    for number, row in enumerate(rows, start=TOP + 1):
        for place, value in enumerate(row):
            if place:  # the first is the number of the step or the cycle
                put(page, f"{letter(first + place)}{number}", value, form=FIGURE)
            else:
                page.cell(number, first, value)


def _of(name: str) -> str:
    """The cell of an input, fixed."""
    return f"$B${ROW[name]}"


def _weight(step: int, steps: int) -> str:
    """Simpson's: 1/3, 4/3, 2/3, 4/3, ..., 4/3, 1/3."""
    if step in (0, steps):
        return "1/3"
    return "4/3" if step % 2 else "2/3"


def _curve(which: str, year: str, ratio: str = "") -> str:
    """exp(-ln 2 (t / median)^shape), with the hazard ratio before the power where one is asked for."""
    power = f"({year}*12/{_of(f'{which}_median')})^{_of(f'{which}_shape')}"
    return f"EXP(-LN(2)*{f'{_of(ratio)}*' if ratio else ''}{power})"


def _trace(steps: int) -> Iterator[tuple[Any, ...]]:
    column = {name: letter(FIRST_TRACE + place) for place, name in enumerate(TRACE)}
    for step in range(steps + 1):
        row = TOP + 1 + step
        at = {name: f"{each}{row}" for name, each in column.items()}
        yield (
            step, f"={_of('horizon')}*{at['step']}/{steps}", f"={_weight(step, steps)}*{_of('horizon')}/{steps}",
            f"=1/(1+{_of('discount')})^{at['year']}", f"={at['weight']}*{at['factor']}",
            f"={_curve('alive', at['year'])}", f"=MIN({_curve('free', at['year'])},{at['other_alive']})",
            f"={at['other_alive']}-{at['other_free']}",
            f"={_curve('alive', at['year'], 'ratio_alive')}",
            f"=MIN({_curve('free', at['year'], 'ratio_free')},{at['alive']})", f"={at['alive']}-{at['free']}",
        )  # fmt: skip


def _cycles(cycles: int) -> Iterator[tuple[Any, ...]]:
    year_column = letter(FIRST_CYCLE + 1)
    for number in range(cycles):
        year = f"{year_column}{TOP + 1 + number}"
        yield (
            number + 1, f"={number}*{_of('interval')}/52", f"={_curve('free', year, 'ratio_free')}",
            f"=1/(1+{_of('discount')})^{year}",
        )  # fmt: skip


def _given(steps: int) -> Iterator[tuple[Any, ...]]:
    """The comparator's treatment: from its start to progression or its end, whichever comes first."""
    whole = f"MIN({_of('most_months')}/12,{_of('horizon')})"
    for step in range(steps + 1):
        year = f"{letter(FIRST_GIVEN + 1)}{TOP + 1 + step}"
        yield (
            step, f"={whole}*{step}/{steps}", f"={_weight(step, steps)}*{whole}/{steps}",
            f"=1/(1+{_of('discount')})^{year}", f"={_curve('free', year)}",
        )  # fmt: skip


def _range(first: int, names: tuple[str, ...], name: str, number: int) -> str:
    column = letter(first + names.index(name))
    return f"${column}${TOP + 1}:${column}${TOP + number}"


def _formulas(model: Central) -> dict[str, dict[str, str]]:
    """Result and column to formula; the difference is that of the therapy and its comparator."""
    one = {name: {OTHER: other, OURS: ours} for name, (other, ours) in _sides(model).items()}
    for name, columns in one.items():
        columns[DIFFERENCE] = f"{OURS}{RESULT[name]}-{OTHER}{RESULT[name]}"
    cost, gained = (f"{DIFFERENCE}{RESULT[name]}" for name in ("cost", "qalys"))
    worth, benefit, units = _of("threshold"), f"{DIFFERENCE}{RESULT['net_benefit']}", f"{OURS}{RESULT['units']}"
    price = f"{_of('price')}+{benefit}/{units}"
    return {
        **one,
        "icer": {DIFFERENCE: f'IF(AND({gained}>0,{cost}>0),{cost}/{gained},"")'},
        "net_benefit": {DIFFERENCE: f'IF(ISNUMBER({worth}),{worth}*{gained}-{cost},"")'},
        "price_at": {DIFFERENCE: f'IF(ISNUMBER({benefit}),IF({price}>0,{price},""),"")'},
        **_doses(model),
    }


def _doses(model: Central) -> dict[str, dict[str, str]]:
    """Cycles a person, plain and discounted (no more than the mean that is stated), and years of the comparator."""
    free, factor = (_range(FIRST_CYCLE, CYCLES, name, model.cycles) for name in ("free", "factor"))
    share = f"MIN(1,{_of('cycles_given')}/SUM({free}))"
    weight, given, later = (
        _range(FIRST_GIVEN, GIVEN, name, model.steps_given + 1) for name in ("weight", "other_free", "factor")
    )
    return {
        "cycles": {OURS: f"{share}*SUM({free})"},
        "units": {OURS: f"{share}*SUMPRODUCT({free},{factor})"},
        "given": {OTHER: f"MIN(SUMPRODUCT({weight},{later},{given}),{OTHER}{RESULT['years_stable']})"},
    }


def _sides(model: Central) -> dict[str, tuple[str, str]]:
    """Years, QALYs and costs of both arms: the comparator, the therapy."""
    counts = _range(FIRST_TRACE, TRACE, "counts", model.steps + 1)

    def years(name: str) -> tuple[str, str]:
        ends = (_range(FIRST_TRACE, TRACE, each, model.steps + 1) for each in (f"other_{name}", name))
        other, ours = (f"SUMPRODUCT({counts},{end})" for end in ends)
        return other, ours

    def both(formula: str) -> tuple[str, str]:
        names = {name: RESULT[name] for name in ("years_stable", "years_progressed", "life_years")}
        other, ours = (formula.format(**{n: f"{arm}{row}" for n, row in names.items()}) for arm in (OTHER, OURS))
        return other, ours

    given, cycles = f"{OTHER}{RESULT['given']}", f"{OURS}{RESULT['cycles']}"
    well = both(f"{{years_stable}}*{_of('utility_stable')}+{{years_progressed}}*{_of('utility_progressed')}")
    in_course = f"MIN({OURS}{RESULT['years_stable']},{cycles}*{_of('interval')}/52)"
    lower = f"({_of('utility_stable')}-{_of('utility_in_course')})"
    costs = (RESULT["cost_medicine"], RESULT["cost_subsequent"])
    month = f"{_of('price_month')}*{_of('price_times')}"
    return {
        "years_stable": years("free"),
        "years_progressed": years("progressed"),
        "life_years": both("{years_stable}+{years_progressed}"),
        "qalys": (f"{well[0]}-{given}*{_of('decrement')}", f"{well[1]}-{in_course}*{lower}"),
        "cost_medicine": (f"{month}*12*{given}", f"{_of('price')}*{OURS}{RESULT['units']}"),
        "cost_imaging": ("0", f"{_of('imaging')}*{_of('imaged')}"),
        "cost_adverse": (f"{_of('adverse_other')}*{_of('local')}", f"{_of('adverse')}*{_of('local')}"),
        "cost_background": ("0", f"{_of('background')}*12*{OURS}{RESULT['years_stable']}"),
        "cost_follow_up": both(f"{_of('follow_up')}*{_of('local')}*{{life_years}}"),
        "cost_subsequent": both(f"{_of('subsequent')}*{_of('local')}*12*{{years_progressed}}"),
        "cost": (f"SUM(B{costs[0]}:B{costs[1]})", f"SUM(C{costs[0]}:C{costs[1]})"),
    }
