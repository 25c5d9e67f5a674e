# SPDX-License-Identifier: AGPL-3.0-or-later
"""The closing at the Desk: equal treatment, names, the PV shown, signatures that a later change voids (J2 13, 14)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lsl_desk.client.close.closing import Closing
from lsl_desk.client.close.for_screens import ClosingDesk
from lsl_desk.client.close.leaving import Leaving
from lsl_desk.client.close.needs import Needs
from lsl_desk.client.close.papers import printed
from lsl_desk.client.close.ports import CaseAsked
from lsl_desk.client.close.values import Names, SeatWord
from lsl_desk.client.prepare.values import ListKind
from lsl_desk.client.sit.ports import SatAct
from lsl_desk.client.sit.published import keep_published, published
from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.acts import MAX_REASON, Entry, Role, Ruling
from lsl_desk.domain.board_view import Accepted
from lsl_desk.domain.closing_acts import PvSigned, SignatureRefused
from lsl_desk.domain.closing_papers import ClosingPaper, PrintedClosing
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.marks import ExamMark
from lsl_desk.domain.minutes import Minutes
from tests.client.close.retaining import MemoryOutbox, retention_of
from tests.client.sit.sitting_world import (
    J01,
    N0417,
    N0418,
    N0432,
    N0455,
    N0460,
    PC,
    PRESIDENT,
    VICE,
    World,
    decide,
    raise_to,
    refused,
    world,
)
from tests.domain.sitting import receipt_of

WHO = SealedIdentity(N0417, "Exemple", first_names="Alix")


class Pv:
    def write(self, minutes: Minutes) -> bytes:
        return repr(minutes).encode()

    def words(self, digest: Digest) -> tuple[str, ...]:
        return tuple(digest[rank] for rank in range(8))

    def archive(self, minutes: Minutes, pdf: bytes, made: datetime) -> bytes:
        return b"|".join((self.write(minutes)[:7], pdf, made.isoformat().encode()))


@dataclass
class Sealed:
    kept: Mapping[JuryId, tuple[SealedIdentity, ...]] = field(default_factory=lambda: {J01: (WHO,)})

    def sealed(self, jury: JuryId) -> int:
        return len(self.kept.get(jury, ()))

    def unseal(self, jury: JuryId) -> tuple[SealedIdentity, ...]:
        return self.kept[jury]


class Papers:
    """Says what it was asked to print."""

    def print(self, kind: ClosingPaper, closing: PrintedClosing, numbers: tuple[StudentNumber, ...] = ()) -> bytes:
        return f"{kind.value} {sorted(closing.names)} {closing.final} {numbers}".encode()

    def sheet(self, kind: ClosingPaper, closing: PrintedClosing, form: ListKind) -> bytes:
        return f"{kind.value} {form.value} {sorted(closing.names)}".encode()


@dataclass
class Cases:
    """Says what it was asked to make."""

    w: World

    def acts(self, jury: JuryId) -> Iterable[SatAct]:
        return self.w.acts.acts(jury)

    def make(self, asked: CaseAsked, *, paper: str = "", visas: str = "") -> bytes:
        opened = asked.fresh.opened()
        return f"{asked.stored.number} {asked.minutes.edition} {opened} {paper} {visas}".encode()


def needs_of(w: World, names: Sealed | None = None) -> Needs:
    papers = Papers()
    return Needs(w.sittings, Pv(), names or Sealed(), lambda: "Académie d’essai", papers, papers, w.paper, Cases(w))


def closing_of(w: World, names: Sealed | None = None) -> ClosingDesk:
    return Closing(
        needs_of(w, names),
        retention_of(w.store, w.paper).retention,
        Leaving(w.store, MemoryOutbox(), w.paper, lambda: b""),
    )


def decide_all(w: World) -> None:
    """Six points short and raised to admission; the others as their marks say, livrets read or declared."""
    for one in ("0417", "0432", "0460"):
        w.read(one)
    raise_to(w, N0417, PC, "9")
    decide(w, N0417, Ruling.ADMIS)
    decide(w, N0432, Ruling.SECOND_GROUPE)
    w.deliberation.examine_paper(J01, N0418, True, Entry.TYPED)
    decide(w, N0418, Ruling.AJOURNE)
    decide(w, N0455, Ruling.SANS_DECISION, reason="épreuves étalées")
    decide(w, N0460, Ruling.AJOURNE)


@pytest.fixture
def w() -> World:
    made = world()
    made.sit()
    return made


def closed(w: World) -> ClosingDesk:
    decide_all(w)
    w.deliberation.close_sitting(J01)
    return closing_of(w)


def test_an_open_sitting_shows_a_draft_without_words_or_seats(w: World) -> None:
    view = closing_of(w).view(J01)
    assert (view.jury, view.stage, view.words, view.seats, view.signed) == (J01, Stage.OPENED, (), (), False)
    assert view.minutes.closing is None
    assert view.minutes.heading.academy == "Académie d’essai"
    assert (view.names, view.sealed, view.refused) == (Names.SEALED, 1, None)


def test_a_sitting_not_open_or_presided_by_another_says_why_nothing_may_be_done(w: World) -> None:
    assert closing_of(world()).view(J01).refused is Code.SITTING_NOT_OPEN
    w.act_as(VICE)
    assert closing_of(w).view(J01).refused is Code.PRESIDENT_ONLY


def test_a_jury_of_no_academy_has_a_pv_under_its_own_title() -> None:
    heading = closing_of(world(with_marks=False)).view(J01).minutes.heading
    assert (heading.academy, heading.centre, heading.session, heading.label) == ("", "", 2018, "Jury J01")


def test_both_sign_the_pv_that_was_shown_and_the_acts_wait_to_be_sent(w: World) -> None:
    desk = closed(w)
    view = desk.view(J01)
    assert [(one.seat, one.may_sign, one.word) for one in view.seats] == [
        (Role.PRESIDENT, ("Camille Exemple",), SeatWord.WAITED),
        (Role.VICE_PRESIDENT, ("Sacha Modèle",), SeatWord.WAITED),
    ]
    assert len(view.words) == 8
    with refused(Code.PV_CHANGED):
        desk.sign(J01, Role.PRESIDENT, "Camille Exemple", seen=Digest("0" * 64))
    waits = w.waits
    one = desk.sign(J01, Role.PRESIDENT, "Camille Exemple", seen=view.digest)
    assert (one.seats[0].word, one.signed) == (SeatWord.SIGNED, False)
    both = desk.sign(J01, Role.VICE_PRESIDENT, "Sacha Modèle", seen=view.digest)
    assert both.signed
    assert both.digest == view.digest, "a signature is not part of what is signed"
    assert w.waits == waits + 2
    assert isinstance(list(w.store.acts(J01))[-1].body, PvSigned)


def test_a_mark_that_the_exam_office_corrects_after_the_signature_voids_it_and_both_are_asked_again(w: World) -> None:
    desk = closed(w)
    seen = desk.view(J01).digest
    desk.sign(J01, Role.PRESIDENT, "Camille Exemple", seen=seen)
    w.acts.fed = [SatAct(act, receipt_of(act, Accepted())) for act in w.store.acts(J01)]
    manifest = w.acts.manifests[J01]
    corrected = tuple(ExamMark(one.exam, one.coefficient, Decimal(20)) for one in manifest.marks[N0417])
    w.acts.manifests[J01] = replace(manifest, marks={**manifest.marks, N0417: corrected})
    w.deliberation.refresh(J01)
    view = desk.view(J01)
    assert [one.word for one in view.seats] == [SeatWord.VOID, SeatWord.WAITED]
    assert view.words != ()
    assert view.minutes.lines[0].stale
    again = desk.sign(J01, Role.PRESIDENT, "Camille Exemple", seen=view.digest)
    assert again.seats[0].word is SeatWord.SIGNED


def test_a_case_taken_up_again_asks_for_another_closing_and_both_signatures(w: World) -> None:
    desk = closed(w)
    seen = desk.view(J01).digest
    desk.sign(J01, Role.PRESIDENT, "Camille Exemple", seen=seen)
    view = desk.reopen(J01, N0417, "note inversée")
    assert (view.minutes.closing, view.seats, view.minutes.edition) == (None, (), 2)
    with refused(Code.PV_NOT_CLOSED):
        desk.sign(J01, Role.PRESIDENT, "Camille Exemple", seen=view.digest)
    with refused(Code.PV_NOT_CLOSED):
        desk.refuse(J01, Role.PRESIDENT, "Camille Exemple", "non")
    raise_to(w, N0417, PC, "10", "inversée")
    decide(w, N0417, Ruling.ADMIS)
    w.deliberation.close_sitting(J01)
    after = desk.view(J01)
    assert [one.word for one in after.seats] == [SeatWord.WAITED, SeatWord.WAITED]
    assert after.digest != seen


def test_a_refusal_is_kept_and_holds_the_place(w: World) -> None:
    desk = closed(w)
    with refused(Code.VALUE_OUT_OF_RANGE):
        desk.refuse(J01, Role.PRESIDENT, "Camille Exemple", "x" * (MAX_REASON + 1))
    view = desk.refuse(J01, Role.PRESIDENT, "Camille Exemple", " en désaccord ")
    assert view.seats[0].word is SeatWord.REFUSED
    assert view.seats[0].refusal is not None
    assert view.seats[0].refusal.reason == "en désaccord"
    assert isinstance(list(w.store.acts(J01))[-1].body, SignatureRefused)
    with refused(Code.SIGNATURE_REFUSED):
        desk.sign(J01, Role.PRESIDENT, "Camille Exemple", seen=view.digest)


def test_names_are_read_only_after_the_act_that_makes_them_known(w: World) -> None:
    desk = closing_of(w)
    with refused(Code.NAMES_SEALED):
        desk.names(J01)
    with refused(Code.NAMES_EARLY):
        desk.lift(J01)
    decide_all(w)
    assert desk.lift(J01).names is Names.KNOWN
    assert desk.names(J01) == {N0417: WHO}
    none = closing_of(w, Sealed({}))
    assert none.view(J01).names is Names.ABSENT
    with refused(Code.NAMES_ABSENT):
        none.names(J01)


def test_once_names_are_known_a_raise_is_refused_until_the_case_is_reopened(w: World) -> None:
    decide_all(w)
    desk = closing_of(w)
    desk.lift(J01)
    with refused(Code.CASE_FROZEN):
        raise_to(w, N0417, PC, "10")
    desk.reopen(J01, N0417, "note inversée")
    raise_to(w, N0417, PC, "10", "inversée")


def test_two_alike_that_fared_differently_are_explained_once(w: World) -> None:
    manifest = w.acts.manifests[J01]
    w.acts.manifests[J01] = replace(manifest, marks={**manifest.marks, N0432: manifest.marks[N0417]})
    w.deliberation.refresh(J01)
    decide_all(w)
    with refused(Code.CLOSING_UNEQUAL):
        w.deliberation.close_sitting(J01)
    desk = closing_of(w)
    (case,) = desk.view(J01).unequal
    assert (case.serie, case.threshold, case.points, case.reason) == ("S", Decimal(10), 6, "")
    assert case.outcomes == ((Ruling.ADMIS, "", (N0417,)), (Ruling.SECOND_GROUPE, "", (N0432,)))
    (told,) = desk.explain(J01, case.key, "progrès constants de l’un").unequal
    assert told.reason == "progrès constants de l’un"
    assert w.deliberation.close_sitting(J01).stage is Stage.CLOSED
    assert desk.view(J01).minutes.unequal[0].reason == "progrès constants de l’un"


def test_who_acts_is_who_signs_for_the_journal(w: World) -> None:
    desk = closed(w)
    view = desk.sign(J01, Role.VICE_PRESIDENT, "Sacha Modèle", seen=desk.view(J01).digest)
    signature = view.seats[1].signature
    assert signature is not None
    assert (signature.name, signature.author) == ("Sacha Modèle", PRESIDENT), "signed on the president’s post"


def test_papers_are_written_with_names_only_where_and_once_they_are_known(w: World) -> None:
    desk = closing_of(w)
    desk.write_paper("pv.pdf", J01, ClosingPaper.PV)
    assert w.paper.written["pv.pdf"] == b"pv [] False ()"
    with refused(Code.PV_NOT_CLOSED):
        desk.write_paper("r.pdf", J01, ClosingPaper.TRANSCRIPT, numbers=(N0417,))
    with refused(Code.PV_NOT_CLOSED):
        desk.archive("pv.zip", J01)
    decide_all(w)
    desk.lift(J01)
    w.deliberation.close_sitting(J01)
    desk.write_paper("pv.pdf", J01, ClosingPaper.PV)
    assert w.paper.written["pv.pdf"] == b"pv ['0417'] True ()"
    desk.write_paper("r.pdf", J01, ClosingPaper.TRANSCRIPT, numbers=(N0417,))
    assert w.paper.written["r.pdf"] == b"releve ['0417'] True ('0417',)"
    desk.write_paper("l.csv", J01, ClosingPaper.LIVRETS, ListKind.CSV_EXCEL)
    assert w.paper.written["l.csv"] == b"livrets csv_excel []"
    assert set(w.paper.written) == {"pv.pdf", "r.pdf", "l.csv"}
    desk.archive("pv.zip", J01)
    assert w.paper.written["pv.zip"].startswith(b"Minutes|pv ['0417'] True ()|2018-07-0")


def test_the_exam_office_s_publication_is_a_stage_and_may_be_taken_back(w: World) -> None:
    desk = closed(w)
    assert desk.view(J01).stage is Stage.CLOSED
    keep_published(w.store, J01, datetime(2018, 7, 4, 8, tzinfo=UTC))
    assert desk.view(J01).stage is Stage.PUBLISHED
    assert w.deliberation.refresh(J01).stage is Stage.PUBLISHED, "as the home asks it"
    assert w.deliberation._sheets().sheet(w.sittings.of(J01)).closed
    assert published(w.store, J01) == datetime(2018, 7, 4, 8, tzinfo=UTC)
    desk.reopen(J01, N0417, "note inversée")
    assert desk.view(J01).stage is Stage.DELIBERATED
    keep_published(w.store, J01, None)
    assert published(w.store, J01) is None


def test_a_case_is_played_again_and_its_file_made_of_the_board_before_the_first_act(w: World) -> None:
    closing = closed(w)
    shown = closing.replay(J01, N0417)
    assert [one.rank for one in shown.steps] == [0, 0, 1, 2, 3, 0], "the sitting opens before them, and closes"
    assert shown.digest == w.sittings.of(J01).dossier(N0417).digest
    closing.write_case("dossier.zip", J01, N0417, paper="pv.zip", visas="visas.dsse")
    assert w.paper.written["dossier.zip"] == b"0417 1 False pv.zip visas.dsse"
    with refused(Code.NUMBER_UNKNOWN):
        closing.write_case("dossier.zip", J01, StudentNumber("9999"))


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("Indian/Reunion", "Indian/Reunion"),
        (None, "Europe/Paris"),
        ("Indian/Nowhere", None),
        ("Indian", None),
    ],
)
def test_papers_tell_hours_in_the_zone_of_the_academy_whatever_the_computer_s(
    listed: str | None, told: str | None
) -> None:
    """The mainland's without a list of the academy; the computer's own where it knows no such zone."""
    w = world(with_marks=listed is not None)
    if listed is not None:
        w.acts.manifests[J01] = replace(w.acts.manifests[J01], zone=listed)
    closing = printed(needs_of(w), w.sittings.of(J01), named=False)
    assert (None if closing.zone is None else str(closing.zone)) == told
