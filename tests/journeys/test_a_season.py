# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole season as ``dev.py season`` plays it, with few candidates: J2 13 and 14, J3 10 to 12, J4 (memo, annex 1)."""

from pathlib import Path

import pytest

from lsl_desk.wire import minutes
from season.play import Season

COUNT = 15
"""Three of each result, one on paper, one without a livret."""


def test_a_season_from_the_lists_to_the_erasure(tmp_path: Path) -> None:
    told = Season(tmp_path, COUNT).play()
    assert [name for name, _, _ in told.steps] == [
        "import",
        "sync",
        "backup and drill",
        "group 1, with a cut",
        "PV",
        "publication and visas, J01",
        "the school of origin receives",
        "group 2",
        "publication and visas, J01B",
        "the school of origin loads and opens",
        "September",
        "publication and visas, J01S",
        "every visa verified",
        "a case, played again and filed",
        "erasure",
    ]
    assert all(words for _, _, words in told.steps)


def test_it_sees_a_post_that_writes_another_pv_than_it_binds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken on purpose: the post writes other bytes than everybody else does; the checker says so at the archive."""
    written = minutes.encode_minutes
    monkeypatch.setattr("lsl_desk.adapters.pv_writer.encode_minutes", lambda pv: written(pv) + b" ")
    with pytest.raises(AssertionError, match="'ok': False"):
        Season(tmp_path, 10).play()
