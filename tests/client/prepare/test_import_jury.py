# SPDX-License-Identifier: AGPL-3.0-or-later
from typing import NoReturn

import pytest

from lsl_desk.client.carried import CarriedJury
from lsl_desk.client.prepare.import_jury import ImportReport, import_jury
from lsl_desk.client.progress import Cancelled, Progress
from lsl_desk.client.sit.reading_record import ReadingRecord
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.livret import LivretFormat, LivretProblem, NumberCheck
from tests.fakes.desk import FixedClock, MemoryStore
from tests.fakes.source import FakeSource, inspect_text, livret_bytes, row

J01 = JuryId("J01")


def bring(source: FakeSource, store: MemoryStore, **options: object) -> ImportReport:
    return import_jury(
        source,
        store,
        lambda data: lambda: inspect_text(data),
        FixedClock(),
        **options,  # type: ignore[arg-type]  # forwarded as given
    )


def three(**more: bytes) -> FakeSource:
    files = {f"{number}.pdf": livret_bytes(number) for number in ("0417", "0418", "0419")}
    rows = tuple(row(str(index), number, f"{number}.pdf") for index, number in enumerate(("0417", "0418", "0419"), 1))
    return FakeSource(rows, files | {f"{name[1:]}.pdf": data for name, data in more.items()})


def test_every_livret_is_stored_with_its_pages_checked() -> None:
    store = MemoryStore()
    done = bring(three(), store)
    assert (done.jury, done.version, done.candidates, done.livrets, done.changed) == ("J01", 1, 3, 3, 0)
    candidate = store.jury(J01).candidates[0]
    assert candidate.livret is not None
    assert [page.check for page in candidate.livret.pages] == [NumberCheck.MATCH] * 3
    assert store.livret(candidate.livret.digest) == livret_bytes("0417")


def test_paper_and_missing_livrets_are_normal_states() -> None:
    store = MemoryStore()
    rows = (
        row("1", "0417", None, LivretFormat.PAPIER),
        row("2", "0418", None, LivretFormat.INCONNU),
        row("3", "0419", None, LivretFormat.NUMERIQUE),
    )
    done = bring(FakeSource(rows), store)
    assert done.formats[LivretFormat.PAPIER] == done.formats[LivretFormat.INCONNU] == 1
    assert [one.problem for one in store.jury(J01).candidates] == [None, None, LivretProblem.MISSING_FILE]


def test_a_broken_livret_never_stops_the_others() -> None:
    store = MemoryStore()
    done = bring(three(_0418=b"%PDF cut"), store)
    assert done.livrets == 2
    assert [one.code for one in done.anomalies] == [AnomalyCode.LIVRET_REFUSED]
    assert store.jury(J01).candidates[1].problem is LivretProblem.TRUNCATED


def test_a_page_with_another_number_is_listed_with_both_numbers() -> None:
    store = MemoryStore()
    done = bring(three(_0417=livret_bytes("0417", wrong={2: "0471"})), store)
    (odd,) = done.anomalies
    assert (odd.code, odd.value, odd.expected) == (AnomalyCode.PAGE_NUMBER, "0471", "0417")
    assert odd.where == "0417.pdf, page 3"
    assert store.jury(J01).candidates[0].problem is LivretProblem.NUMBER_MISMATCH


def test_a_page_whose_text_bears_no_number_is_listed() -> None:
    done = bring(three(_0417="N° élève : 0417\fsans rien".encode()), MemoryStore())
    assert [one.code for one in done.anomalies] == [AnomalyCode.PAGE_WITHOUT_NUMBER]


def test_a_scan_is_no_mismatch() -> None:
    store = MemoryStore()
    assert bring(three(_0417=livret_bytes("0417", scan=True)), store).anomalies == ()
    candidate = store.jury(J01).candidates[0]
    assert candidate.livret is not None
    assert candidate.problem is None
    assert {page.check for page in candidate.livret.pages} == {NumberCheck.NO_TEXT}


def test_without_an_index_the_number_comes_from_the_pages() -> None:
    store = MemoryStore()
    bring(FakeSource((row("", "", "a.pdf"),), {"a.pdf": livret_bytes("0432")}), store)
    assert store.jury(J01).candidates[0].number == "0432"


def test_rows_without_any_number_stay_apart_and_are_never_trusted() -> None:
    store = MemoryStore()
    rows = (
        row("1", "0417", "0417.pdf"),
        row("2", "", "a.pdf"),
        row("3", "", None, LivretFormat.INCONNU),
        row("4", "", "cut.pdf"),
        row("5", "", "b.pdf"),
    )
    files = {"0417.pdf": livret_bytes("0417"), "a.pdf": livret_bytes("0417"), "b.pdf": livret_bytes("0432")}
    offered = FakeSource(rows, files | {"cut.pdf": b"%PDF cut"})
    offered.anomalies = (
        Anomaly(AnomalyCode.NUMBER_MISSING, "index.html, ligne 2", ""),
        Anomaly(AnomalyCode.NUMBER_MISSING, "index.html, ligne 5", ""),
    )
    done = bring(offered, store)
    file = store.jury(J01)
    assert [one.number for one in file.candidates] == [
        "0417", "sans n°\u00a01", "sans n°\u00a02", "sans n°\u00a03", "0432",
    ]  # fmt: skip
    assert file.candidates[1].problem is LivretProblem.NUMBER_MISMATCH
    missing = [one.where for one in done.anomalies if one.code is AnomalyCode.NUMBER_MISSING]
    assert missing == ["index.html, ligne 2"]


def test_a_second_import_of_the_same_files_changes_nothing() -> None:
    store = MemoryStore()
    bring(three(), store)
    assert bring(three(), store).version == 1


def test_a_list_laid_beside_afterwards_is_kept_though_no_candidate_changed() -> None:
    store = MemoryStore()
    bring(three(), store)
    named = three()
    named.identities = (SealedIdentity(StudentNumber("0417"), "Inventé"),)
    assert bring(named, store).version == 2
    named.anomalies = (Anomaly(AnomalyCode.SERIE_UNKNOWN, "liste.csv, ligne 2", "XX"),)
    assert bring(named, store).version == 3
    assert store.anomalies(J01) == named.anomalies
    assert bring(named, store).version == 3


def test_candidates_who_are_no_longer_in_the_file_are_counted() -> None:
    store = MemoryStore()
    bring(three(), store)
    other = three()
    other.rows = other.rows[1:]
    done = bring(other, store)
    assert (done.version, done.gone, done.changed) == (2, 1, 0)


def test_a_corrected_livret_makes_a_second_version() -> None:
    store = MemoryStore()
    bring(three(), store)
    done = bring(three(_0418=livret_bytes("0418", 4)), store)
    assert (done.version, done.changed, done.stale) == (2, 1, 0)


def test_a_livret_that_was_read_and_changed_is_to_be_read_again_and_a_new_one_has_not_changed() -> None:
    store = MemoryStore()
    first = three()
    first.files["0418.pdf"] = b"%"  # refused: there is no livret yet
    bring(first, store)
    record = ReadingRecord(store, store.jury(J01))
    livret = record.file.candidates[0].livret
    assert livret is not None
    for page in range(livret.page_count):
        record.page_counted(StudentNumber("0417"), livret.digest, page, 1.0)
    done = bring(three(_0417=livret_bytes("0417", 4), _0419=livret_bytes("0419", 4)), store)
    assert (done.version, done.changed, done.stale) == (2, 2, 1)


def test_a_jury_of_another_session_is_not_mixed_in() -> None:
    store = MemoryStore()
    bring(three(), store)
    later = three()
    later.session = 2019
    with pytest.raises(Refusal) as refused:
        bring(later, store)
    assert refused.value.code is Code.JURY_OTHER_SESSION
    assert bring(later, store, jury="J01-2019").jury == "J01-2019"
    assert len(store.summaries()) == 2


def test_a_folder_that_vanishes_leaves_nothing() -> None:
    store = MemoryStore()
    source = three()
    del source.files["0419.pdf"]
    with pytest.raises(Refusal) as refused:
        bring(source, store)
    assert refused.value.code is Code.PATH_VANISHED
    assert store.summaries() == ()


def test_stopping_leaves_nothing() -> None:
    store = MemoryStore()
    with pytest.raises(Cancelled):
        bring(three(), store, report=lambda progress: progress.done < 2)
    assert store.summaries() == ()


def test_progress_counts_the_livrets() -> None:
    told: list[Progress] = []

    def tell(progress: Progress) -> bool:
        told.append(progress)
        return True

    bring(three(), MemoryStore(), report=tell)
    assert [(one.done, one.total) for one in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_store_that_fails_to_answer_is_not_taken_for_a_new_jury() -> None:
    class Damaged(MemoryStore):
        def jury(self, jury: JuryId) -> NoReturn:
            raise Refusal(Code.STORE_DAMAGED, detail=jury)

    with pytest.raises(Refusal) as refused:
        bring(three(), Damaged())
    assert refused.value.code is Code.STORE_DAMAGED


def test_what_a_source_carries_is_kept_with_a_version_and_also_with_one_that_is_here_already() -> None:
    store, source = MemoryStore(), three()
    bring(source, store)
    assert store.carried == {J01: CarriedJury()}
    source.carried = CarriedJury(bytes(32))
    assert bring(source, store).version == 1
    assert store.carried == {J01: CarriedJury(bytes(32))}
