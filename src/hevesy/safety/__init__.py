"""Safety: how radioactive material may travel, and what its papers must say."""

from hevesy.safety.label import LabelCategory, label_category, transport_index
from hevesy.safety.papers import PaperEntry, papers
from hevesy.safety.transport import (
    Material,
    Package,
    TransportCategory,
    TransportLimits,
    transport_category,
    transport_limits,
)

__all__ = [
    "LabelCategory",
    "Material",
    "Package",
    "PaperEntry",
    "TransportCategory",
    "TransportLimits",
    "label_category",
    "papers",
    "transport_category",
    "transport_index",
    "transport_limits",
]
