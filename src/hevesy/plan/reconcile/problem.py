"""A model, the figures it must reproduce, and the uncertain facts that it reads: what a calibration works on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from hevesy.facts import Fact, Reader, Shelf
from hevesy.facts.sampling import scores as scores_of
from hevesy.plan.reconcile.forward import Expected, Floats, Forward
from hevesy.plan.reconcile.terms import Term

FURTHEST = 7.5  # a score beyond it has no rank below one in double precision
FARTHEST = 8.0  # standard deviations: a chance of 6e-16; in double precision the next one has no chance at all
BLOCK = 2048  # draws evaluated at once


@dataclass(frozen=True)
class Problem:
    """Scores (draws, facts) go in; what the model expects, residuals and log-likelihoods come out.

    `names` are the facts whose scores the model reads, in the order of the columns.
    """

    shelf: Shelf
    place: str
    forward: Forward
    terms: tuple[Term, ...]
    names: tuple[str, ...]
    stated: Mapping[str, Fact] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        shelf: Shelf,
        place: str,
        forward: Forward,
        terms: Sequence[Term],
        stated: Mapping[str, Fact] | None = None,
    ) -> Problem:
        """The names are those that the model asks for when it is run once."""
        stated = stated or {}
        reader = Reader(shelf, place, draws=2, stated=stated)
        expected = forward.expected(reader)
        for term in terms:
            term.mean(expected, reader)
        return cls(shelf, place, forward, tuple(terms), tuple(sorted(reader.scores)), stated)

    def prior(self, draws: int, seed: int, name: str = "") -> Floats:
        """Scores of the prior, shape (draws, facts): without a `name` those that every plan draws with this seed."""
        return np.stack([scores_of(f"{fact} {name}".strip(), draws, seed) for fact in self.names], axis=1)

    def reader(self, scores: Floats) -> Reader:
        """A reader that draws these scores (draws, facts); beyond FARTHEST, where no figure is left, they stop."""
        near = np.clip(scores, -FARTHEST, FARTHEST)
        named = {name: np.ascontiguousarray(column) for name, column in zip(self.names, near.T, strict=True)}
        return Reader(self.shelf, self.place, draws=len(scores), scores=named, stated=self.stated)

    def run(self, scores: Floats) -> tuple[Expected, Reader]:
        reader = self.reader(scores)
        return self.forward.expected(reader), reader

    def residuals(self, scores: Floats) -> Floats:
        """Shape (draws, terms)."""
        expected, reader = self.run(scores)
        return np.stack([term.residual(expected, reader) for term in self.terms], axis=1)

    def log_likelihood(self, scores: Floats) -> Floats:
        """Shape (draws,)."""
        blocks = [scores[start : start + BLOCK] for start in range(0, len(scores), BLOCK)]
        return np.concatenate([self._log_likelihood(block) for block in blocks])

    def _log_likelihood(self, scores: Floats) -> Floats:
        expected, reader = self.run(scores)
        return np.asarray(sum(term.log_likelihood(expected, reader) for term in self.terms))
