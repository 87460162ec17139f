"""Contracts of the people of a site: who works how much of a full-time post, in which role and from when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hevesy.competence.contract import LEAST, WHOLE, Contract, percents_on
from hevesy.run.saying import number_said
from hevesy_service.accounts.models import Membership
from hevesy_service.accounts.rights import at_site
from hevesy_service.accounts.roles import role_called
from hevesy_service.asked import Asked
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.nav import desk_pages
from hevesy_service.learn.supply import CADRE_OF, trainees_of
from hevesy_service.refusals import OverFullTime
from hevesy_service.said import language, sentence
from hevesy_service.staffing.contracts import contracts_of, state_contract

Who = tuple[str, str]  # a person and a role


class ContractForm(forms.Form):
    """The share of a full-time post of one person in one role."""

    who = forms.ChoiceField(label=gettext_lazy("Who, and in which role"))
    percent = forms.FloatField(
        label=gettext_lazy("Percent of a full-time post"), min_value=LEAST, max_value=WHOLE,
        widget=forms.NumberInput({"min": f"{LEAST:g}", "max": f"{WHOLE:g}", "step": "any"}),
    )  # fmt: skip
    first = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(
        label=gettext_lazy("Until, that day included"), required=False, widget=forms.DateInput({"type": "date"}),
        help_text=gettext_lazy("Empty: until something else is stated. After it, what held before holds again."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, held: Mapping[Who, str], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["who"].choices = [(_one(*who), words) for who, words in held.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """It does not end before it begins."""
        said = super().clean() or {}
        if said.get("first") and said.get("until") and said["until"] < said["first"]:
            self.add_error("until", _("It ends before it begins."))
        return said

    def contract(self) -> Contract:
        """What was written, as the domain has it."""
        said = self.cleaned_data
        person, _dot, role = said["who"].partition(".")
        return Contract(person, role, said["percent"], said["first"], said["until"])


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("state_contracts")
def contracts(request: Asked, here: Site) -> HttpResponse:
    """What is stated of everybody who works here; another contract is stated below."""
    today, held = today_at(here), _held(here)
    called = {who: f"{name}: {role_called(who[1])}" for who, name in held.items()}
    start = {"key": new_id(), "first": today, "percent": f"{WHOLE:g}", "who": request.GET.get("who")}
    form = ContractForm(called, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            state_contract(here, form.contract(), str(request.user.pk), str(form.cleaned_data["key"]))
        except OverFullTime as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("Kept."))
            return redirect("contracts", here.code)
    known, said = contracts_of(here), defaultdict[Who, list[Contract]](list)
    for each in known:
        said[each.person, each.role].append(each)
    now, learning = percents_on(known, today), {person for _site, person in trainees_of([here.pk], today)}
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form,
        "rows": [
            {"who": _one(*who), "name": name, "role": role_called(who[1]), "today": _said(now.get(who)),
             "learns": who[0] in learning, "said": [(_said(each.percent), each) for each in said[who]]}
            for who, name in held.items()
        ],
        "silent": sum(who not in now and who[0] not in learning for who in held),
    }  # fmt: skip
    return render(request, "learn/contracts.html", page, status=422 if form.errors else 200)


def _held(here: Site) -> dict[Who, str]:
    """Who works here in a role of staff, by name."""
    rows = Membership.objects.filter(site=here, user__is_active=True, role__in=CADRE_OF).select_related("user")
    return {(str(each.user_id), each.role): str(each.user) for each in rows.order_by("user__full_name", "role")}


def _said(percent: float | None) -> str:
    return "" if percent is None else f"{number_said(round(percent, 2), language())} %"


def _one(person: str, role: str) -> str:
    return f"{person}.{role}"
