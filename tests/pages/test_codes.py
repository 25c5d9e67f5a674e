# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bar codes are read by the true sandboxed worker, from pictures as people take them and as attackers make them."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lsl_desk.adapters.papers.bar_codes import LARGEST, PictureCodes
from lsl_desk.documents.labels import labels_pdf
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.pages.answers import codes_of
from lsl_desk.pages.lane import PageLane
from lsl_desk.pages.protocol import ProtocolError
from tests.barcodes.pictures import drawn, photographed, pymupdf
from tests.documents.samples import label
from tests.hostile.writer import livret
from tests.pages.asking import Shelf, lane_over
from tests.pdf.test_picture import png_saying

WHITE: bytes = pymupdf.Pixmap(pymupdf.csGRAY, 600, 400, b"\xff" * 240_000, False).tobytes("png")


@pytest.fixture
def lane() -> Iterator[PageLane]:
    made = lane_over(Shelf())
    yield made
    made.close()


def tiff(picture: object) -> bytes:
    """A grey TIFF without compression, which PyMuPDF does not write."""
    width, height, samples = picture.width, picture.height, picture.samples  # type: ignore[attr-defined]  # PyMuPDF declares no types
    entries = {256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: height, 279: len(samples)}
    directory = len(entries).to_bytes(2, "little")
    for tag, value in entries.items():
        directory += tag.to_bytes(2, "little") + b"\4\0" + (1).to_bytes(4, "little") + value.to_bytes(4, "little")
    at = 8 + len(samples)
    return b"II*\0" + at.to_bytes(4, "little") + bytes(samples) + directory + b"\0\0\0\0"


def test_a_label_is_read_at_any_slant(lane: PageLane) -> None:
    slants = (0, 20, 45, 70, 90, 135, 160, 180, 225, 300)
    read = {slant: lane.codes(photographed("0417", degrees=slant).tobytes("jpg")) for slant in slants}
    assert read == dict.fromkeys(slants, ("0417",))


def test_a_poor_photograph_is_read(lane: PageLane) -> None:
    poor: dict[str, dict[str, Any]] = {
        "small": {"scale": 1.4},
        "dark": {"scale": 2, "black": 20, "white": 60, "noise": 4},
        "flat": {"scale": 3, "black": 100, "white": 140, "noise": 8},
        "noisy": {"scale": 4, "noise": 70},
        "washed out": {"scale": 6, "black": 205, "noise": 5},
    }
    read = {name: lane.codes(photographed("0417", degrees=8, **how).tobytes("jpg")) for name, how in poor.items()}
    assert read == dict.fromkeys(poor, ("0417",))


def test_png_jpeg_tiff_and_pdf_are_read(lane: PageLane) -> None:
    picture = drawn("0A-17")
    for data in (picture.tobytes("png"), picture.tobytes("jpg"), tiff(picture), labels_pdf([label("0A-17")])):
        assert lane.codes(data) == ("0A-17",)


def test_every_code_of_a_page_is_told_once(lane: PageLane) -> None:
    assert lane.codes(labels_pdf([label("0417"), label("0418"), label("0417")])) == ("0417", "0418")


def test_a_page_without_a_code_has_none(lane: PageLane) -> None:
    assert lane.codes(WHITE) == ()
    assert lane.codes(livret("0417")) == ()


def test_a_hostile_picture_is_no_picture_and_the_next_one_is_read(lane: PageLane) -> None:
    broken = (b"", b"GIF89a", png_saying(60_000, 60_000), b"II*\0" + b"\xff" * 900, b"%PDF-1.4 broken")
    assert [lane.codes(data) for data in broken] == [None] * len(broken)
    assert not lane.codes(png_saying(8000, 8000)), "all there is room for, and no pixel"
    assert lane.codes(drawn("0417").tobytes("png")) == ("0417",)


def test_a_picture_with_bytes_changed_never_harms(lane: PageLane) -> None:
    chance = random.Random(11)  # noqa: S311 - the same at each run
    for kind in ("png", "jpg"):
        whole = drawn("0417").tobytes(kind)
        for _ in range(20):
            changed = bytearray(whole)
            for _ in range(4):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            assert lane.codes(bytes(changed)) in {None, (), ("0417",)}


def test_a_file_beyond_the_cap_is_not_sent_to_the_worker(lane: PageLane) -> None:
    assert lane.codes(b"\xff\xd8\xff" + bytes(LARGEST)) is None


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ({"word": "done"}, b"{}"),
        ({"word": "done"}, b'[""]'),
        ({"word": "done"}, b"[1]"),
        ({"word": "done"}, b'["a\\nb"]'),
        ({"word": "done"}, b'["' + b"1" * 201 + b'"]'),
        ({"word": "done"}, b"[" + b",".join([b'"1"'] * 65) + b"]"),
        ({"word": "more_room"}, b'["0417"]'),
    ],
)
def test_an_answer_that_makes_no_sense_is_none(header: dict[str, str], body: bytes) -> None:
    with pytest.raises(ProtocolError):
        codes_of(header, body)


# ------------------------------------------------------------------------------------------------- the adapter


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (WHITE, Code.CODE_NOT_FOUND),
        (b"GIF89a", Code.PICTURE_UNREADABLE),
        (labels_pdf([label("0417"), label("0418")]), Code.CODE_SEVERAL),
        (None, Code.PATH_MISSING),
    ],
    ids=["none", "no picture", "several", "absent"],
)
def test_what_gives_no_number_is_refused(lane: PageLane, tmp_path: Path, data: bytes | None, code: Code) -> None:
    path = tmp_path / "photo"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        PictureCodes(lane.codes).read(str(path))
    assert (refused.value.code, refused.value.facts["path"]) == (code, str(path))
    if code is Code.CODE_SEVERAL:
        assert refused.value.facts["codes"] == "0417, 0418"


def test_a_photograph_gives_its_number(lane: PageLane, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(photographed("0902", degrees=100).tobytes("jpg"))
    assert PictureCodes(lane.codes).read(str(path)) == "0902"
