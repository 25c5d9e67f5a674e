# SPDX-License-Identifier: AGPL-3.0-or-later
"""A worker that a file took over may answer anything: only what has the right shape goes further."""

import json
from typing import Any

import pytest

from lsl_desk.domain.errors import Code
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.domain.pages import Inspection, PageSize, Word
from lsl_desk.pages.answers import height_of, inspection_of, refusal_of, room_of, sizes_of, words_of
from lsl_desk.pages.protocol import ProtocolError


def test_right_answers_are_read() -> None:
    assert sizes_of({"sizes": [[595, 842.5]]}) == (PageSize(595.0, 842.5),)
    assert words_of(b'[[1, 2, 3.5, 4, "mot", 0]]') == (Word(1, 2, 3.5, 4, "mot", 0),)
    assert inspection_of({"problem": "truncated"}, b"") == Inspection(LivretProblem.TRUNCATED, ())
    assert inspection_of({}, b'["a", ""]') == Inspection(None, ("a", ""))
    assert height_of({"height": 10}, 5, 200) == 10
    assert room_of({"room": 7}) == 7
    assert refusal_of({"pages": 3}, 7).facts == {"page": 8, "pages": 3}
    assert refusal_of({"problem": "unreadable"}, 7).code is Code.PAGE_UNREADABLE


@pytest.mark.parametrize("sizes", [None, 3, [3], [[1]], [[1, "2"]], [[1, 2, 3]], [[1, float("nan")]], [[None, 1]]])
def test_wrong_sizes_are_nonsense(sizes: Any) -> None:
    with pytest.raises(ProtocolError):
        sizes_of({"sizes": sizes})


@pytest.mark.parametrize(
    "words",
    [b"", b"{}", b"[3]", b"[[1,2,3,4]]", b"[[1,2,3,4,5,6]]", b'[[1,2,3,4,"a","b"]]', b'[[1,2,3,1e999,"a",0]]'],
)
def test_wrong_words_are_nonsense(words: bytes) -> None:
    with pytest.raises(ProtocolError):
        words_of(words)


@pytest.mark.parametrize(
    ("problem", "texts"), [("other", []), (3, []), (None, []), (None, [1]), (None, "abc"), (None, {})]
)
def test_wrong_inspections_are_nonsense(problem: Any, texts: Any) -> None:
    with pytest.raises(ProtocolError):
        inspection_of({"problem": problem}, json.dumps(texts).encode())


@pytest.mark.parametrize("height", [None, 0, -1, 11, "10", 1e9])
def test_a_picture_larger_than_its_room_is_nonsense(height: Any) -> None:
    with pytest.raises(ProtocolError):
        height_of({"height": height}, 5, 200)
    with pytest.raises(ProtocolError):
        room_of({"room": 0})
