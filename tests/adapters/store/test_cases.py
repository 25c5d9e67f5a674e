# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file of a case from the real sealed store: the academy's acts with their receipts, and those that wait (N10)."""

from pathlib import Path

import pytest
from sqlalchemy import delete

from lsl_desk import case_command, wiring
from lsl_desk.adapters.store import schema
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.backup.proofs.kinds import Kind
from lsl_desk.backup.proofs.opening import check_at
from lsl_desk.backup.proofs.report import Known
from lsl_desk.cli import _parser
from lsl_desk.client.desk import Desk
from lsl_desk.client.link.values import PinnedAcademy
from lsl_desk.domain.acts import LivretOpened, LivretRead, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.visas import JuryVisas
from lsl_desk.wire.envelope import SigningKey
from lsl_desk.wire.visas import seal_visas
from tests.academy.memory_link import SigningStore
from tests.academy.model import CENTRE, AcademyModel
from tests.adapters.store.desks import PAPER, bring_in, livret, make
from tests.fakes.desk import FakeSources, FixedClock
from tests.fakes.pages import PaintedPages

J01, N0417 = JuryId("J01"), StudentNumber("0417")
LIVRET = livret("0417", "page un", "page deux")


@pytest.fixture
def store(tmp_path: Path) -> SealedDesk:
    made = make(tmp_path)
    bring_in(made, "J01", [LIVRET], others=[PAPER])
    return made


def desk_of(store: SealedDesk) -> Desk:
    pages, sitting = PaintedPages({}), wiring.SittingDesks(store)
    return Desk(
        store=store,
        pages=pages,
        inspect_later=lambda data: lambda: pages.inspect(data),
        sources=FakeSources(),
        clock=FixedClock(),
        author=store.author,
        deliberation=sitting.deliberation,
        closing=sitting.closing,
    )


def fed(store: SealedDesk) -> AcademyModel:
    """The academy has four acts of another post; one of this post waits."""
    academy, other = AcademyModel(), SigningStore(7)
    seen = LivretOpened(N0417, LIVRET.digest, "académie")
    for body in (seen, LivretRead(N0417, LIVRET.digest, ("1.0", "1.0"), "académie"), seen, seen):
        other.record(J01, 1, body)
    post = academy.take_post(other.key.public.raw)
    academy.receive(post.key.id, [one.envelope for one in other.signed])
    store.link().pin(PinnedAcademy("https://a.example", "A", academy.key.public.raw, "Poste 3", Role.PRESIDENT, CENTRE))
    store.link().keep_feed(J01, academy.jury(J01).feed)
    store.record(J01, 1, seen)
    return academy


def test_a_post_makes_the_file_of_a_case_and_the_academy_s_key_proves_it(
    store: SealedDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    academy, desk, place = fed(store), desk_of(store), tmp_path / "dossier.zip"
    case_command.run(desk, _parser().parse_args(["case", "J01", "0417", "-o", str(place)]))
    assert "Contrôlez-le avec lsl-verify" in capsys.readouterr().out
    proof = check_at(place, Kind.CASE, Known(key=SigningKey.generate().public.id))
    assert [one.flaw.value for one in proof.findings] == ["signer_other"]
    proof = check_at(place, Kind.CASE, Known(key=academy.key.public.id))
    assert (proof.findings, proof.settled) == ([], True)
    assert (proof.facts["lines"], proof.facts["waiting"], proof.facts["steps"]) == (5, 1, 5)
    assert [one.sequence for one in desk.closing.replay(J01, N0417).steps] == [1, 2, 3, 4, 0], "openings too"
    desk.lock()


def test_the_visas_that_the_academy_sent_are_joined_once_they_are_its_own(store: SealedDesk, tmp_path: Path) -> None:
    academy, desk, place = fed(store), desk_of(store), tmp_path / "dossier.zip"
    none = Digest("0" * 64)
    sent = JuryVisas(2018, "A", CentreId(CENTRE), J01, 1, 1, none, "", 4, none, FixedClock().now(), (), (N0417,))
    envelope = tmp_path / "visas.dsse"
    envelope.write_bytes(seal_visas(sent, academy.key))
    desk.closing.write_case(str(place), J01, N0417, visas=str(envelope))
    assert b"visas.dsse" in place.read_bytes()
    assert check_at(place, Kind.CASE, Known(key=academy.key.public.id)).findings == []
    desk.lock()


def test_papers_of_another_sitting_and_visas_of_nobody_are_refused(store: SealedDesk, tmp_path: Path) -> None:
    fed(store)
    closing, place = desk_of(store).closing, str(tmp_path / "dossier.zip")
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"{}")
    for paper, visas in ((str(wrong), ""), ("", str(wrong)), ("", str(tmp_path / "nowhere"))):
        with pytest.raises(Refusal) as refused:
            closing.write_case(place, J01, N0417, paper=paper, visas=visas)
        assert (refused.value.code, refused.value.facts) == (Code.CASE_PAPERS, {"path": paper or visas})
    assert not Path(place).exists()
    store.close()


def test_a_line_deleted_from_the_store_is_named_with_its_step_by_the_replay_and_by_the_file(
    store: SealedDesk, tmp_path: Path
) -> None:
    fed(store)
    desk, place = desk_of(store), tmp_path / "dossier.zip"
    assert len(desk.closing.replay(J01, N0417).steps) == 5
    with store._rest().engines.writing() as connection:
        connection.execute(delete(schema.feed).where(schema.feed.c.rank == 3))
    for ask in (
        lambda: desk.closing.replay(J01, N0417),
        lambda: desk.closing.write_case(str(place), J01, N0417),
    ):
        with pytest.raises(Refusal) as refused:
            ask()
        assert (refused.value.code, refused.value.facts) == (
            Code.REPLAY_GAP, {"number": N0417, "line": 3, "step": 3},
        )  # fmt: skip
    assert not place.exists()
    desk.lock()
