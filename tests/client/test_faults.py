# SPDX-License-Identifier: AGPL-3.0-or-later
from pathlib import Path

import pytest

from lsl_desk.client.faults import places
from lsl_desk.domain.errors import Code, Refusal


def test_a_refusal_that_escapes_tells_no_fact() -> None:
    with pytest.raises(Refusal) as caught:
        raise Refusal(Code.PATH_MISSING, path="/home/zz/J01")
    assert "/home/zz" not in places(caught.value)


def test_types_and_places_of_an_error_and_its_causes_and_no_value() -> None:
    with pytest.raises(ValueError, match="0417") as caught:
        _fail("ZZDUPONT 0417")
    told = places(caught.value)
    assert told.splitlines()[0] == "ValueError"
    assert "KeyError" in told
    assert "client/test_faults.py:" in told
    assert "ZZDUPONT" not in told
    assert "0417" not in told
    assert str(Path.home()) not in told


def test_a_circle_of_causes_comes_to_an_end() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert places(one) == "ValueError\nKeyError"


def test_code_without_a_known_root_is_told_by_its_name() -> None:
    for file, shown in (("/home/zz/script.py", "script.py:1"), ("", "?:1")):
        with pytest.raises(ZeroDivisionError) as caught:
            exec(compile("1 // 0", file, "exec"))  # noqa: S102 - code that stands nowhere we know
        assert shown in places(caught.value)


def _fail(value: str) -> None:
    try:
        raise KeyError(value)
    except KeyError as error:
        raise ValueError(value) from error
