# SPDX-License-Identifier: AGPL-3.0-or-later
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lsl_desk.backup.box_reader import open_vouched
from lsl_desk.backup.check import Expected, check
from lsl_desk.backup.flaws import Flaw, Flawed
from lsl_desk.backup.places import open_copy
from tests.backup import builder


def test_a_valid_copy_is_intact_and_settled_by_its_key_or_its_code(tmp_path: Path) -> None:
    place = builder.valid().write(tmp_path)
    report = check(open_copy(place), Expected(key=builder.key_print()))
    assert report.findings == ()
    assert report.settled
    assert report.whole == builder.LIVRETS
    report = check(open_copy(place), Expected(code=builder.CODE), open_box=open_vouched)
    assert report.findings == ()
    assert report.settled
    report = check(open_copy(place))
    assert report.intact
    assert not report.settled


def test_a_valid_zip_is_intact(tmp_path: Path) -> None:
    for method in (0, 8):
        members = open_copy(builder.valid().write_zip(tmp_path, method=method))
        assert check(members).findings == ()
        members.close()


def _grow(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def _shrink(path: Path) -> None:
    path.write_bytes(b"%PDF")


def _to_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _to_a_link(path: Path) -> None:
    path.rename(f"{path}.old")
    path.symlink_to(f"{path}.old")


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        (_grow, Flaw.MEMBER_LONG),
        (_shrink, Flaw.MEMBER_SHORT),
        (_to_a_pipe, Flaw.MEMBER_DEVICE),
        (_to_a_link, Flaw.MEMBER_UNREADABLE),
        (Path.unlink, Flaw.MEMBER_UNREADABLE),
    ],
)
def test_a_file_that_changes_while_it_is_checked_is_not_followed(
    change: Callable[[Path], object], flaw: Flaw, tmp_path: Path
) -> None:
    place = builder.valid().write(tmp_path)
    members = open_copy(place)
    change(place / "livrets" / "0417.pdf")
    report = check(members, builder.KNOWN)
    assert [(one.flaw, one.file) for one in report.findings] == [(flaw, "livrets/0417.pdf")]
    assert report.broken == ("0417",)


def test_a_zip_that_is_cut_while_it_is_checked_is_said(tmp_path: Path) -> None:
    place = builder.valid().write_zip(tmp_path)
    members = open_copy(place)
    os.truncate(place, place.stat().st_size // 2)
    report = check(members, builder.KNOWN)
    members.close()
    assert report.findings
    assert not report.settled


def test_a_place_that_no_system_can_name_is_said() -> None:
    with pytest.raises(Flawed) as caught:
        open_copy(Path("a\0b"))
    assert caught.value.finding.flaw is Flaw.PLACE_UNREADABLE


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_that_somebody_made_of_the_folder_is_intact(method: int, tmp_path: Path) -> None:
    """With entries for folders, times in extra fields, and whatever order: what other archivers write."""
    place = builder.valid().write(tmp_path)
    times = struct.pack("<HHBL", 0x5455, 5, 1, 1_530_546_127)
    with zipfile.ZipFile(tmp_path / "copie (2).zip", "w", method) as archive:
        for path in [place, *sorted(place.rglob("*"), reverse=True)]:
            info = zipfile.ZipInfo.from_file(path, path.relative_to(tmp_path))
            info.extra, info.compress_type = times, method
            archive.writestr(info, b"" if path.is_dir() else path.read_bytes())
    members = open_copy(tmp_path / "copie (2).zip")
    report = check(members, builder.KNOWN)
    members.close()
    assert report.findings == ()
    assert report.settled
