# SPDX-License-Identifier: AGPL-3.0-or-later
from pathlib import Path

import pytest

from lsl_desk.demo.plan import Sheet, plan_centre
from lsl_desk.demo.press import Job, print_livret
from lsl_desk.domain.livret import NumberCheck
from lsl_desk.domain.page_number import check_page
from tests.documents.pdfs import opened, pages_text

PUPILS = {candidate.pupil.number: candidate.pupil for candidate in plan_centre(2018, 2).juries[1].candidates}
JURY = frozenset(PUPILS)


def printed(path: Path, sheet: Sheet, *, stray: tuple[int, str] | None = None) -> bytes:
    other = (stray[0], {str(number): pupil for number, pupil in PUPILS.items()}[stray[1]]) if stray else None
    pupil = next(pupil for number, pupil in PUPILS.items() if number == "0441")
    print_livret(Job(pupil, path, sheet, other))
    return path.read_bytes()


def checks(pdf: bytes) -> list[NumberCheck]:
    number = next(number for number in PUPILS if number == "0441")
    return [check_page(text, number, JURY).check for text in pages_text(pdf)]


def test_a_good_livret_bears_its_number_on_each_of_2_to_6_pages(tmp_path: Path) -> None:
    pdf = printed(tmp_path / "a.pdf", Sheet.PLAIN)
    assert 2 <= len(checks(pdf)) <= 6
    assert set(checks(pdf)) == {NumberCheck.MATCH}
    assert 85_000 <= len(pdf) <= 230_000


def test_a_scan_has_the_same_pages_and_no_text(tmp_path: Path) -> None:
    plain, scan = printed(tmp_path / "a.pdf", Sheet.PLAIN), printed(tmp_path / "b.pdf", Sheet.SCAN)
    assert checks(scan) == [NumberCheck.NO_TEXT] * len(checks(plain))
    with opened(plain) as good, opened(scan) as copy:
        assert [page.rect for page in copy] == [page.rect for page in good]
        assert len(copy[0].get_images()) == 1


def test_a_mixed_livret_bears_another_s_number_on_page_3_only(tmp_path: Path) -> None:
    pdf = printed(tmp_path / "a.pdf", Sheet.FOREIGN_PAGE, stray=(3, "0471"))
    found = checks(pdf)
    assert found[2] is NumberCheck.OTHER
    assert set(found[:2] + found[3:]) == {NumberCheck.MATCH}
    assert "0471" in pages_text(pdf)[2]
    assert len(found) == len(checks(printed(tmp_path / "b.pdf", Sheet.PLAIN)))


def test_a_truncated_livret_is_the_first_half(tmp_path: Path) -> None:
    plain, half = printed(tmp_path / "a.pdf", Sheet.PLAIN), printed(tmp_path / "b.pdf", Sheet.TRUNCATED)
    assert half == plain[: len(plain) // 2]


@pytest.mark.parametrize("sheet", [Sheet.PLAIN, Sheet.SCAN, Sheet.FOREIGN_PAGE])
def test_the_same_pupil_gives_the_same_bytes(tmp_path: Path, sheet: Sheet) -> None:
    stray = (3, "0471") if sheet is Sheet.FOREIGN_PAGE else None
    once, again = tmp_path / "a.pdf", tmp_path / "b.pdf"
    assert printed(once, sheet, stray=stray) == printed(again, sheet, stray=stray)
