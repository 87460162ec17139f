"""Foreigners treated here and residents treated abroad, by hand."""

from __future__ import annotations

from tests.plan.reconcile.made_up import count

from hevesy.plan.reconcile.apart import Apart, apart, said_apart

ROWS = (
    count("a", patients=40.0, foreigners=10.0),
    count("b", patients=20.0),
    count("", sent_abroad=25.0),
)


def test_a_row_in_which_somebody_is_counted_apart_is_shown() -> None:
    assert apart(ROWS) == (
        Apart("a", "medicine", 40.0, 10.0, 30.0, None),
        Apart("", "medicine", None, None, None, 25.0),
    )
    assert apart(ROWS[1:2]) == ()


def test_the_sentences_say_what_became_of_them() -> None:
    """30 and 20 residents were treated here, 25 abroad: a third of 75."""
    foreign, abroad = said_apart(apart(ROWS), ROWS)
    assert foreign.startswith("10 of 40 patients live in other countries")
    assert abroad.startswith(
        "25 residents were sent abroad for medicine beside 50 treated here: 33 % of those treated."
    )
