# SPDX-License-Identifier: AGPL-3.0-or-later
"""Erasure at its date, over the sealed store and the one in memory: N23 and K05."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lsl_desk.client.link.erased import erased_juries
from lsl_desk.client.ports import DeskStore
from lsl_desk.client.sit.published import keep_published
from lsl_desk.domain.acts import LivretRead
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.wire.erasure_record import open_erasure
from tests.adapters.store.desks import PAPER, bring_in, livret, make
from tests.client.close.retaining import DATE, KEY, PUBLISHED, Retaining, retention_of
from tests.documents.pdfs import pages_text
from tests.fakes.desk import MemoryStore

J01, SEPTEMBER = JuryId("J01"), JuryId("J01S")
LIVRETS = [livret(f"{number:04}", f"Trimestre 1 de {number}", padding=64) for number in range(400, 468)]
HELD = next(one for one in LIVRETS if one.number == "0417")
NAMES = tuple(SealedIdentity(StudentNumber(one.number), f"Inventé{one.number}") for one in LIVRETS)


class Written:
    """Keeps the last file written."""

    data = b""

    def write(self, path: str, data: bytes) -> None:
        del path
        self.data = data


@pytest.fixture(params=["sealed", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DeskStore]:
    made: DeskStore = make(tmp_path) if request.param == "sealed" else MemoryStore()
    bring_in(made, "J01", LIVRETS, others=[PAPER], identities=NAMES)
    keep_published(made, J01, PUBLISHED)
    yield made
    made.close()


@pytest.fixture
def world(store: DeskStore) -> Retaining:
    return retention_of(store, Written())


def refused(act: object, *facts: object) -> Code:
    with pytest.raises(Refusal) as caught:
        act(*facts)  # type: ignore[operator]  # whatever is refused
    return caught.value.code


def test_at_the_date_67_go_0417_on_hold_is_kept_and_the_certificate_lists_67_hashes(
    store: DeskStore, world: Retaining
) -> None:
    keeping = world.retention
    store.record(J01, 1, LivretRead(StudentNumber("0417"), HELD.digest, ("1.0",), "dossier"))
    keeping.hold(J01, "0417", " recours gracieux ")
    assert refused(keeping.erase, J01) is Code.RETENTION_EARLY
    assert not any(one.erases for one in keeping.juries())

    world.clock.at = DATE
    (told,) = keeping.juries()
    assert (told.erases, told.erased, told.held, told.elsewhere, told.candidates) == (True, 67, 1, 0, 68)
    assert store.livret(HELD.digest) == HELD.data, "nothing goes before a person confirms"

    record = keeping.erase(J01)
    assert set(record.erased) == {one.digest for one in LIVRETS if one is not HELD}
    assert (len(record.erased), record.held, record.acts) == (67, (("0417", HELD.digest),), 1)
    file = store.jury(J01)
    assert [one.number for one in file.candidates] == ["0417"]
    assert (store.livret(HELD.digest), store.identities_sealed(J01)) == (HELD.data, 1)
    for digest in record.erased:
        assert refused(store.livret, digest) is Code.NO_LIVRET
    (line,) = store.summaries()
    assert (line.candidates, line.livrets, line.read) == (1, 1, 1)
    assert len(list(store.acts(J01))) == 1
    assert (world.forgotten, world.waiting) == ([J01], [J01])
    assert keeping.answers() == (None,), "no academy was told"
    assert keeping.erased() == erased_juries(store) == {J01}
    assert not any(one.erases for one in keeping.juries()), "what a dispute holds is not proposed again"

    out = Written()
    again = retention_of(store, out).retention
    again.write_certificate("effacement.zip")
    with zipfile.ZipFile(io.BytesIO(out.data)) as packed:
        assert open_erasure(packed.read("effacement.dsse")) == (record, KEY.public.id)
        paper = "".join("".join(pages_text(packed.read("effacement.pdf"))).split())
    assert all(digest in paper for digest in record.erased)
    assert "0417" in paper
    assert "Inventé" not in paper
    assert "recours gracieux" not in json.dumps(store.note("retention.certificates"))

    keeping.release(J01, StudentNumber("0417"))
    assert keeping.erase(J01).erased == (HELD.digest,)
    assert store.summaries() == ()
    assert [len(one.erased) for one in keeping.certificates()] == [67, 1]


def test_a_livret_of_september_is_not_purged_with_june(store: DeskStore, world: Retaining) -> None:
    bring_in(store, "J01S", [HELD])
    world.clock.at = DATE
    (told,) = world.retention.juries()
    assert (told.erased, told.elsewhere) == (67, 1)
    record = world.retention.erase(J01)
    assert (len(record.erased), record.elsewhere, record.held) == (67, (HELD.digest,), ())
    assert store.livret(HELD.digest) == HELD.data
    assert [one.number for one in store.jury(SEPTEMBER).candidates] == ["0417"]
    assert [one.jury for one in store.summaries()] == [SEPTEMBER]


def test_a_dispute_over_the_whole_jury_keeps_all_of_it_until_it_ends(store: DeskStore, world: Retaining) -> None:
    keeping = world.retention
    keeping.hold(J01, "", "recours")
    keeping.hold(J01, "", "recours contentieux")
    (hold,) = keeping.holds()
    assert (hold.number, hold.reason, hold.since) == (None, "recours contentieux", PUBLISHED)
    world.clock.at = DATE
    assert refused(keeping.erase, J01) is Code.RETENTION_EARLY
    keeping.release(J01, None)
    assert len(keeping.erase(J01).erased) == 68
    assert store.summaries() == ()


def test_a_paper_livret_on_hold_is_kept_by_its_number_and_older_versions_go(store: DeskStore, world: Retaining) -> None:
    corrected = livret("0400", "Trimestre 1 corrigé", padding=64)
    bring_in(store, "J01", [corrected, *LIVRETS[1:]], version=2, others=[PAPER], identities=NAMES)
    world.retention.hold(J01, "0900", "recours")
    world.clock.at = DATE
    record = world.retention.erase(J01)
    assert record.held == (("0900", Digest("")),)
    assert set(record.erased) == {corrected.digest, *(one.digest for one in LIVRETS)}
    assert store.identities_sealed(J01) == 0 or isinstance(store, MemoryStore)


def test_what_is_entered_wrong_is_refused_and_nothing_is_kept(store: DeskStore, world: Retaining) -> None:
    keeping = world.retention
    assert refused(keeping.hold, JuryId("J09"), "", "recours") is Code.JURY_UNKNOWN
    assert refused(keeping.hold, J01, "0999", "recours") is Code.NUMBER_UNKNOWN
    assert refused(keeping.hold, J01, "0417", "  ") is Code.REASON_MISSING
    assert refused(keeping.write_certificate, "x.zip") is Code.RETENTION_NONE
    assert keeping.holds() == ()
    keep_published(store, J01, None)
    assert refused(keeping.erase, J01) is Code.RETENTION_EARLY
    assert keeping.juries() == ()
