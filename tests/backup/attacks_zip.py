# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attacks on the zip of a copy: its structure, byte by byte; what it holds is what was signed."""

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from lsl_desk.backup.flaws import Flaw
from tests.backup.attack import attack
from tests.backup.builder import valid, zipped

LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"


def _made(folder: Path, fill: Callable[[zipfile.ZipFile], object]) -> Path:
    """A zip of the copy that Python writes, with more in it."""
    place = folder / f"{valid().name}.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for name, data in valid().files.items():
            archive.writestr(f"{valid().name}/{name}", data)
        fill(archive)
    return place


def _patched(offset: int, form: str, value: int, start: bytes = CENTRAL) -> Callable[[bytes], bytes]:
    """Change a field of the first header of a kind."""

    def patch(data: bytes) -> bytes:
        changed = bytearray(data)
        struct.pack_into(form, changed, changed.index(start) + offset, value)
        return bytes(changed)

    return patch


def _both(offset: int, form: str, value: int) -> Callable[[bytes], bytes]:
    """Change a field of the first entry in both its headers: the local one begins two bytes sooner."""
    central, local = _patched(offset, form, value), _patched(offset - 2, form, value, LOCAL)
    return lambda data: local(central(data))


def _moved(data: bytes, by: int) -> bytes:
    """Bring the directory's offsets up to date after bytes were put before everything."""
    changed = bytearray(data)
    end = changed.rindex(END)
    start = struct.unpack_from("<L", changed, end + 16)[0] + by
    struct.pack_into("<L", changed, end + 16, start)
    place = start
    while changed[place : place + 4] == CENTRAL:
        struct.pack_into("<L", changed, place + 42, struct.unpack_from("<L", changed, place + 42)[0] + by)
        place += 46 + sum(struct.unpack_from("<3H", changed, place + 28))
    return bytes(changed)


@attack(Flaw.ZIP_BAD)
def no_zip_at_all(folder: Path) -> Path:
    return valid().write_zip(folder, lambda data: b"<html>" * len(data))


@attack(Flaw.ZIP_BAD)
def a_zip_cut_short(folder: Path) -> Path:
    return valid().write_zip(folder, lambda data: data[:-30])


@attack(Flaw.ZIP_BAD)
def an_empty_file(folder: Path) -> Path:
    return valid().write_zip(folder, lambda _: b"")


@attack(Flaw.ZIP_BAD)
def a_comment_longer_than_the_file(folder: Path) -> Path:
    return valid().write_zip(folder, _patched(20, "<H", 5, END))


@attack(Flaw.ZIP_BAD)
def a_directory_that_begins_after_the_end(folder: Path) -> Path:
    return valid().write_zip(folder, _patched(16, "<L", 2**31, END))


@attack(Flaw.ZIP_BAD)
def a_directory_that_says_it_is_empty(folder: Path) -> Path:
    return valid().write_zip(folder, _counted(-99))


@attack(Flaw.ZIP_BAD)
def a_directory_of_one_file_less_than_it_has(folder: Path) -> Path:
    return valid().write_zip(folder, _counted(-1))


@attack(Flaw.ZIP_BAD)
def a_directory_of_one_file_more_than_it_has(folder: Path) -> Path:
    return valid().write_zip(folder, _counted(1))


def _counted(by: int) -> Callable[[bytes], bytes]:
    """Change how many files the directory says it has."""
    many = max(0, len(valid().files) + by)
    return lambda data: _patched(8, "<H", many, END)(_patched(10, "<H", many, END)(data))


@attack(Flaw.ZIP_BAD)
def a_name_longer_than_the_directory(folder: Path) -> Path:
    return valid().write_zip(folder, _patched(28, "<H", 60_000))


@attack(Flaw.ZIP_BOMB)
def a_zip_larger_than_a_key(folder: Path) -> Path:
    place = valid().write_zip(folder)
    os.truncate(place, 5 << 30)
    return place


@attack(Flaw.ZIP_PREPENDED)
def a_program_before_the_zip(folder: Path) -> Path:
    return valid().write_zip(folder, lambda data: b"MZ" * 100 + data)


@attack(Flaw.ZIP_PREPENDED)
def a_program_before_the_zip_with_offsets_put_right(folder: Path) -> Path:
    return valid().write_zip(folder, lambda data: _moved(b"MZ" * 100 + data, 200))


@attack(Flaw.ZIP_TRAILING)
def something_after_the_zip(folder: Path) -> Path:
    return valid().write_zip(folder, lambda data: data + b"x" * 50)


@attack(Flaw.ZIP_TRAILING)
def one_byte_after_the_zip(folder: Path) -> Path:
    return valid().write_zip(folder, lambda data: data + b"\0")


@attack(Flaw.ZIP_COMMENT)
def a_comment_on_the_zip(folder: Path) -> Path:
    return _made(folder, lambda archive: setattr(archive, "comment", b"x" * 20))


@attack(Flaw.ZIP_COMMENT)
def a_comment_on_a_file(folder: Path) -> Path:
    return _made(folder, lambda archive: setattr(archive.infolist()[0], "comment", b"x"))


@attack(Flaw.ZIP_GAP)
def data_hidden_before_the_directory(folder: Path) -> Path:
    def hide(data: bytes) -> bytes:
        start = data.index(CENTRAL)
        changed = bytearray(data[:start] + b"hidden" + data[start:])
        struct.pack_into("<L", changed, changed.rindex(END) + 16, start + 6)
        return bytes(changed)

    return valid().write_zip(folder, hide)


@attack(Flaw.ZIP_GAP)
def a_file_that_the_directory_does_not_name(folder: Path) -> Path:
    return _made(folder, _forgotten)


def _forgotten(archive: zipfile.ZipFile) -> None:
    archive.writestr(f"{valid().name}/livrets/0902.pdf", b"hidden")
    archive.filelist.pop()


@attack(Flaw.ZIP_OVERLAP)
def two_files_that_share_their_bytes(folder: Path) -> Path:
    def share(archive: zipfile.ZipFile) -> None:
        twin = zipfile.ZipInfo(f"{valid().name}/twin.pdf")
        first = archive.infolist()[0]
        twin.header_offset, twin.CRC = first.header_offset, first.CRC
        twin.compress_size = twin.file_size = first.file_size
        archive.filelist.append(twin)

    return _made(folder, share)


@attack(Flaw.ZIP_HEADERS)
def a_local_header_of_another_name(folder: Path) -> Path:
    name = f"{valid().name}/index.html".encode()
    return valid().write_zip(folder, lambda data: data.replace(name, name[:-1] + b"x", 1))


@attack(Flaw.ZIP_HEADERS)
def a_local_header_of_another_size(folder: Path) -> Path:
    return valid().write_zip(folder, _patched(22, "<L", 7, LOCAL))


@attack(Flaw.ZIP_HEADERS)
def a_local_header_of_another_method(folder: Path) -> Path:
    return valid().write_zip(folder, _patched(8, "<H", 8, LOCAL))


@attack(Flaw.ZIP_HEADERS)
def a_local_header_that_is_none(folder: Path) -> Path:
    return valid().write_zip(folder, lambda data: b"PK\7\7" + data[4:])


@attack(Flaw.ZIP_HEADERS)
def stored_with_two_sizes(folder: Path) -> Path:
    return valid().write_zip(folder, _both(24, "<L", 7))


@attack(Flaw.ZIP_ENCRYPTED)
def a_file_that_says_it_is_encrypted(folder: Path) -> Path:
    return valid().write_zip(folder, _both(8, "<H", 1))


@attack(Flaw.ZIP_ENCRYPTED)
def a_file_of_strong_encryption(folder: Path) -> Path:
    return valid().write_zip(folder, _both(8, "<H", 0x41))


@attack(Flaw.ZIP_STREAMED)
def a_file_whose_size_comes_after(folder: Path) -> Path:
    return valid().write_zip(folder, _both(8, "<H", 8))


@attack(Flaw.ZIP_BAD)
def a_flag_that_nobody_knows(folder: Path) -> Path:
    return valid().write_zip(folder, _both(8, "<H", 0x8000))


@attack(Flaw.ZIP_METHOD)
def a_file_in_lzma(folder: Path) -> Path:
    return valid().write_zip(folder, method=zipfile.ZIP_LZMA)


@attack(Flaw.ZIP_METHOD)
def a_file_in_bzip2(folder: Path) -> Path:
    return valid().write_zip(folder, method=zipfile.ZIP_BZIP2)


@attack(Flaw.ZIP_LARGE)
def a_size_of_zip64(folder: Path) -> Path:
    return valid().write_zip(folder, _both(24, "<L", 0xFFFFFFFF))


@attack(Flaw.ZIP_LARGE)
def a_directory_of_zip64(folder: Path) -> Path:
    return valid().write_zip(folder, _patched(16, "<L", 0xFFFFFFFF, END))


@attack(Flaw.ZIP_SPLIT)
def a_zip_on_two_disks(folder: Path) -> Path:
    return valid().write_zip(folder, _patched(4, "<H", 1, END))


@attack(Flaw.ZIP_SPLIT)
def a_file_on_another_disk(folder: Path) -> Path:
    return valid().write_zip(folder, _patched(34, "<H", 1))


@attack(Flaw.ZIP_FIELD)
def a_file_with_a_second_name(folder: Path) -> Path:
    """The Unicode path field (0x7075): some readers would take the name in it."""
    return _made(folder, lambda archive: archive.writestr(_info("x.pdf", struct.pack("<2H", 0x7075, 0)), b"x"))


@attack(Flaw.ZIP_FIELD)
def a_field_cut_short(folder: Path) -> Path:
    return _made(folder, _cut_field)


def _cut_field(archive: zipfile.ZipFile) -> None:
    archive.writestr(_info("x.pdf", struct.pack("<2HB", 0x5455, 1, 0)), b"x")
    archive.infolist()[-1].extra = b"UT"


@attack(Flaw.ZIP_FIELD)
def a_field_longer_than_it_is(folder: Path) -> Path:
    return _made(folder, lambda archive: archive.writestr(_info("x.pdf", struct.pack("<2H", 0x5455, 9)), b"x"))


def _info(name: str, extra: bytes = b"", mode: int = stat.S_IFREG | 0o600) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(f"{valid().name}/{name}")
    info.extra, info.external_attr, info.create_system = extra, mode << 16, 3
    return info


@attack(Flaw.ZIP_BOMB)
def a_file_that_grows_a_thousand_times(folder: Path) -> Path:
    info = _info("livrets/9999.pdf")
    info.compress_type = zipfile.ZIP_DEFLATED
    return _made(folder, lambda archive: archive.writestr(info, b"\0" * 4_000_000))


def _deflated(edit: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Change the packed bytes of the first file, leaving their number as it is."""

    def change(data: bytes) -> bytes:
        name, extra = struct.unpack_from("<2H", data, 26)
        start, packed = 30 + name + extra, struct.unpack_from("<L", data, 18)[0]
        changed = edit(data[start : start + packed])
        assert len(changed) == packed
        return data[:start] + changed + data[start + packed :]

    return change


@attack(Flaw.ZIP_DATA)
def packed_bytes_that_do_not_unpack(folder: Path) -> Path:
    return valid().write_zip(folder, _deflated(lambda data: b"\xff" * len(data)), method=zipfile.ZIP_DEFLATED)


@attack(Flaw.ZIP_DATA)
def packed_bytes_that_end_too_soon(folder: Path) -> Path:
    empty = zlib.compressobj(wbits=-15).flush()
    edit = _deflated(lambda data: empty + data[len(empty) :])
    return valid().write_zip(folder, edit, method=zipfile.ZIP_DEFLATED)


@attack(Flaw.ZIP_DATA)
def packed_bytes_that_never_end(folder: Path) -> Path:
    edit = _deflated(lambda data: bytes([data[0] & 0xFE]) + data[1:])  # « this is not the last block »
    return valid().write_zip(folder, edit, method=zipfile.ZIP_DEFLATED)


@attack(Flaw.ZIP_DATA)
def packed_bytes_of_more_than_they_say(folder: Path) -> Path:
    return valid().write_zip(folder, _both(24, "<L", 7), method=zipfile.ZIP_DEFLATED)


@attack(Flaw.ZIP_DATA)
def packed_bytes_of_less_than_they_say(folder: Path) -> Path:
    return valid().write_zip(folder, _both(24, "<L", 9999), method=zipfile.ZIP_DEFLATED)


@attack(Flaw.ZIP_CRC)
def another_sum_in_both_headers(folder: Path) -> Path:
    return valid().write_zip(folder, _both(16, "<L", 0x12345678))


@attack(Flaw.MEMBER_ALTERED)
def one_bit_of_a_livret_in_the_zip(folder: Path) -> Path:
    livret = valid().files["livrets/0417.pdf"]
    return valid().write_zip(folder, lambda data: data.replace(livret, livret[:-1] + b"&"))


@attack(Flaw.MEMBER_TWICE)
def a_file_twice_in_the_zip(folder: Path) -> Path:
    def twice(archive: zipfile.ZipFile) -> None:
        archive.writestr(f"{valid().name}/livrets/0902.pdf", b"one")
        archive.writestr(f"{valid().name}/livrets/0902.pdf", b"other")

    return _made(folder, twice)


def _named(folder: Path, name: str) -> Path:
    """One more entry, under a name that no reader of ours would write."""
    holder = "X" * len(name.encode())
    place = _made(folder, lambda archive: archive.writestr(zipfile.ZipInfo(holder), b"x"))
    place.write_bytes(place.read_bytes().replace(holder.encode(), name.encode()))
    return place


@attack(Flaw.MEMBER_OUTSIDE)
def a_path_that_climbs_in_the_zip(folder: Path) -> Path:
    return _named(folder, f"{valid().name}/../../autorun.inf")


@attack(Flaw.MEMBER_OUTSIDE)
def an_empty_part_in_a_path(folder: Path) -> Path:
    return _named(folder, f"{valid().name}//index.html")


@attack(Flaw.MEMBER_ABSOLUTE, Flaw.ZIP_ROOT, Flaw.MANIFEST_MISSING)
def an_absolute_path_in_the_zip(folder: Path) -> Path:
    return _named(folder, "/etc/cron.d/livret")


@attack(Flaw.MEMBER_DRIVE, Flaw.ZIP_ROOT, Flaw.MANIFEST_MISSING)
def a_drive_in_the_zip(folder: Path) -> Path:
    return _named(folder, "C:/livret")


@attack(Flaw.MEMBER_BACKSLASH)
def a_backslash_in_the_zip(folder: Path) -> Path:
    return _named(folder, f"{valid().name}/livrets\\0417.pdf")


@attack(Flaw.MEMBER_ENCODING)
def a_name_in_an_old_charset_in_the_zip(folder: Path) -> Path:
    return _named(folder, f"{valid().name}/é.pdf")


@attack(Flaw.MEMBER_ENCODING)
def a_zero_in_a_name(folder: Path) -> Path:
    return _named(folder, f"{valid().name}/index.html\0")


@attack(Flaw.MEMBER_CASE_CLASH)
def a_name_that_differs_by_capitals_in_the_zip(folder: Path) -> Path:
    return _made(folder, lambda archive: archive.writestr(_info("livrets/a-7.pdf"), b"x"))


@attack(Flaw.MEMBER_EXTRA)
def an_extra_file_in_the_zip(folder: Path) -> Path:
    return _made(folder, lambda archive: archive.writestr(_info("plus.pdf"), b"x"))


@attack(Flaw.MEMBER_LINK)
def a_link_in_the_zip(folder: Path) -> Path:
    link = _info("livrets/9999.pdf", mode=stat.S_IFLNK | 0o777)
    return _made(folder, lambda archive: archive.writestr(link, "../../secret"))


@attack(Flaw.MEMBER_DEVICE)
def a_pipe_in_the_zip(folder: Path) -> Path:
    return _made(folder, lambda archive: archive.writestr(_info("x.pdf", mode=stat.S_IFIFO | 0o600), b""))


@attack(Flaw.ZIP_ROOT, Flaw.MANIFEST_MISSING)
def two_folders_in_the_zip(folder: Path) -> Path:
    return _made(folder, lambda archive: archive.writestr("autre/index.html", b"x"))


@attack(Flaw.ZIP_ROOT)
def no_folder_in_the_zip(folder: Path) -> Path:
    place = folder / f"{valid().name}.zip"
    place.write_bytes(zipped(valid().files))
    return place


@attack(Flaw.PLACE_NAME)
def another_version_in_the_zip_than_its_name_says(folder: Path) -> Path:
    return valid(1).write_zip(folder).rename(folder / f"{valid(2).name}.zip")


@attack(Flaw.PLACE_NAME)
def a_folder_in_the_zip_of_another_name(folder: Path) -> Path:
    place = folder / "copie.zip"
    place.write_bytes(zipped({f"copie/{name}": data for name, data in valid().files.items()}))
    return place


@attack(Flaw.MEMBER_TOO_MANY)
def four_thousand_files_in_the_zip(folder: Path) -> Path:
    def fill(archive: zipfile.ZipFile) -> None:
        for rank in range(4100):
            archive.writestr(f"{valid().name}/{rank}", b"")

    return _made(folder, fill)
