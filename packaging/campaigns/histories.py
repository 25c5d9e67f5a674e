# SPDX-License-Identifier: AGPL-3.0-or-later
"""Short histories of the model campaign, each told so that one build broken on purpose is seen in it, whatever chance.

The campaign finds the same faults by chance, in more examples than a test has time for.
"""

from collections.abc import Callable

from campaigns.machine import Model
from campaigns.model import built
from lsl_desk.domain.acts import Ruling
from lsl_desk.wire import routes

JURY, ONE = "J01", "0417"
PRESIDENT, VICE, OTHER = 0, 1, 2
"""Desks of the model."""


def _two_change_a_mark(model: Model) -> None:
    model.contact(VICE, "", "")
    model.raise_mark(PRESIDENT, JURY, ONE, 12)
    model.raise_mark(VICE, JURY, ONE, 14)


def _an_answer_is_lost(model: Model) -> None:
    model.raise_mark(PRESIDENT, JURY, ONE, 12)
    model.contact(PRESIDENT, "lose answer", routes.ACTS)


def _acts_are_lost_with_the_server(model: Model) -> None:
    model.back_up()
    model.work(PRESIDENT, JURY, ONE, 12)
    _restored(model)


def _a_mark_is_corrected_after_a_change(model: Model) -> None:
    model.work(PRESIDENT, JURY, ONE, 12)
    model.correct_mark(JURY, ONE, 15)


def _other_acts_take_the_place_of_those_lost(model: Model) -> None:
    model.back_up()
    model.work(PRESIDENT, JURY, ONE, 12)
    model.contact(OTHER, "", "")
    _restored(model)
    model.work(VICE, JURY, ONE, 14)
    model.contact(OTHER, "", "")


def _a_list_is_lost_with_the_server(model: Model) -> None:
    model.back_up()
    model.correct_livret(JURY, ONE)
    model.contact(PRESIDENT, "", "")
    model.no_list_is_older()  # remembers it
    _restored(model)
    model.contact(PRESIDENT, "", "")


def _another_list_takes_its_number(model: Model) -> None:
    model.back_up()
    model.correct_livret(JURY, ONE)
    model.contact(PRESIDENT, "", "")
    model.no_list_is_older()  # remembers which list had the number
    _restored(model)
    model.correct_livret(JURY, ONE)
    model.contact(PRESIDENT, "", "")


def _nobody_reads_and_ajourne_is_decided(model: Model) -> None:
    model.decide(PRESIDENT, JURY, ONE, Ruling.AJOURNE)


def _restored(model: Model) -> None:
    assert model.kept
    model.restore(*model.kept)


HISTORIES: dict[str, Callable[[Model], None]] = {
    "last-write-wins": _two_change_a_mark,
    "receipt-renewed": _an_answer_is_lost,
    "chain-unasked": _acts_are_lost_with_the_server,
    "board-decides": _a_mark_is_corrected_after_a_change,
    "feed-by-count": _other_acts_take_the_place_of_those_lost,
    "floor-forgotten": _a_list_is_lost_with_the_server,
    "lists-by-number": _another_list_takes_its_number,
    "unread-ajourne": _nobody_reads_and_ajourne_is_decided,
}
"""Name of a broken build → the history in which it is seen."""


def faults(name: str, broken: str = "") -> list[str]:
    """Play a history to the agreement that ends every example, and return what did not hold.

    Args:
        name: of `HISTORIES`.
        broken: of `campaigns.model.BROKEN`, "" for the build as it is.
    """
    try:
        with built(broken):
            model = Model()
            try:
                HISTORIES[name](model)
                model.no_list_is_older()
            finally:
                model.teardown()
    except AssertionError as error:
        return [f"{type(error).__name__}: {error}"]
    return []
