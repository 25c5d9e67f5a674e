# SPDX-License-Identifier: AGPL-3.0-or-later
"""What all papers of a closing keep: tagged PDF/UA, the same bytes, French typography, words as data, names sealed."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from lsl_desk.domain.closing_papers import NOMINATIVE, ClosingPaper
from tests.documents.closing.papers import MADE, closing, hard, set_paper
from tests.documents.closing.structure import faults, structure
from tests.documents.pdfs import every_byte, opened, overlaps, pages_text, xmp
from tests.documents.samples import HARD
from tests.guards.house_rules import blanks

TEMPLATES = Path(__file__).parents[3] / "resources" / "typst"
FINAL = {kind: set_paper(kind, closing(30)) for kind in ClosingPaper}
_NAMES = re.compile(r"ZYLBERVAL|Émérence|\xc9m\xe9rence")


@pytest.mark.parametrize("kind", ClosingPaper)
def test_it_is_pdf_ua_in_french_with_a_title_and_tables_that_can_be_read_aloud(kind: ClosingPaper) -> None:
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp(FINAL[kind])
    assert "<dc:title>" in xmp(FINAL[kind])
    assert list(faults(FINAL[kind])) == []
    assert any(structure(FINAL[kind]).all("Table")) is (kind is not ClosingPaper.NOTICE)


@pytest.mark.parametrize("kind", ClosingPaper)
def test_the_typography_is_french_and_no_blank_of_a_model_is_left(kind: ClosingPaper) -> None:
    text = "\n".join(pages_text(FINAL[kind]))
    assert not re.findall(r"[^\u202f\s][;!?](?=\s)|[ \u00a0][;!?](?=\s)", text)
    assert not re.findall(r"[^\u00a0]:(?=\s)", text)
    assert not re.findall(r"«[^\u00a0]|[^\u00a0]»|\w'\w|\.\.\.", text)
    assert list(blanks(text)) == []


@pytest.mark.parametrize("kind", ClosingPaper)
def test_a_candidate_is_named_where_the_law_wants_it_and_nowhere_else(kind: ClosingPaper) -> None:
    assert bool(_NAMES.search("\n".join(pages_text(FINAL[kind])))) is (kind in NOMINATIVE)
    if kind not in NOMINATIVE:
        assert not _NAMES.search(every_byte(FINAL[kind]).decode("latin-1"))


@pytest.mark.parametrize("kind", [ClosingPaper.PV, ClosingPaper.SECOND_GROUP, ClosingPaper.TRANSCRIPT])
def test_while_the_names_are_sealed_a_place_is_left_for_the_hand(kind: ClosingPaper) -> None:
    text = "\n".join(pages_text(set_paper(kind, closing(names=False))))
    assert not _NAMES.search(text)
    assert "Nom et prénoms" in text


def test_a_final_paper_is_the_same_bytes_in_another_process_at_another_time() -> None:
    later = replace(closing(30), made=MADE + timedelta(days=400))
    assert {kind: set_paper(kind, later) for kind in ClosingPaper} == FINAL
    code = (
        "from tests.documents.closing.papers import ClosingPaper, closing, set_paper\n"
        "from hashlib import sha256\n"
        "print(sha256(set_paper(ClosingPaper.PV, closing(30))).hexdigest())"
    )
    root = TEMPLATES.parents[1]
    other = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == sha256(FINAL[ClosingPaper.PV]).hexdigest()


def test_a_final_paper_is_dated_from_the_closing_and_a_draft_is_not_dated() -> None:
    assert b"D:20180703101200" in every_byte(FINAL[ClosingPaper.PV])
    assert b"CreationDate" not in every_byte(set_paper(ClosingPaper.PV, closing(draft=True)))


@pytest.mark.parametrize("kind", ClosingPaper)
def test_a_draft_says_so_on_each_page_but_for_the_sheet_that_is_signed_during_the_sitting(kind: ClosingPaper) -> None:
    marked = ["PROJET" in page for page in pages_text(set_paper(kind, closing(30, draft=True)))]
    assert set(marked) == {kind is not ClosingPaper.ATTENDANCE}
    assert not any("PROJET" in page for page in pages_text(FINAL[kind]))


@pytest.mark.parametrize("kind", ClosingPaper)
def test_pages_are_numbered_and_repeat_the_headings_of_a_long_table(kind: ClosingPaper) -> None:
    pages = [page.replace("\u00a0", " ") for page in pages_text(FINAL[kind])]
    own = kind in {ClosingPaper.TRANSCRIPT, ClosingPaper.NOTICE}
    assert ["page 1 / 1" if own else f"page {rank} / {len(pages)}" for rank in range(1, len(pages) + 1)] == [
        re.findall(r"page \d+ / \d+", page)[-1] for page in pages
    ]
    if kind in {ClosingPaper.PV, ClosingPaper.LIVRETS}:
        assert sum("N° élève" in page and "Livret" in page for page in pages) >= 2


@pytest.mark.parametrize("words", HARD, ids=range(len(HARD)))
def test_no_word_of_a_person_stops_the_press_or_leaves_the_paper(words: str) -> None:
    for kind in ClosingPaper:
        with opened(set_paper(kind, hard(words))) as document:
            assert document.page_count <= 6, kind
            assert [kind for page in document for word in page.get_text("words") if _outside(page, word)] == []


def _outside(page: object, word: tuple[float, ...]) -> bool:
    rectangle = page.rect  # type: ignore[attr-defined]  # PyMuPDF declares no types
    return not (rectangle.x0 - 1 <= word[0] and word[2] <= rectangle.x1 + 1)


EMPTY = closing(0, members=(), notes=(), handovers=(), reopened=(), unequal=(), incidents=(), opened=None)


@pytest.mark.parametrize("kind", ClosingPaper)
def test_a_jury_without_anybody_has_its_papers_too(kind: ClosingPaper) -> None:
    assert list(faults(set_paper(kind, EMPTY))) == []


@pytest.mark.parametrize("kind", ClosingPaper)
def test_no_line_is_set_over_another(kind: ClosingPaper) -> None:
    for pdf in (FINAL[kind], set_paper(kind, EMPTY), set_paper(kind, hard("nom " * 40))):
        assert list(overlaps(pdf)) == []


@pytest.mark.parametrize("name", ["pv", "closing_list", "candidate"])
def test_a_template_shows_text_only_from_data(name: str) -> None:
    template = (TEMPLATES / f"{name}.typ").read_text("utf-8")
    assert "eval(" not in template
    assert template.count("sys.inputs") == 2, "the data, and the comment that tells of it"
