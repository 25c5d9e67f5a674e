# SPDX-License-Identifier: AGPL-3.0-or-later
"""One contract for every storage of livrets."""

import os
import uuid
from hashlib import sha256
from pathlib import Path

import pytest
from pydantic import SecretStr

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.server.files.folder import FolderFiles
from lsl_desk.server.files.livrets import CHUNK, LivretFiles
from lsl_desk.server.files.objects import ObjectFiles
from lsl_desk.server.files.opening import open_files
from lsl_desk.server.settings import Settings

ABSENT = Digest("0" * 64)


@pytest.fixture(params=["folder", "objects in memory", "objects in files", "objects over S3"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> LivretFiles:
    """Each storage, empty."""
    (tmp_path / "objects").mkdir()
    if request.param == "objects over S3":
        if "LSL_TEST_S3" not in os.environ:
            pytest.skip("LSL_TEST_S3 names no S3-compatible storage (s3://bucket/prefix, with the AWS_… variables)")
        return ObjectFiles(f"{os.environ['LSL_TEST_S3']}/{uuid.uuid4().hex}")
    if request.param == "folder":
        return FolderFiles(tmp_path / "livrets")
    return ObjectFiles("memory:///" if request.param == "objects in memory" else (tmp_path / "objects").as_uri())


def test_a_livret_comes_back_by_its_digest(files: LivretFiles) -> None:
    digest = files.put(b"%PDF-1.4 x")
    assert digest == sha256(b"%PDF-1.4 x").hexdigest()
    assert files.size(digest) == 10
    assert b"".join(files.read(digest)) == b"%PDF-1.4 x"


def test_putting_twice_changes_nothing(files: LivretFiles) -> None:
    assert files.put(b"x") == files.put(b"x")


def test_what_is_not_there_has_no_size_and_cannot_be_read(files: LivretFiles) -> None:
    assert files.size(ABSENT) is None
    with pytest.raises(OSError):  # noqa: PT011 - every kind of it
        list(files.read(ABSENT))


@pytest.mark.parametrize(
    ("start", "end"), [(0, None), (5, None), (0, 7), (CHUNK - 1, CHUNK + 3), (CHUNK, 2 * CHUNK + 9)]
)
def test_a_part_is_read_in_pieces_of_a_bounded_length(files: LivretFiles, start: int, end: int | None) -> None:
    data = os.urandom(2 * CHUNK + 10)
    pieces = list(files.read(files.put(data), start, end))
    assert b"".join(pieces) == data[start:end]
    assert all(0 < len(piece) <= CHUNK for piece in pieces)


def test_a_file_that_is_not_whole_is_put_again(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    digest = files.put(b"%PDF-1.4 x")
    (path,) = tmp_path.rglob(digest)
    path.write_bytes(b"%PDF")
    files.put(b"%PDF-1.4 x")
    assert b"".join(files.read(digest)) == b"%PDF-1.4 x"


def test_a_put_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "no space")

    files = FolderFiles(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refusal, match=Code.SERVER_FULL.value):
        files.put(b"%PDF-1.4 x")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_bytes_are_flushed_before_they_have_their_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    flush, rename = os.fsync, Path.replace

    def flushed(descriptor: int) -> None:
        done.append("folder" if Path(f"/proc/self/fd/{descriptor}").is_dir() else "bytes")
        flush(descriptor)

    def renamed(self: Path, target: Path) -> Path:
        done.append("name")
        return rename(self, target)

    files = FolderFiles(tmp_path / "livrets")
    files.put(b"makes the folders of the next one, perhaps")
    done.clear()
    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", renamed)
    files.put(b"%PDF-1.4 x")
    assert done[-3:] == ["bytes", "name", "folder"]


def test_the_storage_is_chosen_by_setting(tmp_path: Path) -> None:
    assert isinstance(open_files(Settings(data=tmp_path, database_url=SecretStr(""))), FolderFiles)
    assert isinstance(open_files(Settings(data=tmp_path, objects_url="memory:///")), ObjectFiles)


def test_a_storage_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ENDPOINT": "http://127.0.0.1:1",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_REGION": "x",
    }.items():
        monkeypatch.setenv(name, value)
    files = ObjectFiles("s3://livrets", retries=0)
    for ask in (lambda: files.put(b"x"), lambda: files.size(ABSENT), lambda: list(files.read(ABSENT, 0, 1))):
        with pytest.raises(OSError, match="storage") as failed:
            ask()
        assert "error sending request" in str(failed.value.__cause__), "it was asked, over the network"


def test_an_erased_livret_is_gone_and_may_come_back(files: LivretFiles) -> None:
    digest = files.put(b"%PDF-1.4 gone")
    for _ in range(2):
        files.erase(digest)
        assert files.size(digest) is None
    assert files.put(b"%PDF-1.4 gone") == digest
    assert files.size(digest) == 13
