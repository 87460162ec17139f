"""What every test may count on: no network, the same examples each time, and nobody dawdles."""

from __future__ import annotations

import gc
import os
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# A test (or its fixture) may take two seconds. Counted is the smaller of wall time and processor time, so that a
# busy machine does not fail a quick test; where timing is noisy, HEVESY_SLOW_FACTOR widens the limit (.ci/run: 2).
SLOW_SECONDS = 2.0
SLOW_FACTOR = float(os.environ.get("HEVESY_SLOW_FACTOR", "1"))

settings.register_profile(
    "hevesy",
    max_examples=int(os.environ.get("HEVESY_EXAMPLES", "50")),
    deadline=None,
    derandomize="HEVESY_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("hevesy")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Property tests are laws; `make test-deep` selects them by that mark."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.law)


@pytest.fixture(autouse=True, scope="module")
def _kept_objects_are_not_searched() -> Iterator[None]:
    """Shelves and models that stay for the whole run are looked through once, and not again with every collection."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """A test that reaches for the network fails at once, with its own line in the traceback."""
    genuine = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in _REACHABLE:
            raise AssertionError(f"a test tried to reach {address!r}; tests use no network")
        genuine(self, address)

    socket.socket.connect = refuse  # type: ignore[method-assign]
    yield
    socket.socket.connect = genuine  # type: ignore[method-assign]


_REACHABLE: set[str] = set()


@pytest.fixture
def loopback() -> Iterator[None]:
    """A test that asks for this may reach other processes of this machine, and nothing else."""
    _REACHABLE.update(("127.0.0.1", "::1"))
    yield
    _REACHABLE.clear()


def _processor_seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    wall, processor = time.perf_counter(), _processor_seconds()
    yield
    seconds = min(time.perf_counter() - wall, _processor_seconds() - processor)
    excused = any(item.get_closest_marker(name) for name in ("slow", "browser", "deep", "faults"))
    widened = SLOW_FACTOR * max(1, int(os.environ.get("HEVESY_EXAMPLES", "50")) / 50)
    if seconds > SLOW_SECONDS * widened and not excused:
        pytest.fail(
            f"took {seconds:.1f} s, allowed are {SLOW_SECONDS * widened:g} s; make it quicker or mark it "
            "@pytest.mark.slow(reason=...)",
            pytrace=False,
        )
