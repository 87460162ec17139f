"""A timetable as a calendar file: letter by letter, read back by two other programs, and the same number for ever."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from dateutil.tz import tzical
from icalendar import Calendar

from hevesy.cli import hevesy
from hevesy.learn.calendar_file import Heading, calendar_file, number_of
from hevesy.learn.timetable import Session

ONE = Session("First; nurses", "basics", 1, 2, date(2027, 1, 4), time(9), 1.5, "Ward 3, left", "A. B.")
AMMAN = Heading(
    "irbid", "default_nurse", "Nurses, 2027", {"basics": "Protection: time, distance; shielding"},
    ZoneInfo("Asia/Amman"), datetime(2026, 12, 1, 7, 30, tzinfo=UTC), 2,
)  # fmt: skip
BERLIN = replace(AMMAN, zone=ZoneInfo("Europe/Berlin"))

# what RFC 5545 asks for, written by hand: commas, semicolons and new lines escaped, Jordan three hours before UTC
BY_HAND = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Hevesy//Timetable//EN
METHOD:PUBLISH
NAME:Nurses\, 2027
X-WR-CALNAME:Nurses\, 2027
BEGIN:VTIMEZONE
TZID:Asia/Amman
BEGIN:STANDARD
DTSTART:20270104T000000
TZNAME:+03
TZOFFSETFROM:+0300
TZOFFSETTO:+0300
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Protection: time\, distance\; shielding (1/2)
DTSTART;TZID=Asia/Amman:20270104T090000
DTEND;TZID=Asia/Amman:20270104T103000
DTSTAMP:20261201T073000Z
UID:{uid}
SEQUENCE:2
DESCRIPTION:First\; nurses\nA. B.
LOCATION:Ward 3\, left
END:VEVENT
END:VCALENDAR
"""


def test_a_session_letter_by_letter() -> None:
    asked = BY_HAND.replace("{uid}", number_of(ONE, AMMAN)).replace("\n", "\r\n")
    assert calendar_file([ONE], AMMAN).decode() == asked


def test_a_session_keeps_its_number_when_it_is_moved_and_no_two_share_one() -> None:
    moved = replace(ONE, on=date(2027, 2, 1), start=time(14), hours=3.0, room="Hall", trainer="C.", parts=3)
    assert number_of(moved, replace(AMMAN, version=7, title="x")) == number_of(ONE, AMMAN)
    others = [replace(ONE, group="Second"), replace(ONE, module="spill"), replace(ONE, part=2)]
    elsewhere = [replace(AMMAN, place="amman"), replace(AMMAN, curriculum="default_physician")]
    numbers = {number_of(each, AMMAN) for each in (ONE, *others)} | {number_of(ONE, each) for each in elsewhere}
    assert len(numbers) == 6


def test_long_lines_fold_between_letters_and_read_back_as_they_were() -> None:
    """75 octets a line at most; an Arabic letter has two, and none is cut."""
    arabic = "الوقاية من الإشعاع، والوقت؛ والمسافة والتدريع في غرفة العلاج بالنظائر المشعة " * 3
    session = replace(ONE, room=arabic.strip(), group="a\\b,c;d")
    raw = calendar_file([session], replace(AMMAN, called={"basics": "x" * 200}))
    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75 and all(line.decode() is not None for line in lines)
    unfolded = raw.replace(b"\r\n ", b"").decode()
    assert f"LOCATION:{arabic.strip()}\r\n" in unfolded and f"SUMMARY:{'x' * 200} (1/2)\r\n" in unfolded
    assert "DESCRIPTION:a\\\\b\\,c\\;d\\nA. B.\r\n" in unfolded
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert (event["location"], event["description"]) == (arabic.strip(), "a\\b,c;d\nA. B.")


def test_where_clocks_change_the_hours_on_the_wall_stay() -> None:
    """Central Europe goes from +1 to +2 on Sunday 28 March 2027 at 02:00, and back on 31 October at 03:00."""
    winter, summer = replace(ONE, on=date(2027, 3, 22)), replace(ONE, on=date(2027, 11, 1), part=2)
    raw = calendar_file([winter, summer], BERLIN).decode()
    zone = raw.partition("BEGIN:VTIMEZONE")[2].partition("END:VTIMEZONE")[0].replace("\r\n", "|")
    assert "BEGIN:DAYLIGHT|DTSTART:20270328T020000|TZNAME:CEST|TZOFFSETFROM:+0100|TZOFFSETTO:+0200" in zone
    assert "BEGIN:STANDARD|DTSTART:20271031T030000|TZNAME:CET|TZOFFSETFROM:+0200|TZOFFSETTO:+0100" in zone
    first, last = (each["dtstart"].dt for each in Calendar.from_ical(raw).walk("VEVENT"))
    assert (first.astimezone(UTC).hour, last.astimezone(UTC).hour) == (8, 8) and first.hour == last.hour == 9


ZONES = ("Asia/Amman", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata")


@pytest.mark.parametrize("name", ZONES)
def test_another_program_reads_the_same_hours_from_the_zone_of_the_file(name: str) -> None:
    """dateutil knows nothing of the zone but what stands in the file."""
    zone, first = ZoneInfo(name), date(2027, 1, 4)
    days = [replace(ONE, on=first + timedelta(days=17 * number), part=number) for number in range(1, 22)]
    text = calendar_file(days, replace(AMMAN, zone=zone)).decode()
    read = tzical(io.StringIO(text.replace("\r\n", "\n"))).get()
    for each in days:
        wall = datetime.combine(each.on, each.start)
        assert wall.replace(tzinfo=read).utcoffset() == wall.replace(tzinfo=zone).utcoffset(), each.on


def test_a_zone_without_a_name_is_written_by_utc_and_nothing_is_a_calendar_too() -> None:
    raw = calendar_file([ONE], replace(AMMAN, zone=timezone(timedelta(hours=3)))).decode()
    assert "DTSTART:20270104T060000Z" in raw and "DTEND:20270104T073000Z" in raw and "VTIMEZONE" not in raw
    assert Calendar.from_ical(calendar_file([], AMMAN)).walk("VEVENT") == []


ASKED = ("learn", "timetable", "default_nurse", "--from", "2027-01-04", "--slot", "mon/09:00/3",
         "--slot", "wed/09:00/3", "--room", "Ward=12", "--trainer", "A. B.", "--group", "first=10",
         "--group", "second=9")  # fmt: skip


def run(*words: str, code: int = 0) -> str:
    found = CliRunner().invoke(hevesy, [*ASKED, *words])
    assert found.exit_code == code, found.output
    return found.output


def test_the_command_writes_one_calendar_for_all_or_for_a_group(tmp_path: Path) -> None:
    """6, 3 and 4 hours in sessions of three: 2 + 1 + 2 of them for each group."""
    file = tmp_path / "nurses.ics"
    assert f"{file}: 10 sessions" in run("--ics", str(file), "--zone", "Asia/Amman")
    whole = {str(each["uid"]): each["dtstart"].dt for each in Calendar.from_ical(file.read_bytes()).walk("VEVENT")}
    assert f"{file}: 5 sessions" in run("--ics", str(file), "--zone", "Asia/Amman", "--only", "second")
    second = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert len(whole) == 10 and {str(each["uid"]): each["dtstart"].dt for each in second}.items() < whole.items()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--ics", "x.ics"), 2, "--ics needs --zone"), (("--only", "third"), 2, "'third' is none of first, second"),
        (("--ics", "x.ics", "--zone", "Asia/Aman"), 1, "'Asia/Aman' is not a time zone this computer knows"),
    ],
)  # fmt: skip
def test_what_the_command_does_not_take(words: tuple[str, ...], code: int, says: str) -> None:
    found = CliRunner().invoke(hevesy, [*ASKED, *words])
    assert found.exit_code != 0 and says in found.output + str(found.exception or "")
    assert code != 2 or found.exit_code == 2


def test_its_library_is_not_loaded_before_a_file_is_written() -> None:
    code = "import sys; import hevesy.learn.calendar_file, hevesy.cli.teaching; sys.exit('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
