"""A group of draws at a time: the numbers that the flow kernel calculates with, as compiled code sees them.

A draw has its own lane, and a group is as many draws as there are lanes. `at(rows, i, j)` takes the numbers of one row,
`put` and `more` bring them back, and what is written in between reads as if it were about one draw: `waits = in_bin -
taken`. The compiler is told that they are vectors, so it need not find out by itself (which it does for long rows only,
and then tests at every short loop whether the rows overlap: ten times slower for groups as small as these, whose states
stay in the processor's nearest memory). No lane ever meets another's numbers.

There is one type for numbers (`Lanes`, of single or double precision) and one for yes or no (`Mask`). Lanes and plain
numbers can be added, multiplied and compared; arithmetic is as written, without shortcuts.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from llvmlite import ir
from numba import extending, njit, types
from numba.core import cgutils
from numba.extending import models, register_model
from numpy.typing import NDArray

LANES = 32  # draws of a group: twice as many hardly help, half as many leave the processor counting addresses
Rows = NDArray[Any]  # (..., LANES) float32 or float64
Lane = Any  # what `at` gives: to a reader one number, to the compiler a vector

Compiled = TypeVar("Compiled", bound=Callable[..., Any])
_OPTIONS: Any = {"cache": True, "nogil": True, "error_model": "numpy"}
_INSIDE: Any = {"forceinline": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}


def fast(function: Compiled) -> Compiled:
    """A part of a compiled function, called by no other; no fastmath, divisions as the processor does them.

    It becomes part of its caller, because handing over the hundreds of numbers that describe the arrays of a country
    would take longer than the sums; and it makes no array (`_nrt`), so that it need not count who holds which.
    """
    return cast(Compiled, njit(**_OPTIONS, **_INSIDE)(function))


def making(function: Compiled) -> Compiled:
    """Compiled and kept on disk, without the interpreter's lock; it may make arrays and be called by anybody."""
    return cast(Compiled, njit(**_OPTIONS)(function))


def intrinsic(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of types that says which instructions a call of it becomes."""
    return cast(Callable[..., Any], extending.intrinsic(function))


# --- the two types ------------------------------------------------------------------------------------------------


class Lanes(types.Type):
    """The numbers of a group in one precision."""

    def __init__(self, dtype: Any) -> None:
        self.dtype = dtype
        super().__init__(name=f"Lanes({dtype})")


class Mask(types.Type):
    """The answers of a group to one question."""

    def __init__(self) -> None:
        super().__init__(name="Mask")


def _vector(dtype: Any) -> Any:
    return ir.VectorType(ir.FloatType() if dtype == types.float32 else ir.DoubleType(), LANES)


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _vector(kind.dtype))


@register_model(Mask)
class _MaskModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, ir.VectorType(ir.IntType(1), LANES))


# --- to and from rows ---------------------------------------------------------------------------------------------


def _place(context: Any, builder: Any, kinds: Any, values: Any) -> Any:
    """Where in memory the lanes lie, as a pointer to vectors, from a contiguous array and an index of all axes but one.

    The index is trusted: numba's own would look for negative numbers each time.
    """
    (array_kind, index_kind), (array, index) = kinds, values
    if array_kind.layout != "C" or array_kind.ndim != len(index_kind) + 1:
        raise TypeError(f"{array_kind} is not rows that an index of {len(index_kind)} numbers names")
    view = context.make_array(array_kind)(context, builder, array)
    lengths = cgutils.unpack_tuple(builder, view.shape)
    row = context.get_constant(types.intp, 0)
    for number, (value, kind) in enumerate(zip(cgutils.unpack_tuple(builder, index), index_kind, strict=True)):
        whole = context.cast(builder, value, kind, types.intp)
        row = builder.add(builder.mul(row, lengths[number]), whole) if number else whole
    return builder.gep(builder.bitcast(view.data, _vector(array_kind.dtype).as_pointer()), [row])


def _place_in_row(context: Any, builder: Any, kinds: Any, values: Any) -> Any:
    """The same in longer rows, for the lanes from one draw on."""
    (array_kind, index_kind, first_kind), (array, index, first) = kinds, values
    view = context.make_array(array_kind)(context, builder, array)
    parts = zip(index_kind, cgutils.unpack_tuple(builder, index), strict=True)
    where = [context.cast(builder, value, kind, types.intp) for kind, value in parts]
    where.append(context.cast(builder, first, first_kind, types.intp))
    place = cgutils.get_item_pointer(context, builder, array_kind, view, where, wraparound=False)
    return builder.bitcast(place, _vector(array_kind.dtype).as_pointer())


@intrinsic
def _load(_typing: Any, array: Any, index: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        place = _place(context, builder, signature.args, args)
        return builder.load(place, align=array.dtype.bitwidth // 8)

    return Lanes(array.dtype)(array, index), code


@intrinsic
def _store(_typing: Any, array: Any, index: Any, lanes: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        place = _place(context, builder, signature.args[:2], args[:2])
        builder.store(args[2], place, align=array.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, index, lanes), code


@intrinsic
def _load_from(_typing: Any, array: Any, index: Any, first: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        place = _place_in_row(context, builder, signature.args, args)
        return builder.load(place, align=array.dtype.bitwidth // 8)

    return Lanes(array.dtype)(array, index, first), code


@intrinsic
def _store_from(_typing: Any, array: Any, index: Any, first: Any, lanes: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        place = _place_in_row(context, builder, signature.args[:3], args[:3])
        builder.store(args[3], place, align=array.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, index, first, lanes), code


@intrinsic
def _tuple(_typing: Any, index: Any) -> Any:
    """A tuple as it is; a single number as a tuple of one."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kept = isinstance(index, types.BaseTuple)
        return args[0] if kept else context.make_tuple(builder, signature.return_type, args)

    return (index if isinstance(index, types.BaseTuple) else types.UniTuple(index, 1))(index), code


@intrinsic
def wide(_typing: Any, lanes: Any) -> Any:
    """The same numbers in double precision."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        same = lanes.dtype == types.float64
        return args[0] if same else builder.fpext(args[0], _vector(types.float64))

    return Lanes(types.float64)(lanes), code


@fast
def at(rows: Rows, *index: int) -> Lane:
    """The numbers of the row that the index names; it is trusted, and counts from the front."""
    return _load(rows, index)


@fast
def at_index(rows: Rows, index: Any) -> Lane:
    return _load(rows, _tuple(index))


@fast
def wide_at(rows: Rows, *index: int) -> Lane:
    """The same in double precision."""
    return wide(_load(rows, index))


@fast
def put(rows: Rows, index: Any, lanes: Lane) -> None:
    """Write them into the row that the index (a number or a tuple) names."""
    _store(rows, _tuple(index), lanes)


@fast
def more(rows: Rows, index: Any, lanes: Lane) -> None:
    """Add them to that row."""
    _store(rows, _tuple(index), _load(rows, _tuple(index)) + lanes)


@fast
def count(rows: Rows, index: Any, first: int, lanes: Lane) -> None:
    """Add them to the draws from `first` on, of a longer row in double precision."""
    _store_from(rows, _tuple(index), first, _load_from(rows, _tuple(index), first) + wide(lanes))


@fast
def counted(rows: Rows, index: Any, first: int) -> Lane:
    """The draws from `first` on, of a longer row."""
    return _load_from(rows, _tuple(index), first)


# --- arithmetic ---------------------------------------------------------------------------------------------------


def _pair(a: Any, b: Any) -> Any:
    """The lanes' type of an operation between lanes, or lanes and a plain number; None: it is neither."""
    kinds = [each for each in (a, b) if isinstance(each, Lanes)]
    plain = [each for each in (a, b) if isinstance(each, types.Number | types.Boolean)]
    fits = kinds and len(kinds) + len(plain) == 2 and all(each == kinds[0] for each in kinds)
    return kinds[0] if fits else None


def _spread(context: Any, builder: Any, given: Any, value: Any, lanes: Any) -> Any:
    """A plain number in every lane; lanes as they are."""
    if isinstance(given, Lanes):
        return value
    number = context.cast(builder, value, given, lanes.dtype)
    first = builder.insert_element(ir.Constant(_vector(lanes.dtype), ir.Undefined), number, ir.IntType(32)(0))
    everywhere = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(first, first, everywhere)


def _operation(symbol: Any, name: str, comparison: str | None = None) -> None:
    """Teach the compiler one operator between lanes; a comparison gives a mask."""

    @intrinsic
    def calculate(_typing: Any, a: Any, b: Any) -> Any:
        lanes = _pair(a, b)

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            both = [_spread(context, builder, *each, lanes) for each in zip(signature.args, args, strict=True)]
            make = getattr(builder, name)
            return make(comparison, *both) if comparison else make(*both)

        return (Mask() if comparison else lanes)(a, b), code

    @extending.overload(symbol)
    def of_lanes(a: Any, b: Any) -> Any:
        def of_both(a: Any, b: Any) -> Any:
            return calculate(a, b)

        return of_both if _pair(a, b) is not None else None


_operation(operator.add, "fadd")
_operation(operator.sub, "fsub")
_operation(operator.mul, "fmul")
_operation(operator.truediv, "fdiv")
_operation(operator.lt, "fcmp_ordered", "<")
_operation(operator.gt, "fcmp_ordered", ">")
_operation(operator.ne, "fcmp_unordered", "!=")
_operation(operator.eq, "fcmp_ordered", "==")


@intrinsic
def either(_typing: Any, mask: Any, yes: Any, no: Any) -> Any:
    """In each lane `yes` where the mask says so, else `no`; one of them may be a plain number."""
    lanes = _pair(yes, no)

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kinds = zip(signature.args[1:], args[1:], strict=True)
        return builder.select(args[0], *(_spread(context, builder, *each, lanes) for each in kinds))

    return lanes(mask, yes, no), code


@intrinsic
def some(_typing: Any, mask: Any) -> Any:
    """Whether the answer is yes in any lane."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        bits = builder.bitcast(args[0], ir.IntType(LANES))
        return builder.icmp_unsigned("!=", bits, bits.type(0))

    return types.boolean(mask), code


@fast
def least(a: Lane, b: Lane) -> Lane:
    """The smaller of two, lane by lane; `a` where they cannot be compared."""
    return either(b < a, b, a)


# --- memory -------------------------------------------------------------------------------------------------------


def zeros(shape: tuple[int, ...], kind: np.dtype[Any]) -> NDArray[Any]:
    """Zeros whose rows begin where the processor reads a whole row at once."""
    room = np.zeros(int(np.prod(shape)) * kind.itemsize + 64, np.uint8)
    skip = -room.ctypes.data % 64
    return room[skip : skip + int(np.prod(shape)) * kind.itemsize].view(kind).reshape(shape)


def in_lanes(values: NDArray[Any], kind: np.dtype[Any]) -> NDArray[Any]:
    """Draws in the last axis (..., n * LANES), cut into groups: (n, ..., LANES)."""
    shape = (*values.shape[:-1], values.shape[-1] // LANES, LANES)
    grouped = np.moveaxis(values.reshape(shape), -2, 0)
    kept = zeros(grouped.shape, kind)
    kept[...] = grouped
    return kept


def out_of_lanes(grouped: NDArray[Any]) -> NDArray[Any]:
    """The reverse: (n, ..., LANES) becomes (..., n * LANES)."""
    back = np.moveaxis(grouped, 0, -2)
    return back.reshape(*back.shape[:-2], back.shape[-2] * LANES)
