# SPDX-License-Identifier: AGPL-3.0-or-later
"""No bit of a copy can be changed unseen, and no bytes at all make the verifier fail."""

import contextlib
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lsl_desk.backup import hash_reader, index_reader, strict_json
from lsl_desk.backup.box_reader import open_vouched
from lsl_desk.backup.check import Expected, Report, check
from lsl_desk.backup.command import verify
from lsl_desk.backup.envelope import unseal
from lsl_desk.backup.flaws import Flawed
from lsl_desk.backup.manifest import decode
from lsl_desk.backup.sentences import sentence
from lsl_desk.backup.speech import answer, lines
from tests.backup.builder import CODE, KNOWN, POST, Copy, InMemory, envelope, payload_of, resealed, valid

MANIFEST = valid().files["manifest.json"]


def _small() -> Copy:
    """A copy of one livret and one candidate."""
    one = valid()
    files = {name: data for name, data in one.files.items() if name in {"index.html", "jury.lsl", "livrets/0417.pdf"}}
    return resealed(Copy(replace(one.manifest, candidates=one.manifest.candidates[:1]), files), POST)


def _flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _said(report: Report) -> Report:
    """Whatever was found can be said, in both ways."""
    assert list(lines([("copie", report)]))
    assert answer([("copie", report)])
    assert all(sentence(one) for one in report.findings)
    return report


def test_no_bit_of_the_manifest_passes_with_the_key_compared() -> None:
    copy = _small()
    files = dict(copy.files)
    for bit in range(len(copy.files["manifest.json"]) * 8):
        files["manifest.json"] = _flipped(copy.files["manifest.json"], bit)
        report = check(InMemory(files), KNOWN)
        assert report.findings, bit
        assert not report.settled
        assert not report.whole, bit


@pytest.mark.parametrize("name", ["index.html", "empreintes.txt", "jury.lsl", "livrets/0417.pdf"])
def test_no_bit_of_a_member_passes_and_the_others_stay_whole(name: str) -> None:
    files = dict(valid().files)
    for bit in range(0, len(files[name]) * 8, 71):
        report = check(InMemory(files | {name: _flipped(files[name], bit)}), KNOWN)
        assert [one.file for one in report.findings] == [name]
        assert report.broken == (("0417",) if name.startswith("livrets") else ())


def _extracted(place: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(place) as archive:
        return {one.filename.partition("/")[2]: archive.read(one) for one in archive.infolist()}


def _beside(data: bytes, rank: int) -> bool:
    """Tell whether a byte is of a header: in the hundred bytes after the beginning of one, or of the directory."""
    return data.rfind(b"PK", max(0, rank - 100), rank + 1) >= 0 or rank >= data.index(b"PK\1\2")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_changed_byte_of_a_zip_is_seen_or_changes_nothing_that_is_unpacked(tmp_path: Path, method: int) -> None:
    copy = _small()
    place = copy.write_zip(tmp_path, method=method)
    data = place.read_bytes()
    headers = [rank for rank in range(len(data)) if rank % 40 == 0 or _beside(data, rank)]
    passed = 0
    for rank in headers:
        place.write_bytes(_flipped(data, rank * 8 + rank % 8))
        ((_, report),) = verify([place], KNOWN)
        if report.intact:
            passed += 1
            assert _extracted(place) == copy.files
    # What only advises an unpacker: the versions of two headers, and the attributes of files; none of it is signed.
    assert passed <= len(copy.files) * (2 + 2 + 2 + 2 + 4)


@given(data=st.binary(max_size=300))
def test_no_bytes_in_place_of_the_manifest_make_it_fail(data: bytes) -> None:
    assert _said(check(InMemory(valid().files | {"manifest.json": data}), KNOWN)).findings


@given(start=st.integers(0, len(MANIFEST)), cut=st.integers(0, 200), new=st.binary(max_size=50))
def test_no_change_of_the_manifest_makes_it_fail(start: int, cut: int, new: bytes) -> None:
    data = MANIFEST[:start] + new + MANIFEST[start + cut :]
    with contextlib.suppress(Flawed):
        assert unseal(data).manifest == valid().manifest
        assert data == MANIFEST


_LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**54), 2**54) | st.text(max_size=10) | st.sampled_from(["2", "J01"])
)
_JSON: st.SearchStrategy[Any] = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(value=_JSON, place=st.integers(0, 9), deep=st.booleans())
def test_no_signed_contents_make_it_fail(value: Any, place: int, deep: bool) -> None:
    fields = payload_of(valid())
    name = sorted(fields)[place]
    if deep and isinstance(fields[name], list):
        fields[name][0] = value
    else:
        fields[name] = value
    _said(check(InMemory(valid().files | {"manifest.json": envelope(strict_json.written(fields))}), KNOWN))


@given(payload=st.binary(max_size=200))
def test_no_signed_bytes_make_it_fail(payload: bytes) -> None:
    with contextlib.suppress(Flawed):
        decode(payload)
    assert _said(check(InMemory(valid().files | {"manifest.json": envelope(payload)}), KNOWN)).findings


_WORDS = """< > tr <tr> <td> </td> </tr> <a\thref= " ' livrets/0417.pdf </a> & &#0; &#x110000; <style> </style> <!-- -->
0417 = / \0 é <!doctype\thtml> <p\tclass='x'/>"""
_PIECES = st.lists(
    st.sampled_from([" ", *(word.replace("\t", " ") for word in re.split("[ \n]", _WORDS))]), max_size=30
).map("".join)


@given(page=_PIECES, start=st.booleans())
def test_no_index_makes_it_fail(page: str, start: bool) -> None:
    data = ("<!doctype html>" * start + page).encode()
    found = list(index_reader.findings(data, valid().manifest))
    assert found  # none of these has its six rows
    assert all(sentence(one) for one in found)


@given(data=st.binary(max_size=200) | st.text("0af \n\r#*\\", max_size=200).map(str.encode))
def test_no_list_makes_it_fail(data: bytes) -> None:
    assert all(sentence(one) for one in hash_reader.findings(data, valid().manifest))


@given(data=st.binary(max_size=200) | _JSON.map(strict_json.written))
def test_no_box_makes_it_fail(data: bytes) -> None:
    files = resealed(valid(), POST, jury_lsl=data or b"-").files
    assert _said(check(InMemory(files), Expected(code=CODE), open_box=open_vouched)).findings


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_no_zip_makes_it_fail(tmp_path: Path, data: st.DataObject) -> None:
    whole = valid().write_zip(tmp_path, method=data.draw(st.sampled_from([0, 8]))).read_bytes()
    start, cut = data.draw(st.integers(0, len(whole))), data.draw(st.sampled_from([0, 1, 4, 100]))
    place = tmp_path / "copie.zip"
    place.write_bytes(whole[:start] + data.draw(st.binary(max_size=30)) + whole[start + cut :])
    ((_, report),) = verify([place], KNOWN)
    if _said(report).intact:
        assert _extracted(place) == valid().files
