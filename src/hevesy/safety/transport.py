"""In which package radioactive material may travel: excepted, Type A or Type B."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hevesy.errors import NothingToShip
from hevesy.facts import Kind, Reader
from hevesy.physics.library import nuclide as find_nuclide
from hevesy.quantities import Activity, DoseRate
from hevesy.safety.label import LabelCategory, label_category, transport_index

_WITHOUT_PROGENY = "nuclide alone"  # how the table of constants says that daughters would add to it


class Material(StrEnum):
    """The physical form that the limits ask for."""

    LIQUID = "liquid"
    SOLID = "solid"
    GAS = "gas"
    SPECIAL_FORM = "special form"


class Package(StrEnum):
    """The package that the contents need; `UNKNOWN` where a limit is not on the shelf."""

    EXCEPTED = "excepted"
    TYPE_A = "type_A"
    TYPE_B = "type_B"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TransportLimits:
    """What may travel of one nuclide: A1 in special form, A2 otherwise; None where the table lacks it."""

    nuclide: str
    a1: Activity | None
    a2: Activity | None
    exempt_consignment: Activity | None
    kind: Kind

    @property
    def listed(self) -> bool:
        return self.a1 is not None and self.a2 is not None


@dataclass(frozen=True, slots=True)
class TransportCategory:
    """How the contents travel, with what is still to be measured.

    `fraction_of_limit` is the sum of A/A2 (A/A1 in special form); None where a limit is missing.
    `index_at_most` is an estimate for the bare source and only an upper bound.
    """

    contents: Mapping[str, Activity]
    material: Material
    package: Package
    fraction_of_limit: float | None
    fraction_of_excepted: float | None
    un_number: str
    shipping_name: str
    label: LabelCategory | None
    index: float | None
    index_at_most: float | None
    remarks: tuple[str, ...]
    kinds: tuple[Kind, ...]


def transport_limits(nuclide: str, reader: Reader) -> TransportLimits:
    """A1, A2 and the exempt consignment of a nuclide; `listed` is false where the table has none."""
    a1, a2, exempt = (
        reader.find(f"transport.{nuclide}.{name}") for name in ("A1", "A2", "exempt_consignment")
    )
    return TransportLimits(
        nuclide,
        Activity(a1.value * 1e12) if a1 is not None and a1.value is not None else None,
        Activity(a2.value * 1e12) if a2 is not None and a2.value is not None else None,
        Activity(exempt.value) if exempt is not None and exempt.value is not None else None,
        a2.kind if a2 is not None else Kind.UNVERIFIED,
    )


def transport_category(
    contents: Mapping[str, Activity],
    reader: Reader,
    material: Material = Material.LIQUID,
    surface: DoseRate | None = None,
    at_1m: DoseRate | None = None,
) -> TransportCategory:
    """In which package the contents travel, and under which label once the dose rates are measured.

    `contents` names each parent once: the limits of a parent include its short-lived progeny. A package is
    called excepted only when its surface dose rate was measured. Raises NothingToShip for no activity.
    """
    if not contents or any(activity.bq <= 0 for activity in contents.values()):
        raise NothingToShip()
    limits = {name: transport_limits(name, reader) for name in contents}
    share = _sum_of_fractions(contents, limits, material)
    excepted = None if share is None else share / _excepted_share(material, reader)
    package = _package(share, excepted, surface, reader)
    index = None if at_1m is None else transport_index(at_1m, reader)
    bound = dose_rate_bound(contents, reader)
    return TransportCategory(
        contents=dict(contents),
        material=material,
        package=package,
        fraction_of_limit=share,
        fraction_of_excepted=excepted,
        un_number=_text("UN", package, material, reader),
        shipping_name=_text("name", package, material, reader),
        label=_label(package, surface, index, reader),
        index=index,
        index_at_most=None if bound is None else transport_index(bound, reader),
        remarks=tuple(_remarks(contents, limits, package, excepted, surface, bound, reader)),
        kinds=tuple(sorted({limit.kind for limit in limits.values()})),
    )


def dose_rate_bound(contents: Mapping[str, Activity], reader: Reader) -> DoseRate | None:
    """No more than this at 1 m from the bare contents, photons only; None where it cannot be said.

    Air-kerma constant times activity times the largest dose equivalent per air kerma. A pure beta emitter
    has no estimate: its bremsstrahlung depends on the package. Nor has a parent whose constant leaves out
    its daughters.
    """
    total = 0.0
    for name, activity in contents.items():
        constant = find_nuclide(name).air_kerma
        if constant is None or constant.value < reader.number("transport.estimate.photons_from"):
            return None
        if constant.note.startswith(_WITHOUT_PROGENY):
            return None
        total += constant.value * activity.in_gbq
    return DoseRate.usv_per_h(total * reader.number("transport.estimate.dose_equivalent_per_air_kerma"))


def _sum_of_fractions(
    contents: Mapping[str, Activity], limits: Mapping[str, TransportLimits], material: Material
) -> float | None:
    total = 0.0
    for name, activity in contents.items():
        limit = limits[name].a1 if material is Material.SPECIAL_FORM else limits[name].a2
        if limit is None:
            return None
        total += activity.bq / limit.bq
    return total


def _excepted_share(material: Material, reader: Reader) -> float:
    name = "liquid" if material is Material.LIQUID else "solid"
    return reader.number(f"transport.excepted.{name}_of_A2")


def _package(
    share: float | None, excepted: float | None, surface: DoseRate | None, reader: Reader
) -> Package:
    if share is None or excepted is None:
        return Package.UNKNOWN
    if excepted <= 1 and surface is not None and _cool(surface, reader):
        return Package.EXCEPTED
    return Package.TYPE_A if share <= 1 else Package.TYPE_B


def _cool(surface: DoseRate, reader: Reader) -> bool:
    return round(surface.in_msv_per_h, 12) <= reader.number("transport.excepted.surface_max")


def _text(what: str, package: Package, material: Material, reader: Reader) -> str:
    if package is Package.UNKNOWN:
        return ""
    special = package is Package.TYPE_A and material is Material.SPECIAL_FORM
    return reader.fact(f"transport.{package}{'_special' if special else ''}.{what}").text


def _label(
    package: Package, surface: DoseRate | None, index: float | None, reader: Reader
) -> LabelCategory | None:
    if package in (Package.UNKNOWN, Package.EXCEPTED) or surface is None or index is None:
        return None
    return label_category(surface, index, reader)


def _remarks(
    contents: Mapping[str, Activity],
    limits: Mapping[str, TransportLimits],
    package: Package,
    excepted: float | None,
    surface: DoseRate | None,
    bound: DoseRate | None,
    reader: Reader,
) -> list[str]:
    found = [
        f"{name} is not in the table of A1 and A2 values on the shelf: no category is claimed. "
        "Look it up in the edition of IAEA SSR-6 in force and enter it in a pack."
        for name, limit in limits.items()
        if not limit.listed
    ]
    found += [
        f"The A2 value of {name} is recalled, not read: check it before it is used."
        for name, limit in limits.items()
        if limit.listed and limit.kind is Kind.UNVERIFIED
    ]
    if package is Package.TYPE_A and excepted is not None and excepted <= 1 and surface is None:
        limit = reader.number("transport.excepted.surface_max") * 1e3
        found.append(f"May travel excepted if the surface is measured at no more than {limit:g} µSv/h.")
    found += [
        _below_exemption(name, contents, limits) for name in contents if _is_below(name, contents, limits)
    ]
    if bound is None:
        found.append(
            "No dose rate is estimated (bremsstrahlung, or no constant): measure the closed package."
        )
    else:
        found.append(
            f"Upper bound for the bare source, photons only: {bound.in_usv_per_h:.3g} µSv/h at 1 m. "
            "Shielding lowers it; the papers carry the measured value."
        )
    return found


def _is_below(name: str, contents: Mapping[str, Activity], limits: Mapping[str, TransportLimits]) -> bool:
    exempt = limits[name].exempt_consignment
    return len(contents) == 1 and exempt is not None and contents[name] <= exempt


def _below_exemption(
    name: str, contents: Mapping[str, Activity], limits: Mapping[str, TransportLimits]
) -> str:
    return (
        f"Not above the exempt consignment of {name} ({limits[name].exempt_consignment}): if this is the "
        "whole consignment, ask the radiation protection officer whether transport rules apply at all."
    )
