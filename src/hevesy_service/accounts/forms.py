"""Fields by which somebody proves again who they are, for any form that needs it."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hevesy_service.accounts.proof import Given, needs_code, prove
from hevesy_service.accounts.signature import WORD
from hevesy_service.book.models import Event, Site
from hevesy_service.refusals import NotProven
from hevesy_service.said import sentence

SECRET = ("password", "code", "credential", "second_password", "second_code")  # never shown again, kept nowhere


class ProofForm(forms.Form):
    """A form whose act one stands for: asked last, so that no code is used up while something else is wrong.

    `how` says afterwards by what the person proved who they are. Who sends the same act of the same site again need not
    prove it again. A form that asks more after it was read proves `late`, by `prove_now`.
    """

    late = False

    password = forms.CharField(
        label=_("Your password"), required=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_("Code from the app on your phone"), required=False, max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip
    credential = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20_000)
    how = ""

    def __init__(self, *args: Any, request: HttpRequest, site: Site, **named: Any) -> None:
        super().__init__(*args, **named)
        self.request, self.site = request, site
        self.asks_code = needs_code(request)
        if not self.asks_code:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """Everything else is right: now the proof."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.late:
            self.prove_now(said)
        return said

    def prove_now(self, said: dict[str, Any]) -> None:
        """Take the proof, or mark what is wrong with it."""
        self.how = self._sent_before(said) or self._proven(said)

    def _proven(self, said: dict[str, Any]) -> str:
        given = Given(said["password"], said.get("code", ""), said["credential"])
        try:
            return prove(self.request, given)
        except NotProven as error:
            self.add_error("password", sentence(error))
            return ""

    def _sent_before(self, said: dict[str, Any]) -> str:
        key = str(said.get("key", ""))
        known = Event.objects.filter(site=self.site, by=str(self.request.user.pk), key=key).first()
        body: dict[str, Any] = {} if known is None else json.loads(known.body)
        return str(body.get(WORD, body).get("how", ""))
