"""How small functions are compiled that hand many arrays to each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Compiled = TypeVar("Compiled", bound=Callable[..., Any])
# `_nrt` is an option of numba that its manual does not list: False compiles without reference counts
_OPTIONS: Any = {"cache": True, "nogil": True, "forceinline": True, "_nrt": False}


def borrowing(function: Compiled) -> Compiled:
    """Compiled like `chance.compiled`, into its caller, and without counting references to the arrays it is handed.

    Counting them costs more than all the rest of an event (forty arrays, at each call). Such a function only borrows:
    its caller holds the arrays, and it must neither make an array nor return one.
    """
    return cast(Compiled, njit(**_OPTIONS)(function))
