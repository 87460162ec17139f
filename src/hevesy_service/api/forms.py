"""The form of a new token."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hevesy_service.accounts.models import User
from hevesy_service.api.models import Scope
from hevesy_service.api.tokens import Wish, sites_of
from hevesy_service.book.identifiers import new_id

USUAL, LONGEST = timedelta(days=90), timedelta(days=365)


class TokenForm(forms.Form):
    """What a token is for."""

    name = forms.CharField(
        label=_("What will use it"), max_length=80,
        help_text=_("Such as: dashboard of the ministry. It stands in the book, so write no person's name."),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may yourself at that time."),
    )  # fmt: skip
    site = forms.ChoiceField(label=_("Where"))
    expires = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("Within a year")
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, user: User, *given: Any, **named: Any) -> None:
        named.setdefault("initial", {"key": new_id(), "scopes": [Scope.READ], "expires": _today() + USUAL})
        super().__init__(*given, **named)
        self._sites = sites_of(user)
        choices = [("", _("every site where I work now"))] + [(each.code, each.name) for each in self._sites]
        self.fields["site"] = forms.ChoiceField(label=_("Where"), choices=choices, required=False)

    @property
    def possible(self) -> bool:
        """Whether there is a site that a token could open."""
        return bool(self._sites)

    def clean_expires(self) -> date:
        """A day between today and a year from now."""
        day: date = self.cleaned_data["expires"]
        if not _today() <= day <= _today() + LONGEST:
            raise forms.ValidationError(_("Choose a day between today and a year from now."))
        return day

    def wish(self) -> Wish:
        """What was asked for."""
        said = self.cleaned_data
        sites = [each for each in self._sites if said["site"] in ("", each.code)]
        ends = datetime.combine(said["expires"] + timedelta(days=1), time(), UTC)
        return Wish(said["name"], [Scope(each) for each in said["scopes"]], sites, ends)


def _today() -> date:
    """By UTC, as every day of a token: it may open sites in many zones."""
    return timezone.now().date()
