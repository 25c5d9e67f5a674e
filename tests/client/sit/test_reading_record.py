# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.client.prepare.import_jury import import_jury
from lsl_desk.client.sit.reading_record import ReadingRecord
from lsl_desk.domain.acts import LivretOpened, LivretRead, NumberIncident
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.fallback import COPY
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.reading import Reading, ReadState
from tests.fakes.desk import FixedClock, MemoryStore
from tests.fakes.source import FakeSource, inspect_text, livret_bytes, row

J01 = JuryId("J01")
N0417, N0418, N0419 = (StudentNumber(number) for number in ("0417", "0418", "0419"))


def bring(store: MemoryStore, pages: int = 3) -> ReadingRecord:
    rows = (row("1", "0417", "0417.pdf"), row("2", "0418", "0418.pdf"), row("3", "0419", None, LivretFormat.PAPIER))
    files = {
        "0417.pdf": livret_bytes("0417", pages),
        "0418.pdf": livret_bytes("0418", 2, wrong={1: "0471"}),
    }
    import_jury(FakeSource(rows, files), store, lambda data: lambda: inspect_text(data), FixedClock())
    return ReadingRecord(store, store.jury(J01))


def digest_of(record: ReadingRecord, number: StudentNumber) -> Digest:
    candidate = record.file.by_number(number)
    assert candidate is not None
    assert candidate.livret is not None
    return candidate.livret.digest


def test_two_pages_of_three_are_no_reading_and_the_third_makes_the_act() -> None:
    store = MemoryStore()
    record = bring(store)
    digest = digest_of(record, N0417)
    assert record.page_counted(N0417, digest, 0, 1.04) == Reading(ReadState.PARTIAL, 1, 3)
    assert record.page_counted(N0417, digest, 1, 2.0) == Reading(ReadState.PARTIAL, 2, 3)
    assert not list(store.acts(J01))
    assert record.page_counted(N0417, digest, 2, 3.25) == Reading(ReadState.READ, 3, 3)
    (act,) = store.acts(J01)
    assert act.body == LivretRead(N0417, digest, ("1.0", "2.0", "3.2"), "dossier")
    assert act.version == 1


def test_reading_it_twice_makes_one_act() -> None:
    store = MemoryStore()
    record = bring(store, pages=1)
    digest = digest_of(record, N0417)
    record.page_counted(N0417, digest, 0, 1.0)
    record.page_counted(N0417, digest, 0, 9.0)
    assert len(list(store.acts(J01))) == 1


def test_the_reading_is_found_again_after_a_restart() -> None:
    store = MemoryStore()
    record = bring(store, pages=1)
    record.page_counted(N0417, digest_of(record, N0417), 0, 1.0)
    assert ReadingRecord(store, store.jury(J01)).readings()[N0417].state is ReadState.READ


def test_pages_seen_are_found_again_after_a_restart() -> None:
    store = MemoryStore()
    record = bring(store)
    record.page_counted(N0417, digest_of(record, N0417), 1, 1.0)
    again = ReadingRecord(store, store.jury(J01))
    assert again.readings()[N0417] == Reading(ReadState.PARTIAL, 1, 3)


def test_a_changed_livret_is_to_be_read_again_and_the_first_reading_stays() -> None:
    store = MemoryStore()
    record = bring(store, pages=1)
    record.page_counted(N0417, digest_of(record, N0417), 0, 1.0)
    again = bring(store, pages=2)
    assert again.readings()[N0417] == Reading(ReadState.STALE, 0, 2)
    assert [act.version for act in store.acts(J01)] == [1]
    digest = digest_of(again, N0417)
    assert again.page_counted(N0417, digest, 0, 1.0).state is ReadState.STALE
    assert again.page_counted(N0417, digest, 1, 1.0).state is ReadState.READ
    assert [act.version for act in store.acts(J01)] == [1, 2]


def test_a_veiled_page_never_counts() -> None:
    record = bring(MemoryStore())
    digest = digest_of(record, N0418)
    assert record.page_counted(N0418, digest, 0, 1.0).state is ReadState.PARTIAL
    with pytest.raises(Refusal) as refused:
        record.page_counted(N0418, digest, 1, 5.0)
    assert refused.value.code is Code.PAGE_VEILED
    assert record.readings()[N0418] == Reading(ReadState.PARTIAL, 1, 2)


def test_what_is_not_there_cannot_be_read() -> None:
    record = bring(MemoryStore())
    digest = digest_of(record, N0417)
    for number, bytes_shown, page, code in (
        (StudentNumber("9999"), digest, 0, Code.NUMBER_UNKNOWN),
        (N0419, digest, 0, Code.NO_LIVRET),
        (N0417, Digest("0" * 64), 0, Code.NO_LIVRET),
        (N0417, digest, 3, Code.PAGE_UNKNOWN),
        (N0417, digest, -1, Code.PAGE_UNKNOWN),
    ):
        with pytest.raises(Refusal) as refused:
            record.page_counted(number, bytes_shown, page, 1.0)
        assert refused.value.code is code


class FullDisk(MemoryStore):
    """A store whose disk fills up when asked to."""

    full = False

    def see_page(self, jury: JuryId, number: StudentNumber, digest: Digest, page: int, seconds: float) -> None:
        if self.full:
            raise Refusal(Code.DISK_FULL)
        super().see_page(jury, number, digest, page, seconds)


def test_a_refused_write_leaves_the_page_uncounted() -> None:
    store = FullDisk()
    record = bring(store)
    store.full = True
    with pytest.raises(Refusal):
        record.page_counted(N0417, digest_of(record, N0417), 0, 1.0)
    assert record.readings()[N0417].state is ReadState.UNREAD


def test_each_opening_is_written() -> None:
    store = MemoryStore()
    record = bring(store)
    record.opened(N0417)
    record.opened(N0417)
    bodies = [act.body for act in store.acts(J01)]
    assert bodies == [LivretOpened(N0417, digest_of(record, N0417), "dossier")] * 2


def test_an_incident_is_written_once_also_after_a_restart() -> None:
    store = MemoryStore()
    record = bring(store)
    digest = digest_of(record, N0418)
    record.incident(N0418, digest, 1, "0471")
    record.incident(N0418, digest, 1, "0471")
    ReadingRecord(store, store.jury(J01)).incident(N0418, digest, 1, "0471")
    assert [act.body for act in store.acts(J01)] == [NumberIncident(N0418, digest, 1, "0471")]


def test_the_candidate_on_the_screen_last_is_known_after_a_restart() -> None:
    store = MemoryStore()
    record = bring(store)
    assert record.last_opened is None
    record.opened(N0417)
    assert record.last_opened == ReadingRecord(store, store.jury(J01)).last_opened == N0417


def test_what_is_read_on_the_copy_keeps_that_source() -> None:
    store = MemoryStore()
    record = bring(store, 1)
    record.opened(N0417, fallen=True)
    record.page_counted(N0417, digest_of(record, N0417), 0, 2.0, fallen=True)
    record.opened(N0417)
    bodies = [act.body for act in store.acts(J01)]
    assert [one.source for one in bodies if isinstance(one, LivretOpened | LivretRead)] == [COPY, COPY, "dossier"]
