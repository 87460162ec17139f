"""The country around the clinics of the queue kernel: who is lost, who lives on after a course, and all the counts."""

from __future__ import annotations

import numpy as np

from hevesy.plan.simulation.handover import CentreWeeks
from hevesy.plan.simulation.model import DIED_IMAGING, LATER, NOWHERE, Floats, Model, Whole
from hevesy.plan.simulation.outcome import Outcome, empty
from hevesy.plan.simulation.queue_imaging import Imaged
from hevesy.plan.simulation.tracers import CAUSES


class Country:
    """One block of draws. Pools of untreated and progressed people follow the equations of the flow kernel.

    Who is lost at a gate meets no queue and is counted by expectation; everybody else is a whole person.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.counts = empty(model)
        shape = (model.weeks, len(model.therapies), model.draws)
        self.to_untreated, self.to_progressed = np.zeros(shape), np.zeros(shape)

    def _by_year(self, weekly: Floats) -> Floats:
        """Sums over the weeks (first axis) of each year."""
        first = np.searchsorted(self.model.year_of_week, np.arange(self.model.years))
        return np.add.reduceat(weekly, first, axis=0)

    def lose(self, therapy: int, gate: int, weekly: Floats, entered: bool = True) -> None:
        """People (W, d) who are lost at a gate; `entered`: they are not counted yet."""
        people = self._by_year(weekly)
        self.counts.lost[:, therapy, gate] += people
        self.to_untreated[:, therapy] += weekly
        if entered:
            self.counts.in_country["entered"][:, therapy] += people

    def count_imaged(self, therapy: int, weekly: Floats) -> None:
        self.counts.in_country["imaged"][:, therapy] += self._by_year(weekly)

    def take_imaging(self, found: Imaged) -> None:
        """Count the candidates of one place of imaging."""
        counts, died = self.counts, self._by_year(found.died.transpose(1, 2, 0))
        counts.in_country["entered"] += self._by_year(found.came.transpose(1, 2, 0))
        counts.in_country["weeks_untreated"] += self._by_year(found.waiting.transpose(1, 2, 0))
        counts.in_country["dead_untreated"] += died
        counts.lost[:, :, self.model.most_gates + DIED_IMAGING] += died
        counts.end["dead"] += died.sum(axis=0)
        counts.end["imaging"] += found.left.T

    def count_untraced(self, people: Floats, place: int, traced: Floats) -> None:
        """Count who found no tracer at a place, (d, W, H), under the causes that kept it back in that week."""
        assert self.model.tracers is not None
        for therapy, line in enumerate(self.model.tracers.line[:, place]):
            if line == NOWHERE:
                continue
            whole = 1.0 - traced[line]
            weekly = np.divide(people[:, :, therapy].T, whole, out=np.zeros_like(whole), where=whole > 0.0)
            for cause, row in zip(CAUSES, self.model.tracers.row[line, 1:], strict=True):
                if row != NOWHERE:
                    self.counts.in_country[f"untraced_{cause}"][:, therapy] += self._by_year(weekly * traced[row])

    def take_centre(self, centre: int, weeks: CentreWeeks, whole: Whole) -> None:
        """Count a centre; of those who joined, `whole` (W, H, K, d) had entered before."""
        counts, gates = self.counts, self.model.most_gates
        for name, people in weeks.counts.items():
            counts.at_centres[name][:, centre] += people
        counts.in_country["entered"] += weeks.counts["joined"] - self._by_year(whole.sum(axis=2))
        counts.in_country["weeks_untreated"] += weeks.counts["waiting_weeks"]
        for name, people in weeks.in_country.items():
            counts.in_country[name] += people
        counts.lost[:, :, gates : gates + len(LATER)] += weeks.lost
        counts.used[:, centre] += weeks.used
        counts.had[:, centre] += weeks.had
        counts.missing[:, centre] += weeks.missing
        for name, people in weeks.at_end.items():
            counts.end[name] += people
        self.to_untreated += weeks.to_untreated
        self.to_progressed += weeks.to_progressed

    def on_their_way(self, therapy: int, sent: Floats) -> None:
        """People (W, d) sent on to another centre of the country spend a week on the way; the last ones stay there."""
        self.counts.in_country["weeks_untreated"][:, therapy] += self._by_year(sent)
        self.counts.end["waiting"][therapy] += sent[-1]

    def outcome(self) -> Outcome:
        """Let the untreated and the progressed live on, week by week, and close the books."""
        model, counts = self.model, self.counts
        pools = (
            ("untreated", "dead_untreated", self.to_untreated, model.die_untreated_row),
            ("progressed", "dead_treated", self.to_progressed, model.die_progressed_row),
        )
        for name, dead, arriving, row in pools:
            die, people = model.rows[row], np.zeros((len(model.therapies), model.draws))
            for week, year in enumerate(model.year_of_week):
                died = people * die
                people = people - died + arriving[week]
                counts.in_country[dead][year] += died
                counts.in_country[f"weeks_{name}"][year] += people
                counts.end["dead"] += died
            counts.end[name] += people
        return counts
