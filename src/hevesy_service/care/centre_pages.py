"""Pages of what a centre must have before it treats: signed gates, instruments and licences."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hevesy.errors import BadQuantity, UnknownNuclide
from hevesy.physics.library import nuclide
from hevesy.quantities import parse_activity
from hevesy.record import find_template
from hevesy.run.asking import proposed
from hevesy.run.gate import Gate, gates_of
from hevesy.run.house_rules import YES_NO, HouseRule, house_rules, rule_called
from hevesy.run.saying import (
    act_called,
    gate_called,
    instrument_called,
    number_said,
    profile_called,
    role_of,
    therapy_called,
    unit_said,
)
from hevesy.run.signed import Signature
from hevesy_service.accounts.rights import at_site, may
from hevesy_service.accounts.signing import signed_about
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.centre import Centre, centre_of
from hevesy_service.care.centre_events import about_line, calibrate, license, sign
from hevesy_service.care.forms import InstrumentForm, LicenceForm, LineForm, therapy_choices
from hevesy_service.care.models import Instrument, LicenceRow
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names
from hevesy_service.care.readiness import answers, day_asked, soon, template_of
from hevesy_service.care.recording import is_live
from hevesy_service.refusals import NotToSign
from hevesy_service.said import language, sentence


@require_safe
@at_site("see_gates")
def centre(request: Asked, here: Site) -> HttpResponse:
    """Which therapies may be given for care, which are for practice, and what is out of date."""
    today, on, held = today_at(here), day_asked(request, here), centre_of(here)
    asked = answers(held, on)
    live = [
        (therapy, said, is_live(here, find_template(therapy, shelf()), therapy, held=held), asked[therapy])
        for therapy, said in therapy_choices()
    ]
    page = {
        "site": here, "therapies": live, "today": today, "on": on, "soon": soon(held, today),
        "nav": desk_pages(request.user, here),
        "instruments": _instruments(here), "licences": LicenceRow.objects.filter(site=here),
        "keeps": may(request.user, "keep_instruments", here), "licenses": may(request.user, "keep_licences", here),
        "instrument_form": InstrumentForm(auto_id="instrument_%s", initial={"key": new_id()}),
        "licence_form": LicenceForm(auto_id="licence_%s", initial={"key": new_id()}),
    }  # fmt: skip
    return render(request, "care/centre.html", page)


@require_safe
@at_site("see_gates")
def gates(request: Asked, here: Site, therapy: str) -> HttpResponse:
    """The gate table of a therapy, line by line: what is asked, what the shelf proposes, who signed what."""
    template = template_of(therapy)
    held, today, tongue = centre_of(here).table(therapy), today_at(here), language()
    people = names({line.by for line in held.lines.values()})
    proofs = signed_about(about_line(here, therapy, name) for name in held.lines)
    roles = centre_of(here).person(request.user).roles if may(request.user, "sign_gates", here) else frozenset()
    rows = [
        {
            "gate": gate, "name": gate_called(gate, tongue), "line": held.line(gate.name, today),
            "signed": _signed(held.line(gate.name, today)),
            "proof": proofs.get(about_line(here, therapy, gate.name)),
            "by": people.get(held.lines[gate.name].by, "") if gate.name in held.lines else "",
            "roles": ", ".join(role_of(role, tongue) for role in gate.signed_by),
            "acts": ", ".join(act_called(act, shelf(), tongue) for act in gate.acts if act != "*"),
            "proposed": _proposed(gate, therapy, here), "signs": bool(roles & set(gate.signed_by)),
        }
        for gate in gates_of(template, shelf())
    ]  # fmt: skip
    page = {"site": here, "therapy": therapy, "words": therapy_called(therapy, shelf(), language()), "rows": rows}
    page |= {"live": is_live(here, template, therapy), "rules": _rules(centre_of(here), therapy, roles)}
    page["nav"] = desk_pages(request.user, here)
    return render(request, "care/gates.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("sign_gates")
def line(request: Asked, here: Site, therapy: str, gate: str) -> HttpResponse:
    """Sign one line: the limit, where it was read, its edition, and until when it holds."""
    found = _line_named(gate, therapy)
    start = _initial(found, therapy, here) if isinstance(found, Gate) else {}
    if request.method == "POST" and not centre_of(here).person(request.user).roles & set(found.signed_by):
        raise NotToSign(roles=", ".join(role_of(role, language()) for role in found.signed_by))
    form = LineForm(request.POST or None, request=request, site=here, initial={"key": new_id(), **start})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        signature = Signature(
            gate, str(request.user.pk), today_at(here), said["source"], said["edition"], said["low"],
            said["high"], said["text"], said["until"],
        )  # fmt: skip
        sign(here, therapy, signature, str(said["key"]), form.how)
        messages.success(request, _("Signed."))
        return redirect("gates", here.code, therapy)
    page = {"site": here, "therapy": therapy, "form": form, "gate": found, **_line_said(found, therapy, here)}
    page["asked"] = [form[name] for name in ("low", "high", "text", "source", "edition", "until")]
    return render(request, "care/line.html", page, status=422 if form.errors else 200)


def _line_named(name: str, therapy: str) -> Gate | HouseRule:
    """A gate of the therapy that is signed, or a rule of the house; 404 for what is neither."""
    known: list[Gate | HouseRule] = [
        each for each in gates_of(template_of(therapy), shelf()) if each.needs_signature
    ]
    found = next((each for each in [*known, *house_rules(shelf())] if each.name == name), None)
    if found is None:
        raise Http404
    return found


def _line_said(found: Gate | HouseRule, therapy: str, here: Site) -> dict[str, object]:
    if isinstance(found, Gate):
        return {"name": gate_called(found, language()), "proposed": _proposed(found, therapy, here)}
    return {"name": rule_called(found, language()), "answers": found.kind == YES_NO, "unit": found.unit}


@require_POST
@at_site("keep_instruments")
def instrument(request: Asked, here: Site) -> HttpResponse:
    """Enter until when an instrument is calibrated."""
    form = InstrumentForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        calibrate(here, said["kind"], said["name"], said["until"], str(request.user.pk), str(said["key"]))
        messages.success(request, _("Kept."))
    else:
        messages.error(request, _("Nothing was kept: write the name and the day."))
    return redirect("centre_desk", here.code)


@require_POST
@at_site("keep_licences")
def licence(request: Asked, here: Site) -> HttpResponse:
    """Enter what the site may hold of a nuclide."""
    form = LicenceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was kept: write nuclide, activity, day and number."))
        return redirect("centre_desk", here.code)
    said = form.cleaned_data
    try:
        most, name = parse_activity(said["most"]), nuclide(said["nuclide"]).name
    except (BadQuantity, UnknownNuclide) as error:
        messages.error(request, sentence(error))
        return redirect("centre_desk", here.code)
    license(here, name, most.bq, said["until"], said["number"], str(request.user.pk), str(said["key"]))
    messages.success(request, _("Kept."))
    return redirect("centre_desk", here.code)


def _instruments(here: Site) -> list[tuple[Instrument, str]]:
    return [(each, instrument_called(each.kind, language())) for each in Instrument.objects.filter(site=here)]


def _rules(centre: Centre, therapy: str, roles: frozenset[str]) -> list[dict[str, object]]:
    """The rules of the house that a therapy asks for, each as it is signed."""
    table, today, tongue = centre.table(therapy), today_at(centre.site), language()
    people = names({line.by for line in table.lines.values()})
    return [
        {
            "rule": rule, "name": rule_called(rule, tongue), "line": table.line(rule.name, today),
            "signed": _signed(table.line(rule.name, today)),
            "by": people.get(table.lines[rule.name].by, "") if rule.name in table.lines else "",
            "roles": ", ".join(role_of(role, tongue) for role in rule.signed_by),
            "signs": bool(roles & set(rule.signed_by)),
        }
        for rule in house_rules(shelf())
    ]  # fmt: skip


def _signed(line: Signature | None) -> str:
    """The limit of a line as it was signed: its figures, and its text."""
    if line is None:
        return ""
    ends = [number_said(end, language()) for end in dict.fromkeys((line.low, line.high)) if end is not None]
    return f"{'–'.join(ends)} {profile_called(line.text, language()) if line.text else ''}".strip()


def _proposed(gate: Gate, therapy: str, here: Site) -> str:
    """What the shelf has for a line, with its kind: a proposal that decides nothing."""
    found = proposed(gate, therapy, centre_of(here).reader)
    if found is None:
        return ""
    ends = [number_said(end, language()) for end in dict.fromkeys((found.low, found.high)) if end is not None]
    text = "" if ends else profile_called(found.text, language())
    return f"{'–'.join(ends)} {unit_said(found.unit, language())}{text}".strip()


def _initial(gate: Gate, therapy: str, here: Site) -> dict[str, object]:
    held = centre_of(here).table(therapy).line(gate.name, today_at(here))
    if held is not None:
        return {name: getattr(held, name) for name in ("low", "high", "text", "source", "edition", "until")}
    found = proposed(gate, therapy, centre_of(here).reader)
    return {} if found is None else {"low": found.low, "high": found.high, "text": found.text}
