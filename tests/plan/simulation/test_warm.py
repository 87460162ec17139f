"""What was compiled from other sources is thrown away, and nothing else."""

from pathlib import Path

import pytest

from hevesy.plan.simulation.warm import KERNELS, mark_of, renew, warm


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "kernel.py").write_text("one = 1\n")
    (tmp_path / "__pycache__").mkdir()
    return tmp_path


def test_a_changed_source_throws_away_what_was_compiled(room: Path) -> None:
    renew([room], lambda text: None)
    compiled, bytecode = room / "__pycache__" / "kernel.run-1.py311.nbi", room / "__pycache__" / "kernel.pyc"
    compiled.write_bytes(b"x")
    bytecode.write_bytes(b"x")
    renew([room], lambda text: None)
    assert compiled.exists()  # nothing has changed
    (room / "kernel.py").write_text("one = 2\n")
    said: list[str] = []
    renew([room], said.append)
    assert not compiled.exists() and bytecode.exists()
    assert said == ["The kernels have changed: 1 compiled files were thrown away."]


def test_the_mark_follows_names_and_contents(room: Path) -> None:
    before = mark_of([room])
    (room / "kernel.py").rename(room / "other.py")
    assert mark_of([room]) != before


def test_every_kernel_on_the_list_is_there() -> None:
    from importlib import import_module

    for name in KERNELS:
        module, _, function = name.partition(":")
        assert callable(getattr(import_module(module), function))


def test_what_is_named_is_run_and_said() -> None:
    said: list[str] = []
    warm(["hevesy.plan.simulation.warm:compile_flow"], said.append)
    assert said[-1].startswith("compile flow: ")
