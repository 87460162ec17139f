"""A text for patients as PDF, with fonts for every language, which a job makes: web workers never set type.

What stands on it that the text itself does not say is in the language of the text, for a patient reads it.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from hevesy.products.leaflet import blocks
from hevesy.run.release.handout import Handout
from hevesy.run.release.papers import handout_as_data
from hevesy_service.accounts.rights import needs
from hevesy_service.asked import Asked
from hevesy_service.book.zone import today_at
from hevesy_service.jobs.kinds import PAPERS
from hevesy_service.jobs.models import OF_A_TEXT, Job, State
from hevesy_service.jobs.queue import Wanted, ask_again, key_of
from hevesy_service.outreach.models import LeafletRow

SHOWN = 2  # makings: not reviewed, and reviewed


def handout_of(row: LeafletRow, today: date) -> Handout:
    """A version of a text as it stands on paper today."""
    with override(next(code for code, _name in settings.LANGUAGES if code.partition("-")[0] == row.language)):
        marks = [_("Not reviewed by a clinician yet.")] if row.reviewed_on is None else []
        if row.next_review is not None and row.next_review < today:
            marks = [_("Its review has run out; a clinician is to read it again.")]
        version = _("version %(number)s") % {"number": row.version}
    foot = (row.site.name, row.code, version, f"{row.on:%Y-%m-%d}")
    return Handout(row.language, row.title, tuple(marks), tuple(blocks(row.text)), foot)


@require_POST
@needs("see_leaflets", LeafletRow)
def make(request: Asked, found: LeafletRow) -> HttpResponse:
    """Ask for the PDF; who asks for the same page again gets what was made."""
    text = handout_as_data(handout_of(found, today_at(found.site)), found.on)
    key = key_of(found.pk, text)
    ask_again(Wanted(PAPERS.id, found.title, f"{OF_A_TEXT}{found.pk}", {"papers.json": text}, [], found.site,
                     request.user, key))  # fmt: skip
    return redirect(f"{reverse('leaflet', args=[found.pk])}#pdf")


@require_safe
@needs("see_leaflets", LeafletRow)
def file(request: Asked, found: LeafletRow, job: UUID, name: str) -> FileResponse:
    """The PDF that a job has made of this version."""
    made = jobs_of(found).filter(pk=job, state=State.DONE).first()
    if made is None or name not in made.files():
        raise Http404
    return FileResponse((made.folder / name).open("rb"), content_type="application/pdf")


def jobs_of(row: LeafletRow) -> Any:
    """The jobs that make, or made, the PDF of a version."""
    return Job.objects.filter(about=f"{OF_A_TEXT}{row.pk}", kind=PAPERS.id)
