"""Compile the producers and the transport limits from the tables of sourced figures.

    python tools/compile_supply.py SHARED_FOLDER

writes, in the open pack, producers.csv (reactors and processors, one list of nuclides for each way of selling
them), facts/transport.csv (A1, A2 and exemption values per nuclide), airport_zones.csv and
sources_supply.csv. The tables
supply_forms.csv and transport_papers.csv and the file facts/supply.csv are written by hand.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from raw import FACT_HEADER, OPEN, read_rows, write_rows

NUCLIDE = re.compile(r"\b([A-Z][a-z]?-\d{1,3}m?)\b")
BRANDS = {"Lutathera": "lu177_dotatate", "Pluvicto": "lu177_psma617", "Xofigo": "ra223"}
GENERATORS = {"Ge/Ga": "Ge-68/Ga-68", "Mo/Tc": "Mo-99/Tc-99m", "Re-188 generator": "W-188/Re-188"}
SPHERES = {"glass": "y90_glass", "resin": "y90_resin"}
NOT_YET = ("planned", "trial", "research", "ECLIPSE drug")
MENDED = {
    "terrapower": {"city": "Everett WA"},
    "pantera": {"planned": "Ac-225", "nuclides": ""},
}  # its note: from about 2028
# Suppliers that the table of nuclides names (recalled) and that irradiate in a reactor listed by itself:
# id: (reactor, name as there, sells, with or without carrier)
NAMED_WITH_NUCLIDE = {
    "ansto": ("opal", "ANSTO", "I-131 Lu-177 Mo-99", "without"),
    "izotop": ("brr", "Izotop", "I-131", ""),
    "cnea": ("ra3", "CNEA", "I-131", ""),
    "cnnc": ("cmrr", "CNNC", "I-131", ""),
    "inuki": ("rsg", "PT INUKI", "I-131", ""),
    "pinstech": ("parr1", "PINSTECH", "I-131", ""),
    "rosatom": ("rbt6", "ROSATOM", "I-131 Lu-177", "with"),
}
STATUS_SEEN = {
    "pallas": "2023"
}  # the year of the document in which the status was read; all others are undated
PRODUCER_COLUMNS = [
    "id",
    "role",
    "name",
    "operator",
    "city",
    "iso3",
    "latitude",
    "longitude",
    "coordinates",
    "start_year",
    "status",
    "status_on",
    "end_year",
    "end_low",
    "end_high",
    "weeks_per_year",
    "mo99_6d_ci_per_week",
    "power_mw",
    "nuclides",
    "lu177_carrier",
    "finished",
    "generators",
    "planned",
    "fields_seen",
    "source",
    "kind",
    "note",
]
_OF_THE_REACTOR = ("city", "iso3", "latitude", "longitude", "coordinates")
SEEN = {  # words of the original `fields_seen` -> our columns
    "start_year": "start_year",
    "weeks_per_year": "weeks_per_year",
    "mo99_capacity": "mo99_6d_ci_per_week",
    "status": "status",
    "power": "power_mw",
    "product facts": "lu177_carrier",
}


def main(shared: Path) -> None:
    facts = shared / "facts"
    keys = {(r["citation"]): r["source_key"] for r in read_rows(facts / "sources.csv")}
    rows = [
        producer(old, keys)
        for old in read_rows(facts / "reactors_producers.csv")
        if old["kind"] in {"reactor", "processor"}
    ]
    sellers = named_sellers(rows, {old["nuclide"]: old for old in read_rows(facts / "nuclides.csv")})
    write_rows(OPEN / "producers.csv", PRODUCER_COLUMNS, [*rows, *sellers])
    limits = [fact for old in read_rows(facts / "nuclides.csv") for fact in transport_facts(old)]
    write_rows(OPEN / "facts/transport.csv", FACT_HEADER, [*limits, *_rules()])
    write_rows(OPEN / "airport_zones.csv", ["iata", "zone"], zones())
    write_rows(OPEN / "sources_supply.csv", ["key", "citation", "locator", "licence"], SOURCES)


# --- producers --------------------------------------------------------------------------------------------


def producer(old: dict[str, str], keys: dict[str, str]) -> dict[str, str]:
    """Our row for one reactor or processor."""
    source = keys.get(old["source"].split(" | ")[0], "mem")
    return {
        "id": old["id"],
        "role": old["kind"],
        "name": old["name"],
        "operator": old["operator"],
        "city": old["city"],
        "iso3": old["country_iso3"],
        "latitude": old["lat"],
        "longitude": old["lon"],
        "coordinates": old["coord_confidence"],
        "start_year": old["start_year"],
        "status": old["status"],
        "status_on": STATUS_SEEN.get(old["id"], ""),
        "end_year": old["end_year_announced"],
        "end_low": old["end_year_low"],
        "end_high": old["end_year_high"],
        "weeks_per_year": old["weeks_per_year"],
        "mo99_6d_ci_per_week": old["mo99_capacity_6dCi_per_week"],
        "power_mw": old["power_MW"],
        **products(old["products"]),
        "fields_seen": seen(old["fields_seen"]),
        "source": source,
        "kind": old["provenance"],
        "note": old["note"],
        **MENDED.get(old["id"], {}),
    }


def named_sellers(rows: list[dict[str, str]], nuclides: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    """Processors at their reactors, each only for nuclides with which the table of nuclides names it."""
    reactors = {row["id"]: row for row in rows}
    found = []
    for key, (reactor, name, sold, carrier_) in NAMED_WITH_NUCLIDE.items():
        for nuclide in sold.split():
            assert name in ",".join(nuclides[nuclide].values()), (name, nuclide)
        place = {name: reactors[reactor][name] for name in _OF_THE_REACTOR}
        said = {"id": key, "role": "processor", "name": name, "operator": name, "status": "operating"}
        sells = {"nuclides": sold, "lu177_carrier": carrier_, "source": "mem", "kind": "unverified"}
        note = f"named as a supplier of {sold.replace(' ', ', ')}; irradiates at {reactors[reactor]['name']}"
        found.append({**place, **said, **sells, "note": note})
    return found


def zones() -> list[dict[str, str]]:
    """The time zone at every airport, from airportsdata (MIT): clocks at both ends of a journey."""
    import airportsdata

    airports = airportsdata.load("IATA")
    return [
        {"iata": code, "zone": airport["tz"]} for code, airport in sorted(airports.items()) if airport["tz"]
    ]


def seen(text: str) -> str:
    """The columns whose values were read in the named document; all others are recalled."""
    spoken = text.partition("; all other")[0]
    return " ".join(ours for theirs, ours in SEEN.items() if theirs in spoken)


def products(text: str) -> dict[str, str]:
    """What is sold: radionuclides, finished medicines, generators, and apart what is only planned."""
    kept, planned = [], []
    sold, _, _imported = text.partition("; imports")
    for token in re.split(r"[,;]\s*(?![^()]*\))", sold):
        (planned if any(word in token for word in NOT_YET) else kept).append(token)
    finished = [ours for brand, ours in BRANDS.items() if any(brand in token for token in kept)]
    finished += [
        ours for word, ours in SPHERES.items() if any(word in token and "Y-90" in token for token in kept)
    ]
    finished += ["i131_mibg"] if any("MIBG" in token for token in kept) else []
    generators = [ours for brand, ours in GENERATORS.items() if any(brand in token for token in kept)]
    plain = [
        t for t in kept if not any(word in t for word in (*BRANDS, *GENERATORS, *SPHERES)) or "Endolucin" in t
    ]
    found = {match for token in plain for match in NUCLIDE.findall(token.partition("(")[0] + _chains(token))}
    found |= {"F-18"} if "FDG" in text else set()
    return {
        "nuclides": " ".join(sorted(found)),
        "lu177_carrier": carrier(" ".join(kept)),
        "finished": " ".join(finished),
        "generators": " ".join(generators),
        "planned": " ".join(sorted({match for token in planned for match in NUCLIDE.findall(token)})),
    }


def _chains(token: str) -> str:
    return token.partition("/")[2] if "/" in token and "(" not in token else ""


def carrier(text: str) -> str:
    """Whether the Lu-177 is without carrier, with carrier, both or unsaid; the waste route depends on it."""
    token = next((t for t in re.split(r",\s*(?![^()]*\))", text.replace(";", ",")) if "Lu-177" in t), "")
    without, with_ = "n.c.a." in token, re.search(r"(?<!n\.)c\.a\.", token) is not None
    if not token:
        return ""
    return "both" if without and with_ else "without" if without else "with" if with_ else "not_stated"


# --- transport --------------------------------------------------------------------------------------------


def transport_facts(old: dict[str, str]) -> list[dict[str, str]]:
    """A1, A2 and exemption values of one nuclide; one that is not in the table has none, and says so."""
    recalled = not old["transport_source"].startswith("AFMAN")
    listed = bool(old["A2_TBq"]) and old["nuclide"] != "Tb-161"
    names = (
        ("A1", "A1_TBq", "TBq"),
        ("A2", "A2_TBq", "TBq"),
        ("exempt_concentration", "exempt_conc_Bq_g", "Bq/g"),
        ("exempt_consignment", "exempt_consignment_Bq", "Bq"),
    )
    return [
        _fact(
            f"transport.{old['nuclide']}.{ours}",
            old[theirs] if listed else "",
            unit,
            "mem" if recalled else "af",
            "unverified" if recalled else "verified",
            note=""
            if listed
            else "not in the table that was read; look it up in the edition of SSR-6 in force",
            state="" if listed else "missing",
        )
        for ours, theirs, unit in names
    ]


def _rules() -> list[dict[str, str]]:
    mem, cfr = ("mem", "unverified"), ("cfr403", "verified")
    return [
        _fact("transport.excepted.liquid_of_A2", "0.0001", "x A2", *mem),
        _fact(
            "transport.excepted.solid_of_A2",
            "0.001",
            "x A2",
            *mem,
            note="solids and gases; special form of A1",
        ),
        _fact("transport.excepted.surface_max", "0.005", "mSv/h", *mem),
        _fact("transport.excepted.UN", "", "", *mem, text="UN2910"),
        _fact(
            "transport.excepted.name",
            "",
            "",
            *mem,
            text="RADIOACTIVE MATERIAL, EXCEPTED PACKAGE - LIMITED QUANTITY OF MATERIAL",
        ),
        _fact("transport.type_A.UN", "", "", *mem, text="UN2915"),
        _fact(
            "transport.type_A.name",
            "",
            "",
            *mem,
            text="RADIOACTIVE MATERIAL, TYPE A PACKAGE, non-special form, non fissile or fissile-excepted",
        ),
        _fact("transport.type_A_special.UN", "", "", *mem, text="UN3332"),
        _fact(
            "transport.type_A_special.name",
            "",
            "",
            *mem,
            text="RADIOACTIVE MATERIAL, TYPE A PACKAGE, SPECIAL FORM, non fissile or fissile-excepted",
        ),
        _fact("transport.type_B.UN", "", "", *mem, text="UN2916"),
        _fact(
            "transport.type_B.name",
            "",
            "",
            *mem,
            text="RADIOACTIVE MATERIAL, TYPE B(U) PACKAGE, non fissile or fissile-excepted",
        ),
        _fact("transport.label.white_surface_max", "0.005", "mSv/h", *cfr, note="and a transport index of 0"),
        _fact("transport.label.yellow_2_surface_max", "0.5", "mSv/h", *cfr),
        _fact("transport.label.yellow_3_surface_max", "2", "mSv/h", *cfr),
        _fact(
            "transport.label.exclusive_surface_max",
            "10",
            "mSv/h",
            *cfr,
            note="III-YELLOW under exclusive use",
        ),
        _fact("transport.index.zero_up_to", "0.05", "TI", *cfr),
        _fact("transport.index.per_mSv_per_h", "100", "TI per mSv/h at 1 m", *mem),
        _fact("transport.index.yellow_2_max", "1", "TI", *cfr),
        _fact("transport.index.yellow_3_max", "10", "TI", *cfr),
        _fact(
            "transport.index.passenger_aircraft_max",
            "3",
            "TI",
            *mem,
            note="per package on a passenger aircraft",
        ),
        _fact(
            "transport.estimate.dose_equivalent_per_air_kerma",
            "1.74",
            "Sv/Gy",
            *mem,
            low="1",
            high="1.74",
            note="the largest H*(10)/Ka of ICRP 74 (near 60 keV), so that the estimate stays an upper bound",
        ),
        _fact(
            "transport.estimate.photons_from",
            "0.05",
            "uGy m2/(GBq h)",
            "asm",
            "assumption",
            low="0.02",
            high="0.1",
            note="below this it is a pure beta emitter: bremsstrahlung rules and nothing is estimated",
        ),
    ]


def _fact(
    name: str,
    value: str,
    unit: str,
    source: str,
    kind: str,
    note: str = "",
    text: str = "",
    state: str = "",
    low: str = "",
    high: str = "",
) -> dict[str, str]:
    return {
        "fact": name,
        "place": "world",
        "value": value,
        "low": low,
        "high": high,
        "unit": unit,
        "text": text,
        "dist": "fixed",
        "on": "",
        "state": state,
        "source": source,
        "kind": kind,
        "note": note,
    }


SOURCES = [
    {"key": key, "citation": citation, "locator": locator, "licence": licence}
    for key, citation, locator, licence in (
        (
            "cfr403",
            "49 CFR 172.403 (edition of 1 October 2007), label categories of Class 7 packages",
            "http://edocket.access.gpo.gov/cfr_2007/octqtr/49cfr172.403.htm",
            "public domain",
        ),
        (
            "nrrc55",
            "Saudi NRRC, Safe Transport of Radioactive Materials, section 55 (the list follows SSR-6)",
            "https://istitlaa.ncc.gov.sa/en/Energy/nrrc/SafeTransportofRadioactiveMaterialsSpecificR/Pages/Section-55.aspx",
            "",
        ),
        (
            "sangro15",
            "World J Hepatol 2015;7(5):738-752, Table 1 (modified from Sangro et al)",
            "http://www.wjgnet.com/1948-5182/full/v7/i5/738-T1.htm",
            "",
        ),
        (
            "hoang",
            "Hoang et al, Activity lost to residual and decay in Y-90 radioembolization (copy)",
            "https://studylib.net/doc/25688699/1irb",
            "",
        ),
        (
            "read7",
            "Data notes of this project: great circle at 800 km/h plus fixed handling for each leg",
            "",
            "",
        ),
        (
            "galliapharm",
            "GalliaPharm 0.74-1.85 GBq radionuclide generator, summary of product characteristics (copy in Slovak)",
            "https://pohotovostna-lekaren.sk/galliapharm-32338/suhrnne-informacie",
            "",
        ),
    )
]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
