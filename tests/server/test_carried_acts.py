# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts that a Desk wrote to a file before its store went: the sealed store writes them, the academy takes them."""

import base64
import json
from pathlib import Path

import pytest

from lsl_desk.adapters.papers.output import FileOutput
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.backup.proofs.kinds import Kind
from lsl_desk.backup.proofs.opening import check_at
from lsl_desk.client.close.leaving import Leaving, Left
from lsl_desk.domain.acts import LivretOpened, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.server.services.carried_acts import Carried, receive_file
from lsl_desk.wire.envelope import Signed, VerifyingKey
from tests.adapters.store.desks import make
from tests.backup.proofs.made import NOTHING
from tests.server.world import World, read

J01 = JuryId("J01")
OPENED = LivretOpened(StudentNumber("0417"), Digest("a" * 64), "dossier")


def test_a_desk_writes_what_waits_and_nothing_waits_any_more_until_it_records_again(tmp_path: Path) -> None:
    desk, file = make(tmp_path), tmp_path / "actes.jsonl"
    leaving = Leaving(desk, desk.link(), FileOutput(), lambda: desk.link().public)
    assert (leaving.left(), leaving.write_acts(str(file)), file.read_bytes()) == (Left(0, 0), 0, b"")
    desk.record(J01, 1, OPENED)
    desk.record(J01, 1, OPENED)
    assert leaving.left() == Left(2, 2)
    with pytest.raises(Refusal):
        leaving.write_acts(str(tmp_path / "nowhere" / "actes.jsonl"))
    assert leaving.left() == Left(2, 2), "what was not written is not written"
    assert leaving.write_acts(str(file)) == 2
    assert leaving.left() == Left(2, 0)
    key = VerifyingKey(desk.link().public)
    head, *lines = file.read_bytes().splitlines()
    assert json.loads(head) == {"acts": 2, "first": 1, "format": "1", "key": key.raw.hex()}
    for line in lines:
        key.verify(Signed.from_bytes(line), "application/vnd.lsl-desk.act+json")
    desk.record(J01, 1, OPENED)
    assert leaving.left() == Left(3, 1)
    desk.close()


class Recording:
    """Somebody records an act while a file is written."""

    def __init__(self, desk: SealedDesk) -> None:
        self.desk = desk
        self.data = b""

    def write(self, path: str, data: bytes) -> None:
        del path
        self.data = data
        self.desk.record(J01, 1, OPENED)


def test_an_act_made_while_the_file_is_written_still_waits(tmp_path: Path) -> None:
    desk = make(tmp_path)
    desk.record(J01, 1, OPENED)
    out = Recording(desk)
    leaving = Leaving(desk, desk.link(), out, lambda: desk.link().public)
    assert (leaving.write_acts("a.jsonl"), leaving.left()) == (1, Left(2, 1))
    assert len(out.data.splitlines()) == 2, "its head, and the act that was there"
    assert (leaving.write_acts("a.jsonl"), leaving.left()) == (2, Left(3, 1))
    FileOutput().write(str(tmp_path / "a.jsonl"), out.data)
    assert check_at(tmp_path / "a.jsonl", Kind.ACTS, NOTHING).intact
    desk.close()


def test_the_academy_takes_the_file_once_and_stops_at_a_line_that_was_taken_away(world: World) -> None:
    post, other = world.post(Role.PRESIDENT), world.post(Role.PRESIDENT)
    lines = [base64.b64decode(post.act(read())) for _ in range(3)]
    whole = b"".join(line + b"\n" for line in lines)
    assert receive_file(world.academy, lines[0] + b"\n" + lines[2] + b"\n", "a.jsonl") == Carried(2, 1, 2)
    head = b'{"acts":3,"first":1,"format":"1","key":"00"}\n'
    for data in (whole, head + whole):
        assert receive_file(world.academy, data, "a.jsonl") == Carried(3, 3, 0)
    mixed = whole + base64.b64decode(other.act(read())) + b"\n"
    for bad in (b"", head, b"Nom;Inventee\n", mixed):
        with pytest.raises(Refusal) as caught:
            receive_file(world.academy, bad, "a.jsonl")
        assert caught.value.code is Code.ACTS_FILE
