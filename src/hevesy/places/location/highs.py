"""Linear and integer programmes as arrays, given to HiGHS (https://highs.dev); minimisation."""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.places.location.answer import Floats, Whole

Flags = NDArray[np.bool_]
INFINITE = math.inf
BROKEN = 1e-5
LISTENS = 0.2  # seconds after which the main thread looks whether somebody pressed Ctrl-C


@dataclass(frozen=True, slots=True)
class Solved:
    """What HiGHS found: values of the columns (None: no feasible answer is known), their cost, and its bound.

    `finished` says that it stopped because nothing was left to do, not because time was up; without values it then
    means that there is no answer below the cutoff.
    """

    values: Floats | None
    objective: float
    bound: float
    finished: bool


@dataclass(frozen=True, slots=True)
class _Limits:
    """Rows low <= table x values <= high."""

    table: Any
    low: Floats
    high: Floats

    def only(self, rows: Flags) -> _Limits:
        return self if rows.all() else _Limits(self.table[np.flatnonzero(rows)], self.low[rows], self.high[rows])

    def broken(self, values: Floats) -> Flags:
        """Which rows these values break by more than the solver's own tolerance."""
        sums = self.table @ values
        found: Flags = (sums > self.high + BROKEN) | (sums < self.low - BROKEN)
        return found


@lru_cache(maxsize=1)
def _greeted(highspy: Any) -> bool:
    """The first engine of a process writes a banner on stdout before it can be told not to; results stand there."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
    return True


def _engine(said: dict[str, Any], ends: float, highspy: Any) -> Any:
    assert _greeted(highspy)
    engine = highspy.Highs()
    always = {
        "output_flag": False, "log_to_console": False, "mip_feasibility_tolerance": 1e-7,
        "time_limit": max(ends - time.monotonic(), 0.05),
    }  # fmt: skip
    for name, value in (always | said).items():
        engine.setOptionValue(name, value)
    return engine


def _run(engine: Any) -> None:
    """Solve, so that Ctrl-C is heard: HiGHS works beside the main thread, which waits and tells it to stop."""
    if threading.current_thread() is not threading.main_thread():
        engine.run()
        return
    engine.HandleUserInterrupt = True
    engine.startSolve()
    try:
        while not engine.wait(LISTENS)[0]:
            continue
    except KeyboardInterrupt:
        engine.cancelSolve()
        engine.wait()
        raise


@dataclass
class Program:
    """An integer programme that grows block by block: columns first, then rows over them."""

    cost: list[Floats] = field(default_factory=list)
    low: list[Floats] = field(default_factory=list)
    high: list[Floats] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    _row_low: list[Floats] = field(default_factory=list)
    _row_high: list[Floats] = field(default_factory=list)
    _row: list[Whole] = field(default_factory=list)
    _column: list[Whole] = field(default_factory=list)
    _value: list[Floats] = field(default_factory=list)
    _lazy: list[bool] = field(default_factory=list)
    _active: Flags | None = None  # rows that have been seen to matter
    columns: int = 0
    rows: int = 0
    offset: float = 0.0  # a cost that is there whatever is done; the gap is of the whole

    def add_columns(self, cost: Any, low: Any = 0.0, high: Any = 1.0, whole: bool = False) -> Whole:
        """New columns of the shape of `cost`; their numbers, in that shape."""
        shape = np.shape(cost)
        size = int(np.prod(shape, dtype=np.int64))
        for held, given in ((self.cost, cost), (self.low, low), (self.high, high)):
            held.append(np.broadcast_to(np.asarray(given, dtype=np.float64), shape).ravel())
        self.whole += [whole] * size
        self.columns += size
        return np.arange(self.columns - size, self.columns, dtype=np.int64).reshape(shape)

    def add_rows(
        self, row: Any, column: Any, value: Any, low: Any, high: Any, count: int, lazy: bool = False
    ) -> None:
        """`count` new rows low <= sum of value x column <= high; `row` numbers them from 0, one for each entry.

        `lazy` rows are many and seldom decide anything: they take part once an answer breaks them.
        """
        column = np.asarray(column, dtype=np.int64).ravel()
        self._row.append(np.asarray(row, dtype=np.int64).ravel() + self.rows)
        self._column.append(column)
        self._value.append(np.broadcast_to(np.asarray(value, dtype=np.float64), column.shape).ravel())
        for held, given in ((self._row_low, low), (self._row_high, high)):
            held.append(np.broadcast_to(np.asarray(given, dtype=np.float64), (count,)))
        self.rows += count
        self._lazy += [lazy] * count

    def matrix(self) -> Any:
        """All rows as a sparse matrix, shape (rows, columns)."""
        from scipy.sparse import csr_array

        entries = (np.concatenate(self._row), np.concatenate(self._column))
        return csr_array((np.concatenate(self._value), entries), shape=(self.rows, self.columns))

    def solve(
        self,
        seconds: float = 60.0,
        gap: float = 1e-9,
        apart: float = 1e-9,
        cutoff: float = INFINITE,
        start: Floats | None = None,
        shut: Whole | None = None,
        enough: float = -INFINITE,
    ) -> Solved:
        """Solve it: to the relative `gap` or the absolute distance `apart`, or until the `seconds` are over.

        Answers that cost `cutoff` or more are of no interest. `start` are values of all columns to begin with. With
        `shut` these columns stay at 0: the bound is then of that smaller problem. An answer of at most `enough` is
        good enough.
        """
        import highspy

        ends = time.monotonic() + seconds
        said = {
            "mip_rel_gap": gap, "mip_abs_gap": apart, "objective_bound": cutoff, "objective_target": enough,
        }  # fmt: skip
        limits = self._limits()
        if self._active is None and any(self._lazy):
            self.relaxed(seconds)
        active = np.ones(self.rows, dtype=bool) if self._active is None else self._active
        while True:
            found = self._once(limits, active, said, start, shut, ends, highspy)
            if found.values is None or active.all():
                return found
            broken = limits.broken(found.values) & ~active
            if not broken.any():
                return found
            active = self._active = active | broken

    def relaxed(self, seconds: float = 60.0) -> Solved:
        """The linear relaxation: lazy rows are added round by round as it breaks them, and kept for `solve`."""
        import highspy

        ends, limits = time.monotonic() + seconds, self._limits()
        active = ~np.array(self._lazy)
        engine = _engine({}, ends, highspy)
        engine.passModel(self._model(limits.only(active), False, None, highspy))
        while True:
            _run(engine)
            values = np.array(engine.getSolution().col_value)
            optimal = engine.getModelStatus() == highspy.HighsModelStatus.kOptimal
            broken = limits.broken(values) & ~active if optimal else np.zeros(self.rows, dtype=bool)
            if not broken.any() or time.monotonic() > ends:
                self._active = active
                objective = engine.getInfo().objective_function_value
                return Solved(values, objective, objective if optimal else -INFINITE, optimal)
            active = active | broken
            for row in np.flatnonzero(broken):
                span = slice(limits.table.indptr[row], limits.table.indptr[row + 1])
                columns, entries = limits.table.indices[span], limits.table.data[span]
                engine.addRow(limits.low[row], limits.high[row], len(columns), columns, entries)

    def _limits(self) -> _Limits:
        return _Limits(self.matrix(), np.concatenate(self._row_low), np.concatenate(self._row_high))

    def _once(
        self, limits: _Limits, active: Flags, said: dict[str, Any], start: Floats | None, shut: Whole | None,
        ends: float, highspy: Any,
    ) -> Solved:  # fmt: skip
        engine = _engine(said, ends, highspy)
        engine.passModel(self._model(limits.only(active), any(self.whole), shut, highspy))
        if start is not None:
            first = highspy.HighsSolution()
            first.col_value = start.tolist()
            engine.setSolution(first)
        _run(engine)
        return self._solved(engine, highspy)

    def _model(self, limits: _Limits, whole: bool, shut: Whole | None, highspy: Any) -> Any:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns, len(limits.low)
        model.col_cost_ = np.concatenate(self.cost)
        high = np.concatenate(self.high)
        if shut is not None:
            high[shut] = 0.0
        model.col_lower_, model.col_upper_ = np.concatenate(self.low), high
        model.offset_ = self.offset
        model.row_lower_, model.row_upper_ = limits.low, limits.high
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = limits.table.indptr
        model.a_matrix_.index_ = limits.table.indices
        model.a_matrix_.value_ = limits.table.data
        if whole:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[each] for each in self.whole]
        return model

    def _solved(self, engine: Any, highspy: Any) -> Solved:
        status, info = engine.getModelStatus(), engine.getInfo()
        finished = status in (
            highspy.HighsModelStatus.kOptimal,
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kObjectiveBound,
        )
        feasible = info.primal_solution_status == 2 and status != highspy.HighsModelStatus.kInfeasible
        bound = info.mip_dual_bound if any(self.whole) else info.objective_function_value
        if not feasible:
            return Solved(None, math.inf, bound if not finished else math.inf, finished)
        values = np.array(engine.getSolution().col_value)
        return Solved(values, info.objective_function_value, bound, finished)
