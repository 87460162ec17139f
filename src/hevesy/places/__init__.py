"""Country, town, centre, equipment; distance and travel time."""

from hevesy.places.airport import Airport, airports, main_airports, nearest_airports
from hevesy.places.centre import MODALITIES, Centre, Equipment, centres
from hevesy.places.country import (
    Classification,
    Country,
    all_countries,
    classifications,
    country_name,
    find_country,
)
from hevesy.places.distance import TravelHours, travel_hours
from hevesy.places.equipment import EquipmentEvidence, ImputedRange, equipment_evidence, imputed_range
from hevesy.places.national import NationalFigure, national_count, national_figures
from hevesy.places.settlement import Node, Settlement, settlement
from hevesy.places.town import Town, find_town, landmass_near, merged_within, towns

__all__ = [
    "MODALITIES",
    "Airport",
    "Centre",
    "Classification",
    "Country",
    "Equipment",
    "EquipmentEvidence",
    "ImputedRange",
    "NationalFigure",
    "Node",
    "Settlement",
    "Town",
    "TravelHours",
    "airports",
    "all_countries",
    "centres",
    "classifications",
    "country_name",
    "equipment_evidence",
    "find_country",
    "find_town",
    "imputed_range",
    "landmass_near",
    "main_airports",
    "merged_within",
    "national_count",
    "national_figures",
    "nearest_airports",
    "settlement",
    "towns",
    "travel_hours",
]
