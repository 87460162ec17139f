"""Where to put sites, so many or for so much money: every answer with a bound and whether it is proven."""

from hevesy.places.location.answer import Located
from hevesy.places.location.covering import maximal_covering
from hevesy.places.location.facility import Facilities, Sized, facility_location
from hevesy.places.location.futures import best_of_each, least_on_average, least_tail, served_costs
from hevesy.places.location.or_library import read_cap, read_pmed
from hevesy.places.location.p_median import p_median
from hevesy.places.location.periods import Opened, Periods, open_over_time

__all__ = [
    "Facilities",
    "Located",
    "Opened",
    "Periods",
    "Sized",
    "best_of_each",
    "facility_location",
    "least_on_average",
    "least_tail",
    "maximal_covering",
    "open_over_time",
    "p_median",
    "read_cap",
    "read_pmed",
    "served_costs",
]
