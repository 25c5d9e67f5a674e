# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every `PreparationDesk` does: the one of the screens' tests, and the real one over a store in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from lsl_desk.client.desk import OpenJury
from lsl_desk.client.prepare.for_screens import PreparationDesk
from lsl_desk.client.prepare.ports import OceanLine
from lsl_desk.client.prepare.values import ListKind, Matter, Sent, Side, Standing
from lsl_desk.client.progress import Cancelled, silent
from lsl_desk.domain.acts import Entry, Role, SittingOpened
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from tests.adapters.store.desks import refusal_of
from tests.client.prepare.eves import HEAD, J01, J02, PAPERS, PRESIDENT, centre, number
from tests.fakes.preparation import FakePreparation


@dataclass
class Scene:
    """A preparation, and what may happen around it."""

    desk: PreparationDesk
    office: Callable[[Role, str], None]
    open_sitting: Callable[[], None]
    change: Callable[[], None]
    """One livret of J01 changes: 0418."""


def real() -> Scene:
    post = centre()
    heads: dict[Role, str] = {}
    post.around.sheets.files["ocean.csv"] = tuple(
        OceanLine(number(text)) for papers in PAPERS.values() for text in papers[1:]
    )

    def office(role: Role, name: str) -> None:
        heads[role] = name
        post.publish(J01, heads=heads)

    def open_sitting() -> None:
        post.store.author = PRESIDENT
        post.store.record(J01, 1, SittingOpened())
        post.store.author = HEAD

    return Scene(post.desk, office, open_sitting, lambda: post.publish(J01, heads=heads, padding={"0418": 64}))


def fake() -> Scene:
    store = centre().store
    made = FakePreparation(store.summaries(), lambda jury: OpenJury(store.jury(jury), {}, ()))

    def office(role: Role, name: str) -> None:
        made.office[J01, role] = name

    return Scene(made, office, lambda: made.opened.add(J01), lambda: made.change(J01, "0418"))


@pytest.fixture(params=[fake, real], ids=["fake", "preparation"])
def scene(request: pytest.FixtureRequest) -> Scene:
    made: Scene = request.param()
    return made


def left(scene: Scene, jury: JuryId = J01) -> dict[Matter, int]:
    """What is left of each matter that is not done."""
    (one,) = [one for one in scene.desk.readiness() if one.jury == jury]
    return {item.matter: item.wanted - item.have for item in one.items if item.standing is not Standing.DONE}


def test_a_jury_is_red_until_everything_is_done_and_names_what_is_missing(scene: Scene) -> None:
    first, second = scene.desk.readiness()
    assert (first.jury, second.jury) == (J01, J02)
    assert [item.matter for item in first.items] == list(Matter)
    assert not first.ready
    assert left(scene) == {Matter.PAPER: 2, Matter.HEADS: 1, Matter.COPY: 3, Matter.DRILL: 3}
    for text in PAPERS[J01]:
        scene.desk.receive_paper(text, Entry.TYPED)
    scene.desk.name_head(J01, Role.PRESIDENT, "Claire Roy")
    scene.desk.make_copies([J01], "cle", archive=False, report=silent)
    scene.desk.drill([J01], 300, silent, only_waiting=False)
    assert left(scene) == {}
    assert [one.ready for one in scene.desk.readiness()] == [True, False]


def test_papers_are_counted_and_may_be_taken_back(scene: Scene) -> None:
    before = scene.desk.presence(J01)
    assert (before.numeric, before.paper, before.unknown) == ((3, 3), (0, 2), 0)
    taken = scene.desk.receive_paper("0432", Entry.SCANNED)
    assert (taken.jury, taken.number, taken.already, taken.expected, taken.count) == (J01, "0432", None, True, (1, 2))
    again = scene.desk.receive_paper("0432", Entry.TYPED)
    assert again.already is not None
    assert again.count == (1, 2)
    (line,) = [one for one in scene.desk.presence(J01).lines if one.number == "0432"]
    assert line.present
    assert line.received == again.already
    scene.desk.take_back_paper(J01, number("0432"))
    scene.desk.take_back_paper(J01, number("0432"))
    after = scene.desk.presence(J01)
    assert (after.paper, [one.number for one in after.lines if not one.present]) == ((0, 2), list(PAPERS[J01]))


def test_a_paper_that_was_not_expected_is_received_and_said(scene: Scene) -> None:
    taken = scene.desk.receive_paper("0417", Entry.TYPED)
    assert (taken.expected, taken.count) == (False, (0, 2))


def test_a_number_of_no_jury_is_refused(scene: Scene) -> None:
    with pytest.raises(Refusal) as refused:
        scene.desk.receive_paper("0902", Entry.TYPED)
    assert (refused.value.code, refused.value.facts) == (Code.NUMBER_NOWHERE, {"number": "0902"})


def test_the_office_names_and_the_centre_changes(scene: Scene) -> None:
    nobody, second = scene.desk.heads(J01).seats
    assert (nobody.role, nobody.name, nobody.office, nobody.named) == (Role.PRESIDENT, "", "", None)
    assert second.role is Role.VICE_PRESIDENT
    scene.office(Role.PRESIDENT, "Anne Petit")
    (seat, _) = scene.desk.heads(J01).seats
    assert (seat.name, seat.by_office, seat.proposed) == ("Anne Petit", True, False)
    (ours, _) = scene.desk.name_head(J01, Role.PRESIDENT, "Claire Roy").seats
    assert (ours.name, ours.by_office, ours.proposed, ours.office) == ("Claire Roy", False, False, "Anne Petit")
    assert ours.named is not None


def test_a_newer_name_of_the_office_is_proposed_then_left_or_taken(scene: Scene) -> None:
    scene.desk.name_head(J01, Role.PRESIDENT, "Claire Roy")
    scene.office(Role.PRESIDENT, "Anne Petit")
    (proposed, _) = scene.desk.heads(J01).seats
    assert (proposed.name, proposed.office, proposed.proposed) == ("Claire Roy", "Anne Petit", True)
    (kept, _) = scene.desk.keep_ours(J01, Role.PRESIDENT).seats
    assert (kept.name, kept.proposed) == ("Claire Roy", False)
    scene.office(Role.PRESIDENT, "Zoé Blanc")
    assert scene.desk.heads(J01).seats[0].proposed
    (taken, _) = scene.desk.accept_office(J01, Role.PRESIDENT).seats
    assert (taken.name, taken.by_office, taken.proposed) == ("Zoé Blanc", True, False)


def test_once_the_sitting_is_opened_the_heads_are_locked(scene: Scene) -> None:
    assert not scene.desk.heads(J01).locked
    scene.office(Role.PRESIDENT, "Anne Petit")
    scene.open_sitting()
    assert scene.desk.heads(J01).locked
    assert not scene.desk.heads(J02).locked
    for change in (
        lambda: scene.desk.name_head(J01, Role.PRESIDENT, "Claire Roy"),
        lambda: scene.desk.accept_office(J01, Role.PRESIDENT),
        lambda: scene.desk.keep_ours(J01, Role.PRESIDENT),
    ):
        assert refusal_of(change) is Code.SITTING_OPENED


def test_what_was_told_to_the_office_is_kept_newest_first(scene: Scene) -> None:
    scene.desk.tell_office(J01, None, "Premier")
    scene.desk.tell_office(J01, number("0432"), "Second")
    said = [(one.number, one.text, one.sent, one.rank) for one in scene.desk.messages(J01)]
    assert said == [("0432", "Second", Sent.HERE, 0), ("", "Premier", Sent.HERE, 0)]
    assert scene.desk.messages(J02) == ()
    told = {one.number: one.told for one in scene.desk.presence(J01).lines}
    assert told[number("0432")] is not None
    assert told[number("0433")] is None


def test_a_second_copy_is_version_2_and_the_first_stays_in_the_log(scene: Scene) -> None:
    (none, _) = scene.desk.copies()
    assert (none.version, none.made, none.manifest, none.log) == (0, None, None, ())
    (done,) = scene.desk.make_copies([J01], "cle", archive=False, report=silent)
    assert done.state is not None
    assert (done.refusal, done.made, done.kept, done.state.version, done.state.livrets) == (None, 3, 0, 1, 3)
    scene.change()
    (changed, _) = scene.desk.copies()
    assert changed.changed == ("0418",)
    assert left(scene)[Matter.COPY] == 1
    (again,) = scene.desk.make_copies([J01], "cle", archive=True, report=silent)
    assert again.state is not None
    assert (again.made, again.kept, again.state.version, again.state.place) == (1, 2, 2, "archive zip")
    assert again.state.changed == ()
    assert [(version, livrets, place) for version, _, livrets, place in again.state.log] == [(1, 3, "dossier")]


def test_several_juries_are_copied_and_counted_together(scene: Scene) -> None:
    done = scene.desk.make_copies([J01, J02], "cle", archive=False, report=silent)
    assert [(one.jury, one.refusal) for one in done] == [(J01, None), (J02, None)]
    assert [one.version for one in scene.desk.copies()] == [1, 1]


def test_copies_that_were_stopped_are_not_made(scene: Scene) -> None:
    with pytest.raises(Cancelled):
        scene.desk.make_copies([J01], "cle", archive=False, report=lambda _: False)
    assert scene.desk.copies()[0].version == 0


def test_a_code_stays_until_another_is_asked_for(scene: Scene) -> None:
    code = scene.desk.jury_code(J01)
    assert scene.desk.jury_code(J01) == code
    other = scene.desk.new_jury_code(J01)
    assert other != code
    assert scene.desk.jury_code(J01) == other


def test_a_drill_proves_every_livret_once(scene: Scene) -> None:
    (before, _) = scene.desk.drills()
    assert (before.proved, before.wanted, before.last, len(before.waiting)) == (0, 3, None, 3)
    done = scene.desk.drill([J01], 300, silent, only_waiting=False)
    assert (done.livrets, done.refusals) == (3, {})
    (after, other) = scene.desk.drills()
    assert (after.proved, after.failed, after.waiting, other.proved) == (3, (), (), 0)
    assert after.last is not None
    assert scene.desk.drill([J01], 300, silent, only_waiting=True).livrets == 0


def test_the_two_lists_of_papers_stand_side_by_side(scene: Scene) -> None:
    alone = scene.desk.paper_lists(J01)
    assert (alone.ocean, [number for number, _, _, _ in alone.lines]) == (None, list(PAPERS[J01]))
    assert scene.desk.import_ocean("ocean.csv") >= 1
    both = scene.desk.paper_lists(J01)
    assert both.ocean is not None
    assert both.differences == 1
    assert [(number, side) for number, _, side, _ in both.lines] == [("0432", Side.DELIBNET), ("0433", Side.BOTH)]


def test_deadlines_that_are_over_are_shown_only_while_they_are_late(scene: Scene) -> None:
    ready = scene.desk.readiness()
    ahead = scene.desk.deadlines(ready, date(2018, 7, 2))
    assert ahead
    assert list(ahead) == sorted(ahead, key=lambda one: one.last)
    assert any(one.last >= date(2018, 7, 2) for one in ahead)
    assert scene.desk.deadlines(ready, date(2019, 1, 1)) == ()


def test_papers_are_written(scene: Scene) -> None:
    for kind in ListKind:
        scene.desk.write_paper_list(f"liste.{kind.value}", kind, [J01])
    scene.desk.write_labels("etiquettes.pdf", J01, [StudentNumber("0432")])
    scene.desk.drill([J01], 300, silent, only_waiting=False)
    scene.desk.write_certificate("attestation.pdf", [J01])
    assert scene.desk.help_phone() == ""
    scene.desk.keep_help_phone("01 98 76 54 32")
    assert scene.desk.help_phone().replace("\u00a0", " ") == "01 98 76 54 32"
    scene.desk.name_head(J01, Role.PRESIDENT, "Claire Roy")
    scene.desk.make_copies([J01], "cle", archive=False, report=silent)
    scene.desk.write_room_sheets("feuilles.pdf", [J01])
