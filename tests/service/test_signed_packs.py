"""National figures out as one sealed file, and in with a look at what would change."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.service.atlas_acts import PET, accepted, decided, person, proposed, said
from tests.service.conftest import new_site

from hevesy.facts import Shelf
from hevesy_service.atlas.models import Arrival, Figure, Proposal
from hevesy_service.atlas.signed import apply, arrived, differences, seal, sealed
from hevesy_service.book.models import Event, Site
from hevesy_service.book.verify import head
from hevesy_service.refusals import OtherCountry, PackUnreadable

SPECT = "country.equipment.spect"


def inside(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as writing:
        for name, text in files.items():
            writing.writestr(name, text)
    return made.getvalue()


def resealed(files: dict[str, bytes], **more: str) -> bytes:
    """A pack whose seal is right for what is inside, as a forger would make it."""
    manifest = json.loads(files.pop("manifest.json")) | more
    manifest["seal"] = seal(files, manifest["site"], manifest["head"])
    return packed({**files, "manifest.json": json.dumps(manifest).encode()})


def replaced(files: dict[str, bytes], old: bytes, new: bytes) -> dict[str, bytes]:
    return {**files, "facts.csv": files["facts.csv"].replace(old, new)}


@pytest.fixture
def sent(site: Site) -> bytes:
    """A pack with twelve PET scanners and no SPECT camera."""
    accepted(site)
    accepted(site, said(0, "reported_zero", SPECT, link="https://example.org/count"))
    return sealed(site)


def test_the_seal_by_hand() -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    by_hand = hashlib.sha256(f"a.csv {digest}\nb.csv {digest}\nirbid\n00ff".encode()).hexdigest()
    assert seal({"b.csv": b"x", "a.csv": b"x"}, "irbid", "00ff") == by_hand


def test_what_goes_out_is_a_pack_that_any_plan_takes(site: Site, sent: bytes, tmp_path: Path) -> None:
    files = inside(sent)
    for name, text in files.items():
        (tmp_path / name).write_bytes(text)
    own = Shelf.load([tmp_path])
    assert own.fact(PET, "JOR").value == 12 and own.fact(SPECT, "JOR").state == "reported_zero"
    manifest = json.loads(files["manifest.json"])
    assert (manifest["site"], manifest["country"], manifest["head"]) == ("irbid", "JOR", head(site))


def test_what_comes_in_is_shown_row_by_row_and_then_only_proposed(site: Site, sent: bytes) -> None:
    accepted(site, said(13))
    rows = Event.objects.count()
    arrival = arrived(sent, site, person("focal"))
    found = [(each.said.fact, each.said.value, each.holds and each.holds.value) for each in differences(arrival)]
    assert found == [(PET, 12, 13), (SPECT, 0, 0)]
    assert [each.changes for each in differences(arrival)] == [True, False]
    assert Event.objects.count() == rows
    assert apply(arrival, person("focal")) == 1
    assert not Arrival.objects.exists() and Figure.objects.get(fact=PET).value == 13
    waits = Proposal.objects.get(decision="open")
    assert (waits.fact, waits.value, waits.source) == (PET, 12, "Annual count of the ministry, table 3")
    assert waits.reason.startswith("pack of irbid, made ")
    decided(site, waits)
    assert Figure.objects.get(fact=PET).value == 12


def test_a_pack_reaches_another_installation(site: Site, sent: bytes) -> None:
    """Another site that holds nothing: everything is new."""
    Figure.objects.all().delete()
    assert [each.holds for each in differences(arrived(sent, site, person("focal")))] == [None, None]


def changed_figure(files: dict[str, bytes]) -> bytes:
    files["facts.csv"] = files["facts.csv"].replace(b",12,", b",120,")
    return packed(files)


def other_head(files: dict[str, bytes]) -> bytes:
    manifest = json.loads(files["manifest.json"]) | {"head": "0" * 64}
    return packed({**files, "manifest.json": json.dumps(manifest).encode()})


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (changed_figure, "its seal does not hold"),
        (other_head, "its seal does not hold"),
        (lambda files: packed({**files, "sources.csv": b""}), "its seal does not hold"),
        (lambda files: packed({k: v for k, v in files.items() if k != "sources.csv"}), "its seal does not hold"),
        (lambda files: packed({**files, "../evil.csv": b"x"}), "it holds files that no pack"),
        (lambda files: packed({**files, "facts.csv": b"0" * 2_000_001}), "larger than 2 MB"),
        (lambda files: packed({**files, "manifest.json": b"{}"}), "it is no pack"),
        (lambda files: packed({**files, "manifest.json": b"[1]"}), "it is no pack"),
        (lambda files: packed(files)[:200], "cut short"),
        (lambda files: b"", "it is no pack"),
        (lambda files: resealed(files, country="KEN"), "writes its own country's"),
        (lambda files: resealed(files, format="another"), "another kind or version"),
        (lambda files: resealed(replaced(files, b"JOR", b"KEN")), "no national figure of JOR"),
        (lambda files: resealed(replaced(files, b",12,", b",-12,")), "line 2"),
        (lambda files: resealed(replaced(files, b",2025,", b",soon,")), "line 2"),
        (lambda files: resealed(replaced(files, b",2025,", b",1949,")), "cannot be"),
        (lambda files: resealed(replaced(files, b",12,", b",12.5,")), "cannot be"),
        (lambda files: resealed(replaced(files, b",12,", b",inf,")), "not a finite number"),
        (lambda files: resealed({**files, "facts.csv": b"\xff\xfe"}), "facts.csv"),
        (lambda files: resealed({**files, "pack.toml": b'name = "open"'}), "lies here already"),
    ],
)  # fmt: skip
def test_a_spoilt_pack_is_refused_in_a_sentence_and_changes_nothing(
    spoil: Callable[[dict[str, bytes]], bytes], why: str, site: Site, sent: bytes
) -> None:
    rows = Event.objects.count()
    with pytest.raises(PackUnreadable, match=r"was not taken in: .*Nothing was changed") as refused:
        arrived(spoil(inside(sent)), site, person("focal"))
    assert why in str(refused.value) and "/tmp" not in str(refused.value)
    assert (Event.objects.count(), Arrival.objects.count()) == (rows, 0)


def test_a_link_that_is_none_is_not_taken_in(site: Site, sent: bytes) -> None:
    files = inside(sent)
    files["sources.csv"] = files["sources.csv"].replace(b"https://example.org/count", b"javascript:alert(1)")
    assert {each.said.link for each in differences(arrived(resealed(files), site, person("focal")))} == {""}


def test_a_source_that_looks_like_a_formula_goes_out_disarmed_and_comes_in_as_it_was(site: Site) -> None:
    accepted(site, said(source="=1+1 of the ministry"))
    packed_figures = sealed(site)
    assert b"'=1+1 of the ministry" in inside(packed_figures)["sources.csv"]
    (found,) = differences(arrived(packed_figures, site, person("focal")))
    assert found.said.source == "=1+1 of the ministry" and not found.changes


def test_a_bomb_is_not_unpacked(site: Site, sent: bytes) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as writing:
        writing.writestr("facts.csv", b"0" * 60_000_000)
    with pytest.raises(PackUnreadable, match="larger than 2 MB"):
        arrived(made.getvalue(), site, person("focal"))


def test_a_site_without_a_country_sends_nothing(db: None) -> None:
    site = new_site("office", "Office")
    site.country = ""
    with pytest.raises(OtherCountry):
        sealed(site)


def test_out_and_in_by_the_pages(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("focal_point")
    assert client.get("/sites/irbid/figures/pack.zip").status_code == 302
    accepted(site)
    out = client.get("/sites/irbid/figures/pack.zip")
    assert out["Content-Type"] == "application/zip" and "national-figures-jor-" in out["Content-Disposition"]
    accepted(site, said(13))
    brought = client.post("/sites/irbid/figures/bring/", {"file": SimpleUploadedFile("p.zip", out.content)})
    page = client.get(brought["location"]).content.decode()
    assert "1 figure or centre differs" in page and head(site) not in page
    assert client.post(brought["location"], {"act": "discard"}).status_code == 302
    assert not Arrival.objects.exists() and not Proposal.objects.filter(decision="open").exists()
    again = client.post("/sites/irbid/figures/bring/", {"file": SimpleUploadedFile("p.zip", out.content)})["location"]
    for _ in range(2):
        assert client.post(again, {"act": "apply"}).status_code == 302
    assert Proposal.objects.filter(decision="open").count() == 1
    spoilt = client.post("/sites/irbid/figures/bring/", {"file": SimpleUploadedFile("p.zip", out.content[:99])})
    assert spoilt.status_code == 422 and b"This file was not taken in" in spoilt.content


def test_what_was_proposed_in_between_stays(site: Site, sent: bytes) -> None:
    proposed(site, said(20))
    apply(arrived(sent, site, person("focal")), person("focal"))
    assert sorted(Proposal.objects.filter(decision="open").values_list("value", flat=True)) == [20]
