"""National figures that go out and come in as one file: a zip with a pack and a manifest that seals it.

The seal is SHA-256 over the files, the site's code and the last hash of its book. It finds a file that was damaged or
changed on the way; it is no proof of who made it, for anybody can compute it: whoever must know compares the last hash
with the sender's, by telephone or on paper. What comes in is only proposed, and another person accepts it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from hevesy import __version__
from hevesy.errors import HevesyError
from hevesy.facts import Shelf
from hevesy.places import national_figures
from hevesy_service.accounts.models import User
from hevesy_service.atlas.events import Said, propose
from hevesy_service.atlas.models import Arrival, Figure
from hevesy_service.atlas.packs import pack_of
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.verify import head
from hevesy_service.refusals import OtherCountry, PackUnreadable

FORMAT = "hevesy national figures 1"
MANIFEST = "manifest.json"
NAMES = frozenset({"pack.toml", "facts.csv", "sources.csv", "staff.csv"})
MOST_BYTES = 2_000_000
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
        raise PackUnreadable(why=f"it holds figures of {manifest['country']}, and {site.name} writes its own country's")
    rows = [asdict(each) for each in _said(files, site.country)]
    return Arrival.objects.create(
        site=site, by=by, at=timezone.now(), origin=manifest["site"], made=manifest["made"], head=manifest["head"],
        rows=rows,
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


def apply(arrival: Arrival, by: User) -> int:
    """Propose each figure that differs, all or none; how many. The pack is put away."""
    with transaction.atomic():
        changed = [each.said for each in differences(arrival) if each.changes]
        for said in changed:
            why = f"pack of {arrival.origin}, made {arrival.made}, last hash {arrival.head[:12]}"
            propose(arrival.site, said, by, f"{arrival.pk}/{said.fact.removeprefix('country.')}", why)
        arrival.delete()
    return len(changed)


# zipfile says RuntimeError of a file with a password, NotImplementedError of a packing it does not know
_UNREADABLE = (zipfile.BadZipFile, KeyError, ValueError, TypeError, RuntimeError, EOFError, OSError)


def _opened(packed: bytes) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files and the manifest of a zip whose seal holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as opened:
            inside = opened.infolist()
            names = [each.filename for each in inside]
            if len(names) != len(set(names)) or not NAMES | {MANIFEST} >= set(names):
                raise PackUnreadable(why="it holds files that no pack of national figures has")
            if sum(each.file_size for each in inside) > MOST_BYTES:
                raise PackUnreadable(why="what is inside is larger than 2 MB")
            files = {each.filename: opened.read(each) for each in inside}
        manifest = json.loads(files.pop(MANIFEST))
        whole = manifest["seal"] == seal(files, manifest["site"], manifest["head"])
        said = all(isinstance(manifest[name], str) for name in ("site", "head", "made", "country"))
    except _UNREADABLE as error:
        raise PackUnreadable(why="it is no pack of national figures, or it was cut short") from error
    if manifest.get("format") != FORMAT or not said:
        raise PackUnreadable(why="its manifest is of another kind or version")
    if not whole:
        raise PackUnreadable(why="its seal does not hold, so something in it was changed after it was made")
    return files, manifest


def _said(files: Mapping[str, bytes], iso3: str) -> list[Said]:
    """What the pack says, checked as any pack is; each figure must be a national one of this country."""
    known, found = national_figures(shelf()), []
    with tempfile.TemporaryDirectory(prefix="hevesy-pack-") as name:
        folder = Path(name)
        for file, text in files.items():
            (folder / file).write_bytes(text)
        try:
            laid = shelf().with_pack(folder)
            rows = list(csv.DictReader(io.StringIO(files["facts.csv"].decode("utf-8"))))
        except (HevesyError, UnicodeDecodeError, KeyError) as error:
            first = next((line.strip() for line in str(error).splitlines()[1:]), "its tables cannot be read")
            raise PackUnreadable(why=first.replace(str(folder) + "/", "")) from error
        for row in rows:
            if row["place"] != iso3 or row["fact"] not in known:
                raise PackUnreadable(why=f"{row['fact']} at {row['place']} is no national figure of {iso3}")
            found.append(_one(laid, row["fact"], iso3))
    return found


def _one(laid: Shelf, fact: str, iso3: str) -> Said:
    row = laid.fact(fact, iso3)
    source = laid.source(row.source)
    link = source.locator[:300] if source.locator.startswith(("https://", "http://")) else ""
    whole = row.value is None or row.value.is_integer() or fact.startswith("country.staff.")
    try:
        if whole:
            return Said(fact, row.value, str(row.state), int(row.on[:4]), source.citation[:300], link)
    except ValueError:
        pass
    raise PackUnreadable(why=f"the value, state or year of {fact} cannot be")
