"""Comments on a plan, on its acts and on what was computed of it: who, when, what, and whether it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hevesy.plan.scenario.catalogue import catalogue
from hevesy.plan.scenario.reading import scenario_from
from hevesy_service.accounts.models import User
from hevesy_service.accounts.rights import may, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.comments.events import comment, finish, reopen, withdraw
from hevesy_service.comments.models import LETTERS, Comment, Words
from hevesy_service.jobs.models import Job
from hevesy_service.plans import editing
from hevesy_service.plans.models import Plan
from hevesy_service.plans.saying import act_called

ACT, RUN = "act/", "job/"
ACTS = {"done": finish, "reopen": reopen}
WITHDRAW = "withdraw"


class CommentForm(forms.Form):
    """What somebody says, and of what."""

    text = forms.CharField(label=gettext_lazy("What you want to say"), max_length=LETTERS,
                           widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))  # fmt: skip
    part = forms.ChoiceField(label=gettext_lazy("Of"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *given: object, parts: Mapping[str, str], **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.fields["part"].choices = list(parts.items())  # type: ignore[attr-defined]


class ActForm(forms.Form):
    """What becomes of a comment."""

    act = forms.ChoiceField(choices=[(each, each) for each in (*ACTS, WITHDRAW)])
    key = forms.UUIDField()


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment as a page shows it; `own`: its reader wrote it. `text` is None where it was withdrawn."""

    comment: Comment
    text: str | None
    who: str
    of: str
    own: bool
    key: UUID


@require_safe
@needs("see_plans", Plan)
def comments(request: Asked, found: Plan) -> HttpResponse:
    """What was said of a plan, or of the part that the address names."""
    part = request.GET.get("of", "")
    parts = _parts(found)
    form = CommentForm(initial={"key": new_id(), "part": part}, parts=parts)
    return _shown(request, found, form, parts, part if part in parts else "")


@require_POST
@needs("comment_plans", Plan)
def say(request: Asked, found: Plan) -> HttpResponse:
    """Say something."""
    parts = _parts(found)
    form = CommentForm(request.POST, parts=parts)
    if not form.is_valid():
        return _shown(request, found, form, parts, "", 422)
    said = form.cleaned_data
    comment(found.site, said["key"], f"plan/{found.pk}", said["part"], said["text"], str(request.user.pk))
    return redirect("plan_comments", found.pk)


@require_POST
@needs("comment_plans", Plan)
def change(request: Asked, found: Plan, comment: UUID) -> HttpResponse:
    """Say that a comment is done, open it again, or take one's own back."""
    form = ActForm(request.POST)
    if not form.is_valid():
        return redirect("plan_comments", found.pk)
    said = get_object_or_404(Comment.objects.select_related("site"), pk=comment, about=f"plan/{found.pk}")
    act, by, key = form.cleaned_data["act"], str(request.user.pk), str(form.cleaned_data["key"])
    if act != WITHDRAW:
        ACTS[act](said, by, key)
    elif said.by != by:
        messages.error(request, _("Only who wrote a comment can take it back; say that it is done instead."))
    else:
        withdraw(said, by, key)
    return redirect("plan_comments", found.pk)


def open_comments(plan: Plan) -> int:
    """How many comments on a plan wait for somebody."""
    return Comment.objects.filter(about=f"plan/{plan.pk}", done="", withdrawn=None).count()


def _parts(plan: Plan) -> dict[str, str]:
    """What a comment may be of: the plan, each of its acts, and its last jobs; by the name in the form."""
    entries = catalogue(shelf())
    acts = scenario_from(plan.text, editing.FILE).interventions
    found = {"": _("the whole plan")}
    found |= {f"{ACT}{each.id}": f"{act_called(entries[each.kind])} ({each.id})" for each in acts}
    for job in Job.objects.filter(about=f"plan/{plan.pk}")[:20]:
        found[f"{RUN}{job.pk}"] = f"{job.kind_in_words}: {job.title}"
    return found


def _shown(
    request: Asked, plan: Plan, form: CommentForm, parts: Mapping[str, str], part: str, status: int = 200
) -> HttpResponse:
    rows = Comment.objects.filter(about=f"plan/{plan.pk}")
    rows = rows.filter(part=part) if part else rows
    page = {
        "plan": plan, "form": form, "comments": _told(request, list(rows), parts),
        "part": parts.get(part) if part else "",
        "comments_here": may(request.user, "comment_plans", plan.site),
    }  # fmt: skip
    return render(request, "plans/comments.html", page, status=status)


def _told(request: Asked, rows: list[Comment], parts: Mapping[str, str]) -> list[Shown]:
    """Open ones first, in the order in which they were said."""
    words = dict(Words.objects.filter(pk__in=[each.pk for each in rows]).values_list("comment", "text"))
    names = {str(each.pk): each.full_name or each.username for each in User.objects.filter(pk__in={r.by for r in rows})}
    found = [
        Shown(each, words.get(each.pk), names.get(each.by, each.by[:8]), parts.get(each.part, each.part),
              each.by == str(request.user.pk), new_id())
        for each in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: bool(each.comment.done or each.comment.withdrawn))
