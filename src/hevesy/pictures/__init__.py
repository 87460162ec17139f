"""Charts and maps as SVG: readable in print and in grey, with a name for a screen reader, nothing remote."""

from hevesy.pictures.cascade_chart import cascade_chart, persons
from hevesy.pictures.country_map import country_map
from hevesy.pictures.drawing import draw, png
from hevesy.pictures.journey_chart import hours_said, journey_chart
from hevesy.pictures.map_labels import drawn_centres
from hevesy.pictures.need_chart import need_chart
from hevesy.pictures.shapes import Atlas, Outline, read_atlas
from hevesy.pictures.share_charts import share_bars, share_said
from hevesy.pictures.world_map import world_map

__all__ = [
    "Atlas",
    "Outline",
    "cascade_chart",
    "country_map",
    "draw",
    "drawn_centres",
    "hours_said",
    "journey_chart",
    "need_chart",
    "persons",
    "png",
    "read_atlas",
    "share_bars",
    "share_said",
    "world_map",
]
