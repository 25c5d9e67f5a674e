# SPDX-License-Identifier: AGPL-3.0-or-later
"""`lsl-desk presence`, `paper` and `readiness`: text for people, JSON for programs."""

import json

import pytest

from lsl_desk import eve_commands
from lsl_desk.client.desk import Desk
from lsl_desk.client.progress import silent
from lsl_desk.domain.acts import Role
from tests.client.prepare.eves import J01, Post, centre
from tests.fakes.desk import make_desk

Out = pytest.CaptureFixture[str]


def desk_of(post: Post) -> Desk:
    return make_desk(0, store=post.store, preparation=lambda _desk: post.desk)


@pytest.fixture
def post() -> Post:
    return centre()


def test_presence_counts_and_names_what_is_missing(post: Post, capsys: Out) -> None:
    assert eve_commands.presence(desk_of(post), None, as_json=False) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "J01\u00a0: numériques 3\u00a0/\u00a03, papier 0\u00a0/\u00a02, inconnus 0 (académie)."
    assert said[1] == "  90432  0432  papier"
    assert said[3].startswith("J02")


def test_presence_as_json(post: Post, capsys: Out) -> None:
    assert eve_commands.presence(desk_of(post), "J02", as_json=True) == 0
    (jury,) = json.loads(capsys.readouterr().out)["juries"]
    assert (jury["jury"], jury["numeric"], jury["paper"]) == (
        "J02",
        {"present": 1, "expected": 1},
        {"received": 0, "expected": 1},
    )
    assert [one["number"] for one in jury["missing"]] == ["1432"]


def test_papers_are_received_and_strangers_stop_no_other(post: Post, capsys: Out) -> None:
    assert eve_commands.paper(desk_of(post), ["0432", "0902", "0417", "0432"], as_json=False) == 2
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "J01 0432\u00a0: reçu (1\u00a0/\u00a02).",
        "J01 0417\u00a0: reçu, un autre format était annoncé (1\u00a0/\u00a02).",
        "J01 0432\u00a0: déjà reçu (1\u00a0/\u00a02).",
    ]
    assert "0902" in told.err
    assert eve_commands.paper(desk_of(post), ["0433", "0903"], as_json=True) == 2
    answer = json.loads(capsys.readouterr().out)
    assert [(one["number"], one["received"], one["of"]) for one in answer["papers"]] == [("0433", 2, 2)]
    assert [(one["number"], one["code"]) for one in answer["refused"]] == [("0903", "number_nowhere")]


def test_readiness_says_what_is_left(post: Post, capsys: Out) -> None:
    assert eve_commands.readiness(desk_of(post), as_json=False) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["J01\u00a0: pas prêt.", "  livrets numériques\u00a0: fait (3\u00a0/\u00a03)"]
    post.desk.name_head(J01, Role.PRESIDENT, "Claire Roy")
    post.desk.make_copies([J01], "cle", archive=False, report=silent)
    assert eve_commands.readiness(desk_of(post), as_json=True) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["ready"] is False
    items = {one["matter"]: one for one in answer["juries"][0]["items"]}
    assert (items["heads"]["standing"], items["copy"]["version"], items["paper"]["have"]) == ("done", 1, 0)
    assert answer["juries"][0]["sitting"] == "2018-07-03T07:00:00+00:00"
