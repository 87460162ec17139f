"""The process that draws gives the pictures that are drawn here, and is missed by nobody when it ends."""

from __future__ import annotations

import io
import json
import sys

import pytest

from hevesy.pictures import studio
from hevesy.pictures.drawing import CONFIG

BARS = {
    "config": CONFIG,
    "data": {"values": [{"a": "one", "b": 2.25}, {"a": "Málaga", "b": 3}]},
    "mark": "bar",
    "encoding": {"x": {"field": "b", "type": "quantitative"}, "y": {"field": "a"}},
}


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a computer with two processors, before anything was drawn."""
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(studio, "_runs_here", lambda: False)


@pytest.mark.usefixtures("two_processors")
def test_the_same_picture_from_either_process() -> None:
    with studio.studio():
        assert len(studio._at_work) == 1
        there = studio.svg_of(BARS)
        assert len(studio._at_work) == 1
    assert studio._at_work == []
    assert there == studio.svg_of(BARS)
    assert "Málaga" in there


@pytest.mark.usefixtures("two_processors")
def test_a_process_that_ended_is_not_missed() -> None:
    with studio.studio():
        studio._at_work[0].kill()
        assert studio.svg_of(BARS).startswith("<svg")
        assert studio._at_work == []


@pytest.mark.usefixtures("two_processors")
def test_where_none_can_be_started_pictures_are_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with studio.studio():
        assert studio._at_work == []
        assert studio.svg_of(BARS).startswith("<svg")


def test_none_is_started_on_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    monkeypatch.setattr(studio, "_runs_here", lambda: False)
    with studio.studio():
        assert studio._at_work == []


def test_it_answers_line_by_line() -> None:
    told = io.StringIO()
    studio.answer(io.StringIO(json.dumps(BARS) + "\n" + json.dumps({**BARS, "mark": "point"}) + "\n"), told)
    first, second = (json.loads(line) for line in told.getvalue().splitlines())
    assert first == studio.svg_of(BARS) != second
