"""The back-ups of the timetable, as a command makes them and says how they stand."""

from __future__ import annotations

import click

from hevesy.words import sentence
from hevesy_service.backup.scheduled import keep, now_here, refusal_from, standing
from hevesy_service.backup.timetable import timetable
from hevesy_service.home import Home

NOT_WRITTEN = 7  # the exit status where a place that was due was not written


def back_up_what_is_due() -> int:
    """Write it, and say how it went; the exit status."""
    tried = keep(Home.of_environment(), timetable(), now_here())
    for each in tried:
        if each.done:
            click.echo(f"{each.file}: read back and whole.")
        else:
            click.echo(sentence(refusal_from(each)), err=True)
    if not tried:
        click.echo("No back-up is due.", err=True)
    return 0 if all(each.done for each in tried) else NOT_WRITTEN


def say_the_schedule() -> int:
    """When, where to, what is kept, and the last of each place; the exit status."""
    home, table, now = Home.of_environment(), timetable(), now_here()
    following, keeps = table.next(now), table.keep
    when = "never (HEVESY_BACKUP_AT)" if following is None else f"{following:%Y-%m-%d %H:%M %Z}"
    click.echo(f"Next: {when}")
    click.echo(f"Kept: the newest of {keeps.days} days, {keeps.weeks} weeks and {keeps.months} months")
    for each in standing(home, table):
        last = "none yet" if each.newest is None else each.newest.name
        more = "" if each.apart else " (on the same disk as the data)"
        click.echo(f"{each.place.folder}{more}: {last}")
        if each.wrong is not None:
            click.echo(f"  {sentence(each.wrong)}")
    if table.second is None:
        click.echo("No second disk is named: set HEVESY_BACKUP_TO to a folder on one.")
    return 0
