# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pdf import text
from lsl_desk.pdf.document import PdfCaps, PdfDocument, UnshowableError
from lsl_desk.pdf.text import page_text, page_words
from tests.hostile.attacks import font_from_a_path
from tests.hostile.writer import flate, livret, page, stream

_FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>"


def opened(data: bytes) -> PdfDocument:
    return PdfDocument.open(data, PdfCaps())


def test_the_text_of_a_page_holds_its_number_and_its_accents() -> None:
    document = opened(livret("0417", pages=2))
    assert page_text(document, 1).splitlines()[:2] == ["N° élève 0417 page 2 sur 2", "Ligne 0 du livret"]


def test_a_scan_has_no_text_and_no_words() -> None:
    image = stream(
        b"\x80" * 16, b"/Type/XObject/Subtype/Image/Width 4/Height 4/ColorSpace/DeviceGray/BitsPerComponent 8"
    )
    document = opened(page(b"595 0 0 842 0 0 cm /I Do", b"/XObject<</I 5 0 R>>", more=[image]))
    assert page_text(document, 0) == ""
    assert page_words(document, 0) == ()


def test_a_page_of_spaces_has_no_text() -> None:
    assert page_text(opened(page(b"BT /F 9 Tf (   ) Tj ET", _FONT)), 0) == ""


def test_words_have_their_boxes_and_lines_from_the_top() -> None:
    words = page_words(opened(page(b"BT /F 10 Tf 100 742 Td (un deux) Tj 0 -20 Td (trois) Tj ET", _FONT)), 0)
    assert [(word.text, word.line) for word in words] == [("un", 0), ("deux", 0), ("trois", 1)]
    first = words[0]
    assert first.x0 == pytest.approx(100, abs=1)
    assert 88 < first.y0 < 100 < first.y1 < 106  # the baseline is 100 points under the top
    assert words[1].x0 > first.x1


def test_words_of_a_page_turned_by_the_file_are_where_they_show() -> None:
    turned = page(b"BT /F 10 Tf 100 742 Td (ici) Tj ET", _FONT, b"/Rotate 90")
    word = page_words(opened(turned), 0)[0]
    assert 735 < word.x0 < 755
    assert 95 < word.y0 < 105


def test_what_a_stamp_says_is_read_as_it_is_shown() -> None:
    look = stream(b"BT /F 10 Tf (vu) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 90 20]/Resources<<" + _FONT + b">>")
    stamp = b"/Annots[<</Type/Annot/Subtype/Stamp/Rect[50 50 140 70]/AP<</N 5 0 R>>>>]"
    assert page_text(opened(page(b"", b"", stamp, more=[look])), 0).strip() == "vu"


def test_text_is_fit_for_any_store(monkeypatch: pytest.MonkeyPatch) -> None:
    assert text._clean("a\0b\ud800c") == "ab?c"
    assert "\0" not in page_text(opened(font_from_a_path()), 0)
    monkeypatch.setattr(text, "MAX_CHARACTERS", 50)
    with pytest.raises(UnshowableError) as error:
        page_text(opened(livret()), 0)
    assert error.value.problem is LivretProblem.TOO_LARGE


def test_a_page_that_is_not_there_is_unreadable() -> None:
    missing = page(flate(b"")).replace(b"/Count 1", b"/Count 2")
    with pytest.raises(UnshowableError) as error:
        page_text(opened(missing), 1)
    assert error.value.problem is LivretProblem.UNREADABLE
