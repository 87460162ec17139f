"""In which forms a medicine is supplied, and who sells each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hevesy.errors import NobodySells, UnknownProducer, UnknownProduct
from hevesy.facts import Kind, Reader, Shelf
from hevesy.quantities import Activity
from hevesy.safety import Material
from hevesy.supply.producers import SEEN, Producer, producers
from hevesy.tables import nearest

LABELLED_IN_THE_CENTRE = ("chloride_and_kit", "generator")
FORMS = (
    "ready_to_use",
    "chloride_and_kit",
    "generator",
    "local_cyclotron",
    "capsule_or_solution",
    "solution",
)
_LISTS = {"nuclide": "nuclides", "finished": "finished", "generator": "generators"}
_GBQ = {"GBq": 1.0, "MBq": 1e-3, "kBq": 1e-6, "MBq/kg": 1e-3, "kBq/kg": 1e-6}


@dataclass(frozen=True, slots=True)
class SupplyForm:
    """One way in which a medicine reaches a centre; its figures are named, not held."""

    product: str
    form: str
    name: str
    carried: str
    given: str
    sold_as: str
    processing: str
    shelf_life: str
    shelf_from: str
    precalibration: str
    labelled_life: str
    activity: str
    concentration: str
    volume: str
    vials: str
    residual: str
    material: Material
    source: str
    kind: Kind
    note: str

    @property
    def labelled_here(self) -> bool:
        """Whether the centre itself labels or elutes before it injects."""
        return self.form in LABELLED_IN_THE_CENTRE

    @property
    def calibrated_by_maker(self) -> bool:
        """Whether the maker, not the order, sets the calibration time."""
        return self.form == "ready_to_use"

    @property
    def generator(self) -> str:
        """The name of the generator, as Ge-68/Ga-68; empty for other forms."""
        return self.sold_as.partition(":")[2] if self.form == "generator" else ""

    @property
    def hospital_preparation(self) -> bool:
        """Whether the hospital makes the medicine from a precursor, which only some countries allow."""
        return self.form == "chloride_and_kit"

    @property
    def told_by(self) -> str:
        """The column of producers.csv that says who sells it."""
        kind = self.sold_as.partition(":")[0]
        return "lu177_carrier" if self.sold_as == "nuclide:Lu-177" else _LISTS[kind]


@dataclass(frozen=True, slots=True)
class Offer:
    """A producer's way of supplying a medicine; `remarks` say what nobody has confirmed."""

    producer: Producer
    form: SupplyForm
    remarks: tuple[str, ...]

    @property
    def seller_confirmed(self) -> bool:
        """Whether a pack says, or a document, that the producer sells this; a reactor irradiates."""
        read = self.producer.own or self.producer.kind_of(self.form.told_by) in SEEN
        return read and self.producer.role != "reactor"


def supply_forms(product: str, shelf: Shelf) -> tuple[SupplyForm, ...]:
    """The forms in which this therapy or tracer can come; raises UnknownProduct with the nearest name."""
    rows = shelf.table("supply_forms")
    found = tuple(_form(row) for row in rows if row["product"] == product)
    if not found:
        known = sorted({row["product"] for row in rows})
        guess = nearest(product, known)
        raise UnknownProduct(
            product=product, nearest=f" (did you mean {guess!r}?)" if guess else "", known=", ".join(known)
        )
    return found


def offers(product: str, to_iso3: str, shelf: Shelf, producer: str = "", form: str = "") -> tuple[Offer, ...]:
    """Who could deliver this product to a country, and in which form.

    A reactor irradiates; whether it also sells to hospitals is not on the shelf. It is offered to its own
    country where no processor there sells the form, when it is named, and where no processor sells it at all.
    """
    forms = [each for each in supply_forms(product, shelf) if form in ("", each.form, each.name)]
    everyone = [each for each in producers(shelf) if each.running]
    found = [offer for each in forms for offer in _sellers(each, everyone, to_iso3, producer)]
    if producer:
        _refuse_unknown(producer, product, found, forms, everyone)
        found = [offer for offer in found if offer.producer.id == producer]
    if not found:
        raise NobodySells(product=product, form=form or "any")
    return tuple(found)


def prescribed_activity(form: SupplyForm, reader: Reader) -> Activity:
    """The activity given in one cycle; per kg it is reckoned for the planning body mass."""
    value = reader.number(form.activity)
    unit = reader.fact(form.activity).unit
    mass = reader.number("supply.planning.body_mass") if unit.endswith("/kg") else 1.0
    return Activity.gbq(value * _GBQ[unit] * mass)


def _sellers(form: SupplyForm, everyone: list[Producer], to_iso3: str, named: str) -> list[Offer]:
    sellers = [each for each in everyone if each.sells(form.sold_as)]
    processors = [each for each in sellers if each.role != "reactor"]
    reactors = [each for each in sellers if each.role == "reactor"]
    at_home = not any(each.iso3 == to_iso3 for each in processors)
    chosen = [
        each for each in reactors if (each.iso3 == to_iso3 and at_home) or each.id == named or not processors
    ]
    return [Offer(each, form, _remarks(each, form)) for each in (*processors, *chosen)]


def _remarks(producer: Producer, form: SupplyForm) -> tuple[str, ...]:
    found = []
    if producer.role == "reactor":
        found.append(
            f"{producer.name} irradiates {form.carried}; that it sells it to hospitals is not confirmed."
        )
    elif not Offer(producer, form, ()).seller_confirmed:
        found.append(f"That {producer.name} sells this is recalled, not read.")
    if producer.status != "operating":
        found.append(f"Status on the shelf: {producer.status} ({producer.status_on or 'undated'}).")
    if form.carried == "Lu-177" and form.form == "chloride_and_kit":
        found.append(_carrier(producer.lu177_carrier))
    return tuple(found)


def _carrier(said: str) -> str:
    if said == "without":
        return "Without carrier: the waste holds no Lu-177m to speak of."
    if said == "with":
        return "With carrier: Lu-177m stays in the waste for years; the waste route must allow it."
    if said == "both":
        return (
            "Sold with and without carrier: state which on the order, because the waste route depends on it."
        )
    return (
        "With or without carrier is not stated: ask before ordering, because the waste route depends on it."
    )


def _refuse_unknown(
    named: str, product: str, found: list[Offer], forms: list[SupplyForm], everyone: list[Producer]
) -> None:
    if any(offer.producer.id == named for offer in found):
        return
    known = sorted({each.id for each in everyone for form in forms if each.sells(form.sold_as)})
    guess = nearest(named, known)
    raise UnknownProducer(
        producer=named,
        product=product,
        nearest=f" (did you mean {guess!r}?)" if guess else "",
        known=", ".join(known) or "nobody",
    )


def _form(row: Mapping[str, str]) -> SupplyForm:
    texts = {name: text for name, text in row.items() if name in SupplyForm.__dataclass_fields__}
    return SupplyForm(**{**texts, "material": Material(row["material"]), "kind": Kind(row["kind"])})  # type: ignore[arg-type]
