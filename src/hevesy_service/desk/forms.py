"""Forms of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from hevesy.errors import UnknownCountry
from hevesy.places import find_country
from hevesy_service.accounts.forms import ProofForm
from hevesy_service.accounts.models import User
from hevesy_service.accounts.roles import role_called, roles
from hevesy_service.accounts.set_up import First
from hevesy_service.atlas.shelf import shelf
from hevesy_service.said import sentence


def new_password() -> forms.CharField:
    """Where a password is chosen."""
    shown = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(
        label=_("Password"), widget=shown, max_length=200, help_text=_("Twelve letters or more"), strip=False
    )


class FirstForm(forms.Form):
    """The first administrator and their site."""

    site = forms.CharField(label=_("Name of your centre, ministry or office"), max_length=200)
    country = forms.CharField(label=_("Country"), max_length=80, help_text=_("Its name, or its code, such as JOR"))
    full_name = forms.CharField(label=_("Your name"), max_length=200)
    username = forms.CharField(
        label=_("A short name to sign in with"), max_length=150, validators=[UnicodeUsernameValidator()]
    )
    password = new_password()

    def clean_country(self) -> str:
        """The code of the country."""
        try:
            return find_country(self.cleaned_data["country"], shelf()).iso3
        except UnknownCountry as error:
            raise forms.ValidationError(sentence(error)) from None

    def clean_password(self) -> str:
        """A password that is not easily guessed."""
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])

    def first(self) -> First:
        """What was said, for the function that sets up."""
        said: dict[str, Any] = self.cleaned_data
        return First(said["site"], said["country"], said["username"], said["full_name"], said["password"])


class RoleForm(forms.Form):
    """Somebody who works at a site, and in which role."""

    username = forms.CharField(
        label=_("The name they sign in with"), max_length=150, validators=[UnicodeUsernameValidator()]
    )
    full_name = forms.CharField(
        label=_("Their name"), max_length=200, required=False, help_text=_("Needed for somebody who is new")
    )
    role = forms.ChoiceField(label=_("Role"), choices=lambda: [(role, role_called(role)) for role in roles()])
    key = forms.UUIDField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """A role that is withdrawn, and why."""

    user = forms.UUIDField(widget=forms.HiddenInput)
    role = forms.ChoiceField(widget=forms.HiddenInput, choices=[(role, role) for role in roles()])
    reason = forms.CharField(label=_("Reason"), max_length=300)
    key = forms.UUIDField(widget=forms.HiddenInput)


class PersonForm(forms.Form):
    """A person of a site."""

    user = forms.UUIDField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)


class PasswordForm(forms.Form):
    """A password that somebody chooses who was let in."""

    password = new_password()


class KeyForm(forms.Form):
    """An act that needs no words."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class SayWhyForm(KeyForm):
    """Whether a site requires the second factor or advises it, and why."""

    act = forms.ChoiceField(choices=[("advise", "advise"), ("require", "require")])
    reason = forms.CharField(label=_("Reason"), max_length=300)


class LostForm(PersonForm):
    """Whose second factor was lost, and how one knows it."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LendForm(KeyForm):
    """A role that is lent."""

    role = forms.ChoiceField(label=_("Role"))
    borrower = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none())
    first = forms.DateField(label=_("From"), widget=DAY)
    last = forms.DateField(label=_("Until, that day included"), widget=DAY)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, roles: list[tuple[str, str]], colleagues: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["borrower"].queryset = colleagues  # type: ignore[attr-defined]


class EmergencyForm(ProofForm):
    """An action that is taken in an emergency, and why."""

    action = forms.ChoiceField(label=_("What you must do"))
    reason = forms.CharField(
        label=_("Why it cannot wait"), min_length=10, max_length=300, help_text=_("Ten letters or more; no names")
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("action", "reason", "password", "code")

    def __init__(self, *args: Any, actions: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["action"].choices = actions  # type: ignore[attr-defined]


class ReviewForm(KeyForm):
    """What somebody found of an emergency of somebody else."""

    verdict = forms.ChoiceField(choices=[("justified", "justified"), ("not_justified", "not justified")])
    finding = forms.CharField(max_length=300)
