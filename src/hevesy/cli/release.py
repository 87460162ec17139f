"""hevesy run release: may this patient go home, who keeps apart until when, and the papers they take along."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from hevesy.cli.options import Finite, aligned, load_shelf, packs
from hevesy.quantities import parse_activity, parse_dose_rate, parse_duration
from hevesy.words import LANGUAGES

if TYPE_CHECKING:
    from hevesy.facts import Reader
    from hevesy.run.release.form import Member, ReleaseForm
    from hevesy.run.release.plan import PersonPlan, Release

HABITS = {"bed": "shares_bed", "carer": "carer", "pregnant": "pregnant"}


class Household(click.ParamType):  # type: ignore[type-arg]  # generic in click's stubs only
    """NAME:AGE[:bed][:carer][:pregnant]."""

    name = "person"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Member:
        """The person."""
        from hevesy.run.release.form import Member

        name, _, rest = str(value).partition(":")
        age, *said = rest.split(":")
        wrong = [each for each in said if each not in HABITS]
        try:
            years = float(age)
        except ValueError:
            years = -1.0
        if not name or not 0 <= years <= 120 or wrong:
            self.fail(f"{value!r} is no person; write NAME:AGE and then bed, carer or pregnant, as in partner:62:bed.")
        return Member(name, years, **{HABITS[each]: True for each in said})


class Cycle(NamedTuple):
    """An earlier release of the same patient, as it was typed."""

    on: date
    rate_usv_h: float


class Earlier(click.ParamType):  # type: ignore[type-arg]
    """DATE:RATE."""

    name = "release"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Cycle:
        """The day and the dose rate."""
        on, _, rate = str(value).partition(":")
        try:
            day = date.fromisoformat(on)
        except ValueError:
            self.fail(f"{value!r} is no earlier release; write its day and dose rate, as in 2027-01-12:11uSv/h.")
        return Cycle(day, parse_dose_rate(rate).in_usv_per_h)


@click.command()
@click.option("--therapy", required=True, help="The therapy, as in lu177_psma617.")
@click.option("--given", required=True, help="The activity that was given, as in 7.4GBq.")
@click.option("--rate", required=True, help="The dose rate now, background and all, as in 12.1uSv/h.")
@click.option("--country", required=True, help="The country whose rule is asked, by code or name.")
@click.option("--background", default="0.1uSv/h", show_default=True, help="Background where it was measured.")
@click.option("--metres", type=Finite(min=0.1), default=1.0, show_default=True, help="Distance of the measurement.")
@click.option("--after", default="6h", show_default=True, help="From administration to the measurement.")
@click.option("--first-rate", help="The dose rate right after administration, before voiding; gives what is retained.")
@click.option("--retained", help="What is still in the body, where it was measured.")
@click.option(
    "--household", "household", type=Household(), multiple=True, metavar="NAME:AGE[:bed][:carer][:pregnant]",
    help="Somebody who lives with the patient; may be repeated.",
)  # fmt: skip
@click.option("--works", is_flag=True, help="The patient works close to others.")
@click.option("--journey", default="1h", show_default=True, help="How long the journey home takes.")
@click.option("--public-transport", is_flag=True, help="By bus, train or taxi.")
@click.option("--own-toilet", is_flag=True, help="The patient has a toilet of their own.")
@click.option("--incontinent", is_flag=True, help="The patient loses urine.")
@click.option("--dialysis", is_flag=True, help="The patient is on dialysis.")
@click.option("--breastfeeds", is_flag=True, help="The patient breastfeeds.")
@click.option("--sex", type=click.Choice(["female", "male"]), help="Of the patient, for advice on having children.")
@click.option(
    "--earlier", type=Earlier(), multiple=True, metavar="DATE:RATE",
    help="An earlier release in the last year, for the sum over its cycles; may be repeated.",
)  # fmt: skip
@click.option(
    "--to-come", type=click.IntRange(1, 12), default=1, show_default=True, help="Cycles left in the year, this one too."
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day of release; today if not given.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the papers.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for the papers.")
@packs
def release(
    out: Path | None, language: str, pack: tuple[Path, ...], without_restricted: bool, country: str, **said: Any
) -> None:
    """May this patient go home, who must keep apart until when, and what they take along.

    Days come from the measured dose rate, contact that is as near and long as is plausible, and the constraint for
    each person over the year; where more days are published for the medicine, those stand.

    \b
    Example:
      hevesy run release --therapy lu177_psma617 --given 7.4GBq --rate "12.1uSv/h" --country JOR \\
        --household child:4 --household partner:62:bed --sex male --on 2027-03-02
    """
    from hevesy.places import find_country
    from hevesy.run.release.plan import plan_release

    shelf = load_shelf(pack, without_restricted)
    reader = shelf.reader(find_country(country, shelf).iso3)
    form = _form(said)
    found = plan_release(form, reader, _earlier(form, said, reader), said["to_come"])
    _show(found)
    if out is not None:
        from hevesy.run.release.papers import write_papers

        for path in write_papers(found, out, language):
            click.echo(f"wrote {path}", err=True)


@click.command(hidden=True)  # the service asks it in a job; nobody has such a file by hand
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder for the PDF.")
def papers(file: Path, out: Path) -> None:
    """Set the papers of a release as PDF from FILE, in which the service has kept what stands on them.

    \b
    Example:
      hevesy run papers papers.json --out papers
    """
    from hevesy.run.release.papers import set_papers

    try:
        made = set_papers(file.read_text("utf-8"), out)
    except ValueError as error:
        raise click.BadParameter(f"{file} holds no papers of a release, so nothing was written.") from error
    for path in made:
        click.echo(f"wrote {path}", err=True)


def _form(said: dict[str, Any]) -> ReleaseForm:
    from hevesy.run.release.form import ReleaseForm

    day = said["on"] or datetime.now(UTC)
    now = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
    first, retained = said["first_rate"], said["retained"]
    return ReleaseForm(
        said["therapy"], parse_activity(said["given"]), now - parse_duration(said["after"]),
        parse_dose_rate(said["rate"]).in_usv_per_h, parse_dose_rate(said["background"]).in_usv_per_h, now,
        said["metres"], parse_dose_rate(first).in_usv_per_h if first else None,
        parse_activity(retained) if retained else None, said["household"], said["works"],
        parse_duration(said["journey"]) / timedelta(hours=1), said["public_transport"], said["own_toilet"],
        said["incontinent"], said["dialysis"], said["breastfeeds"], said["sex"] or "",
    )  # fmt: skip


def _earlier(form: ReleaseForm, said: dict[str, Any], reader: Reader) -> tuple[Release, ...]:
    """The earlier cycles, each with the same household, and measured as long after administration as this one."""
    from dataclasses import replace

    from hevesy.run.release.plan import plan_release

    made: list[Release] = []
    for cycle in sorted(said["earlier"]):
        then = datetime(cycle.on.year, cycle.on.month, cycle.on.day, 16, tzinfo=UTC)
        past = replace(form, rate_usv_h=cycle.rate_usv_h, rate_at=then, given_at=then - (form.rate_at - form.given_at))
        made.append(plan_release(past, reader, tuple(made), said["to_come"] + len(said["earlier"]) - len(made)))
    return tuple(made)


def _show(found: Release) -> None:
    from hevesy.run.release.instructions import instructions
    from hevesy.run.release.leaves import sentence_of

    if found.practice:
        click.echo("PRACTICE: not every rule used here is signed by a named person.\n")
    click.echo(f"{_verdict(found)}\n")
    for each in found.verdict.limits:
        value = "not known" if each.found is None else f"{each.found:.4g}"
        click.echo(f"  {each.limit.name}: {value}, limit {each.limit.fact.described()} ({each.limit.fact.kind})")
    retained = found.form.retained
    click.echo(f"  retained: {retained or 'not known'}; net at 1 m: {found.source.rate_usv_h:.4g} uSv/h\n")
    click.echo(aligned([_row(each, found) for each in (*found.persons, found.public)]))
    click.echo("\nWhat is said:")
    for one in instructions(found):
        click.echo(f"  {sentence_of(one, 'en')}")


def _verdict(found: Release) -> str:
    from hevesy.run.release.plan import may_go_home

    if may_go_home(found):
        return "May go home by the rule of the country:"
    if not found.verdict.limits:
        return f"Unknown, so not yet: no release rule for {found.therapy.nuclide} is stated for {found.reader.place}."
    return "May not go home yet:" if found.verdict.answer == "not_met" else "Unknown, so not yet:"


def _row(plan: PersonPlan, found: Release) -> dict[str, Any]:
    one = plan.neighbour
    return {
        "person": one.name,
        "is": one.kind.name,
        "mSv allowed now": f"{plan.allowed_msv:.2f}",
        "earlier": f"{plan.earlier_msv:.2f}",
        "now": f"{plan.dose_msv:.2f}",
        "apart by day": _until(plan, found, night=False),
        "at night": _until(plan, found, night=True) if one.shares_bed else "-",
        "from": plan.day.basis if plan.day.days else "-",
    }


def _until(plan: PersonPlan, found: Release, *, night: bool) -> str:
    if plan.impossible:
        return "above the constraint"
    days = plan.apart.night if night else plan.apart.day
    return f"{days:g} d, until {found.until(days)}" if days else "-"
