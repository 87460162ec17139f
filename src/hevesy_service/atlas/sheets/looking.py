"""Rows of a brought file beside what holds: what each would change, or what is wrong with it and where."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hevesy.facts import State
from hevesy_service.atlas.centres import MACHINES, NEW, CentreSaid
from hevesy_service.atlas.events import Said
from hevesy_service.atlas.forms import CentreForm, ProposalForm, whole_numbers
from hevesy_service.atlas.history import Change, changes
from hevesy_service.atlas.models import OPEN, CentreProposal, Figure, HeldCentre, Proposal, Proposed
from hevesy_service.atlas.packs import figure as plain
from hevesy_service.atlas.sheets.cells import number_of, text_of, word_of, words_of, year_of
from hevesy_service.atlas.sheets.parts import FIGURES, IDENTITY, PARTS, figure_called, figures_called, folded
from hevesy_service.atlas.sheets.reading import Brought, Remark, Taken
from hevesy_service.atlas.sheets.writing import stands_at
from hevesy_service.book.identifiers import new_id

SHOWN = 80  # letters of a cell that are shown
ENCODINGS = {
    "cp1252": gettext_lazy("Western European (Windows-1252)"), "cp1256": gettext_lazy("Arabic (Windows-1256)"),
    "cp1251": gettext_lazy("Cyrillic (Windows-1251)"), "gb18030": gettext_lazy("Chinese (GB 18030)"),
}  # fmt: skip
REMARKS = {
    "guessed": gettext_lazy("The file does not say how its letters are stored. It was read as %(encoding)s, which fits "
                            "best: look whether names are right below, else save it as CSV UTF-8."),
    "hidden": gettext_lazy("The hidden sheet “%(sheet)s” was not read."),
    "sheet": gettext_lazy("The sheet “%(sheet)s” has no columns of figures or centres and was not read."),
    "columns": gettext_lazy("Columns that are not of this table were not read: %(columns)s."),
    "called": gettext_lazy("“%(file)s” is a workbook, whatever its name says, and was read as one."),
}  # fmt: skip
SPOILT = {
    "formula": gettext_lazy("A formula, and formulas are not computed here: write its result as a value."),
    "merged": gettext_lazy("Merged with other cells: take the merging apart and fill in each cell."),
    "error": gettext_lazy("The error of a formula: write the value, or leave the cell empty."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell, and what to do; `part` is the title of its column."""

    part: str
    shown: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it was understood: what it changes, what is wrong, and what would be proposed.

    `waits` says that the same was proposed before and nobody has decided yet.
    """

    taken: Taken
    name: str
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    said: Said | CentreSaid | None = None
    reason: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """All rows, sorted by what becomes of them."""

    good: list[Line]
    wrong: list[Line]
    same: int
    waiting: int
    remarks: list[str]

    @property
    def seen(self) -> str:
        """A mark of what is shown; another one says that something has changed since."""
        told = [(line.taken.sheet, line.taken.row, line.changes) for line in self.good]
        return hashlib.sha256(repr(told).encode("utf-8")).hexdigest()[:32]


def looked(found: Brought, iso3: str) -> Preview:
    """Each row beside what holds now."""
    look = _Look(iso3, found.decimal_comma)
    lines = _once([look.line(taken) for taken in found.rows])
    wrong = [line for line in lines if line.problems]
    good = [line for line in lines if line.changes and not line.problems and not line.waits]
    waiting = sum(line.waits and not line.problems for line in lines)
    same = len(lines) - len(wrong) - len(good) - waiting
    return Preview(good, wrong, same, waiting, [_remark(each) for each in found.remarks])


def _remark(remark: Remark) -> str:
    values = dict(remark.values)
    if remark.code == "guessed":
        values["encoding"] = str(ENCODINGS[values["encoding"]])
    return str(REMARKS[remark.code]) % values


def _once(lines: list[Line]) -> list[Line]:
    """Two rows of one figure or centre are both wrong: nobody can tell which is meant."""
    rows: dict[object, list[int]] = {}
    for at, line in enumerate(lines):
        if line.said is not None:
            rows.setdefault(_thing(line.said), []).append(at)
    for places in (each for each in rows.values() if len(each) > 1):
        for at in places:
            other = lines[next(each for each in places if each != at)].taken
            said = _("The same stands in row %(row)s as well: keep one of them.") % {"row": other.row}
            kind = lines[at].taken.kind
            problem = _problem(lines[at].taken, IDENTITY[kind][0], said)
            lines[at] = replace(lines[at], problems=(*lines[at].problems, problem))
    return lines


def _thing(said: Said | CentreSaid) -> str:
    return said.fact if isinstance(said, Said) else f"centre {said.centre}"


def _problem(taken: Taken, part: str, sentence: str) -> Problem:
    titles = {each.key: str(each.title) for each in PARTS[taken.kind]}
    shown = taken.spoilt[part][1] if part in taken.spoilt else taken.cells.get(part, "")
    return Problem(titles.get(part, ""), shown[:SHOWN], sentence)


class _Look:
    """Reads rows of one file beside what holds in a country."""

    def __init__(self, iso3: str, decimal_comma: bool) -> None:
        self._iso3, self._comma = iso3, decimal_comma
        self._figures = {each.fact: each for each in Figure.objects.filter(iso3=iso3).select_related("site")}
        self._centres = {each.centre: each for each in HeldCentre.objects.filter(iso3=iso3).select_related("site")}
        self._names = {folded(str(each)) for each in self._centres.values()}
        self._waiting: dict[str, list[Proposed]] = {}
        for kind in (Proposal, CentreProposal):
            for each in kind.objects.filter(iso3=iso3, decision=OPEN):
                self._waiting.setdefault(each.stream, []).append(each)

    def line(self, taken: Taken) -> Line:
        """A row as it is understood."""
        if taken.kind == FIGURES:
            return self._figure(taken)
        return self._centre(taken)

    def _figure(self, taken: Taken) -> Line:
        name = taken.cells.get("figure") or taken.cells.get("name", "")
        fact = figures_called().get(folded(name), "")
        if not fact:
            sentence = _("There is no such national figure: keep the id as it was exported.")
            return Line(taken, name[:SHOWN], problems=(_problem(taken, "figure", sentence),))
        held = self._figures.get(fact)
        given, problems = self._given(taken, {"value": self._number, "state": _state, "year": year_of})
        before = {} if held is None else _as_fields(held)
        if given.get("state") in (State.MISSING, State.REPORTED_ZERO) and "value" not in given:
            given["value"] = ""
        form = ProposalForm({**before, **given, **_formal(taken)}, whole=whole_numbers(fact))
        return self._judged(Line(taken, figure_called(fact)), held, given, problems, form, fact)

    def _centre(self, taken: Taken) -> Line:
        centre = taken.cells.get("centre", "")
        held = self._centres.get(centre)
        name = taken.cells.get("name") or (str(held) if held else centre)
        if centre and held is None:
            sentence = _("There is no centre with this id here: leave the id empty to add one.")
            return Line(taken, name[:SHOWN], problems=(_problem(taken, "centre", sentence),))
        if held is None and folded(name) in self._names:
            sentence = _("A centre of this name holds already: write its id, or another name.")
            return Line(taken, name[:SHOWN], problems=(_problem(taken, "name", sentence),))
        read: dict[str, Callable[[str], Any]] = {
            "sector": lambda cell: word_of("sector", cell), "services": lambda cell: words_of("services", cell),
            "therapies": lambda cell: words_of("therapies", cell), "year": year_of,
            "practises": lambda cell: word_of("practises", cell) == "yes", **dict.fromkeys(MACHINES, self._number),
        }  # fmt: skip
        given, problems = self._given(taken, read)
        before = {"practises": True} if held is None else _as_fields(held)
        form = CentreForm({**before, **given, **_formal(taken)}, iso3=self._iso3)
        return self._judged(Line(taken, name[:SHOWN]), held, given, problems, form, centre or _short(name, taken))

    def _number(self, cell: str) -> str:
        return number_of(cell, self._comma)

    def _given(
        self, taken: Taken, read: Mapping[str, Callable[[str], Any]]
    ) -> tuple[dict[str, Any], list[Problem]]:
        """What the filled cells say, as a form takes it, and what is wrong with them."""
        given: dict[str, Any] = {}
        problems = [_problem(taken, part, str(SPOILT[why])) for part, (why, _shown) in taken.spoilt.items()]
        ours = {part.key for part in PARTS[taken.kind] if part.ours}
        for part, cell in taken.cells.items():
            if part in ours or part == "reason":
                continue
            try:
                given[part] = read.get(part, text_of)(cell)
            except ValueError as error:
                problems.append(_problem(taken, part, str(error)))
        return given, problems

    def _judged(
        self, line: Line, held: Figure | HeldCentre | None, given: Mapping[str, Any], problems: list[Problem],
        form: ProposalForm | CentreForm, thing: str,
    ) -> Line:  # fmt: skip
        """The line with what it changes; a row that says nothing, or what holds, is the same and needs no form."""
        if problems or not given:
            return replace(line, problems=tuple(problems))
        good = form.is_valid()
        said = form.said(thing) if good else None
        differs = () if said is None else changes(held, self._as_proposed(said))
        if said is not None and not differs:
            return replace(line, said=said)
        if said is None and held is not None and _says_what_holds(held, form):
            return line
        row = line.taken.cells.get("row", "")
        if row and folded(row) != stands_at(held):
            moved = _("Somebody changed this after the file was made. Look at what holds now; export anew, or empty "
                      "this cell to write over it.")  # fmt: skip
            return replace(line, said=said, problems=(_problem(line.taken, "row", moved),))
        if said is None:
            return replace(line, problems=tuple(_of_form(line.taken, form)))
        proposed = self._as_proposed(said)
        waits = any(each.parts() == proposed.parts() for each in self._waiting.get(proposed.stream, ()))
        return replace(line, changes=differs, said=said, reason=form.cleaned_data["reason"], waits=waits)

    def _as_proposed(self, said: Said | CentreSaid) -> Proposal | CentreProposal:
        if isinstance(said, Said):
            return Proposal(iso3=self._iso3, **asdict(said))
        return CentreProposal(iso3=self._iso3, centre=said.centre, said=asdict(said))


def _said_of(held: Figure) -> Said:
    return Said(held.fact, held.value, held.state, held.year, held.source, held.link)


def _state(cell: str) -> str:
    return word_of("state", cell)


def _formal(taken: Taken) -> dict[str, str]:
    """What a form asks for besides: a reason where none is given, and a key that is not used."""
    written = f"from a spreadsheet, row {taken.row}"
    return {"reason": text_of(taken.cells.get("reason", "")) or written, "key": str(new_id())}


def _says_what_holds(held: Figure | HeldCentre, form: forms.Form) -> bool:
    """Whether a form that is refused would only say what holds already, which was accepted by other rules."""
    fields = {name: value for name, value in _as_fields(held).items() if name in form.fields}
    return all(_plainly(form.data.get(name)) == _plainly(value) for name, value in fields.items())


def _as_fields(held: Figure | HeldCentre) -> dict[str, Any]:
    if isinstance(held, HeldCentre):
        said = {name: value for name, value in held.said.items() if name not in ("centre", "equipment")}
        return {**said, **{name: held.said["equipment"].get(name) for name in MACHINES}}
    return {**asdict(_said_of(held)), "value": plain(held.value)}


def _plainly(value: Any) -> str:
    return "" if value is None else str(value)


def _of_form(taken: Taken, form: forms.Form) -> list[Problem]:
    """What a form says against a row, column by column."""
    return [
        _problem(taken, name if name in form.fields else IDENTITY[taken.kind][0], str(message))
        for name, said in form.errors.items() for message in said
    ]  # fmt: skip


def _short(name: str, taken: Taken) -> str:
    """The id of a new centre: its name in letters and digits, or a mark of its row where it has none of ours."""
    short = slugify(name)[:40].strip("-_").replace("_", "-")
    mark = hashlib.sha256(f"{taken.sheet}\n{name}".encode()).hexdigest()[:8]
    return short if short not in ("", NEW) else f"centre-{mark}"

