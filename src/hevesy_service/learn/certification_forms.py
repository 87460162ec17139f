"""Forms of certification: an application, what others confirm, decisions, the board, and boards that are trusted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hevesy.competence.certification import APPEALED, LIFTED, RENEWED, RETRACTED, SUSPENDED, VOTED, WITHDRAWN
from hevesy.competence.requirements import CREDITS, HOURS, MONTHS, PROCEDURES
from hevesy_service.accounts.forms import SECRET, ProofForm

STEPS = {
    VOTED: _("decision"), SUSPENDED: _("suspended"), LIFTED: _("suspension lifted"), WITHDRAWN: _("withdrawn"),
    APPEALED: _("appeal"), RENEWED: _("renewed by another certificate"), RETRACTED: _("application withdrawn"),
}  # fmt: skip
BY_BOARD = (VOTED, SUSPENDED, LIFTED, WITHDRAWN)  # what a member signs
GRANTS = {"yes": _("grant it"), "no": _("refuse it")}
DECIDED = {True: _("granted"), False: _("refused")}
SPANS = {
    MONTHS: _("months of training"), HOURS: _("hours of training"), CREDITS: _("credits of continuing education"),
}  # fmt: skip
MOST_KB = 64


def amount_called(kind: str) -> str:
    """Months, hours, credits or a group of procedures, as one reads it."""
    if kind in SPANS:
        return str(SPANS[kind])
    return str(_("procedures: %(group)s") % {"group": kind.removeprefix(PROCEDURES).replace("_", " ")})


def _why(label: Any, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=2000, widget=forms.Textarea({"rows": 3}))


def _key() -> forms.UUIDField:
    return forms.UUIDField(widget=forms.HiddenInput)


class ApplyForm(forms.Form):
    """For which framework somebody applies."""

    framework = forms.ChoiceField(label=_("Framework"))
    key = _key()

    def __init__(self, known: Iterable[tuple[str, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["framework"].choices = list(known)  # type: ignore[attr-defined]


class AmountForm(forms.Form):
    """Something of a candidate that somebody else confirms."""

    kind = forms.ChoiceField(label=_("What"))
    amount = forms.FloatField(label=_("How many"), min_value=0, max_value=100_000)
    note = forms.CharField(label=_("Where it is written"), max_length=1000)
    key = _key()

    def __init__(self, kinds: Iterable[str], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["kind"].choices = [(each, amount_called(each)) for each in kinds]  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """Why somebody appeals."""

    said = _why(_("Reasons"))
    key = _key()


class RetractForm(forms.Form):
    """Why somebody withdraws their application, if they like to say it."""

    said = _why(_("Reasons, if you like to give them"), required=False)
    key = _key()


class SignedForm(ProofForm):
    """Why a member of the board suspends, lifts or withdraws; they sign it once nothing else stands against it."""

    late = True
    said = _why(_("Reasons"))
    key = _key()

    def plain(self) -> list[forms.BoundField]:
        """Every field that one sees but those by which somebody proves who they are."""
        return [field for field in self.visible_fields() if field.name not in SECRET]


class DecideForm(SignedForm):
    """What a member of the board decides, and why."""

    grants = forms.ChoiceField(label=_("Decision"), choices=[("", "–"), *GRANTS.items()])
    field_order = ("grants", "said", "key")


class KeyForm(forms.Form):
    """A button that is pressed once."""

    key = _key()


class BoardForm(forms.Form):
    """The name of the board, as it stands on certificates."""

    name = forms.CharField(label=_("Name of the board"), max_length=120)
    key = _key()


class MemberForm(forms.Form):
    """Who becomes a member of the board."""

    person = forms.ChoiceField(label=_("Person"))
    key = _key()

    def __init__(self, people: Iterable[tuple[str, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person"].choices = list(people)  # type: ignore[attr-defined]


class _TextOrFile(forms.Form):
    """A text that is pasted, or a small file that holds it."""

    text = forms.CharField(
        label=_("Text"), required=False, max_length=MOST_KB * 1024,
        widget=forms.Textarea({"rows": 4, "dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    file = forms.FileField(label=_("or its file"), required=False)

    def clean(self) -> dict[str, Any]:
        """The text, from the file where one was given."""
        said = super().clean() or {}
        file = said.get("file")
        if isinstance(file, UploadedFile):
            said["text"] = _read(file)
        if not said.get("text", "").strip() and not self.errors:
            self.add_error("text", _("Paste the text, or choose its file."))
        return said


def _read(file: UploadedFile[Any]) -> str:
    if (file.size or 0) > MOST_KB * 1024:
        raise forms.ValidationError(_("This file is too large to be one; choose the file that the board gave."))
    try:
        return str(file.read().decode("utf-8"))
    except UnicodeDecodeError:
        raise forms.ValidationError(
            _("This file holds no text; choose the text of the code, and not a picture of it.")
        ) from None


class CheckForm(_TextOrFile):
    """The text of a certificate."""


class ListForm(_TextOrFile):
    """The newest list of a board."""

    key = _key()


class TrustForm(_TextOrFile):
    """The name of a board of another installation, and its public key."""

    name = forms.CharField(
        label=_("Name of the board"), max_length=120, help_text=_("As it stands on its certificates.")
    )
    key = _key()
    field_order = ("name", "text", "file", "key")
