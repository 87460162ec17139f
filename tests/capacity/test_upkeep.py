"""Absence of machines and people: closed forms, one unit followed by hand, and the same bits in any block."""

import numpy as np

from hevesy.capacity import upkeep


def of(
    units: int | list[int], fails: float, back: float, draws: int = 1, weeks: int = 520, **more: int
) -> np.ndarray:
    counts = np.full(weeks, units) if isinstance(units, int) else np.array(units)
    named = {"seed": 5, "stream": upkeep.RESOURCE, "place_key": 9, "first_draw": 0, **more}
    always = np.zeros(len(counts), dtype=np.int64)
    return upkeep.shares_up(counts, always, np.full((1, draws), fails), np.full((1, draws), back), **named)


def changing(
    eras: list[int], fails: list[float], back: list[float], units: int = 1, draws: int = 1
) -> np.ndarray:
    chances = (np.tile(np.array(each)[:, None], draws) for each in (fails, back))
    counts = np.full(len(eras), units)
    return upkeep.shares_up(counts, np.array(eras), *chances, 5, upkeep.RESOURCE, 9, 0)


def test_in_the_long_run_the_share_present_is_back_over_back_plus_fails() -> None:
    present = of(3, 0.02, 0.18, draws=2000)
    assert abs(present.mean() - 0.9) < 0.002  # sd of one chain's mean over 520 weeks is 0.04; 6,000 chains
    assert abs(present[0].mean() - 0.9) < 4 * (0.9 * 0.1 / 6000) ** 0.5  # from the first week on
    assert abs(present[-1].mean() - 0.9) < 4 * (0.9 * 0.1 / 6000) ** 0.5


def test_two_weeks_running_hang_together_as_the_chain_says() -> None:
    # P(absent now and absent next week) = fails/(back+fails) * (1-back) = 0.1 * 0.82
    absent = of(1, 0.02, 0.18, draws=20_000, weeks=2) == 0
    both = (absent[0] & absent[1]).mean()
    assert abs(both - 0.082) < 4 * (0.082 * 0.918 / 20_000) ** 0.5


def test_one_unit_followed_week_by_week_by_hand() -> None:
    fails, back = 0.3, 0.4
    luck = [upkeep.luck_of_week(5, upkeep.RESOURCE, 0, 0, 9, week) for week in range(12)]
    by_hand, present = [], luck[0] < back / (back + fails)
    for number in [None, *luck[1:]]:
        if number is not None:
            present = number < 1 - fails if present else number < back
        by_hand.append(1.0 if present else 0.0)
    assert of(1, fails, back, weeks=12)[:, 0].tolist() == by_hand
    assert 0 < sum(by_hand) < 12


def test_a_unit_keeps_its_state_when_the_chances_change_by_hand() -> None:
    fails, back = (0.3, 0.05), (0.4, 0.9)
    luck = [upkeep.luck_of_week(5, upkeep.RESOURCE, 0, 0, 9, week) for week in range(24)]
    by_hand = [luck[0] < 0.4 / 0.7]
    for week in range(1, 24):
        era = int(week >= 10)
        by_hand.append(luck[week] < (1 - fails[era] if by_hand[-1] else back[era]))
    found = changing([0] * 10 + [1] * 14, list(fails), list(back))
    assert found[:, 0].tolist() == [float(present) for present in by_hand]


def test_what_changes_later_changes_nothing_before_and_an_equal_chance_changes_nothing() -> None:
    base = of(3, 0.1, 0.2, draws=40, weeks=60)
    eras = [0] * 30 + [1] * 30
    assert np.array_equal(changing(eras, [0.1, 0.1], [0.2, 0.2], 3, 40), base)
    better = changing(eras, [0.1, 0.01], [0.2, 0.2], 3, 40)
    assert np.array_equal(better[:30], base[:30])
    assert (better[30:] >= base[30:]).all() and (better[30:] > base[30:]).any()


def test_long_after_a_change_the_share_present_is_that_of_the_new_chances() -> None:
    late = changing([0] * 20 + [1] * 180, [0.2, 0.02], [0.2, 0.18], draws=6000)[-1]
    assert abs(late.mean() - 0.9) < 4 * (0.9 * 0.1 / 6000) ** 0.5


def test_what_never_fails_is_always_there_and_what_never_returns_never() -> None:
    assert (of(2, 0.0, 0.5) == 1).all()
    assert (of(2, 0.0, 0.0) == 1).all()
    assert (of(2, 0.5, 0.0) == 0).all()


def test_without_units_nothing_is_missing() -> None:
    present = of([0, 0, 1, 1], 0.9, 0.01, draws=50)
    assert (present[:2] == 1).all()
    assert present[2:].mean() < 0.2


def test_a_unit_more_leaves_the_lives_of_the_others_as_they_were() -> None:
    one, two = of(1, 0.1, 0.2, draws=30), of(2, 0.1, 0.2, draws=30)
    second = 2 * two - one
    assert set(np.unique(second)) <= {0.0, 1.0}
    opened_later = of([1] * 10 + [2] * 510, 0.1, 0.2, draws=30)
    assert (opened_later[10:] == two[10:]).all() and (opened_later[:10] == one[:10]).all()


def test_any_block_of_draws_has_the_same_bits() -> None:
    whole = of(2, 0.1, 0.2, draws=64)
    blocks = [of(2, 0.1, 0.2, draws=16, first_draw=first) for first in (0, 16, 32, 48)]
    assert np.array_equal(whole, np.concatenate(blocks, axis=1))


def test_streams_places_and_seeds_have_lives_of_their_own() -> None:
    base = of(1, 0.3, 0.3)
    for other in ({"stream": upkeep.SCANNER}, {"place_key": 10}, {"seed": 6}):
        assert not np.array_equal(base, of(1, 0.3, 0.3, **other))


def test_a_centre_is_closed_when_every_unit_of_a_needed_resource_is_absent() -> None:
    present = np.array([[[1.0], [0.0], [0.5], [0.0]], [[0.0], [1.0], [1.0], [0.0]]])  # 2 resources, 4 weeks
    units = np.array([[2, 2, 2, 0], [1, 1, 1, 1]])
    both = upkeep.closed_weeks(present, units, np.array([True, True]))
    assert both[:, 0].tolist() == [True, True, False, True]
    first = upkeep.closed_weeks(present, units, np.array([True, False]))
    assert first[:, 0].tolist() == [False, True, False, False]  # no units in the last week: not followed


def test_a_month_is_four_weeks_running_and_counts_once() -> None:
    def months(weeks: str) -> int:
        return int(upkeep.closed_months(np.array([[letter == "x"] for letter in weeks]))[0])

    assert [months("xxx.xxx."), months("xxxx...."), months("xxxxxxxx"), months("xxxx.xxxxx")] == [0, 1, 1, 2]


def test_closed_weeks_are_counted_by_year() -> None:
    closed = np.array([[True], [True], [False], [True]])
    assert upkeep.weeks_of_year_closed(closed, np.array([0, 0, 1, 1]))[:, 0].tolist() == [2, 1]
