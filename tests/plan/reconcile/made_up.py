"""A made-up pack for Jordan and a made-up model: invented counts, nobody's patients."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.reconcile.counts import Count
from hevesy.plan.reconcile.forward import Expected, Yearly
from hevesy.tables import Row

CENTRES = """iso3,centre,name,town,services,therapies,takes_foreigners
JOR,capital,Made-up Capital Centre,Amman,therapy;pet;spect,lu177_psma617;i131_hyperthyroid,yes
JOR,north,Made-up North Hospital,Irbid,therapy;spect,i131_hyperthyroid,no
"""
TREATMENTS = """iso3,centre,therapy,year,patients,administrations,courses,foreigners,state
JOR,capital,lu177_psma617,2025,8,20,,2,reported
JOR,capital,i131_hyperthyroid,2025,70,,,10,reported
JOR,north,i131_hyperthyroid,2025,30,,,,reported
"""


def pack(folder: Path, treatments: str = TREATMENTS, centres: str = CENTRES, **tables: str) -> Path:
    """A pack in a new folder; `tables` are further files by name."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text(
        'name = "made_up"\ntitle = "Invented counts, for tests only"\nlicence = "CC0-1.0"\n', encoding="utf-8"
    )
    for name, text in {"treatments": treatments, "centres": centres, **tables}.items():
        if text:
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


SHARES = ("products.accepts.treatment", "epidemiology.cascade.access.referral_of_eligible")
AGAIN = "products.given.as_planned"


@dataclass(frozen=True)
class TwoCentres:
    """A country in three figures: of 400 people a year two shares of the shelf are treated, 60 % of them at `a`;
    a third figure of them is given a second cycle."""

    name = "two centres"
    need: float = 400.0

    def expected(self, reader: Reader) -> Expected:
        treated = self.need * np.asarray(reader.value(SHARES[0])) * np.asarray(reader.value(SHARES[1]))
        cycles = 1.0 + np.asarray(reader.value(AGAIN), float)
        at = {
            (centre, "medicine"): Yearly(treated * share, treated * share, treated * share * cycles)
            for centre, share in (("a", 0.6), ("b", 0.4))
        }
        return Expected(at, {"medicine": treated * 2}, {"medicine": treated * 0 + self.need}, {})


def count(centre: str, therapy: str = "medicine", **figures: float | None) -> Count:
    """A count of 2025 as line 2 of treatments.csv."""
    blank: dict[str, float | None] = dict.fromkeys(
        ("courses", "patients", "administrations", "foreigners", "sent_abroad")
    )
    return Count(
        centre=centre,
        therapy=therapy,
        year=2025,
        **{**blank, **figures},
        at_least=False,
        row=Row(Path("treatments.csv"), 2, {}),
    )


# two centres with one of each cadre, one chair, one bed: absence closes them, and both run in the queue kernel
_CADRES = ("physician", "physicist", "radiopharmacist", "technologist", "nurse")
SMALL_STAFF = "iso3,centre,cadre,count\n" + "".join(
    f"JOR,{centre},{cadre},1\n" for centre in ("capital", "north") for cadre in _CADRES
)
SMALL_EQUIPMENT = """iso3,centre,modality,count,working
JOR,capital,treatment_chair,1,1
JOR,capital,isolation_bed,1,1
JOR,capital,spect,1,1
JOR,capital,pet,1,1
JOR,north,treatment_chair,1,1
JOR,north,isolation_bed,1,1
JOR,north,spect,1,1
"""
SMALL_CENTRES = """iso3,centre,name,town,services,therapies,takes_foreigners,hours_per_week
JOR,capital,Made-up Capital Centre,Amman,therapy;pet;spect,lu177_psma617;i131_hyperthyroid,yes,35
JOR,north,Made-up North Hospital,Irbid,therapy;spect,i131_hyperthyroid,no,35
"""
SMALL_TREATMENTS = """iso3,centre,therapy,year,patients,administrations,courses,foreigners,state
JOR,capital,lu177_psma617,2025,24,66,18,4,reported
JOR,capital,i131_hyperthyroid,2025,70,,,10,reported
JOR,north,i131_hyperthyroid,2025,30,,,,reported
"""
