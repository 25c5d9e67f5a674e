# SPDX-License-Identifier: AGPL-3.0-or-later
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from lsl_desk.adapters.sources.opening import LocalSources
from lsl_desk.demo.centre import MARKER, DemoCentre, generate
from lsl_desk.demo.people import person
from lsl_desk.demo.plan import Sheet
from lsl_desk.demo.press import Job, print_livret
from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from tests.demo.reader import pages_in, rows_of
from tests.documents.pdfs import every_byte, pages_text, xmp

SEED = 2018


class CutError(Exception):
    """Somebody stops the generation."""


class Making:
    """The centre made by a run that was cut short, then by a second one."""

    def __init__(self, folder: Path) -> None:
        with pytest.raises(CutError):
            generate(folder, seed=SEED, juries=1, report=self._cut)
        self.marker_when_cut = json.loads((folder / MARKER).read_text("utf-8"))
        self.livrets_when_cut = len(list(folder.glob("J01/livrets/*.pdf")))
        self.reports: list[tuple[int, int]] = []
        self.centre = generate(folder, seed=SEED, juries=1, report=lambda *done: self.reports.append(done))

    @staticmethod
    def _cut(done: int, total: int) -> None:  # noqa: ARG004 - the shape of a report
        if done == 2:
            raise CutError


@pytest.fixture(scope="module")
def making(tmp_path_factory: pytest.TempPathFactory) -> Making:
    return Making(tmp_path_factory.mktemp("demo") / "centre")


@pytest.fixture
def centre(making: Making) -> DemoCentre:
    return making.centre


def test_the_jury_folder_holds_its_index_list_and_livrets(centre: DemoCentre) -> None:
    (folder,) = centre.juries
    assert {path.name for path in folder.iterdir()} == {"index.html", "liste_simple.csv", "livrets"}
    linked = {link for row in rows_of(pages_in(folder)) for link in row.links}
    there = {f"livrets/{path.name}" for path in (folder / "livrets").iterdir()}
    assert len(linked) == 68
    assert there - linked == {"livrets/9051.pdf", "livrets/9052.pdf"}
    assert linked <= there


def test_a_second_run_finds_it_made_and_touches_nothing(centre: DemoCentre) -> None:
    before = {path: path.stat().st_mtime_ns for path in centre.folder.rglob("*")}
    again = generate(centre.folder, seed=SEED, juries=1)
    assert (centre.made, again.made) == (True, False)
    assert {path: path.stat().st_mtime_ns for path in centre.folder.rglob("*")} == before


def test_the_bytes_do_not_depend_on_the_process_that_made_them(centre: DemoCentre, tmp_path: Path) -> None:
    for candidate in [one for one in centre.plan.juries[0].candidates if one.has_file][:6]:
        assert candidate.sheet is not None
        print_livret(Job(candidate.pupil, tmp_path / "again.pdf", candidate.sheet))
        made = centre.juries[0] / "livrets" / f"{candidate.pupil.number}.pdf"
        assert (tmp_path / "again.pdf").read_bytes() == made.read_bytes()


def every_form(word: str) -> set[bytes]:
    """A word as a PDF may hold it: in any case, in a one-byte encoding, UTF-8 or UTF-16."""
    written = {word, word.lower(), word.title()}
    return {form.encode(code) for form in written for code in ("utf-8", "iso-8859-15", "utf-16-be")}


def test_no_livret_holds_its_candidate_s_name_ine_birth_or_centre_in_any_byte(centre: DemoCentre) -> None:
    for candidate in centre.plan.juries[0].candidates:
        if candidate.has_file:
            number = candidate.pupil.number
            data = every_byte((centre.juries[0] / "livrets" / f"{number}.pdf").read_bytes())
            who = person(SEED, number, 2018)
            for word in (who.name, who.ine, who.birth, f"{who.first_name} {who.name}", centre.plan.code):
                assert not [form for form in every_form(word) if form in data], number
            # The same search finds what is there: it is not blind.
            assert candidate.sheet is Sheet.SCAN or [form for form in every_form(number) if form in data]


def test_no_livret_s_text_names_anybody(centre: DemoCentre) -> None:
    people = [person(SEED, candidate.pupil.number, 2018) for candidate in centre.plan.juries[0].candidates]
    words = {word for who in people for word in (who.name, who.first_name, who.ine, who.birth)} | {centre.plan.code}
    anybody = re.compile(rf"\b({'|'.join(map(re.escape, sorted(words)))})\b", re.IGNORECASE)
    assert anybody.search(f"{people[0].first_name.lower()} a bien travaillé")
    for path in sorted((centre.juries[0] / "livrets").iterdir()):
        pdf = path.read_bytes()
        assert not anybody.search("\n".join([*pages_text(pdf), xmp(pdf)])), path.name


def test_a_run_cut_short_stops_soon_and_is_done_again(making: Making) -> None:
    assert making.marker_when_cut["finished"] is False
    assert making.livrets_when_cut < 70
    assert making.centre.made
    assert making.reports == [(done, 70) for done in range(1, 71)]


def test_a_folder_of_somebody_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "J01").mkdir()
    (tmp_path / "J01" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(Refusal) as caught:
        generate(tmp_path, juries=1)
    assert caught.value.code is Code.OUTPUT_UNWRITABLE
    assert (tmp_path / "J01" / "mine.txt").read_text("utf-8") == "mine"


def test_a_path_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(Refusal) as caught:
        generate(tmp_path / "file" / "centre", juries=1)
    assert caught.value.code is Code.OUTPUT_UNWRITABLE


def test_the_ordinary_import_path_understands_the_folder_and_finds_only_the_oddities_meant(centre: DemoCentre) -> None:
    source = LocalSources().open(str(centre.juries[0]))
    try:
        offered = source.offer()
    finally:
        source.close()
    assert (offered.jury, offered.session) == ("J01", 2018)
    planned = [(one.pv, one.pupil.number, one.pupil.room.serie, one.format) for one in centre.plan.juries[0].candidates]
    assert [(one.pv, one.number, one.serie, one.format) for one in offered.candidates] == planned
    assert len(offered.identities) == 74
    assert set(offered.unlisted) == {"livrets/9051.pdf", "livrets/9052.pdf"}
    found = Counter(anomaly.code for anomaly in offered.anomalies)
    assert found == {AnomalyCode.PDF_WITHOUT_CANDIDATE: 2, AnomalyCode.FORMAT_EMPTY: 1}
