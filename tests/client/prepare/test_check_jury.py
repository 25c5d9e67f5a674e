# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.client.prepare.check_jury import CheckedLivret, check_jury
from lsl_desk.client.prepare.import_jury import import_jury
from lsl_desk.client.progress import Cancelled
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from tests.fakes.desk import FixedClock, MemoryStore
from tests.fakes.source import FakeSource, inspect_text, livret_bytes, row

J01 = JuryId("J01")


def filled(store: MemoryStore) -> MemoryStore:
    rows = (
        row("1", "0417", "0417.pdf"),
        row("2", "0418", "0418.pdf"),
        row("3", "0419", "0419.pdf"),
        row("4", "0420", None),
        row("5", "0421", None, LivretFormat.PAPIER),
    )
    files = {
        "0417.pdf": livret_bytes("0417"),
        "0418.pdf": livret_bytes("0418", wrong={1: "0417"}),
        "0419.pdf": b"%PDF cut",
    }
    import_jury(FakeSource(rows, files), store, lambda data: lambda: inspect_text(data), FixedClock())
    return store


def test_each_numeric_livret_is_opened_and_held_against_its_number() -> None:
    checked = check_jury(filled(MemoryStore()), lambda data: lambda: inspect_text(data), J01)
    assert checked == (
        CheckedLivret(StudentNumber("0417"), 3, None),
        CheckedLivret(StudentNumber("0418"), 3, LivretProblem.NUMBER_MISMATCH),
        CheckedLivret(StudentNumber("0419"), 0, LivretProblem.TRUNCATED),
        CheckedLivret(StudentNumber("0420"), 0, LivretProblem.MISSING_FILE),
    )


def test_bytes_that_no_longer_bear_their_digest_are_named() -> None:
    class Altered(MemoryStore):
        refusal = Code.LIVRET_REFUSED

        def livret(self, digest: Digest) -> bytes:
            raise Refusal(self.refusal, number=digest)

    store = Altered()
    checked = check_jury(filled(store), lambda data: lambda: inspect_text(data), J01)
    assert checked[0] == CheckedLivret(StudentNumber("0417"), 0, LivretProblem.DIGEST_MISMATCH)
    store.refusal = Code.DISK_FAILED
    with pytest.raises(Refusal):
        check_jury(store, lambda data: lambda: inspect_text(data), J01)


def test_a_worker_that_cannot_read_it_any_more_says_so() -> None:
    checked = check_jury(filled(MemoryStore()), lambda _data: lambda: inspect_text(b"%"), J01)
    assert checked[0] == CheckedLivret(StudentNumber("0417"), 0, LivretProblem.TRUNCATED)


def test_it_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        check_jury(filled(MemoryStore()), lambda data: lambda: inspect_text(data), J01, lambda _progress: False)
