# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attacks on the files of a folder, and on which copy it is: the signature is left as it was."""

import os
import shutil
import socket
from pathlib import Path

from lsl_desk.backup.check import Expected
from lsl_desk.backup.flaws import Flaw
from tests.backup.attack import attack
from tests.backup.builder import OTHER_CODE, POST, Copy, key_print, resealed, valid


def _livret(copy: Copy, number: str = "0417") -> bytes:
    return copy.files[f"livrets/{number}.pdf"]


# ------------------------------------------------------------------------------------------------ which copy it is


@attack(Flaw.VERSION_OLD, expected=Expected(key=key_print(), floor=2))
def rollback(folder: Path) -> Path:
    return valid(version=1).write(folder)


@attack(Flaw.PLACE_NAME)
def rollback_under_the_new_name(folder: Path) -> Path:
    return valid(version=1).write(folder, valid(version=2).name)


@attack(Flaw.PLACE_NAME)
def other_jury_under_the_name(folder: Path) -> Path:
    return valid(jury="J02").write(folder, valid().name)


@attack(Flaw.JURY_OTHER, expected=Expected(key=key_print(), jury="J01"))
def other_jury(folder: Path) -> Path:
    return valid(jury="J02").write(folder)


@attack(Flaw.JURY_NOWHERE, expected=Expected(key=key_print(), jury="J01"))
def a_key_of_other_juries(folder: Path) -> Path:
    valid(jury="J02").write(folder)
    return folder


@attack(Flaw.VERSION_DOUBLE)
def two_copies_of_one_version(folder: Path) -> tuple[Path, ...]:
    again = resealed(valid(), POST, livrets__0418_pdf=_livret(valid(1), "0418"))
    return valid().write(folder), again.write(folder / "again")


@attack(Flaw.VERSION_OLD)
def rollback_with_the_new_version_at_hand(folder: Path) -> Path:
    valid(2).write_zip(folder)
    valid(1).write(folder)
    return folder


@attack(Flaw.MEMBER_OTHER_VERSION, Flaw.VERSION_OLD)
def one_livret_of_the_version_before_at_hand(folder: Path) -> tuple[Path, ...]:
    mixed = valid(2).changed(livrets__0417_pdf=_livret(valid(1)))
    return valid(1).write(folder), mixed.write(folder)


@attack(Flaw.MEMBER_OTHER_VERSION)
def manifest_of_the_version_before(folder: Path) -> Path:
    return valid(2).changed(manifest_json=valid(1).files["manifest.json"]).write(folder, "copie")


@attack(Flaw.MEMBER_OTHER_VERSION, Flaw.MEMBER_SHORT)
def one_livret_and_the_list_of_the_version_before(folder: Path) -> Path:
    old = valid(1)
    return valid(2).changed(livrets__0417_pdf=_livret(old), empreintes_txt=old.files["empreintes.txt"]).write(folder)


@attack(Flaw.MEMBER_OTHER_VERSION)
def list_of_the_version_before(folder: Path) -> Path:
    return valid(2).changed(empreintes_txt=valid(1).files["empreintes.txt"]).write(folder)


@attack(Flaw.MEMBER_ALTERED)
def box_of_another_jury(folder: Path) -> Path:
    return valid().changed(jury_lsl=valid(jury="J02").files["jury.lsl"]).write(folder)


@attack(Flaw.CODE_WRONG, expected=Expected(code=OTHER_CODE))
def a_code_that_is_not_the_jurys(folder: Path) -> Path:
    return valid().write(folder)


@attack(Flaw.CODE_FORM, expected=Expected(code="pas un code"))
def a_code_that_is_no_code(folder: Path) -> Path:
    return valid().write(folder)


# ----------------------------------------------------------------------------------------------------- their bytes


@attack(Flaw.MEMBER_SWAPPED)
def two_livrets_swapped(folder: Path) -> Path:
    one, other = _livret(valid(), "0417"), _livret(valid(), "0418")
    return valid().changed(livrets__0417_pdf=other, livrets__0418_pdf=one).write(folder)


@attack(Flaw.MEMBER_SWAPPED)
def a_livret_copied_over_another(folder: Path) -> Path:
    return valid().changed(livrets__0417_pdf=_livret(valid(), "A-7")).write(folder)


@attack(Flaw.MEMBER_MISSING)
def a_livret_missing(folder: Path) -> Path:
    return valid().changed(livrets__0417_pdf=None).write(folder)


@attack(Flaw.MEMBER_MISSING)
def the_box_missing(folder: Path) -> Path:
    return valid().changed(jury_lsl=None).write(folder)


@attack(Flaw.MEMBER_MISSING)
def all_livrets_missing(folder: Path) -> Path:
    place = valid().write(folder)
    shutil.rmtree(place / "livrets")
    return place


@attack(Flaw.MANIFEST_MISSING)
def the_manifest_missing(folder: Path) -> Path:
    return valid().changed(manifest_json=None).write(folder)


@attack(Flaw.MANIFEST_MISSING)
def nothing_at_all(folder: Path) -> Path:
    return folder


@attack(Flaw.MEMBER_EMPTY)
def a_livret_empty(folder: Path) -> Path:
    place = valid().write(folder)
    (place / "livrets" / "0417.pdf").write_bytes(b"")
    return place


@attack(Flaw.JSON_SYNTAX)
def the_manifest_empty(folder: Path) -> Path:
    place = valid().write(folder)
    (place / "manifest.json").write_bytes(b"")
    return place


@attack(Flaw.MEMBER_SHORT)
def a_livret_one_byte_short(folder: Path) -> Path:
    return valid().changed(livrets__0417_pdf=_livret(valid())[:-1]).write(folder)


@attack(Flaw.MEMBER_LONG)
def a_livret_one_byte_long(folder: Path) -> Path:
    return valid().changed(livrets__0417_pdf=_livret(valid()) + b"\n").write(folder)


@attack(Flaw.MEMBER_ALTERED)
def one_bit_of_a_livret(folder: Path) -> Path:
    data = bytearray(_livret(valid()))
    data[len(data) // 2] ^= 1
    return valid().changed(livrets__0417_pdf=bytes(data)).write(folder)


@attack(Flaw.MEMBER_ALTERED)
def one_digit_of_the_list(folder: Path) -> Path:
    data = valid().files["empreintes.txt"]
    return valid().changed(empreintes_txt=(b"1" if data[:1] == b"0" else b"0") + data[1:]).write(folder)


@attack(Flaw.MEMBER_LONG)
def a_script_added_to_the_index(folder: Path) -> Path:
    return valid().changed(index_html=valid().files["index.html"] + b"<script src=x></script>").write(folder)


@attack(Flaw.MEMBER_TOO_LARGE)
def an_index_of_five_megabytes(folder: Path) -> Path:
    place = valid().write(folder)
    os.truncate(place / "index.html", 5 * 1024 * 1024)
    return place


@attack(Flaw.MEMBER_TOO_LARGE)
def a_livret_of_a_terabyte(folder: Path) -> Path:
    place = valid().write(folder)
    os.truncate(place / "livrets" / "0417.pdf", 1 << 40)
    return place


@attack(Flaw.MEMBER_TOO_LARGE)
def a_manifest_of_a_gigabyte(folder: Path) -> Path:
    place = valid().write(folder)
    os.truncate(place / "manifest.json", 1 << 30)
    return place


# ------------------------------------------------------------------------------------------- their names and kinds


def _with(folder: Path, name: str, data: bytes = b"x") -> Path:
    place = valid().write(folder)
    (place / name).parent.mkdir(exist_ok=True)
    (place / name).write_bytes(data)
    return place


@attack(Flaw.MEMBER_EXTRA)
def an_extra_file(folder: Path) -> Path:
    return _with(folder, "lisez-moi.exe")


@attack(Flaw.MEMBER_EXTRA)
def an_extra_livret(folder: Path) -> Path:
    return _with(folder, "livrets/0902.pdf", _livret(valid()))


@attack(Flaw.MEMBER_EXTRA)
def an_extra_folder(folder: Path) -> Path:
    return _with(folder, "livrets2/0417.pdf")


@attack(Flaw.MEMBER_EXTRA)
def a_folder_within_the_livrets(folder: Path) -> Path:
    return _with(folder, "livrets/vieux/0417.pdf")


@attack(Flaw.MEMBER_LITTER)
def a_file_left_by_a_mac(folder: Path) -> Path:
    return _with(folder, "livrets/._0417.pdf")


@attack(Flaw.MEMBER_LITTER)
def names_of_files_changed_for_the_eye_by_windows(folder: Path) -> Path:
    return _with(folder, "livrets/desktop.ini", b"[LocalizedFileNames]\r\n0417.pdf=0418.pdf\r\n")


@attack(Flaw.MEMBER_CASE_CLASH)
def a_name_that_differs_by_capitals(folder: Path) -> Path:
    return _with(folder, "livrets/a-7.PDF")


@attack(Flaw.MEMBER_CASE_CLASH, Flaw.MEMBER_MISSING)
def an_index_in_capitals(folder: Path) -> Path:
    place = valid().write(folder)
    (place / "index.html").rename(place / "INDEX.HTML")
    return place


@attack(Flaw.MEMBER_UNICODE_CLASH)
def a_name_in_wide_digits(folder: Path) -> Path:
    return _with(folder, "livrets/０417.pdf")


@attack(Flaw.MEMBER_UNICODE_CLASH)
def a_name_with_an_invisible_sign(folder: Path) -> Path:
    return _with(folder, "livrets/04\u200b17.pdf")


@attack(Flaw.MEMBER_UNICODE_CLASH)
def a_name_with_a_loose_accent(folder: Path) -> Path:
    return _with(folder, "livrets/A\u0301-7.pdf")


@attack(Flaw.MEMBER_BACKSLASH)
def a_backslash_in_a_name(folder: Path) -> Path:
    return _with(folder, "livrets\\0417.pdf")


@attack(Flaw.MEMBER_DRIVE)
def a_drive_letter_in_a_name(folder: Path) -> Path:
    return _with(folder, "C:0417.pdf")


@attack(Flaw.MEMBER_DRIVE)
def an_alternate_stream_in_a_name(folder: Path) -> Path:
    return _with(folder, "index.html:run.exe")


@attack(Flaw.MEMBER_ENCODING)
def a_line_break_in_a_name(folder: Path) -> Path:
    return _with(folder, "index.html\n")


@attack(Flaw.MEMBER_ENCODING)
def a_name_in_an_old_charset(folder: Path) -> Path:
    return _with(folder, os.fsdecode(b"index-\xe9.html"))


@attack(Flaw.MEMBER_LINK)
def a_livret_that_is_a_link(folder: Path) -> Path:
    place = valid().write(folder)
    (place / "livrets" / "0417.pdf").rename(folder / "elsewhere.pdf")
    (place / "livrets" / "0417.pdf").symlink_to(folder / "elsewhere.pdf")
    return place


@attack(Flaw.MEMBER_LINK)
def a_manifest_that_is_a_link(folder: Path) -> Path:
    place = valid().write(folder)
    (place / "manifest.json").rename(folder / "elsewhere.json")
    (place / "manifest.json").symlink_to(folder / "elsewhere.json")
    return place


@attack(Flaw.MEMBER_LINK, Flaw.MEMBER_MISSING)
def a_folder_of_livrets_that_is_a_link(folder: Path) -> Path:
    place = valid().write(folder)
    (place / "livrets").rename(folder / "elsewhere")
    (place / "livrets").symlink_to(folder / "elsewhere", target_is_directory=True)
    return place


@attack(Flaw.MEMBER_LINK)
def a_link_that_leads_nowhere(folder: Path) -> Path:
    place = valid().write(folder)
    (place / "plus.pdf").symlink_to("nowhere")
    return place


@attack(Flaw.MEMBER_LINK)
def a_key_whose_copy_is_a_link(folder: Path) -> Path:
    valid().write(folder / "elsewhere")
    (folder / "key").mkdir()
    (folder / "key" / valid().name).symlink_to(folder / "elsewhere" / valid().name, target_is_directory=True)
    return folder / "key"


@attack(Flaw.MEMBER_DEVICE)
def a_livret_that_is_a_pipe(folder: Path) -> Path:
    place = valid().write(folder)
    (place / "livrets" / "0417.pdf").unlink()
    os.mkfifo(place / "livrets" / "0417.pdf")
    return place


@attack(Flaw.MEMBER_DEVICE)
def a_box_that_is_a_socket(folder: Path) -> Path:
    place = valid().write(folder)
    (place / "jury.lsl").unlink()
    here = Path.cwd()
    os.chdir(place)  # the path of a socket may have some hundred bytes
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("jury.lsl")
    finally:
        os.chdir(here)
    return place


@attack(Flaw.MEMBER_EXTRA, Flaw.MEMBER_MISSING)
def a_livret_that_is_a_folder(folder: Path) -> Path:
    place = valid().write(folder)
    (place / "livrets" / "0417.pdf").unlink()
    (place / "livrets" / "0417.pdf").mkdir()
    return place


@attack(Flaw.MEMBER_TOO_MANY)
def four_thousand_files(folder: Path) -> Path:
    place = valid().write(folder)
    for rank in range(4100):
        (place / f"{rank}").touch()
    return place


@attack(Flaw.PLACE_MISSING)
def a_place_that_is_not_there(folder: Path) -> Path:
    return folder / "plan-de-secours-J01-v2"


@attack(Flaw.PLACE_OTHER)
def a_place_that_is_a_livret(folder: Path) -> Path:
    return valid().write(folder) / "livrets" / "0417.pdf"


@attack(Flaw.PLACE_OTHER)
def a_place_that_is_a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "copie.zip")
    return folder / "copie.zip"
