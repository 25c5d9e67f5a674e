# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from lsl_desk.client.desk import Desk
from lsl_desk.client.link.for_screens import LinkDesk
from lsl_desk.client.sit.for_screens import DeliberationDesk
from lsl_desk.client.sit.locate import Found
from lsl_desk.client.sit.position import Position
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.connection import Contact
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.fallback import ACADEMY, COPY, Footing
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.reading import ReadState
from tests.client.link.posts import post
from tests.client.link.rooms import Room
from tests.fakes.desk import FixedClock, MemoryStore, PagesOf, make_desk
from tests.fakes.hall import FakeHall
from tests.fakes.link import FakeLink
from tests.fakes.pages import PaintedPages
from tests.fakes.preparation import FakePreparation
from tests.fakes.source import FakeSource, FakeSources, inspect_text, livret_bytes, row

J01, N0417 = JuryId("J01"), StudentNumber("0417")


def desk_on(
    store: MemoryStore, source: FakeSource | None = None, link: Callable[[Desk], LinkDesk] | None = None
) -> tuple[Desk, FakeSource]:
    rows = (row("12", "0417", "0417.pdf"), row("13", "0418", "0418.pdf"))
    files = {"0417.pdf": livret_bytes("0417", 1), "0418.pdf": livret_bytes("0418", scan=True)}
    given = source or FakeSource(rows, files)
    desk = Desk(
        store=store,
        pages=PaintedPages(PagesOf(store)),
        inspect_later=lambda data: lambda: inspect_text(data),
        sources=FakeSources(given),
        clock=FixedClock(),
        author=Author("Poste 1", Role.PRESIDENT),
        link=link,
    )
    return desk, given


def digest_of(desk: Desk) -> Digest:
    livret = desk.open_jury(J01).file.candidates[0].livret
    assert livret is not None
    return livret.digest


def test_a_jury_is_imported_opened_read_and_found() -> None:
    desk, source = desk_on(MemoryStore())
    assert desk.import_jury("J01").candidates == 2
    assert source.closed
    assert [one.jury for one in desk.juries()] == [J01]
    assert desk.locate(J01, "12") == Found(N0417)
    desk.opened(J01, N0417)
    assert desk.page_counted(J01, N0417, digest_of(desk), 0, 1.0).state is ReadState.READ
    assert desk.open_jury(J01).readings[N0417].state is ReadState.READ
    desk.incident(J01, N0417, digest_of(desk), 0, "0471")
    assert [one.problem for one in desk.check_jury(J01)] == [None, None]


def test_search_names_the_livrets_it_cannot_read() -> None:
    desk, _ = desk_on(MemoryStore())
    desk.import_jury("J01")
    found = desk.search(J01, "mot0")
    assert [hit.number for hit in found.hits] == [N0417]
    assert found.without_text == (StudentNumber("0418"),)
    assert desk.search(J01, "  ").hits == ()


def test_the_words_of_a_veiled_page_are_shown_under_no_number() -> None:
    rows = (row("12", "0417", "0417.pdf"),)
    files = {"0417.pdf": livret_bytes("0417", 2, wrong={1: "0471"})}
    desk, _ = desk_on(MemoryStore(), FakeSource(rows, files))
    desk.import_jury("J01")
    assert [hit.page for hit in desk.search(J01, "mot0").hits] == [0]
    assert desk.search(J01, "mot1").hits == ()


def test_a_source_that_refuses_is_closed_and_leaves_nothing() -> None:
    store = MemoryStore()
    desk, source = desk_on(store, FakeSource((row("1", "0417", "gone.pdf"),)))
    with pytest.raises(Refusal):
        desk.import_jury("J01")
    assert source.closed
    with pytest.raises(Refusal) as refused:
        desk.import_jury("missing")
    assert refused.value.code is Code.PATH_MISSING
    assert store.summaries() == ()


def test_a_place_in_a_livret_is_found_again() -> None:
    desk, _ = desk_on(MemoryStore())
    desk.import_jury("J01")
    digest = digest_of(desk)
    assert desk.positions([digest])[digest] is None
    here = Position(2, 0.25, 0.0, "width", 90, continuous=True)
    desk.keep_position(digest, here)
    assert desk.positions([digest])[digest] == here


def test_small_things_are_remembered_and_locking_closes_everything() -> None:
    store = MemoryStore()
    desk, _ = desk_on(store)
    desk.keep_note("tri", "pv")
    assert desk.note("tri") == "pv"
    assert desk.note("rien") is None
    desk.lock()
    assert store.closed == 1


def test_a_desk_without_a_link_is_not_enrolled() -> None:
    desk, _ = desk_on(MemoryStore())
    with pytest.raises(Refusal) as refused:
        desk.link.status()
    assert refused.value.code is Code.NOT_ENROLLED


def test_the_link_is_made_once_told_of_each_act_and_cut_when_the_desk_locks() -> None:
    room = Room(post())
    made: list[Desk] = []

    def link(desk: Desk) -> LinkDesk:
        made.append(desk)
        return room.liaison

    desk, _ = desk_on(MemoryStore(), link=link)
    desk.import_jury("J01")
    desk.opened(J01, N0417)
    assert room.told() == []
    assert desk.link is desk.link
    assert made == [desk]
    desk.opened(J01, N0417)
    desk.page_counted(J01, StudentNumber("0418"), second_digest(desk), 0, 1.0)
    assert len(room.told()) == 1, "a page that makes no act has nothing to send"
    desk.page_counted(J01, N0417, digest_of(desk), 0, 1.0)
    desk.incident(J01, N0417, digest_of(desk), 0, "0471")
    assert len(room.told()) == 2
    room.liaison.sync()
    desk.lock()
    assert room.post.academy.closed


def test_what_the_eve_asks_is_made_once_at_its_first_use() -> None:
    with pytest.raises(RuntimeError):
        _ = desk_on(MemoryStore())[0].preparation
    desk = make_desk(preparation=lambda desk: FakePreparation(desk.juries(), desk.open_jury))
    assert desk.preparation is desk.preparation


def second_digest(desk: Desk) -> Digest:
    livret = desk.open_jury(J01).file.candidates[1].livret
    assert livret is not None
    return livret.digest


def confided(source: str, link: FakeLink | None) -> tuple[Desk, MemoryStore]:
    """A Desk whose J01 came from somewhere; its link was made."""
    store = MemoryStore()
    desk = make_desk(store=store, link=link)
    store.files[J01] = replace(store.files[J01], source=source)
    if link is not None:
        assert desk.link is link
    return desk, store


def cut(link: FakeLink) -> None:
    for _ in range(2):
        link.contact_came(Contact.FAILED)


def test_a_folder_is_its_own_source_whatever_the_link_is() -> None:
    link = FakeLink()
    desk, _ = confided("dossier", link)
    cut(link)
    assert desk.footing(J01, between=True) == Footing(False)


def test_a_copy_is_the_plan_de_secours_without_any_link() -> None:
    desk, store = confided(COPY, None)
    assert desk.footing(J01) == Footing(True, store.files[J01].imported)


def test_an_academy_that_was_never_asked_for_falls_on_nothing() -> None:
    desk, _ = confided(ACADEMY, None)
    assert desk.footing(J01) == Footing(False)


def test_a_cut_falls_on_the_copy_and_the_way_back_waits_for_the_next_candidate() -> None:
    link = FakeLink()
    desk, store = confided(ACADEMY, link)
    cut(link)
    assert desk.footing(J01) == Footing(True, store.files[J01].imported)
    link.contacts[J01] = store.files[J01].imported + timedelta(hours=2)
    for _ in range(2):
        link.contact_came(Contact.ANSWERED)
    assert desk.footing(J01) == Footing(True, link.contacts[J01], back=True)
    number = store.files[J01].candidates[0].number
    assert not desk.opened(J01, number).fallen
    assert desk.footing(J01) == Footing(False, link.contacts[J01])


def test_a_desk_made_without_copies_says_so_to_whoever_wired_it() -> None:
    desk = make_desk()
    with pytest.raises(RuntimeError):
        _ = desk.copying
    with pytest.raises(RuntimeError):
        desk.look_at_copy("/cle")


def test_the_deliberation_is_made_once_and_a_desk_without_one_says_so() -> None:
    made: list[Desk] = []
    store = MemoryStore()

    def make(desk: Desk) -> DeliberationDesk:
        made.append(desk)
        return cast("DeliberationDesk", object())

    desk = make_desk(0, store, deliberation=make)
    assert desk.deliberates
    assert desk.deliberation is desk.deliberation
    assert made == [desk]
    alone = make_desk(0)
    assert not alone.deliberates
    with pytest.raises(RuntimeError, match="without the deliberation"):
        alone.deliberation  # noqa: B018 - asked for, to see it refused
    with pytest.raises(RuntimeError, match="without the closing"):
        alone.closing  # noqa: B018 - asked for, to see it refused


def test_a_jury_brought_again_is_forgotten_by_the_deliberation_that_was_made() -> None:
    forgotten: list[JuryId] = []

    class Forgetting:
        def forget(self, jury: JuryId) -> None:
            forgotten.append(jury)

    desk = make_desk(1, deliberation=lambda _desk: cast("DeliberationDesk", Forgetting()))
    desk.import_jury("/invented/J01")
    assert forgotten == [], "it is made at its first use"
    assert desk.deliberates
    assert desk.deliberation is not None
    desk.import_jury("/invented/J01")
    assert forgotten == [J01]


def test_a_desk_without_the_deliberation_knows_of_no_decision() -> None:
    assert make_desk(1).decided(J01) == {}


def test_the_room_without_server_is_made_once_told_of_acts_and_shut_with_the_desk() -> None:
    made = FakeHall()
    store = MemoryStore()
    desk = make_desk(store=store, hall=lambda _desk: made)
    desk.acts_wait()
    assert desk.hall is desk.hall is made
    desk.acts_wait()
    desk.lock()
    assert made.asked == ["acts_wait", "close"]
    with pytest.raises(RuntimeError, match="without server"):
        _ = make_desk().hall
