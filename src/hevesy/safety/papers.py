"""What the papers of a radioactive consignment must say, filled in as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass

from hevesy.facts import Reader
from hevesy.safety.transport import Package, TransportCategory


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """One line of the transport document; `content` is empty where somebody must measure or write it."""

    key: str
    entry: str
    content: str
    advice: str
    source: str
    kind: str

    @property
    def open(self) -> bool:
        """Whether this line still has to be filled in."""
        return not self.content


def papers(category: TransportCategory, reader: Reader, abroad: bool = True) -> tuple[PaperEntry, ...]:
    """The entries of the transport document in their order; an unknown category leaves its lines open."""
    known = _known(category)
    return tuple(
        PaperEntry(
            row["key"], row["entry"], known.get(row["key"], ""), row["advice"], row["source"], row["kind"]
        )
        for row in reader.shelf.table("transport_papers")
        if _applies(row["when"], category, abroad)
    )


def _known(category: TransportCategory) -> dict[str, str]:
    contents = category.contents.items()
    return {
        "name": category.shipping_name,
        "class": "7",
        "un": category.un_number,
        "nuclide": ", ".join(name for name, _ in contents),
        "form": str(category.material),
        "activity": ", ".join(
            f"{name} {activity}" if len(contents) > 1 else str(activity) for name, activity in contents
        ),
        "category": str(category.label) if category.label else "",
        "index": "" if category.index is None else f"{category.index:.1f}",
    }


def _applies(when: str, category: TransportCategory, abroad: bool) -> bool:
    if when == "abroad":
        return abroad
    if when == "labelled":
        return category.package is not Package.EXCEPTED
    if when == "type_B":
        return category.package is Package.TYPE_B
    return True
