"""Forms of near misses, of lessons, and of what comes from other installations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hevesy.quality.lesson import TEXTS, names_in
from hevesy.quality.lesson_pack import fingerprint
from hevesy.run.incidents import KIND, STEP, categories
from hevesy_service.atlas.shelf import shelf
from hevesy_service.care.forms import therapy_choices
from hevesy_service.said import say

NEAR = ("happened", "helped")


def named(scheme: str, first: Any) -> list[tuple[str, Any]]:
    """The categories of incidents, with a first choice for none of them."""
    return [("", first), *((each.code, say(each.word)) for each in categories(scheme, shelf()))]


def _long(label: Any, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=4000, widget=forms.Textarea({"rows": 4}))


class Sorted(forms.Form):
    """What an event is sorted by: step of care, kind, therapy."""

    step = forms.ChoiceField(label=_("Step of care in which it arose"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    therapy = forms.ChoiceField(label=_("Therapy"), required=False)

    def __init__(self, *args: Any, first: Any = "–", **named_: Any) -> None:
        super().__init__(*args, **named_)
        self.fields["step"].choices = named(STEP, first)  # type: ignore[attr-defined]
        self.fields["kind"].choices = named(KIND, first)  # type: ignore[attr-defined]
        self.fields["therapy"].choices = [("", first), *therapy_choices()]  # type: ignore[attr-defined]


class NearMissForm(Sorted):
    """A report without a name. Names are cut out and not refused, for that would tell a stranger who is here."""

    happened = _long(_("What nearly happened, without names"))
    helped = _long(_("What stopped it, or would have"), required=False)

    field_order = ("happened", "helped", "step", "kind", "therapy")

    def __init__(self, *args: Any, **named_: Any) -> None:
        super().__init__(*args, **named_)
        for name in NEAR:
            self.fields[name].widget.attrs["autocomplete"] = "off"


class AnswerForm(forms.Form):
    """What is answered to a batch."""

    said = _long(_("Answer, for everybody to read"))
    key = forms.UUIDField(widget=forms.HiddenInput)


class LessonForm(Sorted):
    """A lesson: what happened, why, what was changed; without names."""

    title = forms.CharField(label=_("The lesson in one sentence"), max_length=200)
    happened = _long(_("What happened"))
    why = _long(_("Why it came to it"))
    changed = _long(_("What was changed"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    field_order = ("title", "happened", "why", "changed", "step", "kind", "therapy", "key")

    def __init__(self, people: Iterable[str], *args: Any, **named_: Any) -> None:
        super().__init__(*args, **named_)
        self.people = tuple(people)
        for name in ("step", "kind"):
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """Nobody is named."""
        said = super().clean() or {}
        for name in TEXTS:
            found = names_in(str(said.get(name, "")), self.people)
            if found:
                self.add_error(name, _now("This names somebody (%(names)s); say what happened without names.")
                               % {"names": _now(", ").join(found)})  # fmt: skip
        return said


class SearchForm(Sorted):
    """Which lessons one looks for."""

    words = forms.CharField(label=_("Words"), required=False, max_length=200)

    field_order = ("words", "therapy", "step", "kind")


class SignerForm(forms.Form):
    """Whose packs are taken in."""

    name = forms.CharField(label=_("Who sends"), max_length=200)
    public = forms.CharField(label=_("Their public key"), max_length=1000, widget=forms.Textarea({"rows": 4}))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_public(self) -> str:
        """A public key in its usual form."""
        text = str(self.cleaned_data["public"]).strip() + "\n"
        try:
            fingerprint(text.encode("ascii"))
        except (ValueError, TypeError):
            said = _now("This is no public key; copy it whole, with its first and last line.")
            raise forms.ValidationError(said) from None
        return text


class PackForm(forms.Form):
    """A signed file of lessons."""

    file = forms.FileField(label=_("Pack of lessons"))
    key = forms.UUIDField(widget=forms.HiddenInput)

