"""What is done with stock alone, as a form."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hevesy.quantities import Activity
from hevesy.record.vial import VialEvent, What
from hevesy_service.book.models import Site
from hevesy_service.book.zone import check_has_happened, zone_of
from hevesy_service.care.forms import MOMENT
from hevesy_service.refusals import Ahead
from hevesy_service.said import sentence

# what can be told of a vial beside the acts of courses; in the order in which a department meets them
WHATS = {
    What.MEASURED: _("stock-take: what is in it now"), What.RETURNED: _("a syringe was emptied into the vial again"),
    What.WASTED: _("put to waste"), What.RESIDUAL_WASTED: _("the residual was moved to another place of the store"),
    What.PASSED_ON: _("passed on to another vial, or back to the maker"),
    What.CLEARED_OUT: _("its waste has left the store"), What.RECALLED: _("the maker has called it back"),
    What.EXPIRED: _("taken out of use"), What.VOID: _("what is corrected below never happened"),
}  # fmt: skip
SAID = {
    **WHATS, What.RECEIVED: _("received"), What.TESTED: _("tested"), What.RELEASED: _("released"),
    What.REJECTED: _("rejected"), What.DISPENSED: _("dispensed"), What.REALLOCATED: _("given to another patient"),
    What.GIVEN: _("administered"),
}  # fmt: skip
NEEDS_AMOUNT = (What.MEASURED,)
NEEDS_SYRINGE = (What.RETURNED,)


class StockForm(forms.Form):
    """What happened to a vial, when, and why."""

    what = forms.ChoiceField(label=_("What"), choices=[(str(name), words) for name, words in WHATS.items()])
    at = forms.DateTimeField(
        label=_("When it happened"), input_formats=[MOMENT, f"{MOMENT}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )  # fmt: skip
    measured_mbq = forms.FloatField(label=_("Measured activity (MBq)"), required=False, min_value=0, max_value=1e9)
    syringe = forms.CharField(label=_("Syringe, where it is one"), required=False, max_length=80)
    to = forms.CharField(label=_("Where it went"), required=False, max_length=80)
    corrects = forms.ChoiceField(label=_("Corrects"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, own: list[tuple[str, str]], site: Site, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.site = site
        self.fields["corrects"].choices = [("", "–"), *own]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        what = said.get("what")
        if said.get("at"):
            try:
                check_has_happened(said["at"].replace(tzinfo=zone_of(self.site)), self.site)
            except Ahead as error:
                self.add_error("at", sentence(error))
        if what in NEEDS_AMOUNT and said.get("measured_mbq") is None:
            self.add_error("measured_mbq", _("Write what was measured."))
        if what in NEEDS_SYRINGE and not said.get("syringe"):
            self.add_error("syringe", _("Write which syringe."))
        if what == What.VOID and not said.get("corrects"):
            self.add_error("corrects", _("Say which entry."))
        return said

    def event(self, by: str, zone: tzinfo, now: datetime) -> VialEvent:
        """The entry of the vial's story."""
        said = self.cleaned_data
        read = None if said["measured_mbq"] is None else Activity.mbq(said["measured_mbq"])
        return VialEvent(
            "", What(said["what"]), said["at"].replace(tzinfo=zone), now, by, measured=read, syringe=said["syringe"],
            to=said["to"], reason=said["reason"], corrects=said["corrects"],
        )  # fmt: skip


class LotForm(forms.Form):
    """The maker calls a lot back."""

    reason = forms.CharField(label=_("What the maker says"), max_length=500)
    key = forms.UUIDField(widget=forms.HiddenInput)
