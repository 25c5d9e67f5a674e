# SPDX-License-Identifier: AGPL-3.0-or-later
"""Closing and opening livrets in the workers apart, behind their sandbox."""

from collections.abc import Iterator

import pytest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.pages import inspectors
from lsl_desk.pages.caps import Caps
from lsl_desk.pages.lane import PageLane
from tests.builders import livret_pdf

CODE = "abeille-tunnel-prairie-volcan-girafe-moulin-orge"
SHORT = "abeitunnpraivolcgiramoulorge"


@pytest.fixture
def lane() -> Iterator[PageLane]:
    made = PageLane(lambda _digest: b"", caps=Caps(inspectors=2, idle=0.2))
    yield made
    made.close()


def test_many_at_once_come_back_each_as_itself(lane: PageLane) -> None:
    close, opens = lane.closing(CODE, SHORT), lane.opening(CODE)
    waits = [close(livret_pdf(f"{number:04}")) for number in range(12)]
    closed = [wait() for wait in waits]
    assert all(b"/Encrypt" in data for data in closed)
    plain = [wait() for wait in [opens(data) for data in closed]]
    assert [lane.inspect(data).texts[0].split("N° élève : ")[1][:4] for data in plain] == [
        f"{number:04}" for number in range(12)
    ]


def test_what_cannot_be_is_refused_and_stops_no_other(lane: PageLane) -> None:
    close = lane.closing(CODE, SHORT)
    bad, good = close(b"not a PDF"), close(livret_pdf("0417"))
    for wait in (bad, lane.opening("other")(good())):
        with pytest.raises(Refusal) as refused:
            wait()
        assert refused.value.code is Code.PAGE_UNREADABLE


def test_a_worker_that_gives_something_else_back_is_not_believed(
    lane: PageLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspectors, "_reworked", lambda *_: livret_pdf("0417"))
    with pytest.raises(Refusal) as refused:
        lane.closing(CODE, SHORT)(livret_pdf("0417"))()
    assert refused.value.code is Code.PAGE_UNREADABLE


def test_a_closed_lane_refuses() -> None:
    lane = PageLane(lambda _digest: b"")
    close, opens = lane.closing(CODE, SHORT), lane.opening(CODE)
    lane.close()
    for wait in (close(livret_pdf("0417")), opens(b"")):
        with pytest.raises(Refusal) as refused:
            wait()
        assert refused.value.code is Code.PAGE_WORKER_DOWN
