# SPDX-License-Identifier: AGPL-3.0-or-later
"""Livrets closed under the jury code: what opens them, with which key, and what no longer is in them."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pymupdf
import pytest

from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pdf.closed import ClosedPdf
from lsl_desk.pdf.document import PdfCaps, UnshowableError
from lsl_desk.pdf.lock import Lock
from lsl_desk.pdf.protection import protect, unprotect
from tests.builders import livret_pdf
from tests.hostile.broken import cut_at_half

CAPS = PdfCaps()
CODE = "abeille-tunnel-prairie-volcan-girafe-moulin-orge"
SHORT = "abeitunnpraivolcgiramoulorge"
NAMES = ("Durand-Inventée", "Lycée Imaginaire", "000000001AB")


@pytest.fixture(scope="module")
def lock() -> Lock:
    return Lock(CODE, SHORT)


def opened(data: bytes, code: str | None = None) -> pymupdf.Document:
    document = pymupdf.open(stream=data, filetype="pdf")  # type: ignore[no-untyped-call] # it declares no types
    if code is not None:
        assert document.authenticate(code)  # type: ignore[no-untyped-call] # it declares no types
    return document


def _texts(document: pymupdf.Document) -> list[str]:
    return [str(document[page].get_text()) for page in range(document.page_count)]  # type: ignore[no-untyped-call] # it declares no types


def _pictures(document: pymupdf.Document) -> list[bytes]:
    return [document[page].get_pixmap().samples for page in range(document.page_count)]


def named_livret() -> bytes:
    """A livret that says whose it is everywhere a PDF can say it but on its pages, with a script and a file in it."""
    with opened(livret_pdf("0417", 3)) as document:
        document.set_metadata({"title": NAMES[0], "author": NAMES[1], "subject": NAMES[2]})
        document.set_xml_metadata(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>{NAMES[0]}</a></x:xmpmeta>")
        document.set_toc([[1, f"{NAMES[0]}.pdf", 1]])
        document.embfile_add(NAMES[0], NAMES[1].encode())
        script = document.get_new_xref()
        document.update_object(script, "<</S/JavaScript/JS(app.alert\\(1\\))>>")
        document.xref_set_key(document.pdf_catalog(), "OpenAction", f"{script} 0 R")
        document.xref_set_key(document[0].xref, "PieceInfo", f"<</X<</Private({NAMES[2]})>>>>")
        return bytes(document.tobytes())


@pytest.mark.parametrize("code", [CODE, SHORT])
def test_a_closed_livret_opens_with_the_code_and_its_short_form(lock: Lock, code: str) -> None:
    data = livret_pdf("0417", 3)
    closed = protect(data, CAPS, lock.closed(), CODE)
    with opened(closed) as document:
        assert document.needs_pass
        assert not document.authenticate("abeille")
        assert document.authenticate(code)
        assert _texts(document) == _texts(opened(data))
        assert document.metadata["encryption"].startswith("Standard V5 R6 256-bit AES")


def test_it_may_be_printed_and_read_aloud_and_not_changed(lock: Lock) -> None:
    with opened(protect(livret_pdf("0417"), CAPS, lock.closed(), CODE)) as document:
        assert document.authenticate(CODE) == 2, "as its reader, not its owner"
        allowed = document.permissions
    print_, change, copy, read_aloud, print_well = (1 << bit for bit in (2, 3, 4, 9, 11))
    assert all(allowed & right for right in (print_, read_aloud, print_well))
    assert not allowed & (change | copy)


def test_nothing_says_whose_it_is_or_acts_by_itself(lock: Lock) -> None:
    data = named_livret()
    closed = protect(data, CAPS, lock.closed(), CODE)
    with opened(closed, CODE) as document:
        assert not any(value for key, value in document.metadata.items() if key not in {"format", "encryption"})
        assert document.get_xml_metadata() == ""
        assert document.get_toc() == []
        assert document.embfile_count() == 0
        inside = "".join(document.xref_object(xref) for xref in range(1, document.xref_length()))
    plain = unprotect(closed, CAPS, CODE)
    for word in (*NAMES, "JavaScript", "app.alert"):
        assert word not in inside
        assert word.encode() not in plain
        assert word.encode("utf-16-be") not in plain


def test_each_file_has_a_key_of_its_own_from_the_systems_randomness(
    lock: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = livret_pdf("0417")
    marks = {re.search(rb"/UE<([0-9A-F]{64})>", protect(data, CAPS, lock.closed(), CODE)) for _ in range(3)}
    assert len({mark[1] for mark in marks if mark}) == 3
    drawn: list[int] = []

    def draw(size: int) -> bytes:
        drawn.append(size)
        return hashlib.sha256(b"x").digest()[:size]

    monkeypatch.setattr(os, "urandom", draw)
    lock.closed()
    assert 32 in drawn


def test_a_lock_knows_its_own_file(lock: Lock) -> None:
    one, other = lock.closed(), lock.closed()
    closed = protect(livret_pdf("0417"), CAPS, one, CODE)
    assert one.closes(closed)
    assert not other.closes(closed)
    assert not one.closes(livret_pdf("0417"))


def test_a_closed_livret_is_opened_to_the_same_pages(lock: Lock) -> None:
    data = livret_pdf("0417", 3)
    plain = unprotect(protect(data, CAPS, lock.closed(), CODE), CAPS, CODE)
    with opened(plain) as document, opened(data) as first:
        assert not document.needs_pass
        assert _texts(document) == _texts(first)
        assert _pictures(document) == _pictures(first)


def test_another_code_opens_nothing(lock: Lock) -> None:
    with pytest.raises(UnshowableError) as refused:
        unprotect(protect(livret_pdf("0417"), CAPS, lock.closed(), CODE), CAPS, CODE.upper())
    assert refused.value.problem is LivretProblem.PASSWORD


def test_a_lock_that_its_word_does_not_open_closes_nothing(lock: Lock) -> None:
    good = lock.closed()
    with pytest.raises(UnshowableError) as refused:
        protect(livret_pdf("0417"), CAPS, ClosedPdf(good.data, "other", good.true), CODE)
    assert refused.value.problem is LivretProblem.PASSWORD


def test_a_broken_livret_is_neither_closed_nor_opened(lock: Lock) -> None:
    for data in (b"", b"not a PDF", cut_at_half()):
        with pytest.raises(UnshowableError):
            protect(data, CAPS, lock.closed(), CODE)
        with pytest.raises(UnshowableError):
            unprotect(data, CAPS, CODE)


@pytest.mark.parametrize("code", ["", "é", "a" * 128])
def test_a_password_that_no_reader_takes_is_a_fault(code: str) -> None:
    with pytest.raises(ValueError, match=r"password|ascii"):
        Lock(code, SHORT)


READERS = {
    "pdftotext": ["pdftotext", "-opw", SHORT, "{}", "-"],
    "mutool": ["mutool", "draw", "-q", "-p", CODE, "-F", "txt", "{}"],
}
"""Poppler's commands cut a password at 32 signs (its library does not), which is what the short form is for."""


@pytest.mark.parametrize("reader", READERS)
def test_other_readers_open_it(reader: str, lock: Lock, tmp_path: Path) -> None:
    if shutil.which(reader) is None:
        pytest.skip(f"{reader} is not on this machine")
    path = tmp_path / "0417.pdf"
    path.write_bytes(protect(livret_pdf("0417", 2), CAPS, lock.closed(), CODE))
    read = subprocess.run(
        [part.format(path) for part in READERS[reader]], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert read.stdout.count("N° élève : 0417") == 2
    wrong = [part.format(path).replace(SHORT, "x").replace(CODE, "x") for part in READERS[reader]]
    assert subprocess.run(wrong, capture_output=True, check=False).returncode != 0


def test_poppler_sees_no_metadata(lock: Lock, tmp_path: Path) -> None:
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo is not on this machine")
    path = tmp_path / "0417.pdf"
    path.write_bytes(protect(named_livret(), CAPS, lock.closed(), CODE))
    said = subprocess.run(["pdfinfo", "-opw", SHORT, path], capture_output=True, text=True, check=True).stdout
    assert "algorithm:AES-256" in said
    assert not any(said.startswith(word) or f"\n{word}" in said for word in ("Title", "Author", "Subject", "Creator"))
