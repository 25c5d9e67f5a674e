# SPDX-License-Identifier: AGPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.client.sit.position import Position, from_note, note_key, to_note
from lsl_desk.domain.ids import Digest


@given(
    st.integers(0, 200), st.floats(0, 1), st.floats(0, 1), st.sampled_from(["width", "page", "1.25"]),
    st.sampled_from([0, 90, 180, 270]), st.booleans(),
)  # fmt: skip
def test_a_position_comes_back_from_its_note(
    page: int, offset: float, across: float, zoom: str, rotation: int, continuous: bool
) -> None:
    position = Position(page, offset, across, zoom, rotation, continuous)
    assert from_note(to_note(position)) == position


def test_a_note_written_by_another_version_is_no_position() -> None:
    assert from_note("{") is None
    assert from_note('{"page": 3}') is None
    assert from_note("[]") is None


def test_a_corrected_livret_starts_anew() -> None:
    assert note_key(Digest("a" * 64)) != note_key(Digest("b" * 64))
