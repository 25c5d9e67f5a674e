# SPDX-License-Identifier: AGPL-3.0-or-later
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lsl_desk.adapters.papers.output import FileOutput
from lsl_desk.adapters.papers.printed import TypstClosingPapers, TypstPapers
from lsl_desk.domain.closing_papers import ClosingPaper
from lsl_desk.domain.errors import Code, Refusal
from tests.documents.closing.papers import closing, number
from tests.documents.pdfs import pages_text
from tests.documents.samples import certificate, every_paper, label, register, row, sheet

if TYPE_CHECKING:
    from lsl_desk.client.close.ports import ClosingPapers
    from lsl_desk.client.prepare.ports import Output, Papers


def test_the_papers_are_those_of_the_documents() -> None:
    papers: Papers = TypstPapers()
    made = {
        "room_sheet": papers.room_sheets([sheet()]),
        "certificate": papers.certificate(certificate()),
        "register": papers.register(register(row(), row(1))),
        "labels": papers.labels([label(), label(pv="")]),
    }
    printed = every_paper().keys() - {"erasure"}  # which its own adapter signs and prints
    assert {name: len(pdf) > 1000 for name, pdf in made.items()} == dict.fromkeys(printed, True)
    assert made["room_sheet"] == every_paper()["room_sheet"]


def test_each_paper_of_a_closing_is_printed_and_one_candidates_alone_when_asked() -> None:
    papers: ClosingPapers = TypstClosingPapers()
    of = closing(3)
    assert len({papers.print(kind, of) for kind in ClosingPaper}) == len(ClosingPaper)
    one = papers.print(ClosingPaper.TRANSCRIPT, of, (number(1),))
    assert [text.count("ZYLBERVAL1") for text in pages_text(one)] == [1]


def test_typst_and_zxing_are_loaded_when_something_is_printed() -> None:
    code = (
        "import sys, lsl_desk.adapters.papers.printed\n"
        "sys.exit(str({'typst', 'zxingcpp'} & set(sys.modules)) if {'typst', 'zxingcpp'} & set(sys.modules) else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_document_is_written_whole_and_for_its_owner(tmp_path: Path) -> None:
    output: Output = FileOutput()
    target = tmp_path / "liste.pdf"
    output.write(str(target), b"one")
    output.write(str(target), b"two")
    assert target.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [target]
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["absent/liste.pdf", "lis\0te.pdf", "", "."])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        FileOutput().write(str(tmp_path / name) if name != "." else str(tmp_path), b"data")
    assert refused.value.code is Code.OUTPUT_UNWRITABLE
    assert list(tmp_path.iterdir()) == []
