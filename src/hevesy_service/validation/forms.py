"""Forms of the validation page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hevesy_service.accounts.forms import ProofForm


class RunForm(forms.Form):
    """Run the checks once."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class SignForm(ProofForm):
    """Who stands for the results, in which function."""

    function = forms.CharField(label=_("Your function at this site"), max_length=120)
    key = forms.UUIDField(widget=forms.HiddenInput)


class SwitchForm(forms.Form):
    """Why a module is switched off, or on again."""

    reason = forms.CharField(max_length=1000)
    key = forms.UUIDField(widget=forms.HiddenInput)
