# SPDX-License-Identifier: AGPL-3.0-or-later
"""The papers of a closing before a validator of PDF/UA-1 that is not ours.

Its conformance layer alone: the other one guesses, and takes the foot of a page for prose that was lost.
"""

from pathlib import Path

import outloud
import pytest
import typst

from lsl_desk.domain.closing_papers import ClosingPaper
from tests.documents.closing.papers import closing, set_paper


def errors(path: Path) -> list[str]:
    found = outloud.check(str(path), layers=["conformance"])
    return [f"{one.rule}: {one.message}" for one in found.findings if one.severity == "error"]


@pytest.mark.parametrize("kind", ClosingPaper)
def test_it_finds_no_error(kind: ClosingPaper, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(set_paper(kind, closing(8)))
    assert errors(path) == []


def test_it_finds_the_errors_of_a_page_without_tags(tmp_path: Path) -> None:
    source, path = tmp_path / "page.typ", tmp_path / "page.pdf"
    source.write_text("= Titre\nTexte.", "utf-8")
    typst.compile(str(source), output=str(path), pdf_tags=False)
    assert errors(path) != []
