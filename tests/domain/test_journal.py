# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal: a chain that cannot be thinned or reordered, and a replay that does not depend on repetition."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.acts import (
    NO_PREVIOUS,
    Act,
    Author,
    Body,
    ConflictSettled,
    LivretOpened,
    LivretRead,
    MarkRaised,
    NumberIncident,
    Role,
    SittingClosed,
)
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.domain.journal import ChainBroken, Head, JuryJournal, replay, verified

AUTHOR = Author("Présidente d’essai", Role.PRESIDENT)
NUMBERS = st.sampled_from(["0417", "0418", "0419"]).map(StudentNumber)
DIGESTS = st.sampled_from(["a" * 64, "b" * 64]).map(Digest)
BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(LivretOpened, NUMBERS, DIGESTS, st.just("dossier")),
    st.builds(LivretRead, NUMBERS, DIGESTS, st.just(("1.0",)), st.just("dossier")),
    st.builds(NumberIncident, NUMBERS, DIGESTS, st.just(0), st.just("")),
)
Link = tuple[Act, Digest]


def digest_of(act: Act) -> Digest:
    return Digest(sha256(repr(act).encode()).hexdigest())


def chain(steps: list[tuple[str, str, Body]]) -> list[Link]:
    """Acts as devices write them: (device, jury, body)."""
    heads: dict[str, Head] = {}
    links: list[Link] = []
    for rank, (device, jury, body) in enumerate(steps):
        head = heads.get(device, Head())
        act = Act(
            ActId(f"{rank:032x}"),
            JuryId(jury),
            DeviceId(device),
            head.sequence + 1,
            head.digest,
            AUTHOR,
            datetime(2018, 7, 4, 9, 30, tzinfo=UTC),
            1,
            body,
        )
        heads[device] = Head(act.sequence, digest_of(act))
        links.append((act, digest_of(act)))
    return links


CHAINS = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["J01", "J02"]), BODIES), max_size=12).map(chain)
LONG = st.lists(st.tuples(st.just("A"), st.just("J01"), BODIES), min_size=2, max_size=12).map(chain)


@given(CHAINS)
def test_a_chain_as_written_verifies_and_tells_its_heads(links: list[Link]) -> None:
    heads: dict[DeviceId, Head] = {}
    assert list(verified(links, heads)) == [act for act, _ in links]
    for device, head in heads.items():
        last = [link for link in links if link[0].device == device][-1]
        assert head == Head(last[0].sequence, last[1])


@given(LONG, st.data())
def test_a_chain_with_an_act_taken_out_breaks_there(links: list[Link], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(links) - 2))
    kept = links[:gone] + links[gone + 1 :]
    with pytest.raises(ChainBroken) as broken:
        list(verified(kept))
    assert broken.value.sequence == gone + 1


@given(LONG, st.data())
def test_a_chain_with_an_act_given_twice_breaks(links: list[Link], data: st.DataObject) -> None:
    twice = data.draw(st.integers(0, len(links) - 1))
    with pytest.raises(ChainBroken):
        list(verified([*links[: twice + 1], links[twice], *links[twice + 1 :]]))


@given(LONG, st.data())
def test_a_chain_with_an_act_altered_breaks_at_the_next(links: list[Link], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(links) - 2))
    act = replace(links[at][0], version=links[at][0].version + 1)
    altered = [*links[:at], (act, digest_of(act)), *links[at + 1 :]]
    with pytest.raises(ChainBroken) as broken:
        list(verified(altered))
    assert broken.value.sequence == at + 2


def test_a_first_act_names_no_other() -> None:
    ((act, digest),) = chain([("A", "J01", LivretOpened(StudentNumber("0417"), Digest("a" * 64), "dossier"))])
    assert act.previous == NO_PREVIOUS
    with pytest.raises(ChainBroken) as broken:
        list(verified([(replace(act, previous=Digest("1" * 64)), digest)]))
    assert broken.value.sequence == 1
    assert "1" in str(broken.value)


@given(CHAINS)
def test_a_replay_counts_an_act_once_however_often_it_is_met(links: list[Link]) -> None:
    acts = [act for act, _ in links]
    assert replay(acts + acts) == replay(acts)


@given(CHAINS, st.randoms())
def test_what_was_read_does_not_depend_on_the_order(links: list[Link], random: object) -> None:
    acts = [act for act, _ in links]
    mixed = sorted(acts, key=lambda act: sha256(f"{act.act}{random}".encode()).digest())
    for jury in (JuryId("J01"), JuryId("J02")):
        assert replay(mixed).of(jury).read == replay(acts).of(jury).read


@given(CHAINS)
def test_a_replay_loses_nothing(links: list[Link]) -> None:
    acts = [act for act, _ in links]
    state = replay(acts)
    for act in acts:
        journal = state.of(act.jury)
        if isinstance(act.body, LivretRead):
            assert act.body.digest in journal.read[act.body.number]
        else:
            assert act in (journal.openings if isinstance(act.body, LivretOpened) else journal.incidents)
    told = sum(len(journal.openings) + len(journal.incidents) for journal in state.juries.values())
    assert told == sum(not isinstance(act.body, LivretRead) for act in acts)


def test_marks_and_the_closing_are_left_to_the_board() -> None:
    bodies: list[Body] = [
        MarkRaised(StudentNumber("0417"), "PHILO", None, Decimal(10), 0, ""),
        ConflictSettled(ActId("0" * 32), Decimal(10), ""),
        SittingClosed(Digest("0" * 64)),
    ]
    acts = [act for act, _ in chain([("A", "J01", body) for body in bodies])]
    assert replay(acts).of(JuryId("J01")) == JuryJournal()


def test_a_jury_without_acts_has_an_empty_journal() -> None:
    assert replay([]).of(JuryId("J01")) == JuryJournal()
