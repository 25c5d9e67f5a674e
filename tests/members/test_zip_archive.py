# SPDX-License-Identifier: AGPL-3.0-or-later
import stat
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from lsl_desk.adapters.sources.opening import LocalSources
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.members import zip_archive
from tests.builders import fx_j_files, write_zip
from tests.chance import chance

SMALL = {"index.html": b"<a href='0417.pdf'>0417</a>", "0417.pdf": b"%PDF"}


def refusal_of(path: Path) -> Code:
    with pytest.raises(Refusal) as refused:
        read_all(path)
    return refused.value.code


def read_all(path: Path) -> None:
    source = LocalSources().open(str(path))
    try:
        for one in source.offer().candidates:
            if one.file:
                source.read(one.file)
    finally:
        source.close()


def zip_with(path: Path, name: str, data: bytes = b"x", *, mode: int = 0, flags: int = 0) -> Path:
    write_zip(path, SMALL)
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, data)
    return with_flags(path, flags) if flags else path


def with_flags(path: Path, flags: int) -> Path:
    """Set flag bits in every header, as an encrypting program would."""
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            (old,) = struct.unpack_from("<H", data, start + offset)
            struct.pack_into("<H", data, start + offset, old | flags)
            start = data.find(mark, start + 4)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 10, b"not a zip at all", b"PK\x03\x04" + b"\xff" * 500]
)
def test_what_is_called_zip_and_is_not_one_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "J01.zip").write_bytes(data)
    assert refusal_of(tmp_path / "J01.zip") is Code.ZIP_BAD


def test_a_truncated_zip_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "J01.zip", fx_j_files(1))
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal_of(path) is Code.ZIP_BAD


def test_a_zip_under_another_suffix_is_opened(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "J01.archive", SMALL)
    assert LocalSources().open(str(path)).offer().candidates[0].number == "0417"


def test_a_zip_that_is_an_office_document_is_no_jury(tmp_path: Path) -> None:
    assert refusal_of(write_zip(tmp_path / "x.docx", {"word/document.xml": b"<w/>"})) is Code.NOT_A_JURY


@pytest.mark.parametrize("flags", [0x1, 0x40 | 0x1])
def test_an_encrypted_zip_is_refused(tmp_path: Path, flags: int) -> None:
    path = with_flags(write_zip(tmp_path / "J01.zip", SMALL), flags)
    assert refusal_of(path) is Code.ZIP_ENCRYPTED


@pytest.mark.parametrize(
    "name",
    [
        "../evil.pdf",
        "livrets/../../evil.pdf",
        "/etc/evil.pdf",
        "C:/evil.pdf",
        "C:\\evil.pdf",
        "..\\evil.pdf",
        "\\\\server\\x.pdf",
        "C:evil.pdf",
    ],
)
def test_a_member_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal_of(zip_with(tmp_path / "J01.zip", name)) is Code.MEMBER_OUTSIDE


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFCHR | 0o644])
def test_a_link_or_device_in_a_zip_is_refused(tmp_path: Path, mode: int) -> None:
    assert refusal_of(zip_with(tmp_path / "J01.zip", "0418.pdf", b"/etc/passwd", mode=mode)) is Code.MEMBER_LINK


@pytest.mark.parametrize("name", ["0417.PDF", "INDEX.html"])
def test_names_that_only_case_tells_apart_are_refused(tmp_path: Path, name: str) -> None:
    assert refusal_of(zip_with(tmp_path / "J01.zip", name)) is Code.MEMBER_CASE_CLASH


def test_a_name_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zip_with(tmp_path / "J01.zip", "0417.pdf")
    assert refusal_of(path) is Code.MEMBER_CASE_CLASH


def test_a_member_that_unpacks_beyond_measure_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "J01.zip", {**SMALL, "0418.pdf": b"\0" * (20 * 1024 * 1024)})
    assert path.stat().st_size < 100_000
    assert refusal_of(path) is Code.ZIP_BOMB


def declare(path: Path, size: int, *, member: bytes = b"0417.pdf") -> Path:
    """Write another unpacked size in the directory, and in the member's own header."""
    data = bytearray(path.read_bytes())
    central = data.find(b"PK\x01\x02")
    while data[central + 46 : central + 46 + len(member)] != member:
        central = data.find(b"PK\x01\x02", central + 4)
    struct.pack_into("<I", data, central + 24, size)
    (local,) = struct.unpack_from("<I", data, central + 42)
    struct.pack_into("<I", data, local + 22, size)
    path.write_bytes(data)
    return path


def test_a_member_that_announces_more_than_a_livret_is_refused(tmp_path: Path) -> None:
    assert refusal_of(declare(write_zip(tmp_path / "J01.zip", SMALL), 201 * 1024 * 1024)) is Code.ZIP_BOMB


def test_a_member_larger_than_a_livret_is_refused_however_little_it_is_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_archive, "MAX_MEMBER", 1000)
    path = write_zip(tmp_path / "J01.zip", {**SMALL, "video.mp4": chance(7).randbytes(5000)})
    with pytest.raises(Refusal) as refused:
        LocalSources().open(str(path))
    assert refused.value.code is Code.ZIP_BOMB


def test_a_zip_that_announces_more_than_a_jury_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_archive, "MAX_TOTAL", 10)
    assert refusal_of(write_zip(tmp_path / "J01.zip", SMALL)) is Code.ZIP_BOMB


def test_a_zip_of_too_many_members_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_archive, "MAX_MEMBERS", 1)
    assert refusal_of(write_zip(tmp_path / "J01.zip", SMALL)) is Code.ZIP_BOMB


def test_a_member_that_lies_about_its_size_never_gives_more(tmp_path: Path) -> None:
    path = declare(write_zip(tmp_path / "J01.zip", {**SMALL, "0417.pdf": b"A" * 50_000}), 100)
    assert refusal_of(path) is Code.ZIP_BAD


def test_the_bytes_are_counted_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = LocalSources().open(str(write_zip(tmp_path / "J01.zip", {**SMALL, "0417.pdf": chance(7).randbytes(5000)})))
    monkeypatch.setattr(zip_archive, "MAX_MEMBER", 1000)
    with pytest.raises(Refusal) as refused:
        source.read("0417.pdf")
    assert refused.value.code is Code.ZIP_BOMB


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "J01.zip", {**SMALL, "0417.pdf": chance(7).randbytes(5000)})
    data = bytearray(path.read_bytes())
    data[data.find(b"0417.pdf") + 2000] ^= 0xFF
    path.write_bytes(data)
    assert refusal_of(path) is Code.ZIP_BAD


def test_a_compression_nobody_reads_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "J01.zip", SMALL)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = data.find(mark)
        while start >= 0:
            struct.pack_into("<H", data, start + offset, 97)
            start = data.find(mark, start + 4)
    path.write_bytes(data)
    assert refusal_of(path) is Code.ZIP_BAD


@pytest.mark.parametrize("charset", ["utf-8", "cp850"])
def test_accents_in_names_are_read_without_the_utf8_flag(tmp_path: Path, charset: str) -> None:
    raw = "À_élève".encode(charset)
    path = write_zip(
        tmp_path / "J01.zip",
        {
            "index.html": "<meta charset=utf-8><a href='À_élève_0417.pdf'>0417</a>".encode(),
            "#" * len(raw) + "_0417.pdf": b"%PDF",
        },
    )
    path.write_bytes(path.read_bytes().replace(b"#" * len(raw), raw))
    assert LocalSources().open(str(path)).offer().candidates[0].file == "À_élève_0417.pdf"


def test_backslashes_in_names_are_folders(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "J01.zip", "w") as archive:
        archive.writestr("index.html", b"<a href='livrets/0417.pdf'>0417</a>")
        info = zipfile.ZipInfo("x")
        info.filename = "livrets\\0417.pdf"
        archive.writestr(info, b"%PDF")
    source = LocalSources().open(str(tmp_path / "J01.zip"))
    assert source.read("livrets/0417.pdf") == b"%PDF"
    source.close()


def test_no_bit_flipped_in_a_zip_gives_anything_but_a_refusal_or_a_jury(tmp_path: Path) -> None:
    dice = chance(20180703)
    whole = write_zip(tmp_path / "whole.zip", {**SMALL, "liste.csv": b"N\xc2\xb0 PV;INE\r\n1;2\r\n"}).read_bytes()
    path = tmp_path / "J01.zip"
    for _ in range(1500):
        data = bytearray(whole)
        for _ in range(dice.choice((1, 1, 2, 8))):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(data[: dice.choice((len(data), len(data), dice.randrange(len(data))))])
        with suppress(Refusal):
            read_all(path)


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_zip(tmp_path / "J01.zip", fx_j_files(1))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    read_all(path)
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["J01.zip", "tmp"]
