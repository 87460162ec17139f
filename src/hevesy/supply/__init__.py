"""Supply: producers, journeys of decaying medicines, ordering."""

from hevesy.supply.clock import Flights, TimedLeg, Timeline
from hevesy.supply.forms import Offer, SupplyForm, offers, prescribed_activity, supply_forms
from hevesy.supply.hours import Hours
from hevesy.supply.journey import Journey, Request, Standing, journeys
from hevesy.supply.legs import Leg, Step
from hevesy.supply.map import Destination, Map
from hevesy.supply.order import Order
from hevesy.supply.ordering import Allowances, activity_to_order, whole_vials
from hevesy.supply.producers import Producer, producers
from hevesy.supply.routes import Route, routes
from hevesy.supply.summary import Ranked, journey_summary, journey_values, ranked
from hevesy.supply.suppliers import Supplier, suppliers
from hevesy.supply.verdict import Death, Verdict
from hevesy.supply.zones import hour_typed, zone_named

__all__ = [
    "Allowances",
    "Death",
    "Destination",
    "Flights",
    "Hours",
    "Journey",
    "Leg",
    "Map",
    "Offer",
    "Order",
    "Producer",
    "Ranked",
    "Request",
    "Route",
    "Standing",
    "Step",
    "Supplier",
    "SupplyForm",
    "TimedLeg",
    "Timeline",
    "Verdict",
    "activity_to_order",
    "hour_typed",
    "journey_summary",
    "journey_values",
    "journeys",
    "offers",
    "prescribed_activity",
    "producers",
    "ranked",
    "routes",
    "suppliers",
    "supply_forms",
    "whole_vials",
    "zone_named",
]
