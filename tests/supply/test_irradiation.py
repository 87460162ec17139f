"""Who irradiates for whom: shares, calendars, and rows of a pack that name nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from hevesy.errors import BadCell
from hevesy.facts import Shelf
from hevesy.supply import offers
from hevesy.supply.irradiation import calendar_of, feeds
from hevesy.supply.producers import producers


def test_shares_of_every_maker_sum_to_one_and_name_reactors(shelf: Shelf) -> None:
    reactors = {each.id for each in producers(shelf) if each.role == "reactor"}
    found = 0
    for product in ("lu177_psma617", "lu177_dotatate", "i131_dtc", "y90_microspheres", "sm153_edtmp"):
        for offer in offers(product, "DEU", shelf):
            behind = feeds(offer, shelf)
            found += len(behind)
            assert {feed.reactor for feed in behind} <= reactors
            assert not behind or sum(feed.share for feed in behind) == pytest.approx(1.0)
    assert found > 20


def test_a_reactor_that_sells_feeds_itself(shelf: Shelf) -> None:
    (offer,) = offers("i131_dtc", "JOR", shelf, producer="jrtr")
    assert [(feed.reactor, feed.share) for feed in feeds(offer, shelf)] == [("jrtr", 1.0)]


def test_the_large_mo99_reactors_keep_one_calendar(shelf: Shelf) -> None:
    six = [calendar_of(name, shelf) for name in ("br2", "hfr", "lvr15", "maria", "opal", "safari1")]
    assert {each.name for each in six} == {"mo99_six"}
    assert sorted(each.place for each in six) == list(range(6))
    assert calendar_of("jrtr", shelf).among == 1


def _pack(folder: Path, rows: str) -> Path:
    folder.mkdir()
    (folder / "pack.toml").write_text('name = "own"\n', "utf-8")
    (folder / "irradiation.csv").write_text(
        f"maker,nuclide,reactor,share,source,kind,note\n{rows}\n", "utf-8"
    )
    return folder


def test_rows_of_a_pack_replace_those_of_the_same_maker_and_nuclide(tmp_path: Path, shelf: Shelf) -> None:
    own = shelf.with_pack(_pack(tmp_path / "own", "ntp,I-131,opal,1,,assumption,"))
    (offer,) = [each for each in offers("i131_dtc", "ZAF", own) if each.producer.id == "ntp"]
    assert [(feed.reactor, feed.share) for feed in feeds(offer, own)] == [("opal", 1.0)]


def test_a_row_that_names_no_producer_is_refused_with_its_place(tmp_path: Path, shelf: Shelf) -> None:
    own = shelf.with_pack(_pack(tmp_path / "own", "ntp,I-131,safari,1,,assumption,"))
    (offer,) = [each for each in offers("i131_dtc", "ZAF", own) if each.producer.id == "ntp"]
    with pytest.raises(
        BadCell, match="line 2, field 'reactor': there is no producer 'safari'; did you mean 'safari1'"
    ):
        feeds(offer, own)
