# SPDX-License-Identifier: AGPL-3.0-or-later
"""State sheets on a key: whole and signed whatever is cut, pulled out or full."""

import errno
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from lsl_desk.adapters.copies import disk
from lsl_desk.adapters.papers import state_shelf
from lsl_desk.adapters.papers.state_shelf import StateShelf
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.journal import Head
from lsl_desk.domain.state_sheet import StateSheet
from lsl_desk.wire.envelope import STATE, Signed, SigningKey
from lsl_desk.wire.state_sheets import decode_state

START = datetime(2018, 7, 3, 9, 41, 5, tzinfo=UTC)


class Post:
    """Signs as the sealed store does."""

    def __init__(self) -> None:
        self.key = SigningKey.generate()

    @property
    def public(self) -> bytes:
        return self.key.public.raw

    def sign(self, payload_type: str, payload: bytes) -> Signed:
        return self.key.sign(payload_type, payload)


POST = Post()
SHELF = StateShelf(POST)
OWN = SHELF.device[:8]


def sheet(turn: int = 0, jury: str = "J01") -> StateSheet:
    head, made = Head(turn, Digest(f"{turn:064x}")), START + timedelta(minutes=turn)
    return StateSheet(JuryId(jury), jury, 2018, 1, False, made, None, SHELF.device, head, 0, Digest("0" * 64), ())


def pdf(turn: int = 0) -> bytes:
    return b"%PDF-1.7 " + f"turn {turn}".encode() * 5000


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A key that is in."""
    place = tmp_path / "key"
    place.mkdir()
    return place


def whole(place: Path) -> list[int]:
    """The turns of the sheets that have their name; each is whole, and the post signed it with its chain's head."""
    turns = []
    for path in sorted(place.glob("etat-*.pdf")):
        signed = Signed.from_bytes(path.with_suffix(".json").read_bytes())
        POST.key.public.verify(signed, STATE)
        state = decode_state(signed.payload)
        assert state.pdf == sha256(path.read_bytes()).hexdigest()
        assert state.head.digest == f"{state.head.sequence:064x}"
        turns.append(state.head.sequence)
    return turns


def test_one_sheet_of_a_jury_stands_there_signed_and_other_files_are_left_alone(key: Path) -> None:
    (key / "etat-civil.pdf").write_bytes(b"of somebody")
    SHELF.write(str(key), sheet(7, "J02"), pdf(7))
    for turn in (1, 2, 2):
        SHELF.write(str(key), sheet(turn), pdf(turn))
    assert sorted(path.name for path in key.iterdir()) == [
        f"etat-J01-{OWN}-2018-07-03-09h43m05.json",
        f"etat-J01-{OWN}-2018-07-03-09h43m05.pdf",
        f"etat-J02-{OWN}-2018-07-03-09h48m05.json",
        f"etat-J02-{OWN}-2018-07-03-09h48m05.pdf",
        "etat-civil.pdf",
    ]
    (key / "etat-civil.pdf").unlink()
    assert whole(key) == [2, 7]


def test_two_posts_that_share_a_folder_leave_each_others_sheets_alone(key: Path) -> None:
    other = StateShelf(Post())
    for turn in (1, 2):
        SHELF.write(str(key), sheet(turn), pdf(turn))
        other.write(str(key), sheet(turn), pdf(turn + 10))
    hidden = key / f".etat-J01-{other.device[:8]}-2018-07-03-09h44m05.pdf.01234567"
    hidden.write_bytes(b"what the other one is writing now")
    SHELF.write(str(key), sheet(3), pdf(3))
    assert sorted(path.name for path in key.glob("etat-*.pdf")) == sorted(
        (f"etat-J01-{OWN}-2018-07-03-09h44m05.pdf", f"etat-J01-{other.device[:8]}-2018-07-03-09h43m05.pdf")
    )
    assert hidden.exists(), "not swept under the hand that writes it"


def test_a_key_pulled_out_or_a_jury_that_no_file_can_be_named_after_is_refused(key: Path) -> None:
    SHELF.write(str(key), sheet(1), pdf(1))
    out = key.rename(key.with_name("out"))
    with pytest.raises(Refusal) as gone:
        SHELF.write(str(key), sheet(2), pdf(2))
    assert gone.value.code is Code.COPY_GONE
    assert not key.exists(), "it is not made anew on the disk"
    out.rename(key)
    SHELF.write(str(key), sheet(2), pdf(2))
    assert whole(key) == [2]
    with pytest.raises(Refusal) as odd:
        SHELF.write(str(key), sheet(3, "../J01"), pdf(3))
    assert odd.value.code is Code.COPY_NO_NAME


@pytest.mark.parametrize(
    ("error", "code"),
    [(errno.ENOSPC, Code.COPY_FULL), (errno.EROFS, Code.COPY_READ_ONLY), (errno.EIO, Code.COPY_FAILED)],
)
@pytest.mark.parametrize("step", ["write", "rename"])
@pytest.mark.parametrize("left", [0, 1])
def test_a_disk_that_refuses_a_step_leaves_the_sheet_before_and_nothing_half_written(
    key: Path, monkeypatch: pytest.MonkeyPatch, error: int, code: Code, step: str, left: int
) -> None:
    SHELF.write(str(key), sheet(1), pdf(1))
    true, done = getattr(disk, step), [0]

    def failing(*given: Any) -> None:
        if done[0] == left:
            raise OSError(error, os.strerror(error))
        done[0] += 1
        true(*given)

    monkeypatch.setattr(disk, step, failing)
    with pytest.raises(Refusal) as refused:
        SHELF.write(str(key), sheet(2), pdf(2))
    assert refused.value.code is code
    monkeypatch.setattr(disk, step, true)
    assert whole(key) == [1]
    assert not list(key.glob(".*")), "nothing hidden is left"
    SHELF.write(str(key), sheet(3), pdf(3))
    assert whole(key) == [3]
    assert len(list(key.iterdir())) == 2


@pytest.fixture
def killed() -> Callable[[Callable[[], None], int], bool]:
    """Do something in a process that is ended (SIGKILL) at its n-th line of ours; tell whether it came that far."""
    ours = {state_shelf.__file__, disk.__file__}

    def run(work: Callable[[], None], line: int) -> bool:
        child = os.fork()
        if child:
            return os.waitpid(child, 0)[1] == signal.SIGKILL
        left = [line]

        def trace(frame: FrameType, event: str, _arg: object) -> Callable[..., Any] | None:
            if frame.f_code.co_filename not in ours:
                return None
            if event == "line":
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        work()
        os._exit(0)

    return run


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked on POSIX systems only")
def test_a_kill_anywhere_in_a_writing_leaves_a_whole_sheet(
    key: Path, killed: Callable[[Callable[[], None], int], bool]
) -> None:
    line, came = 1, True
    while came:
        before, now = sheet(2 * line), sheet(2 * line + 1)
        SHELF.write(str(key), before, pdf(2 * line))
        assert len(list(key.iterdir())) == 2, "what the killed one left is gone"
        came = killed(lambda now=now, line=line: SHELF.write(str(key), now, pdf(2 * line + 1)), line)  # type: ignore[misc] # bound now
        found = whole(key)
        assert found, f"killed at line {line}, no sheet is left"
        assert set(found) <= {2 * line, 2 * line + 1}
        line += 9  # every line takes five seconds
    assert line > 90, "it was killed at many places"
    assert found == [2 * (line - 9) + 1]
