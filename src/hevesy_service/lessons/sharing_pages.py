"""Lessons that go to other installations and come from them, as signed files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.errors import LessonPackAltered, LessonSignerUnknown
from hevesy.quality.lesson_pack import MOST_BYTES, fingerprint
from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.nav import desk_pages
from hevesy_service.lessons.events import take_in, trust
from hevesy_service.lessons.forms import PackForm, SignerForm
from hevesy_service.lessons.models import SignerRow
from hevesy_service.lessons.sharing import pack_in, pack_of, public_key
from hevesy_service.said import sentence


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("keep_safety")
def share(request: Asked, here: Site) -> HttpResponse:
    """The site's own pack and key, whose packs it trusts, and a pack that is taken in."""
    data = request.POST or None
    signer = SignerForm(data if data and "public" in data else None, initial={"key": new_id()})
    pack = PackForm(data if data and "public" not in data else None, request.FILES or None, initial={"key": new_id()})
    if request.method == "POST" and (_trusted(request, here, signer) or _taken(request, here, pack)):
        return redirect("share_lessons", here.code)
    key = public_key()
    page = {
        "site": here, "nav": desk_pages(request.user, here), "signer": signer, "pack": pack, "public": key,
        "digits": fingerprint(key.encode("ascii")), "signers": SignerRow.objects.filter(site=here),
    }  # fmt: skip
    return render(request, "lessons/share.html", page, status=422 if request.method == "POST" else 200)


def _trusted(request: Asked, here: Site, form: SignerForm) -> bool:
    if not (form.is_bound and form.is_valid()):
        return False
    said = form.cleaned_data
    trust(here, said["name"], said["public"], str(request.user.pk), str(said["key"]))
    messages.success(request, _("Kept."))
    return True


def _taken(request: Asked, here: Site, form: PackForm) -> bool:
    """Whether the lessons of a file were taken in; else the form says what stands against it."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        found = pack_in(here, form.cleaned_data["file"].read(MOST_BYTES + 1))
    except (LessonPackAltered, LessonSignerUnknown) as error:
        form.add_error("file", sentence(error))
        return False
    take_in(here, found, str(request.user.pk), str(form.cleaned_data["key"]))
    messages.success(request, _("%(number)d lessons of %(name)s were taken in.")
                     % {"number": len(found.lessons), "name": found.name})  # fmt: skip
    return True


@require_safe
@at_site("keep_safety")
def pack(request: Asked, here: Site) -> HttpResponse:
    """The site's own lessons as a signed file."""
    on = today_at(here)
    answer = HttpResponse(pack_of(here, on), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="lessons-{here.code}-{on:%Y-%m-%d}.hevesy"'
    return answer
