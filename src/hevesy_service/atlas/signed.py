"""National figures that go out and come in as one file: a zip with a pack and a manifest that seals it.

The seal is SHA-256 over the files, the site's code and the last hash of its book. It finds a file that was damaged or
changed on the way; it is no proof of who made it, for anybody can compute it: whoever must know compares the last hash
with the sender's, by telephone or on paper. What comes in is only proposed, and another person accepts it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hevesy import __version__
from hevesy.errors import BadTable, FileTooLarge, TooManyParts, UnpacksTooLarge
from hevesy.tables import Limits, open_archive
from hevesy_service.accounts.models import User
from hevesy_service.atlas.arriving import read_files
from hevesy_service.atlas.centres import CentreSaid, propose_centre
from hevesy_service.atlas.events import Said, propose
from hevesy_service.atlas.history import Change, changes
from hevesy_service.atlas.models import Arrival, CentreProposal, Figure, HeldCentre
from hevesy_service.atlas.packs import pack_of
from hevesy_service.book.models import Site
from hevesy_service.book.verify import head
from hevesy_service.refusals import OtherCountry, PackUnreadable

FORMAT = "hevesy national figures 1"
MANIFEST = "manifest.json"
NAMES = frozenset({"pack.toml", "facts.csv", "sources.csv", "staff.csv", "centres.csv", "equipment.csv"})
MOST_BYTES = 2_000_000
LIMITS = Limits(file_mb=2, unpacked_mb=2, parts=10)
EARLIEST = (1980, 1, 1, 0, 0, 0)  # so that the same figures make the same bytes


def sealed(site: Site) -> bytes:
    """The zip of the figures of a site's country; raises OtherCountry where the site has none."""
    if not site.country:
        raise OtherCountry(site=site.name)
    files, last = {name: text.encode("utf-8") for name, text in pack_of(site.country).items()}, head(site)
    manifest = {
        "format": FORMAT, "hevesy": __version__, "country": site.country, "site": site.code,
        "made": timezone.now().isoformat(timespec="seconds"), "head": last, "seal": seal(files, site.code, last),
    }  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in {**files, MANIFEST: json.dumps(manifest, indent=1).encode("utf-8")}.items():
            made.writestr(zipfile.ZipInfo(name, EARLIEST), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def seal(files: Mapping[str, bytes], site: str, last: str) -> str:
    """SHA-256, in hexadecimal digits, over each file's name and digest, the site's code and its last hash."""
    said = [f"{name} {hashlib.sha256(files[name]).hexdigest()}" for name in sorted(files)]
    return hashlib.sha256("\n".join([*said, site, last]).encode("utf-8")).hexdigest()


def arrived(packed: bytes, site: Site, by: User) -> Arrival:
    """A pack that was brought, whole and of the site's country, kept until it is applied or discarded."""
    files, manifest = _opened(packed)
    if manifest["country"] != site.country:
        raise PackUnreadable(why=_("it holds figures of %(country)s, and %(site)s writes its own country's")
            % {"country": manifest["country"], "site": site.name})
    figures, centres = read_files(files, site.country)
    return Arrival.objects.create(
        site=site, by=by, at=timezone.now(), origin=manifest["site"], made=manifest["made"], head=manifest["head"],
        rows=[asdict(each) for each in figures], centres=[asdict(each) for each in centres],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of a pack beside the one that holds here (none where nobody stated it)."""

    said: Said
    holds: Figure | None

    @property
    def changes(self) -> bool:
        """Whether taking it in would change anything."""
        return self.holds is None or any(
            getattr(self.holds, name) != getattr(self.said, name)
            for name in ("value", "state", "year", "source", "link")
        )


def differences(arrival: Arrival) -> list[Difference]:
    """Each figure of a pack beside the one that holds."""
    held = {each.fact: each for each in Figure.objects.filter(iso3=arrival.site.country)}
    return [Difference(said, held.get(said.fact)) for said in (Said(**row) for row in arrival.rows)]


def centre_differences(arrival: Arrival) -> list[tuple[CentreSaid, HeldCentre | None, tuple[Change, ...]]]:
    """Each centre of a pack beside the one that holds, and the parts in which they differ."""
    held = {each.centre: each for each in HeldCentre.objects.filter(iso3=arrival.site.country)}
    found = []
    for row in arrival.centres:
        own = held.get(row["centre"])
        found.append((CentreSaid(**row), own, changes(own, CentreProposal(said=row))))
    return found


def apply(arrival: Arrival, by: User) -> int:
    """Propose each figure and centre that differs, all or none; how many. The pack is put away."""
    why = f"pack of {arrival.origin}, made {arrival.made}, last hash {arrival.head[:12]}"
    with transaction.atomic():
        figures = [each.said for each in differences(arrival) if each.changes]
        for said in figures:
            propose(arrival.site, said, by, f"{arrival.pk}/{said.fact.removeprefix('country.')}", why)
        centres = [said for said, _, differs in centre_differences(arrival) if differs]
        for centre in centres:
            propose_centre(arrival.site, centre, by, f"{arrival.pk}/c/{centre.centre}", why)
        arrival.delete()
    return len(figures) + len(centres)


# zipfile says RuntimeError of a file with a password, NotImplementedError of a packing it does not know
_UNREADABLE = (BadTable, zipfile.BadZipFile, KeyError, ValueError, TypeError, RuntimeError, EOFError, OSError)


def _opened(packed: bytes) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files and the manifest of a zip whose seal holds."""
    try:
        with open_archive(packed, Path("pack.zip"), LIMITS) as opened:
            if not NAMES | {MANIFEST} >= set(opened.namelist()):
                raise PackUnreadable(why=_("it holds files that no pack of national figures has"))
            files = {name: opened.read(name) for name in opened.namelist()}
        manifest = json.loads(files.pop(MANIFEST))
        whole = manifest["seal"] == seal(files, manifest["site"], manifest["head"])
        said = all(isinstance(manifest[name], str) for name in ("site", "head", "made", "country"))
    except (FileTooLarge, UnpacksTooLarge) as error:
        raise PackUnreadable(why=_("what is inside is larger than 2 MB")) from error
    except TooManyParts as error:
        raise PackUnreadable(why=_("it holds files that no pack of national figures has")) from error
    except _UNREADABLE as error:
        raise PackUnreadable(why=_("it is no pack of national figures, or it was cut short")) from error
    if manifest.get("format") != FORMAT or not said:
        raise PackUnreadable(why=_("its manifest is of another kind or version"))
    if not whole:
        raise PackUnreadable(why=_("its seal does not hold, so something in it was changed after it was made"))
    return files, manifest
