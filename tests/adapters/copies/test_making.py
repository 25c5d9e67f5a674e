# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan de secours on a disk: whole or not there, checked as lsl-verify checks, opened on another Desk."""

import errno
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from lsl_desk.adapters.copies import disk, maker
from lsl_desk.backup import box_reader, places
from lsl_desk.backup.check import Expected, Report, check
from lsl_desk.client.progress import Cancelled, Progress
from lsl_desk.domain.acts import LivretRead
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.pages.lane import PageLane
from tests.adapters.copies.centre import CODE, J01, SECRETS, Post, copies_named, hidden, paging, post
from tests.builders import livret_pdf


@pytest.fixture(scope="module")
def lane() -> Iterator[PageLane]:
    with paging() as made:
        yield made


@pytest.fixture
def here(tmp_path: Path, lane: PageLane) -> Iterator[Post]:
    """A Desk with the jury, whose workers outlive the test."""
    with post(tmp_path / "here", lane) as made:
        made.bring_in(tmp_path / "source")
        yield made


@pytest.fixture
def there(tmp_path: Path, lane: PageLane) -> Iterator[Post]:
    """A Desk that never saw a server, nor this jury."""
    with post(tmp_path / "there", lane) as made:
        yield made


@pytest.fixture
def key(tmp_path: Path) -> Path:
    place = tmp_path / "key"
    place.mkdir()
    return place


def verified(path: Path) -> Report:
    members = places.open_copy(path)
    try:
        return check(members, Expected(jury="J01", code=CODE), open_box=box_reader.open_vouched)
    finally:
        members.close()


pytestmark = pytest.mark.keeps_alive("the page workers are those of the module")


@pytest.mark.parametrize("archive", [False, True])
def test_a_copy_is_whole_and_opens_on_a_desk_that_never_saw_a_server(
    here: Post, there: Post, key: Path, *, archive: bool
) -> None:
    read = LivretRead(StudentNumber("0421"), _digest(here, "0421"), ("1.0",), "dossier")
    here.store.record(J01, 1, read)
    done = here.make(key, archive=archive)
    assert copies_named(key) == [f"plan-de-secours-J01-v1{'.zip' if archive else ''}"]
    assert hidden(key) == []
    assert verified(Path(done.where)).settled
    assert (done.livrets, done.made, done.kept) == (3, 3, 0)
    there.open(done.where)
    file, first = there.store.jury(J01), here.store.jury(J01)
    assert file.source == "plan de secours"
    assert (file.label, file.session, file.version) == (first.label, first.session, first.version)
    assert file.candidates == first.candidates, "livrets bear the digests of their originals"
    for one in file.candidates:
        if one.livret is not None:
            assert sha256(there.store.livret(one.livret.digest)).hexdigest() != one.livret.digest
    assert there.store.livrets_read(J01) == {"0421": {read.digest}}, "what was read elsewhere shows as read"
    assert there.store.summaries()[0].read == 1
    assert [hit.number for hit in there.store.search(J01, "0421")] == ["0421"]
    assert there.store.identities_sealed(J01) == 0


def test_no_name_ine_or_school_is_in_any_byte_or_file_name(here: Post, key: Path) -> None:
    assert here.store.identities_sealed(J01) == 5
    folder = Path(here.make(key).where)
    archive = Path(here.make(key, 2, archive=True).where)
    for path in [archive, *folder.rglob("*")]:
        for secret in SECRETS:
            assert secret not in path.name
            if path.is_file():
                assert secret.encode() not in path.read_bytes()


def test_a_copy_has_what_the_decision_says_and_nothing_else(here: Post, key: Path) -> None:
    folder = Path(here.make(key).where)
    assert sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()) == [
        "empreintes.txt", "index.html", "jury.lsl", "livrets/0417.pdf", "livrets/0418.pdf", "livrets/0421.pdf",
        "manifest.json",
    ]  # fmt: skip
    assert "ne la lisez pas" in (folder / "index.html").read_text("utf-8"), "page 2 of 0418 bears another number"
    with zipfile.ZipFile(here.make(key, 2, archive=True).where) as archive:
        assert all(one.filename.startswith("plan-de-secours-J01-v2/") for one in archive.infolist())
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}


def test_one_changed_livret_is_one_protection_and_the_version_before_is_gone(
    here: Post, there: Post, key: Path, tmp_path: Path
) -> None:
    here.make(key)
    kept = (key / "plan-de-secours-J01-v1/livrets/0417.pdf").read_bytes()
    here.bring_in(tmp_path / "again", {"livrets/0421.pdf": livret_pdf("0421", 4)})
    done = here.make(key, 2)
    assert (done.kept, done.made) == (2, 1)
    assert copies_named(key) == ["plan-de-secours-J01-v2"]
    assert (key / "plan-de-secours-J01-v2/livrets/0417.pdf").read_bytes() == kept
    assert there.open(key).version == 2


def test_what_is_taken_over_is_checked(here: Post, key: Path) -> None:
    livret = Path(here.make(key).where) / "livrets/0417.pdf"
    livret.write_bytes(livret.read_bytes()[:-1] + b"x")
    assert (done := here.make(key, 2)).made == 1
    assert verified(Path(done.where)).settled


def test_another_code_protects_every_livret_anew(here: Post, there: Post, key: Path) -> None:
    here.make(key)
    code = here.copies.new_code(J01)
    assert here.make(key, 2, code=code).made == 3
    with pytest.raises(Refusal):
        there.open(key, CODE)
    there.open(key, code)


def test_the_code_is_kept_until_another_is_asked_for(here: Post) -> None:
    code = here.copies.code(J01)
    assert here.copies.code(J01) == code
    assert here.copies.new_code(J01) != code
    assert here.copies.take_code(J01, CODE.upper()) == here.copies.code(J01) == CODE
    with pytest.raises(Refusal) as refused:
        here.copies.take_code(J01, "pas un code")
    assert refused.value.code is Code.COPY_CODE_ODD


def test_stopping_leaves_the_copy_before_and_nothing_beside(here: Post, key: Path) -> None:
    here.make(key)
    for archive in (False, True):
        with pytest.raises(Cancelled):
            here.make(key, 2, archive=archive, report=lambda progress: progress.done < 1)
        assert (copies_named(key), hidden(key)) == (["plan-de-secours-J01-v1"], [])


def test_what_a_killed_making_left_is_swept_and_a_copy_never_recorded_is_replaced(here: Post, key: Path) -> None:
    (key / ".plan-de-secours-J01-v1.0123abcd").mkdir()
    (key / ".plan-de-secours-J02-v1.0123abcd").mkdir()
    here.make(key)
    assert hidden(key) == [".plan-de-secours-J02-v1.0123abcd"]
    first = (key / "plan-de-secours-J01-v1/manifest.json").read_bytes()
    here.make(key)
    assert copies_named(key) == ["plan-de-secours-J01-v1"]
    assert (key / "plan-de-secours-J01-v1/manifest.json").read_bytes() != first


class _Failing:
    """The disk refuses its n-th step of writing, and every one after it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
        self.left = -1
        self.steps = 0
        for module, name in ((os, "fsync"), (os, "mkdir"), (disk, "_step")):
            if hasattr(module, name):
                self._wrap(monkeypatch, module, name, error)
        self._wrap(monkeypatch, maker, "_listed", 0)

    def _wrap(self, monkeypatch: pytest.MonkeyPatch, module: object, name: str, error: int) -> None:
        true = getattr(module, name)

        def step(*given: object, **named: object) -> object:
            if error:
                self.steps += 1
                if 0 <= self.left < self.steps:
                    raise OSError(error, os.strerror(error))
            return true(*given, **named)

        monkeypatch.setattr(module, name, step)


@pytest.mark.parametrize("archive", [False, True])
@pytest.mark.parametrize(
    ("error", "code"),
    [(errno.ENOSPC, Code.COPY_FULL), (errno.EIO, Code.COPY_FAILED), (errno.EROFS, Code.COPY_READ_ONLY)],
)
def test_a_disk_that_refuses_any_step_leaves_the_copy_before_and_no_other(
    here: Post, key: Path, error: int, code: Code, monkeypatch: pytest.MonkeyPatch, *, archive: bool
) -> None:
    here.make(key)
    failing = _Failing(monkeypatch, error)
    here.make(key, 2, archive=archive)
    steps, version = failing.steps, 2
    for left in range(steps):
        failing.steps, failing.left = 0, left
        try:
            here.make(key, version + 1, archive=archive)
        except Refusal as refusal:
            assert refusal.code is code  # noqa: PT017 - a step after the naming refuses nothing
        failing.left = -1
        named = copies_named(key)
        assert named, "there is always a whole copy"
        assert all(verified(key / one).settled for one in named)
        version += 1
    assert verified(Path(here.make(key, version + 1, archive=archive).where)).settled
    assert len(copies_named(key)) == 1
    assert hidden(key) == []


def test_a_key_pulled_out_or_not_there_or_full_is_said(here: Post, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def code_of(place: Path) -> Code:
        with pytest.raises(Refusal) as refused:
            here.make(place)
        return refused.value.code

    assert code_of(key / "elsewhere") is Code.COPY_GONE

    def pull_out(progress: Progress) -> bool:
        if progress.done == 2:
            key.rename(key.with_name("pulled"))
        return True

    with pytest.raises(Refusal) as refused:
        here.make(key, report=pull_out)
    assert refused.value.code is Code.COPY_GONE
    key.with_name("pulled").rename(key)
    assert copies_named(key) == []
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(Refusal) as refused:
        here.make(key)
    assert (refused.value.code, refused.value.facts["free"]) == (Code.COPY_NO_ROOM, 1000)
    assert hidden(key) == []


def test_a_key_that_gives_other_bytes_back_is_found_out(here: Post, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true = disk.write

    def flip(path: Path, data: bytes) -> None:
        true(path, data[:-9] + bytes([data[-9] ^ 1]) + data[-8:] if path.name == "0418.pdf" else data)

    monkeypatch.setattr(disk, "write", flip)
    with pytest.raises(Refusal) as refused:
        here.make(key)
    assert (refused.value.code, refused.value.facts["member"]) == (Code.COPY_NOT_WHOLE, "livrets/0418.pdf")
    assert (copies_named(key), hidden(key)) == ([], [])


def test_an_altered_livret_is_named_and_the_others_open(here: Post, there: Post, key: Path) -> None:
    folder = Path(here.make(key).where)
    livret = folder / "livrets/0417.pdf"
    livret.write_bytes(livret.read_bytes().replace(b"endobj", b"endobk", 1))
    (folder / "livrets/0421.pdf").unlink()
    done = there.open(folder)
    problems = {str(one.number): one.problem for one in there.store.jury(J01).candidates}
    assert problems["0417"] is problems["0421"] is LivretProblem.DIGEST_MISMATCH
    assert problems["0418"] is LivretProblem.NUMBER_MISMATCH, "as on the first Desk"
    assert done.formats[LivretFormat.NUMERIQUE] == 3
    assert [one.where for one in done.anomalies if one.value == "digest_mismatch"] == [
        "livrets/0417.pdf", "livrets/0421.pdf",
    ]  # fmt: skip


@pytest.mark.parametrize("member", ["manifest.json", "jury.lsl"])
def test_without_its_manifest_or_box_nothing_is_opened(here: Post, there: Post, key: Path, member: str) -> None:
    folder = Path(here.make(key).where)
    data = json.loads((folder / member).read_bytes())
    data["sealed" if member == "jury.lsl" else "payloadType"] += "A"
    (folder / member).write_text(json.dumps(data))
    with pytest.raises(Refusal) as refused:
        there.open(folder)
    assert refused.value.code is (Code.COPY_BOX if member == "jury.lsl" else Code.COPY_BROKEN)
    assert there.store.summaries() == ()


def test_a_copy_made_from_an_opened_copy_is_as_good(here: Post, there: Post, key: Path) -> None:
    here.make(key)
    there.open(key)
    done = there.make(key, 2)
    assert (done.kept, done.made) == (3, 0), "the originals are the same"
    assert verified(Path(done.where)).settled


def test_a_jury_that_cannot_be_a_folders_name_is_refused(here: Post, key: Path) -> None:
    with pytest.raises(Refusal) as refused:
        here.copies.make(JuryId("J02"), 1, str(key), archive=False, report=lambda _: True)
    assert refused.value.code is Code.JURY_UNKNOWN


def _digest(desk: Post, number: str) -> Digest:
    livret = next(one.livret for one in desk.store.jury(J01).candidates if one.number == number)
    assert livret is not None
    return livret.digest
