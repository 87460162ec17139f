"""Blocks of draws on many machines: Dask carries them out and back, and nothing about them changes on the way.

A block is computed by the same code from the same arrays wherever it lands, and random numbers are named by their
draw; so the blocks joined in their order are one machine's answer to the last bit. A worker that dies loses the block
it was at: the scheduler gives it to another one.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hevesy import __version__
from hevesy.errors import NoDask, NoScheduler, OtherVersion

SECONDS_TO_ANSWER = 10
_ADDRESS = r"([a-z]+://)?[^\s:/]+:\d+|inproc://\S+"
_ONE_AT_A_TIME = threading.Lock()  # a process runs one parallel kernel at a time


def connected(address: str) -> Any:
    """A client of the scheduler at `address`; raises NoDask without the extra, NoScheduler when nobody answers."""
    try:
        import dask
        import distributed
    except ImportError:
        raise NoDask() from None
    client: Any = distributed.Client
    if not re.fullmatch(_ADDRESS, address):
        raise NoScheduler(address=address, problem="it is no address such as tcp://10.0.0.5:8786")
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "10GB"})
    try:
        found = client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise NoScheduler(address=address, problem=_first_line(error)) from None
    try:
        found.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
    except TimeoutError:
        found.close()
        raise NoScheduler(address=address, problem="it has no workers") from None
    return found


def spread_out(
    client: Any, work: Callable[..., Any], tasks: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[int, Any]]:
    """(place, answer) of each task as it is finished, in any order; raises OtherVersion when a worker differs."""
    import distributed

    as_completed: Any = distributed.as_completed
    futures = {
        client.submit(_at_worker, __version__, work, *task, pure=False): place
        for place, task in enumerate(tasks)
    }
    try:
        for future, (version, answer) in as_completed(list(futures), loop=client.loop, with_results=True):
            if version is not None:
                raise OtherVersion(theirs=version, ours=__version__)
            yield futures[future], answer
    except distributed.KilledWorker as error:
        problem = f"workers died over one and the same block of draws: {_first_line(error)}"
        raise NoScheduler(address=client.scheduler.address, problem=problem) from None
    finally:
        client.cancel(list(futures))


def _at_worker(version: str, work: Callable[..., Any], *task: Any) -> tuple[str | None, Any]:
    """What a worker does: the work, or the name of its own version where that is another one."""
    if version != __version__:
        return __version__, None
    with _ONE_AT_A_TIME:
        return None, work(*task)


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
