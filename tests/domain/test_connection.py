# SPDX-License-Identifier: AGPL-3.0-or-later
"""The light of the link: it takes two to change it, the first is said at once, and it tells the time of the first."""

from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.connection import Contact, Link, LinkState, after

ANSWERED, SLOW, FAILED = Contact.ANSWERED, Contact.SLOW, Contact.FAILED
LOCAL, ONLINE, DEGRADED, CUT, BACK = LinkState
START = datetime(2018, 7, 4, 9, 30, tzinfo=UTC)
CONTACTS = st.lists(st.sampled_from(Contact), max_size=30)
STATES = st.sampled_from([ONLINE, DEGRADED, CUT])


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def links(contacts: list[Contact], first: LinkState = ONLINE) -> list[Link]:
    """The link before, and after each exchange, one a minute."""
    out = [Link(first, START)]
    for minute, contact in enumerate(contacts, start=1):
        out.append(after(out[-1], contact, at(minute)))
    return out


def states(contacts: list[Contact], first: LinkState = ONLINE) -> list[LinkState]:
    return [link.state for link in links(contacts, first)][1:]


# How each state is reached, and what each exchange makes of it.
TABLE = [
    ("online", [ANSWERED, ANSWERED], ONLINE, {ANSWERED: ONLINE, SLOW: DEGRADED, FAILED: DEGRADED}),
    ("one failure", [FAILED], DEGRADED, {ANSWERED: DEGRADED, SLOW: DEGRADED, FAILED: CUT}),
    ("one failure, one answer", [FAILED, ANSWERED], DEGRADED, {ANSWERED: ONLINE, SLOW: DEGRADED, FAILED: DEGRADED}),
    ("slow", [SLOW], DEGRADED, {ANSWERED: DEGRADED, SLOW: DEGRADED, FAILED: DEGRADED}),
    ("slow, one failure", [SLOW, FAILED], DEGRADED, {ANSWERED: DEGRADED, SLOW: DEGRADED, FAILED: CUT}),
    ("slow, one answer", [SLOW, ANSWERED], DEGRADED, {ANSWERED: ONLINE, SLOW: DEGRADED, FAILED: DEGRADED}),
    ("cut", [FAILED, FAILED], CUT, {ANSWERED: BACK, SLOW: BACK, FAILED: CUT}),
    ("back", [FAILED, FAILED, ANSWERED], BACK, {ANSWERED: ONLINE, SLOW: DEGRADED, FAILED: DEGRADED}),
    ("back, slowly", [FAILED, FAILED, SLOW], BACK, {ANSWERED: ONLINE, SLOW: DEGRADED, FAILED: DEGRADED}),
    (
        "back, one failure",
        [FAILED, FAILED, ANSWERED, FAILED],
        DEGRADED,
        {ANSWERED: DEGRADED, SLOW: DEGRADED, FAILED: CUT},
    ),
]


@pytest.mark.parametrize(("way", "state", "next_states"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
@pytest.mark.parametrize("contact", Contact)
def test_from_each_state_each_exchange_leads_where_the_table_says(
    way: list[Contact], state: LinkState, next_states: dict[Contact, LinkState], contact: Contact
) -> None:
    reached = links(way)[-1]
    assert reached.state is state
    assert after(reached, contact, at(60)).state is next_states[contact]


@given(CONTACTS)
def test_a_desk_that_is_not_enrolled_has_no_link_to_lose(contacts: list[Contact]) -> None:
    assert set(links(contacts, LOCAL)) == {Link(LOCAL, START)}


def reference(contacts: list[Contact], first: LinkState) -> LinkState:
    """Two of a kind change the light, said again from the whole history."""
    state = first
    for rank in range(len(contacts)):
        now, before = contacts[rank], contacts[rank - 1] if rank else None
        if now is FAILED:
            state = CUT if state is CUT or before is FAILED else DEGRADED
        elif state is CUT:
            state = BACK
        elif now is SLOW:
            state = DEGRADED
        elif before is ANSWERED or state is BACK:
            state = ONLINE
    return state


@given(CONTACTS, STATES)
def test_the_light_is_what_the_last_two_exchanges_say(contacts: list[Contact], first: LinkState) -> None:
    assert links(contacts, first)[-1].state is reference(contacts, first)


@given(CONTACTS, STATES)
def test_a_cut_comes_only_by_two_failures_and_ends_only_by_an_answer(contacts: list[Contact], first: LinkState) -> None:
    shown = states(contacts, first)
    for rank, (before, now) in enumerate(zip([first, *shown], shown, strict=False)):
        if now is CUT and before is not CUT:
            assert contacts[rank - 1 : rank + 1] == [FAILED, FAILED]
        if before is CUT:
            assert now is (CUT if contacts[rank] is FAILED else BACK)
        if now is ONLINE and before is not ONLINE:
            assert contacts[rank] is ANSWERED
            assert contacts[rank - 1] is not FAILED


@pytest.mark.parametrize("first", [ONLINE, DEGRADED, CUT])
@pytest.mark.parametrize("good", [ANSWERED, SLOW])
@pytest.mark.parametrize("starts_bad", [True, False])
def test_a_link_that_works_every_other_time_is_unstable_and_its_light_still(
    first: LinkState, good: Contact, *, starts_bad: bool
) -> None:
    shown = states([FAILED, good] * 10 if starts_bad else [good, FAILED] * 10, first)
    assert set(shown[3:]) == {DEGRADED}
    assert sum(before is not now for before, now in zip([first, *shown], shown, strict=False)) <= 2


def test_answers_that_are_slow_every_other_time_leave_the_light_still() -> None:
    assert set(states([SLOW, ANSWERED] * 10)) == {DEGRADED}


def test_a_cut_says_the_time_of_its_first_failure_however_long_it_lasts() -> None:
    cut = links([ANSWERED, FAILED, FAILED, FAILED, FAILED])
    assert [link.since for link in cut[3:]] == [at(2)] * 3
    assert cut[-1].failures == 4
    assert cut[-1].last == at(1)


def test_a_second_cut_says_the_time_of_its_own_first_failure() -> None:
    assert links([FAILED, FAILED, ANSWERED, FAILED, FAILED])[-1] == Link(CUT, at(4), at(3), 2, 0, at(4))


@given(CONTACTS, STATES)
def test_what_the_link_says_of_times_is_what_happened(contacts: list[Contact], first: LinkState) -> None:
    said = links(contacts, first)
    answers = [at(minute) for minute, contact in enumerate(contacts, start=1) if contact is not FAILED]
    assert said[-1].last == (answers[-1] if answers else None)
    row = 0
    while row < len(contacts) and contacts[-1 - row] is FAILED:
        row += 1
    assert said[-1].failures == row
    assert said[-1].doubt == (at(len(contacts) - row + 1) if row else None)
    for minute in range(1, len(said)):
        before, now = said[minute - 1], said[minute]
        if now.state is before.state:
            assert now.since == before.since
        else:
            assert now.since == at(minute - 1 if now.state is CUT else minute), "a cut began one failure ago"


def test_a_link_never_made_says_so() -> None:
    never = reduce(lambda link, minute: after(link, FAILED, at(minute)), (1, 2), Link(DEGRADED, START))
    assert (never.state, never.since, never.last) == (CUT, at(1), None)
