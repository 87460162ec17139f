"""Reading therapies from the packs: one TOML file each, checked key by key before any of it is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from hevesy.errors import BadTherapyFile, UnknownTherapy
from hevesy.facts import Shelf
from hevesy.products import therapy as words
from hevesy.products.barriers import Barrier, barriers
from hevesy.products.therapy import EarlierLine, NeedModel, Posology, Stage, Therapy
from hevesy.products.toml_table import TomlTable
from hevesy.products.tracers import tracers
from hevesy.tables import nearest

FOLDER = "therapies"
SITES = ("prostate", "thyroid", "liver")
OLDEST = 120


@lru_cache(maxsize=4)
def therapies(shelf: Shelf) -> tuple[Therapy, ...]:
    """Every therapy on the shelf, ordered by id; a later pack's file replaces an earlier one of the same id.

    Raises BadTherapyFile, naming file and key, at the first thing that is wrong.
    """
    files: dict[str, Path] = {}
    for pack in shelf.packs:
        for path in sorted((pack.folder / FOLDER).glob("*.toml")):
            files[path.stem] = path
    found = tuple(read_therapy(files[name], shelf) for name in sorted(files))
    _refuse_two_first_choices(found)
    return found


def find_therapy(id: str, shelf: Shelf) -> Therapy:
    """The therapy with this id, name or trade name, whatever its case; raises UnknownTherapy if none."""
    found = _by_word(shelf).get(id.strip().casefold())
    if found is None:
        guess = nearest(id, [one.id for one in therapies(shelf)]) or nearest(id, list(_by_word(shelf)))
        raise UnknownTherapy(text=id, nearest=f" (did you mean {guess!r}?)" if guess else "")
    return found


@lru_cache(maxsize=4)
def _by_word(shelf: Shelf) -> Mapping[str, Therapy]:
    known = reversed(therapies(shelf))
    return {word.casefold(): one for one in known for word in (*one.names, one.name, one.id)}


def group_members(therapy: Therapy, shelf: Shelf) -> tuple[Therapy, ...]:
    """The therapies that serve the same patients as this one, itself among them, the first choice first."""
    group = [one for one in therapies(shelf) if one.need_group == therapy.need_group]
    return tuple(sorted(group, key=lambda one: not one.first_choice))


def read_therapy(file: Path, shelf: Shelf) -> Therapy:
    """The therapy that a file describes; what it names (facts, barriers, partners) must be on the shelf."""
    top = TomlTable.of_file(file)
    therapy = _therapy(top, file, shelf)
    _check_path(therapy, top)
    _check_names(therapy, top, shelf)
    return therapy


def _therapy(top: TomlTable, file: Path, shelf: Shelf) -> Therapy:
    group, imaging, setting = top.table("group"), top.table("imaging"), top.table("setting")
    payment, criteria = top.table("payment"), top.table("criteria")
    known_tracers = tuple(tracers(shelf))
    therapy = Therapy(
        id=top.text("id"),
        name=top.text("name"),
        names=top.texts("names", ()),
        nuclide=top.text("nuclide"),
        target=top.text("target"),
        indication=top.text("indication"),
        indication_fact=top.text("indication_fact"),
        supply=top.choices("supply", words.SUPPLY_FORMS),
        need_group=group.text("id"),
        first_choice=group.flag("first_choice"),
        choice_reason=group.text("reason"),
        shares_patients_with=group.texts("shares_patients_with", ()),
        pet=imaging.choices("pet", known_tracers),
        spect=imaging.choices("spect", known_tracers),
        partners_fact=imaging.text("partners_fact", ""),
        stay=setting.choice("stay", words.STAYS),
        stay_fact=setting.text("stay_fact", ""),
        stay_days=setting.text("stay_days", ""),
        board=setting.flag("board"),
        angiography=setting.flag("angiography"),
        posology=_posology(top.table("posology")),
        coverage=payment.text("coverage"),
        coverage_imaging=payment.text("coverage_imaging", ""),
        criteria_of=criteria.text("therapy"),
        profiles=criteria.texts("profiles"),
        earlier_lines=tuple(_earlier_line(table) for table in top.tables("earlier_line", optional=True)),
        needs=tuple(_need(table) for table in top.tables("need")),
        stages=tuple(_stage(table, shelf) for table in top.tables("stage")),
        file=str(file),
    )
    for table in (top, group, imaging, setting, payment, criteria):
        table.close()
    return therapy


def _posology(table: TomlTable) -> Posology:
    basis = table.choice("basis", words.BASES)
    posology = Posology(
        basis=basis,
        activity=table.text("activity"),
        mass=table.text("mass") if basis == "per_kg" else table.text("mass", ""),
        interval=table.text("interval"),
        cycles_planned=table.text("cycles_planned"),
        cycles_given=table.text("cycles_given"),
    )
    table.close()
    return posology


def _earlier_line(table: TomlTable) -> EarlierLine:
    line = EarlierLine(
        line=table.text("line"),
        required_by=table.choice("required_by", words.REQUIRED_BY),
        facts=table.texts("facts", ()),
        note=table.text("note", ""),
    )
    table.close()
    return line


def _need(table: TomlTable) -> NeedModel:
    model = table.choice("model", words.NEED_MODELS)
    per_rate = model == "rate_times_population"
    growth = table.table("growth")
    growth_people = _people(growth)
    at_risk = growth_people
    if per_rate:
        at_risk = _people(table.table("population"))
    backlog_years = table.text("backlog_years", "")
    need = NeedModel(
        patients=table.text("patients"),
        model=model,
        site="" if per_rate else table.choice("site", SITES),
        counts=table.choice("counts", ("true", "detected")),
        rate=table.text("rate") if per_rate else "",
        factors=table.texts("factors"),
        sex=at_risk[0],
        age_from=at_risk[1],
        age_to=at_risk[2],
        growth_sex=growth_people[0],
        growth_age_from=growth_people[1],
        growth_age_to=growth_people[2],
        detection=table.text("detection"),
        backlog_years=backlog_years,
        backlog_note="" if backlog_years else table.text("backlog_note"),
    )
    table.close()
    return need


def _people(table: TomlTable) -> tuple[str | None, int, int | None]:
    sex = table.choice("sex", ("both", "male", "female"))
    age_from = table.whole("age_from", 0, OLDEST)
    age_to = table.whole("age_to", age_from, OLDEST) if table.has("age_to") else None
    table.close()
    return (None if sex == "both" else sex, age_from, age_to)


def _stage(table: TomlTable, shelf: Shelf) -> Stage:
    a = table.choice("a", (*words.FIVE_A, words.CLINICAL))
    known = barriers(shelf)
    stage = Stage(
        id=table.choice("id", words.STAGES),
        reason=table.text("reason"),
        a=a,
        domain=table.text("domain"),
        barriers=() if a == words.CLINICAL else table.choices("barriers", tuple(known)),
        facts=table.texts("facts", ()),
        losses=table.texts("losses", ()),
        rule=table.choice("rule", words.RULES, ""),
        uses=table.texts("uses", ()),
        where=table.choice("where", ("imaging", "therapy"), ""),
        line=table.text("line", ""),
        recurs=table.choice("recurs", words.RECURS),
        from_cycle=table.whole("from_cycle", 1, 2, 2),
        visits=table.text("visits", ""),
    )
    table.close()
    if not (stage.facts or stage.losses or stage.rule):
        raise table.wrong("facts", "nothing says who passes", "name facts, losses or a rule")
    if stage.rule in ("travel", "pay") and not stage.where:
        raise table.wrong(
            "where", f"the rule {stage.rule!r} needs a place", 'write where = "imaging" or "therapy"'
        )
    if stage.rule == "by_group" and len(stage.facts) != 1:
        raise table.wrong(
            "facts", "the rule 'by_group' works with one fact", "name the share of all people who accept, alone"
        )
    if stage.is_access and not stage.barriers:
        raise table.wrong(
            "barriers", "a loss of access belongs to a barrier", "name the review's barrier, as in AS1"
        )
    _check_kind_of_loss(stage, known, table)
    return stage


def _check_kind_of_loss(stage: Stage, known: Mapping[str, Barrier], table: TomlTable) -> None:
    """The A and the domain of a loss are those of its main barrier; a clinical loss has neither."""
    barrier = known[stage.barrier] if stage.barrier else None
    of = stage.barrier or "a clinical loss"
    right = (
        ("a", stage.a, barrier.a if barrier else words.CLINICAL),
        ("domain", stage.domain, barrier.domain if barrier else words.CLINICAL),
    )
    for key, found, expected in right:
        if found != expected:
            raise table.wrong(key, f"{found!r} is not the {key} of {of}", f"write {expected!r}")


def _check_path(therapy: Therapy, top: TomlTable) -> None:
    places = [words.STAGES.index(stage.id) for stage in therapy.stages]
    for number, (before, after) in enumerate(pairwise(places), start=2):
        if after < before:
            name = words.STAGES[after]
            raise top.wrong(
                f"stage[{number}].id",
                f"{name!r} comes too late on the path",
                f"put it before {words.STAGES[before]!r}",
            )
    reasons = [(stage.id, stage.reason) for stage in therapy.stages]
    for number, one in enumerate(reasons, start=1):
        if reasons.count(one) > 1:
            raise top.wrong(
                f"stage[{number}].reason",
                f"{one[1]!r} stands twice at {one[0]!r}",
                "give each loss its own reason",
            )
    for needed in ("recognised", "treated"):
        if not therapy.stages_of(needed):
            raise top.wrong("stage", f"the path has no stage {needed!r}", "add it")
    if bool(therapy.stages_of("board")) != therapy.board:
        raise top.wrong("setting.board", "the path and this key disagree about a board", "make them agree")
    lines = {line.line for line in therapy.earlier_lines if line.required_by != "practice"}
    for stage in therapy.stages_of("earlier_treatment"):
        if stage.line not in lines:
            raise top.wrong(
                "stage.line",
                f"no label, rule or indication asks for {stage.line!r}",
                "add an [[earlier_line]] that does",
            )


def _check_names(therapy: Therapy, top: TomlTable, shelf: Shelf) -> None:
    known: Sequence[str] = ()
    for name in therapy.all_facts:
        if not shelf.places(name):
            known = known or shelf.ids()
            guess = nearest(name, known)
            raise top.wrong(
                "",
                f"there is no fact {name!r} on the shelf",
                f"did you mean {guess!r}?" if guess else "add it to a pack",
            )


def _refuse_two_first_choices(found: Sequence[Therapy]) -> None:
    first: dict[str, Therapy] = {}
    for one in found:
        if one.first_choice and one.need_group in first:
            other = first[one.need_group].id
            raise BadTherapyFile(
                file=one.file,
                key="group.first_choice",
                problem=f"{other!r} is already the first choice of {one.need_group!r}",
                advice="set one of the two to false",
            )
        if one.first_choice:
            first[one.need_group] = one
    for one in found:
        if one.need_group not in first:
            raise BadTherapyFile(
                file=one.file,
                key="group.first_choice",
                problem=f"nothing is the first choice of {one.need_group!r}",
                advice="set it to true for one therapy of the group",
            )
