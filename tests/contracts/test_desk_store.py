# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every `DeskStore` promises: the sealed store, and the one in memory that the tests of screens use."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from lsl_desk.client.ports import DeskStore, Trail
from lsl_desk.client.prepare.kept_notes import keep_schools, schools
from lsl_desk.client.sit.position import note_key
from lsl_desk.domain.acts import LivretOpened, LivretRead, NumberIncident
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from tests.adapters.store.desks import PAPER, REFUSED, bring_in, file_of, livret, make
from tests.fakes.desk import MemoryStore

J01 = JuryId("J01")
ONE = livret("0417", "Trimestre 1, élève sérieux", "Trimestre 2, des progrès")
TWO = livret("0418", "Trimestre 1, des absences")
SCAN = livret("0419", "", "")


@pytest.fixture(params=["sealed", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DeskStore]:
    made: DeskStore = make(tmp_path) if request.param == "sealed" else MemoryStore()
    yield made
    made.close()


def test_a_new_store_holds_nothing(store: DeskStore) -> None:
    assert store.summaries() == ()
    assert list(store.acts()) == []
    assert store.jury_of("0417") == ()
    assert store.note("position") is None


def test_an_unknown_jury_is_refused(store: DeskStore) -> None:
    with pytest.raises(Refusal) as refused:
        store.jury(J01)
    assert refused.value.code is Code.JURY_UNKNOWN


def test_a_jury_comes_back_as_it_was_brought_in(store: DeskStore) -> None:
    odd = (Anomaly(AnomalyCode.PAGE_NUMBER, "livrets/0417.pdf, page 2", "0471", "0417"),)
    file = bring_in(store, "J01", [ONE, TWO, SCAN], others=[PAPER, REFUSED], anomalies=odd)
    assert store.jury(J01) == file
    assert store.anomalies(J01) == odd
    assert store.livret(ONE.digest) == ONE.data


def test_the_summary_counts_what_the_home_screen_shows(store: DeskStore) -> None:
    bring_in(store, "J02", [])
    bring_in(store, "J01", [ONE, TWO], others=[PAPER, REFUSED])
    first, second = store.summaries()
    assert (first.jury, second.jury) == ("J01", "J02")
    assert (first.candidates, first.livrets, first.read, first.problems, first.version) == (4, 2, 0, 1, 1)
    assert first.formats[LivretFormat.NUMERIQUE] == 3
    assert first.formats[LivretFormat.PAPIER] == 1
    assert first.formats[LivretFormat.ABSENT] == 0
    assert first.imported == file_of("J01", 1, []).imported


def test_a_second_import_makes_a_second_version_and_the_current_one_is_seen(store: DeskStore) -> None:
    bring_in(store, "J01", [ONE, TWO])
    store.record(J01, 1, LivretRead(StudentNumber("0417"), ONE.digest, ("1.0", "1.0"), "dossier"))
    changed = livret("0417", "Trimestre 1, élève sérieux", "Trimestre 2, corrigé")
    bring_in(store, "J01", [changed, TWO], version=2)
    (summary,) = store.summaries()
    assert (summary.version, summary.read) == (2, 0)
    assert [one.livret.digest for one in store.jury(J01).candidates if one.livret] == [changed.digest, TWO.digest]
    assert store.livret(ONE.digest) == ONE.data, "an earlier version's livret is still proof of what was read"


def test_what_is_not_committed_never_was(store: DeskStore) -> None:
    with store.incoming() as incoming:
        incoming.add(ONE.new)
    assert store.summaries() == ()
    with pytest.raises(Refusal) as refused:
        store.livret(ONE.digest)
    assert refused.value.code is Code.NO_LIVRET


def test_an_import_that_fails_half_way_leaves_the_version_before(store: DeskStore) -> None:
    file = bring_in(store, "J01", [ONE])
    with pytest.raises(FileNotFoundError):
        _fails_half_way(store)
    assert store.jury(J01) == file
    bring_in(store, "J01", [ONE, TWO], version=2)


def _fails_half_way(store: DeskStore) -> None:
    with store.incoming() as incoming:
        incoming.add(TWO.new)
        raise FileNotFoundError


def test_bytes_held_by_another_jury_may_come_again(store: DeskStore) -> None:
    bring_in(store, "J01", [ONE])
    bring_in(store, "J02", [ONE, TWO])
    assert store.livret(ONE.digest) == ONE.data
    assert [one.livrets for one in store.summaries()] == [1, 2]


def test_a_number_is_found_in_its_juries_with_or_without_its_leading_zeros(store: DeskStore) -> None:
    bring_in(store, "J02", [TWO])
    bring_in(store, "J01", [ONE])
    assert store.jury_of("0417") == ("J01",)
    assert store.jury_of("417") == ("J01",)
    assert store.jury_of("0418") == ("J02",)
    assert store.jury_of("9999") == ()
    bring_in(store, "J03", [livret("00417", "un"), livret("417", "deux")])
    assert store.jury_of("0417") == ("J01",)
    assert store.jury_of("000417") == ("J01", "J03")


def test_pages_that_counted_are_kept_with_the_longer_time(store: DeskStore) -> None:
    number = StudentNumber("0417")
    bring_in(store, "J01", [ONE])
    store.see_page(J01, number, ONE.digest, 0, 1.5)
    store.see_page(J01, number, ONE.digest, 1, 2.0)
    store.see_page(J01, number, ONE.digest, 0, 1.0)
    assert store.pages_seen(J01) == {"0417": {ONE.digest: {0: 1.5, 1: 2.0}}}
    assert store.pages_seen(JuryId("J02")) == {}


def test_acts_come_back_in_the_order_written_and_by_jury(store: DeskStore) -> None:
    bring_in(store, "J01", [ONE])
    bring_in(store, "J02", [TWO])
    written = [
        store.record(J01, 1, LivretOpened(StudentNumber("0417"), ONE.digest, "dossier")),
        store.record(JuryId("J02"), 1, NumberIncident(StudentNumber("0418"), TWO.digest, 0, "")),
        store.record(J01, 1, LivretRead(StudentNumber("0417"), ONE.digest, ("1.0", "2.5"), "dossier")),
    ]
    assert [act.sequence for act in written] == [1, 2, 3]
    assert list(store.acts()) == written
    assert list(store.acts(J01)) == [written[0], written[2]]
    assert [summary.read for summary in store.summaries()] == [1, 0]


def test_where_one_was_and_what_was_told_is_read_alone_the_same_before_and_after_the_journal_was_proved(
    store: DeskStore,
) -> None:
    bring_in(store, "J01", [ONE, TWO])
    bring_in(store, "J02", [SCAN])
    incidents = [NumberIncident(StudentNumber("0417"), ONE.digest, page, "0471") for page in (0, 1)]
    elsewhere = NumberIncident(StudentNumber("0419"), SCAN.digest, 0, "")
    assert store.trail(J01) == Trail()
    store.record(J01, 1, LivretOpened(StudentNumber("0417"), ONE.digest, "dossier"))
    for incident in incidents:
        store.record(J01, 1, incident)
    store.record(JuryId("J02"), 1, elsewhere)
    store.record(JuryId("J02"), 1, LivretOpened(StudentNumber("0419"), SCAN.digest, "dossier"))
    told = Trail(StudentNumber("0417"), frozenset(incidents))
    assert [store.trail(J01), store.trail(J01)] == [told, told]
    store.record(J01, 1, LivretOpened(StudentNumber("0418"), TWO.digest, "J02"))
    store.record(J01, 1, NumberIncident(StudentNumber("0418"), TWO.digest, 0, '"kind":"livret_opened"'))
    again = [store.trail(J01), store.trail(J01)]
    assert [one.last_opened for one in again] == ["0418", "0418"]
    assert [len(one.incidents) for one in again] == [3, 3]
    assert store.trail(JuryId("J02")) == Trail(StudentNumber("0419"), frozenset({elsewhere}))


def test_words_are_found_in_the_order_of_the_index(store: DeskStore) -> None:
    bring_in(store, "J01", [TWO, SCAN, ONE])
    bring_in(store, "J02", [livret("0500", "Trimestre 1, autre jury")])
    assert [(hit.number, hit.page) for hit in store.search(J01, "trimestre 1")] == [("0418", 0), ("0417", 0)]
    assert store.search(J01, "introuvable") == ()
    assert "absences" in store.search(J01, "trimestre 1")[0].excerpt


def test_a_note_is_remembered_and_replaced(store: DeskStore) -> None:
    store.keep_note("position", "3")
    store.keep_note("position", "4")
    store.keep_note("other", "5")
    assert store.note("position") == "4"
    assert store.notes_of(["other", "position", "none"]) == {"other": "5", "position": "4"}
    assert store.notes_of(()) == {}


def test_a_livret_that_is_not_held_is_refused(store: DeskStore) -> None:
    with pytest.raises(Refusal) as refused:
        store.livret(Digest("0" * 64))
    assert refused.value.code is Code.NO_LIVRET


def test_livrets_are_read_from_other_threads(store: DeskStore) -> None:
    bring_in(store, "J01", [ONE, TWO])
    got: list[bytes] = []
    lanes = [Thread(target=lambda wanted=one: got.append(store.livret(wanted.digest))) for one in (ONE, TWO) * 4]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert sorted(got) == sorted([ONE.data, TWO.data] * 4)


def test_an_erased_jury_is_gone_but_for_its_acts_and_what_another_jury_holds(store: DeskStore) -> None:
    bring_in(store, "J01", [ONE, TWO])
    bring_in(store, "J02", [TWO])
    for new in (ONE, TWO):
        store.keep_note(note_key(new.digest), "{}")
    for jury in (J01, JuryId("J02")):
        keep_schools(store, jury, {StudentNumber("0418"): "Lycée Exemple"})
    store.see_page(J01, StudentNumber("0417"), ONE.digest, 0, 1.0)
    store.record(J01, 1, LivretRead(StudentNumber("0418"), TWO.digest, ("1.0",), "dossier"))
    store.erase_jury(J01)
    assert [one.jury for one in store.summaries()] == ["J02"]
    assert store.jury_of("0417") == ()
    assert store.pages_seen(J01) == {}
    for gone in (lambda: store.jury(J01), lambda: store.livret(ONE.digest), lambda: store.erase_jury(J01)):
        with pytest.raises(Refusal):
            gone()
    assert store.note(note_key(ONE.digest)) is None
    assert (schools(store, J01), schools(store, JuryId("J02"))) == ({}, {"0418": "Lycée Exemple"})
    assert (store.livret(TWO.digest), store.note(note_key(TWO.digest))) == (TWO.data, "{}")
    assert [act.jury for act in store.acts()] == ["J01"]

    bring_in(store, "J01", [ONE, TWO])
    assert next(one for one in store.summaries() if one.jury == "J01").read == 1
