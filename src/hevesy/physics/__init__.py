"""Nuclides, their decay and their chains, what they send out, and generators. Nothing is read at import."""

from hevesy.physics.chain import Chain, Share, chain_activities, chain_after, chain_decays, chain_of
from hevesy.physics.decay import (
    activities_after,
    activity_after,
    activity_before,
    atoms,
    decays_in,
    decays_within,
    time_to_fall,
)
from hevesy.physics.emissions import Emission, beta_spectrum, emissions
from hevesy.physics.generator import (
    Elution,
    Generator,
    Maximum,
    elute,
    equilibrium_ratio,
    find_generator,
    generator_between,
    generators,
    in_growth,
    life_of,
    maximum,
    regular_elutions,
)
from hevesy.physics.library import library, library_of, nuclide
from hevesy.physics.nuclide import AirKerma, Branch, Energies, Line, Nuclide

__all__ = [
    "AirKerma", "Branch", "Chain", "Elution", "Emission", "Energies", "Generator", "Line", "Maximum",
    "Nuclide", "Share", "activities_after", "activity_after", "activity_before", "atoms",
    "beta_spectrum", "chain_activities", "chain_after", "chain_decays", "chain_of", "decays_in",
    "decays_within", "elute", "emissions", "equilibrium_ratio", "find_generator", "generator_between",
    "generators", "in_growth", "library", "library_of", "life_of", "maximum", "nuclide",
    "regular_elutions", "time_to_fall",
]  # fmt: skip
