"""Compiling the engine: said before, done once, and again where a source has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from hevesy.plan import compiled


def test_it_is_said_and_done_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[str, ...]] = []
    said: list[str] = []
    monkeypatch.setattr(compiled, "warm", lambda kernels: begun.append(tuple(kernels)))
    done = tmp_path / "kernels.done"
    assert not compiled.is_compiled(done)
    for _ in range(2):
        compiled.compile_engine(said.append, done=done)
    assert begun == [compiled.KERNELS] and compiled.is_compiled(done)
    assert said[0].startswith("Compiling the engine, once on this machine") and len(said) == 2
    monkeypatch.setattr(compiled, "mark_of", lambda rooms: "of other sources")
    assert not compiled.is_compiled(done)


def test_where_nothing_may_be_written_it_is_done_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    monkeypatch.setattr(compiled, "warm", begun.append)
    compiled.compile_engine(lambda text: None, done=tmp_path / "no folder" / "kernels.done")
    assert len(begun) == 1
