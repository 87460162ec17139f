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
    found += ["", *deficit_said(said), *(purse_said(each) for each in said["accounts"]["payers"])]
    found += [partner_said(each) for each in said["partners"]]
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
    named, scheme = (row[name].replace("_", " ") for name in ("tariff", "kind"))
    of = f"{therapy['name']}, {named} ({scheme}), {share_said(row['members']['value'])}"
    told = f"{of} of cycles: a cycle costs {usd(therapy['cost'])}; {', '.join(parts)}."
    return told + sliding_said(row) + (f" {response_said(row)}" if row["response"] else "")


def sliding_said(row: Said) -> str:
    """A sliding scale, in a sentence; nothing where there is none."""
    if not row["sliding"]:
        return ""
    shares = ", ".join(share_said(each["share"]) for each in row["sliding"])
    first, last = row["sliding"][0]["pays"], row["sliding"][-1]["pays"]
    return (
        f" Of the tariff households pay {shares} from the poorest to the richest fifth: {figure(first['value'])} to "
        f"{figure(last['value'])} USD for each cycle."
    )


def deficit_said(said: Said) -> Iterator[str]:
    """What centres lose or gain over all years."""
    years = said["accounts"]["years"]
    lost = sum(year["centre"]["value"] for year in years)
    if lost:
        word = "lose" if lost > 0 else "gain"
        yield (
            f"Over all cycles the centres {word} {figure(abs(lost))} USD in {years[0]['year']} to {years[-1]['year']}, "
            f"of a cost of {figure(sum(year['cost']['value'] for year in years))}."
        )


def purse_said(of: Said) -> str:
    """A payer's money over all years in a sentence."""
    paid, kept, raised = (sum(year[name] for year in of["years"]) for name in ("paid", "administration", "raised"))
    called = of["payer"].replace("_", " ")
    kind = "" if of["kind"] == of["payer"] else f" ({of['kind'].replace('_', ' ')})"
    asks = ""
    last = of["years"][-1]
    if last["share_of_means"] is not None:
        asks = f"; in {last['year']} that is {figure(100.0 * last['share_of_means'])} % of all people's means"
    elif last["per_head"] is not None:
        asks = f"; in {last['year']} that is {figure(last['per_head'])} USD for each head of the country"
    saved = last["saved"]
    over = f", {figure(saved)} saved at the end" if saved else ""
    more = f", {figure(kept)} kept for administration" if kept else ""
    return f"{called}{kind}: {figure(raised)} USD raised, {figure(paid)} paid{more}{over}{asks}. It {of['does']}."


def partner_said(of: Said) -> str:
    """A partnership in a sentence: lent, paid back, return, risk."""
    lent, back = (sum(year[name]["value"] for year in of["years"]) for name in ("lent", "paid_back"))
    who = {"public": "who pays it back bears", "partner": "the partner bears",
           "shared": "both bear"}[of["bears_volume"]]  # fmt: skip
    value = of["return"]["value"]
    earns = (
        "so that no return can be told" if value is None
        else f"a return of {percent(of['return'])} a year"
    )  # fmt: skip
    term = "1 year" if of["contract_years"] == 1 else f"{of['contract_years']} years"
    by, hangs = of["paid_by"].replace("_", " "), share_said(of["share_at_risk"])
    found = (
        f"{of['name']} lends {figure(lent)} USD and is paid back {figure(back)} by {by} in {term}, "
        f"{earns}; {who} the risk of volume ({hangs} of what is paid back hangs on it)."
    )
    if of["availability_needed"] is not None:
        found += (
            f" For the {of['return_asked']:.1%} that it asks, {figure(of['availability_needed'])} USD a year would "
            "have to be paid for being there."
        )
    return found


def percent(spread: Any) -> str:
    """A yearly rate with its interval."""
    value, low, high = (spread[name] for name in ("value", "low", "high"))
    return f"{value:.1%}" if low is None or low == high else f"{value:.1%} ({low:.1%} to {high:.1%})"


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
    """The year of self-sustainability in a sentence, and what it hangs on."""
    of = said["sustained"]
    never = f"in {share_said(of['never'])} of draws not within these years"
    found = (
        f"Tariffs pay for the running centres without donors in no year of the median draw ({never})."
        if of["median_year"] is None
        else f"From {of['median_year']} on tariffs pay for the running centres without donors (median; {never})."
    )
    return f"{found} {_hangs_on(of['years'][-1])}"


def _hangs_on(year: Said) -> str:
    """What a cycle leaves, what stands whoever comes, and how many cycles would carry it."""
    left, volume = year["left_per_cycle"]["value"], year["break_even_cycles"]["value"]
    if left is None:
        return f"In {year['year']} no cycle is given."
    head = f"In {year['year']} a cycle leaves {interval(year['left_per_cycle'])} USD"
    stands = f"staff, upkeep and running cost {figure(year['standing']['value'])} USD whoever comes"
    if volume is None:
        return (
            f"{head} of its income after medicine and imaging, and {stands}: in {share_said(year['no_break_even'])} of "
            "draws no number of cycles carries that, only a higher tariff or cheaper cycles."
        )
    return (
        f"{head} of its income after medicine and imaging, and {stands}: {figure(volume)} cycles a year would carry it "
        f"(median), {figure(year['cycles']['value'])} are given."
    )


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
