"""The key by which this installation signs its lessons, made where there is none, and the packs that it reads."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from hevesy.quality import LessonPack, packed, read_pack
from hevesy.signing import new_keys, public_half
from hevesy_service.book.models import Site
from hevesy_service.home import write_once
from hevesy_service.lessons.events import lesson_of, shown_at
from hevesy_service.lessons.models import SignerRow

KEY = "lessons.key"


def private_key() -> bytes:
    """The key of the installation, in a file of its home that only its owner can read."""
    file = settings.HOME.made().folder / KEY
    if not file.exists():
        write_once(file, new_keys()[0].decode("ascii"))
    return bytes(file.read_bytes())


def public_key() -> str:
    """What others write down once, to take in what this installation shares."""
    return public_half(private_key()).decode("ascii")


def pack_of(site: Site, on: date) -> bytes:
    """The site's own lessons as a signed file; what came from others is theirs to share."""
    own = [lesson_of(row) for row in shown_at(site) if not row.origin]
    return packed(own, site.name, on, private_key())


def pack_in(site: Site, data: bytes) -> LessonPack:
    """The lessons of a file, once its signature fits somebody whom the site trusts."""
    known = SignerRow.objects.filter(site=site)
    return read_pack(data, {each.fingerprint: each.public.encode("ascii") for each in known})
