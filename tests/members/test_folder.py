# SPDX-License-Identifier: AGPL-3.0-or-later
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lsl_desk.adapters.sources.opening import LocalSources
from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.members import folder as folder_module
from lsl_desk.members.folder import FolderMembers
from tests.builders import fx_j_files, write_folder, write_zip

SMALL = {"index.html": b"<a href='0417.pdf'>0417</a>", "0417.pdf": b"%PDF"}


def refusal_of(path: Path | str) -> Code:
    with pytest.raises(Refusal) as refused:
        LocalSources().open(str(path)).offer()
    return refused.value.code


@pytest.fixture
def without_rights() -> Iterator[Path]:
    """A place to work in as another user: root reads everything, so the right is given up for the time of the test."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o777)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield place
    if root:
        os.seteuid(0)
    shutil.rmtree(place)


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "J99") is Code.PATH_MISSING
    assert refusal_of("a\0b") is Code.PATH_MISSING
    assert refusal_of(tmp_path / ("x" * 5000)) is Code.PATH_MISSING


def test_a_device_is_no_jury() -> None:
    assert refusal_of("/dev/null") is Code.NOT_A_JURY


@pytest.mark.parametrize(
    ("name", "data"), [("livret.pdf", b"%PDF-1.4"), ("index.html", b"<p>"), ("x.7z", b"7z\xbc\xaf"), ("vide", b"")]
)
def test_a_file_of_another_kind_is_no_jury(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert refusal_of(tmp_path / name) is Code.NOT_A_JURY


def test_a_link_inside_the_folder_is_refused(tmp_path: Path) -> None:
    jury = write_folder(tmp_path / "J01", SMALL)
    (jury / "0418.pdf").symlink_to(jury / "0417.pdf")
    assert refusal_of(jury) is Code.MEMBER_LINK


def test_a_linked_folder_inside_is_refused(tmp_path: Path) -> None:
    jury = write_folder(tmp_path / "J01", SMALL)
    (jury / "livrets").symlink_to(tmp_path, target_is_directory=True)
    assert refusal_of(jury) is Code.MEMBER_LINK


def test_the_chosen_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    write_folder(tmp_path / "J01", SMALL)
    (tmp_path / "raccourci").symlink_to(tmp_path / "J01", target_is_directory=True)
    source = LocalSources().open(str(tmp_path / "raccourci"))
    assert source.offer().jury == "J01"
    assert source.read("0417.pdf") == b"%PDF"


def test_a_file_replaced_by_a_link_after_the_offer_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    jury = write_folder(tmp_path / "J01", SMALL)
    source = LocalSources().open(str(jury))
    (jury / "0417.pdf").unlink()
    (jury / "0417.pdf").symlink_to(tmp_path / "secret")
    with pytest.raises(Refusal) as refused:
        source.read("0417.pdf")
    assert refused.value.code is Code.MEMBER_LINK


def test_a_file_replaced_by_a_pipe_does_not_hang(tmp_path: Path) -> None:
    jury = write_folder(tmp_path / "J01", SMALL)
    source = LocalSources().open(str(jury))
    (jury / "0417.pdf").unlink()
    os.mkfifo(jury / "0417.pdf")
    with pytest.raises(Refusal) as refused:
        source.read("0417.pdf")
    assert refused.value.code is Code.MEMBER_LINK


def test_pipes_and_litter_are_passed_over(tmp_path: Path) -> None:
    jury = write_folder(
        tmp_path / "J01", {**SMALL, ".DS_Store": b"", "Thumbs.db": b"", ".git/x.pdf": b"", "__MACOSX/._0417.pdf": b""}
    )
    os.mkfifo(jury / "tuyau.pdf")
    assert LocalSources().open(str(jury)).offer().unlisted == ()


def test_names_that_only_case_tells_apart_are_refused(tmp_path: Path) -> None:
    jury = write_folder(tmp_path / "J01", {**SMALL, "0417.PDF": b"%PDF other"})
    if len(list(jury.iterdir())) < 3:
        pytest.skip("this disk does not tell case apart: the clash cannot exist on it")
    assert refusal_of(jury) is Code.MEMBER_CASE_CLASH


def test_a_name_in_an_old_charset_is_readable(tmp_path: Path) -> None:
    jury = write_folder(
        tmp_path / "J01", {"index.html": "<meta charset=utf-8><a href='élève 0417.pdf'>0417</a>".encode()}
    )
    try:
        (jury / os.fsdecode("élève 0417.pdf".encode("cp1252"))).write_bytes(b"%PDF")
    except OSError:
        pytest.skip("this disk refuses names that are not UTF-8")
    source = LocalSources().open(str(jury))
    assert source.offer().candidates[0].file == "élève 0417.pdf"
    assert source.read("élève 0417.pdf") == b"%PDF"


def test_a_folder_without_the_right_to_read_is_said(without_rights: Path) -> None:
    jury = write_folder(without_rights / "J01", SMALL)
    jury.chmod(0)
    try:
        assert refusal_of(jury) is Code.PATH_UNREADABLE
    finally:
        jury.chmod(0o755)


def test_a_livret_without_the_right_to_read_is_said(without_rights: Path) -> None:
    jury = write_folder(without_rights / "J01", SMALL)
    (jury / "0417.pdf").chmod(0)
    source = LocalSources().open(str(jury))
    with pytest.raises(Refusal) as refused:
        source.read("0417.pdf")
    assert refused.value.code is Code.PATH_UNREADABLE


def test_a_zip_without_the_right_to_read_is_said(without_rights: Path) -> None:
    path = write_zip(without_rights / "J01.zip", SMALL)
    path.chmod(0)
    assert refusal_of(path) is Code.PATH_UNREADABLE


def test_a_folder_removed_before_it_is_read_vanished(tmp_path: Path) -> None:
    jury = write_folder(tmp_path / "J01", SMALL)
    source = LocalSources().open(str(jury))
    shutil.rmtree(jury)
    with pytest.raises(Refusal) as refused:
        source.offer()
    assert refused.value.code is Code.PATH_VANISHED


def test_a_folder_removed_in_the_middle_vanished(tmp_path: Path) -> None:
    jury = write_folder(tmp_path / "J01", fx_j_files(1))
    source = LocalSources().open(str(jury))
    files = [one.file for one in source.offer().candidates if one.file]
    source.read(files[0])
    shutil.rmtree(jury)
    with pytest.raises(Refusal) as refused:
        source.read(files[1])
    assert refused.value.code is Code.PATH_VANISHED
    assert "0407.pdf" in str(refused.value.facts["path"])


def test_a_file_too_large_for_a_livret_is_named_and_left(tmp_path: Path) -> None:
    jury = write_folder(tmp_path / "J01", SMALL)
    with (jury / "0417.pdf").open("r+b") as stream:
        stream.truncate(201 * 1024 * 1024)
    offered = LocalSources().open(str(jury)).offer()
    assert offered.candidates[0].file is None
    assert AnomalyCode.LIVRET_REFUSED in [odd.code for odd in offered.anomalies]


def test_a_file_that_grew_since_is_not_read_whole(tmp_path: Path) -> None:
    jury = write_folder(tmp_path / "J01", SMALL)
    source = LocalSources().open(str(jury))
    with (jury / "0417.pdf").open("r+b") as stream:
        stream.truncate(201 * 1024 * 1024)
    with pytest.raises(Refusal) as refused:
        source.read("0417.pdf")
    assert refused.value.code is Code.PATH_UNREADABLE


def test_a_boundless_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "MAX_MEMBERS", 3)
    jury = write_folder(tmp_path / "J01", {f"{place}.pdf": b"" for place in range(5)})
    assert refusal_of(jury) is Code.ZIP_BOMB


def test_the_order_is_that_of_the_numbers(tmp_path: Path) -> None:
    jury = write_folder(tmp_path / "J01", {f"{place}.pdf": b"" for place in (10, 9, 1, 100)})
    assert FolderMembers(jury).names == ("1.pdf", "9.pdf", "10.pdf", "100.pdf")


def test_several_archives_in_a_folder_are_named(tmp_path: Path) -> None:
    jury = write_folder(tmp_path / "centre", {"J01.zip": b"PK", "J02.zip": b"PK"})
    assert refusal_of(jury) is Code.SEVERAL_JURIES
