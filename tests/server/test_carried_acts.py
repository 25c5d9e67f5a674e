# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts that a Desk wrote to a file before its store went: the sealed store writes them, the academy takes them."""

import base64
from pathlib import Path

import pytest

from lsl_desk.adapters.papers.output import FileOutput
from lsl_desk.client.close.leaving import Leaving, Left
from lsl_desk.domain.acts import LivretOpened, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.server.services.carried_acts import Carried, receive_file
from lsl_desk.wire.envelope import Signed, VerifyingKey
from tests.adapters.store.desks import make
from tests.server.world import World, read


def test_a_desk_writes_what_waits_and_nothing_waits_any_more_until_it_records_again(tmp_path: Path) -> None:
    desk, file = make(tmp_path), tmp_path / "actes.jsonl"
    leaving = Leaving(desk, desk.link(), FileOutput())
    opened = LivretOpened(StudentNumber("0417"), Digest("a" * 64), "dossier")
    assert (leaving.left(), leaving.write_acts(str(file)), file.read_bytes()) == (Left(0, 0), 0, b"")
    desk.record(JuryId("J01"), 1, opened)
    desk.record(JuryId("J01"), 1, opened)
    assert leaving.left() == Left(2, 2)
    with pytest.raises(Refusal):
        leaving.write_acts(str(tmp_path / "nowhere" / "actes.jsonl"))
    assert leaving.left() == Left(2, 2), "what was not written is not written"
    assert leaving.write_acts(str(file)) == 2
    assert leaving.left() == Left(2, 0)
    key = VerifyingKey(desk.link().public)
    for line in file.read_bytes().splitlines():
        key.verify(Signed.from_bytes(line), "application/vnd.lsl-desk.act+json")
    desk.record(JuryId("J01"), 1, opened)
    assert leaving.left() == Left(3, 1)
    desk.close()


def test_the_academy_takes_the_file_once_and_stops_at_a_line_that_was_taken_away(world: World) -> None:
    post, other = world.post(Role.PRESIDENT), world.post(Role.PRESIDENT)
    lines = [base64.b64decode(post.act(read())) for _ in range(3)]
    whole = b"".join(line + b"\n" for line in lines)
    assert receive_file(world.academy, lines[0] + b"\n" + lines[2] + b"\n", "a.jsonl") == Carried(2, 1, 2)
    assert receive_file(world.academy, whole, "a.jsonl") == Carried(3, 3, 0)
    assert receive_file(world.academy, whole, "a.jsonl") == Carried(3, 3, 0)
    mixed = whole + base64.b64decode(other.act(read())) + b"\n"
    for bad in (b"", b"Nom;Inventee\n", mixed):
        with pytest.raises(Refusal) as caught:
            receive_file(world.academy, bad, "a.jsonl")
        assert caught.value.code is Code.ACTS_FILE
