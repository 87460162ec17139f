"""Small countries whose answer is arithmetic that anybody can do; every kernel must give it.

With `year_weeks=1` the counts by year are counts by week. A backlog that enters in one week is a group of people
whose way can be followed alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf

import numpy as np
import pytest
from tests.plan.simulation.toys import Drawn, Toy

from hevesy.plan.simulation import flow, queue, reference
from hevesy.plan.simulation.model import (
    ABROAD,
    CANCELLED,
    CLINICAL_STOP,
    DIED_IMAGING,
    DIED_WAITING,
    INTERRUPTED,
    NO_PAY,
    NO_TRAVEL,
    NOT_FOLLOWED,
    PET,
    SPECT,
    WAITED_TOO_LONG,
    Floats,
    Model,
)
from hevesy.plan.simulation.outcome import AT_END, Outcome

Kernel = Callable[[Model], Outcome]
ABROAD_FROM_TWO = 2  # the number after the last of two centres


@pytest.fixture(params=["reference", "flow"])
def run(request: pytest.FixtureRequest) -> Kernel:
    return {"reference": reference.run, "flow": lambda model: flow.run(model, "f8")}[request.param]


def at(done: Outcome, name: str, centre: int = 0, therapy: int = 0) -> list[float]:
    """A count at a centre, year by year."""
    return [float(each) for each in done.at_centres[name][:, centre, therapy, 0]]


def seen(done: Outcome, name: str, therapy: int = 0) -> list[float]:
    """A count in the country, year by year."""
    return [float(each) for each in done.in_country[name][:, therapy, 0]]


def lost(done: Outcome, model: Model, therapy: int = 0) -> dict[int, float]:
    """People lost for one of the reasons in LATER, where there are any."""
    later = done.lost[:, therapy, model.most_gates :, 0].sum(axis=0)
    return {reason: float(people) for reason, people in enumerate(later) if people > 0}


def end(done: Outcome, therapy: int = 0) -> dict[str, float]:
    """Where everybody is at the end, where there is anybody."""
    return {name: float(done.end[name][therapy, 0]) for name in AT_END if done.end[name][therapy, 0] > 0}


def close(expected: object) -> object:
    return pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_one_gate(run: Kernel) -> None:
    """10 a week for 52 weeks; of 520 the gate lets 40 % pass: 208 are treated and 312 are not."""
    done = run(Toy(gates=[["referred"]], before=1, passes=0.4).model())
    assert seen(done, "entered") == close([520])
    assert done.lost[0, 0, 0, 0] == close(312)
    assert at(done, "started") == at(done, "completed") == close([208])
    assert end(done) == close({"stable": 208, "untreated": 312})


def test_strata_and_gates_on_both_sides_of_imaging(run: Kernel) -> None:
    """Of 100 people 60 live near and 40 far; 0.9 and 0.5 of them are referred (54, 20), 0.5 and 0.25 can pay
    (27, 5). Nobody is held up at the scanner: 74 are imaged."""
    toy = Toy(
        weeks=10,
        strata=("near", "far"),
        share=[[[0.6], [0.4]]],
        gates=[["referred", "pays_therapy"]],
        before=1,
        passes=[[[[0.9], [0.5]], [[0.5], [0.25]]]],
        modality=PET,
    )
    done = run(toy.model())
    assert seen(done, "imaged") == close([74])
    assert done.lost[0, 0, :2, 0] == close([26, 42])
    assert at(done, "joined") == at(done, "given") == close([32])


def two_cycles() -> Toy:
    return Toy(
        weeks=13,
        cycles=2,
        interval=3,
        drop=0.9,
        again=[[[[[1]], [[1]]], [[[0.8]], [[0.5]]]]],  # (H, N, 2, S, E): before cycle 2, travel and pay
        end=0.75,
        followed=0.9,
    )


STOPS = {CANCELLED: 10, NO_TRAVEL: 18, NO_PAY: 36, CLINICAL_STOP: 9, NOT_FOLLOWED: 3.6}


def test_two_cycles_and_everything_that_stops_a_course(run: Kernel) -> None:
    """10 start each week; those of weeks 0 to 9 are due again by week 12, 100 people: 10 are cancelled, then 0.8 of
    90 can travel again (18 lost), half of 72 can pay again (36 lost), a quarter of 36 ends for clinical reasons (9).
    27 have the second cycle; 36 courses came to their right end, of which a tenth is not followed."""
    model = two_cycles().model()
    done = run(model)
    assert at(done, "started") == close([130])
    assert at(done, "given") == close([157])
    assert at(done, "completed") == close([36])
    assert lost(done, model) == close(STOPS)
    assert end(done) == close({"in_course": 30, "progressed": 73, "stable": 27})


def test_cycles_come_back_after_their_interval(run: Kernel) -> None:
    """12 people, three cycles two weeks apart: 12 given in weeks 0, 2 and 4; in course for four weeks."""
    toy = Toy(weeks=6, year_weeks=1, need=0, backlog=12, backlog_weeks=1, cycles=3, interval=2)
    done = run(toy.model())
    assert at(done, "given") == close([12, 0, 12, 0, 12, 0])
    assert seen(done, "weeks_in_course") == close([12, 12, 12, 12, 0, 0])
    assert seen(done, "weeks_stable") == close([0, 0, 0, 0, 12, 12])


def test_the_backlog_enters_evenly_and_need_grows(run: Kernel) -> None:
    """12 people over three weeks, beside 1, 1.5, 2 and 4 a week."""
    toy = Toy(weeks=4, year_weeks=1, need=1, growth=[[1, 1.5, 2, 4]], backlog=12, backlog_weeks=3)
    assert seen(run(toy.model()), "entered") == close([5, 5.5, 6, 4])


def test_one_chair_and_three_who_ask(run: Kernel) -> None:
    """Each week three come and one is served: 2, 4, 6 and 8 wait at the end of four weeks, 20 person-weeks."""
    done = run(Toy(weeks=4, need=3, have=1.0).model())
    assert at(done, "joined") + at(done, "started") == close([12, 4])
    assert at(done, "waiting_weeks") == close([20])
    assert (done.used[0, 0, 0, 0], done.had[0, 0, 0, 0]) == close((4, 4))
    assert end(done) == close({"stable": 4, "waiting": 8})


def test_who_has_waited_longest_comes_first(run: Kernel) -> None:
    """Bins of one week, late from the third on. Of 4 people 1 is served each week; those of weeks 2 and 3 are late."""
    toy = Toy(
        weeks=4, year_weeks=1, need=0, backlog=4, backlog_weeks=1, have=1.0, bins=(1, 1, inf), late_from=2
    )
    done = run(toy.model())
    assert at(done, "started") == close([1, 1, 1, 1])
    assert at(done, "started_late") == close([0, 0, 1, 1])


def test_the_newest_wait_while_the_oldest_are_served(run: Kernel) -> None:
    """One comes each week, one of 3 from the first week is served first: 3 weeks have nobody else but them."""
    toy = Toy(weeks=3, year_weeks=1, need=1, backlog=2, backlog_weeks=1, have=1.0, bins=(1, inf), late_from=1)
    done = run(toy.model())
    assert at(done, "started_late") == close([0, 1, 1])
    assert at(done, "waiting_weeks") == close([2, 2, 2])


def test_two_medicines_share_chairs_and_nurses(run: Kernel) -> None:
    """A line of the drawn table of weeks: on treatment 4 and 1, new 8 and 4, 4 chair-days. An administration takes
    half a chair-day or a whole one. Those on treatment take 3 chair-days; 1 is left of the 8 asked for, an eighth."""
    toy = Toy(
        weeks=2,
        year_weeks=1,
        therapies=("PSMA", "DOTATATE"),
        resources=("chair", "nurse"),
        era_starts=(0, 1),
        need=[4, 1],
        growth=[[1, 2], [1, 4]],
        cycles=2,
        interval=1,
        use_first=[[0.5, 60], [1, 90]],
        use_again=[[0.5, 60], [1, 90]],
        have=[[[inf, 4], [900, 900]]],
        route_imaging=((0,), (0,)),
        route_centre=((0,), (0,)),
    )
    done = run(toy.model())
    assert at(done, "given") + at(done, "given", therapy=1) == close([4, 5, 1, 1.5])
    assert at(done, "started") + at(done, "started", therapy=1) == close([4, 1, 1, 0.5])
    assert done.used[1, 0, :, 0] == close([4, 4 * 60 + 90 + 60 + 45])


def test_what_a_medicine_without_doses_leaves_goes_to_the_other(run: Kernel) -> None:
    """200 wait for PSMA, of which there are two doses: one chair-day. The other three ask for one each, of five."""
    toy = Toy(
        weeks=1,
        therapies=("PSMA", "DOTATATE"),
        resources=("chair", "nurse"),
        need=[200, 3],
        use_first=[[0.5, 60], [1, 90]],
        have=[[[5], [450]]],
        doses=[[[2], [9]]],
        route_imaging=((0,), (0,)),
        route_centre=((0,), (0,)),
    )
    done = run(toy.model())
    assert at(done, "started") + at(done, "started", therapy=1) == close([2, 3])


def test_rank_one_comes_before_rank_two(run: Kernel) -> None:
    toy = Toy(
        weeks=1,
        therapies=("first", "second"),
        need=[3, 3],
        rank=[[2], [1]],
        have=4.0,
        route_imaging=((0,), (0,)),
        route_centre=((0,), (0,)),
    )
    done = run(toy.model())
    assert at(done, "started") + at(done, "started", therapy=1) == close([1, 3])


def test_too_few_slots_for_imaging(run: Kernel) -> None:
    """10 a week, 4 slots, half of those not imaged die in a week; half of those imaged are not eligible.
    Week 0: 4 of 10 are imaged, 3 die, 3 stay. Week 1: 4 of 13, 4.5 die, 4.5 stay. 2 join each week, 2 are not
    eligible, of whom those of week 0 are halved by death in week 1."""
    model = Toy(
        weeks=2,
        year_weeks=1,
        gates=[["eligible"]],
        before=0,
        passes=0.5,
        modality=SPECT,
        slots=4.0,
        die_untreated=0.5,
    ).model()
    done = run(model)
    assert seen(done, "imaged") == close([4, 4])
    assert at(done, "joined") == close([2, 2])
    assert lost(done, model) == close({DIED_IMAGING: 7.5})
    assert seen(done, "dead_untreated") == close([3, 5.5])
    assert seen(done, "weeks_untreated") == close([3 + 2, 4.5 + 3])
    assert end(done) == close({"stable": 4, "imaging": 4.5, "untreated": 3, "dead": 8.5})


def test_two_medicines_at_one_scanner_are_cut_in_one_proportion(run: Kernel) -> None:
    """10 need one scan each, 5 need two: 20 asked, 8 there, 40 % are served. A third is imaged elsewhere, all of it."""
    toy = Toy(
        weeks=1,
        therapies=("a", "b", "c"),
        need=[10, 5, 7],
        scans=[1, 2, 1],
        modality=[[PET], [PET], [SPECT]],
        slots=[[[8], [inf]]],
        route_imaging=((0,), (0,), (0,)),
        route_centre=((0,), (0,), (0,)),
    )
    done = run(toy.model())
    assert [seen(done, "imaged", therapy)[0] for therapy in range(3)] == close([4, 2, 7])


def test_death_on_the_list_is_geometric(run: Kernel) -> None:
    """16 wait for a chair that is not there; half die each week: 8, 4, 2 and 1 are left."""
    model = Toy(weeks=4, year_weeks=1, need=0, backlog=16, backlog_weeks=1, have=0.0, die_waiting=0.5).model()
    done = run(model)
    assert at(done, "waiting_weeks") == close([8, 4, 2, 1])
    assert lost(done, model) == close({DIED_WAITING: 15})
    assert end(done) == close({"waiting": 1, "dead": 15})


def test_waiting_too_long_ends_hope_and_death_rises_with_the_wait(run: Kernel) -> None:
    """64 wait in bins of one week. None die in the first and half in the others; half of the rest worsens.
    Week 0: 32 worsen, 32 move on. Week 1: 16 die, 8 worsen, 8 stay. Week 2: 4 die, 2 worsen, 2 stay.
    The untreated halve each week: 32 -> 16 + 8 = 24 -> 12 + 2 = 14."""
    model = Toy(
        weeks=3,
        need=0,
        backlog=64,
        backlog_weeks=1,
        have=0.0,
        bins=(1, inf),
        die_waiting=[[0, 0.5]],
        worsen=0.5,
        die_untreated=0.5,
    ).model()
    done = run(model)
    assert lost(done, model) == close({DIED_WAITING: 20, WAITED_TOO_LONG: 42})
    assert end(done) == close({"waiting": 2, "untreated": 14, "dead": 48})


def test_long_waiters_are_sent_on(run: Kernel) -> None:
    """16 wait at A, which has no chair; who is in the second bin (from week 1 on) is sent to B, half each week:
    8, 4, 2. They join B a week later: 8 and 4 start, 2 are still on their way; 2 wait at A."""
    done = run(sent(to=1).model())
    assert at(done, "sent_on", centre=0) == close([0, 8, 4, 2])
    assert at(done, "joined", centre=1) == at(done, "started", centre=1) == close([0, 0, 8, 4])
    assert at(done, "waiting_weeks", centre=0) == close([16, 8, 4, 2])
    assert seen(done, "weeks_untreated") == close([16, 16, 8, 4])
    assert end(done) == close({"waiting": 4, "stable": 12})


def test_or_abroad(run: Kernel) -> None:
    model = sent(to=ABROAD_FROM_TWO).model()
    done = run(model)
    assert lost(done, model) == close({ABROAD: 14})
    assert end(done) == close({"waiting": 2, "abroad": 14})


def sent(to: int) -> Toy:
    return Toy(
        weeks=4,
        year_weeks=1,
        centres=("A", "B"),
        need=0,
        backlog=16,
        backlog_weeks=1,
        have=[[[0]], [[inf]]],
        bins=(1, inf),
        onward=[[[to]], [[-1]]],
        onward_share=0.5,
        onward_from=1,
    )


def test_a_course_is_repeated_after_progression(run: Kernel) -> None:
    """8 have their one cycle in week 0. Each week half of the stable progress and half of these are treated again,
    with two cycles a week apart. Week 1: 4 progress, 2 of them need more. Week 2: 2 start again; 2 progress.
    Week 3: these 2 have their last cycle, 1 starts again, 1 of 2 progresses."""
    toy = Toy(
        weeks=4,
        year_weeks=1,
        need=0,
        backlog=8,
        backlog_weeks=1,
        interval=1,
        progress=0.5,
        repeat=0.5,
        repeat_cycles=2,
        again=0.0,  # nobody asks a second time whether they can come and pay: a repeated course has no such gate
    )
    done = run(toy.model())
    assert at(done, "restarted") == close([0, 0, 2, 1])
    assert at(done, "given") == close([8, 0, 2, 3])
    assert at(done, "completed") == close([8, 0, 0, 2])
    assert at(done, "joined") == close([8, 0, 0, 0])
    assert end(done) == close({"waiting": 0.5, "in_course": 1, "stable": 3, "progressed": 3.5})


def test_no_course_is_repeated_where_none_is_given(run: Kernel) -> None:
    done = run(Toy(weeks=2, need=0, backlog=8, backlog_weeks=1, progress=0.5, repeat=0.5).model())
    assert end(done) == close({"stable": 4, "progressed": 4})


def test_after_the_course(run: Kernel) -> None:
    """100 stable after week 0. Week 1: 10 die, 9 progress, 81 stay. Week 2: 8.1 die, 7.29 progress; of the 9, half."""
    toy = Toy(
        weeks=3,
        year_weeks=1,
        need=0,
        backlog=100,
        backlog_weeks=1,
        die_stable=0.1,
        progress=0.1,
        die_progressed=0.5,
    )
    done = run(toy.model())
    assert seen(done, "dead_treated") == close([0, 10, 8.1 + 4.5])
    assert seen(done, "weeks_stable") == close([100, 81, 65.61])
    assert seen(done, "weeks_progressed") == close([0, 9, 4.5 + 7.29])


def test_who_is_late_for_the_next_cycle_may_lapse(run: Kernel) -> None:
    """8 start in week 0, are due in week 1, and the chair is gone: half of those who are late lapse each week.
    In week 3 a chair for all is back: the 2 who are left have their second cycle, and nobody else comes."""
    model = Toy(
        weeks=4,
        year_weeks=1,
        era_starts=(0, 1, 3),
        need=0,
        backlog=8,
        backlog_weeks=1,
        cycles=2,
        interval=1,
        have=[[[inf, 0, inf]]],
        lapse=0.5,
    ).model()
    done = run(model)
    assert at(done, "given") == close([8, 0, 0, 2])
    assert at(done, "overdue_weeks") == close([0, 4, 2, 0])
    assert lost(done, model) == close({INTERRUPTED: 6})
    assert end(done) == close({"stable": 2, "progressed": 6})


def test_those_on_treatment_come_before_new_patients(run: Kernel) -> None:
    """3 come each week for two cycles a week apart; 4 chairs. Week 1: 3 are due, 1 of 3 new. Week 2: 1 due, 3 of 5
    new. Week 3: 3 due, 1 of 5 new."""
    done = run(Toy(weeks=4, year_weeks=1, need=3, cycles=2, interval=1, have=4.0).model())
    assert at(done, "started") == close([3, 1, 3, 1])
    assert at(done, "given") == close([3, 4, 4, 4])


def test_a_first_cycle_that_is_cancelled_has_used_its_chair(run: Kernel) -> None:
    model = Toy(weeks=2, need=4, have=2.0, first=0.75).model()
    done = run(model)
    assert [*at(done, "started"), done.used[0, 0, 0, 0]] == close([3, 4])
    assert lost(done, model) == close({CANCELLED: 1})
    assert end(done) == close({"stable": 3, "untreated": 1, "waiting": 4})


def test_people_meet_the_gates_as_they_stood_when_their_need_arose(run: Kernel) -> None:
    """From week 2 on nobody can pay again; whoever came before then still has his second cycle: 4 of 4, then 0."""
    toy = Toy(
        weeks=6,
        year_weeks=1,
        era_starts=(0, 2),
        need=4,
        cycles=2,
        interval=2,
        again=[[[[[1, 1]], [[1, 1]]], [[[1, 1]], [[1, 0]]]]],
    )
    done = run(toy.model())
    assert at(done, "given") == close([4, 4, 8, 8, 4, 4])


def test_a_route_that_changes_moves_only_later_people(run: Kernel) -> None:
    """6 a week are treated at A, from week 2 on at B; those who began at A go on there."""
    toy = Toy(
        weeks=4,
        year_weeks=1,
        era_starts=(0, 2),
        centres=("A", "B"),
        need=6,
        cycles=2,
        interval=2,
        route=[[[0, 1]]],
        route_imaging=((0, 0),),
        route_centre=((0, 1),),
    )
    done = run(toy.model())
    assert at(done, "given", centre=0) == close([6, 6, 6, 6])
    assert at(done, "given", centre=1) == close([0, 0, 6, 6])


def test_machines_that_never_fail_are_all_there(run: Kernel) -> None:
    toy = Toy(weeks=4, need=3, have=1.0, units=2, modality=PET, slots=2.0, scanners=1)
    done = run(toy.model())
    assert seen(done, "imaged") == close([8])
    assert done.had[0, 0, 0, 0] == close(4)


def test_a_machine_that_is_never_back_does_nothing(run: Kernel) -> None:
    done = run(Toy(weeks=4, need=3, have=1.0, units=2, fails=0.5, back=0.0).model())
    assert done.had[0, 0, 0, 0] == done.used[0, 0, 0, 0] == 0
    assert end(done) == close({"waiting": 12})


def test_absence_is_counted_in_what_a_week_has(run: Kernel) -> None:
    """Two units, each present nine weeks in ten in the long run: the mean over many draws and weeks is close to it,
    and no week has anything but none, half or all."""
    toy = Toy(weeks=40, year_weeks=1, draws=50, need=0, have=2.0, units=2, fails=0.05, back=0.45)
    had = run(toy.model()).had[:, 0, 0, :]
    assert set(np.unique(had)) == {0.0, 1.0, 2.0}
    assert had.mean() / 2 == pytest.approx(0.9, abs=0.02)


def test_draws_do_not_meet(run: Kernel) -> None:
    """Two worlds in one run: 3 a week and 1 chair, or 5 a week and 2."""
    done = run(Toy(weeks=4, draws=2, need=Drawn([[3, 5]]), have=Drawn([1.0, 2.0])).model())
    assert list(done.at_centres["started"][0, 0, 0]) == close([4, 8])
    assert list(done.at_centres["waiting_weeks"][0, 0, 0]) == close([20, 30])


# --- whole people: their mean, where nobody has to wait --------------------------------------------------------

WORLDS = 400


def near(drawn: Floats, expected: float) -> bool:
    """The mean of the draws is what is expected, within four standard errors of its own."""
    return bool(abs(drawn.mean() - expected) <= 4 * drawn.std(ddof=1) / np.sqrt(len(drawn)))


def test_whole_people_take_two_cycles_as_the_fluid_does() -> None:
    """The sums of the two cycles above, as means over worlds in which people are whole."""
    model = replace(two_cycles(), draws=WORLDS).model()
    done = queue.run(model)
    for name, expected in {"started": 130, "given": 157, "completed": 36}.items():
        assert near(done.at_centres[name][0, 0, 0], expected), name
    for reason, expected in STOPS.items():
        assert near(done.lost[0, 0, model.most_gates + reason], expected), reason
    for name, expected in {"in_course": 30, "progressed": 73, "stable": 27}.items():
        assert near(done.end[name][0], expected), name


def test_whole_people_meet_gates_and_need_courses_again_as_the_fluid_does() -> None:
    """16 people of whom half are referred, then as in the repeated courses above."""
    toy = Toy(weeks=4, need=0, backlog=16, backlog_weeks=1, gates=[["referred"]], before=1, passes=0.5)
    toy = replace(toy, draws=WORLDS, interval=1, progress=0.5, repeat=0.5, repeat_cycles=2)
    done = queue.run(toy.model())
    for name, expected in {"started": 8, "restarted": 3, "given": 13, "completed": 10}.items():
        assert near(done.at_centres[name][0, 0, 0], expected), name
    for name, expected in {
        "untreated": 8,
        "waiting": 0.5,
        "in_course": 1,
        "stable": 3,
        "progressed": 3.5,
    }.items():
        assert near(done.end[name][0], expected), name
    assert near(done.lost[0, 0, 0], 8)
