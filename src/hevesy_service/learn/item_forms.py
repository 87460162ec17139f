"""The form of an item of an audit: its score, what was seen, and the evidence that is named or attached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hevesy.quality import Answer, Attached, Checklist
from hevesy.quality.audit import NOT_APPLICABLE
from hevesy.quality.checklist import MOST, Item
from hevesy_service.quality.attached import (
    LONGEST,
    MOST_FILES,
    MOST_MB,
    TYPES,
    attached,
    ending,
    is_of_its_kind,
)
from hevesy_service.quality.audits import mark, mark_of_words
from hevesy_service.said import left_to_right

SCORES = [
    ("", "–"), *((str(each), str(each)) for each in range(MOST + 1)),
    (NOT_APPLICABLE, gettext_lazy("not applicable")),
]  # fmt: skip
MOST_NAMES = 12  # of evidence that lies elsewhere, one a line, each not longer than `LONGEST`
TAKEN = ", ".join(sorted(TYPES))


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _Files(forms.Field):
    """Files that somebody attaches, each as what the book says of it and its bytes."""

    widget = _ManyFiles

    def clean(self, value: Any) -> list[tuple[Attached, bytes]]:
        return [_taken(each) for each in value or []]


class _Marked(forms.MultipleChoiceField):
    """Boxes that are ticked, whichever there were."""

    def valid_value(self, value: Any) -> bool:
        return True


class ItemForm(forms.Form):
    """One item: its score, why it is not applicable, what was seen, and what shows it."""

    score = forms.ChoiceField(required=False, choices=SCORES)
    reason = forms.CharField(required=False, max_length=1000)
    comment = forms.CharField(required=False, max_length=2000)
    evidence = forms.CharField(required=False, max_length=2000)
    attach = _Files(required=False)
    gone = _Marked(required=False)
    seen = forms.CharField(required=False, max_length=32)
    mark: str | None = None  # of what stands there now, for the page; None: what the page was sent with stays
    before: Answer | None = None  # what stands there now

    @property
    def seen_now(self) -> str:
        """The mark that the page carries."""
        return self.mark if self.mark is not None else str(self["seen"].value() or "")

    @property
    def attached(self) -> tuple[Attached, ...]:
        """The files that stand beside the item now."""
        return self.before.attached if self.before else ()

    @property
    def shown(self) -> int:
        """How many things show it now."""
        return len(self.before.shown_by()) if self.before else 0

    def clean_evidence(self) -> tuple[str, ...]:
        """The names, one a line."""
        lines = [each.strip() for each in self.cleaned_data["evidence"].splitlines()]
        names = tuple(dict.fromkeys(each for each in lines if each))
        if len(names) > MOST_NAMES:
            said = _("{count} names of evidence are more than {most}; put several in one line.")
            raise forms.ValidationError(said.format(count=len(names), most=MOST_NAMES))
        long = next((each for each in names if len(each) > LONGEST), None)
        if long:
            said = _("“{name}…” is longer than {most} signs; name the document, and say the rest in what was seen.")
            raise forms.ValidationError(said.format(name=long[:20], most=LONGEST))
        return names

    def clean(self) -> dict[str, Any]:
        """What is not applicable has a reason, evidence a score, and the files of an item a bound."""
        said = super().clean() or {}
        if said.get("score") == NOT_APPLICABLE and not said.get("reason", "").strip():
            self.add_error("reason", _("Say why it is not applicable."))
        if said.get("score") == "" and (said.get("attach") or (said.get("evidence") and self.before is None)):
            self.add_error("score", _("Score it as well: evidence stands beside a score."))
        if len(self._files()) > MOST_FILES:
            many = _("An item has at most {most} files; remove one, or put several in one PDF.")
            self.add_error("attach", many.format(most=MOST_FILES))
        return said

    def _files(self) -> tuple[Attached, ...]:
        """What was attached before and is not removed, and what is attached now."""
        said = self.cleaned_data
        stays = [each for each in self.attached if each.sha256 not in said.get("gone", ())]
        return tuple(dict.fromkeys([*stays, *(each for each, _bytes in said.get("attach", ()))]))

    def found(self, item: Item, by: str) -> Answer | None:
        """What was written; None where nothing was scored."""
        said = self.cleaned_data
        if not said["score"]:
            return None
        number = None if said["score"] == NOT_APPLICABLE else int(said["score"])
        reason = said["reason"].strip() if number is None else ""
        priority = "" if number is None else item.priority
        return Answer(number, reason, said["comment"].strip(), said["evidence"], priority, by, self._files())

    def is_changed(self, item: Item) -> bool:
        """Whether something else is said of it than what stood there when the page was opened."""
        said = self.cleaned_data
        opened = said["seen"] or mark(None)
        return bool(said["attach"] or said["gone"]) or not opened.startswith(mark_of_words(self.found(item, "")))

    def wrong(self, item: Item) -> list[str]:
        """What is wrong with it, each in a sentence that names the item."""
        return [f"{item.id}: {each}" for told in self.errors.values() for each in told]


def item_forms(
    part: Checklist, before: dict[str, Answer], suffix: str, data: Any, files: Any = None, anew: bool = False
) -> list[tuple[Item, ItemForm]]:
    """A form for each item of a checklist, with what was said of it before; `anew`: what was sent, beside that."""
    made = []
    for item in part.items:
        said = before.get(f"{item.id}{suffix}")
        start = {} if said is None else {
            "score": NOT_APPLICABLE if said.score is None else str(said.score), "reason": said.reason,
            "comment": said.comment, "evidence": "\n".join(said.evidence),
        }  # fmt: skip
        now = mark(said)
        form = ItemForm(data, files, prefix=item.id, initial={**start, "seen": now})
        form.before = said
        if data is None or anew:
            form.mark = now
        made.append((item, form))
    return made


def _taken(file: UploadedFile[Any]) -> tuple[Attached, bytes]:
    """A file as the book says of it, with its bytes; a ValidationError says why it is not taken."""
    name, size = str(file.name), file.size or 0
    if ending(name) not in TYPES:
        said = _("{name} is of a kind that is not taken; attach one that ends with {kinds}.")
    elif size > MOST_MB * 1_000_000:
        said = _("{name} has more than {most} MB; make it smaller, or name where it lies.")
    else:
        file.seek(0)  # the form may be read again, beside what somebody else has said since
        content = file.read()
        if is_of_its_kind(name, content):
            return attached(name, content), content
        said = _("{name} is empty, damaged, or not what its ending says; open it, save it anew, and attach that.")
    raise forms.ValidationError(said.format(name=left_to_right(name), kinds=left_to_right(TAKEN), most=MOST_MB))
