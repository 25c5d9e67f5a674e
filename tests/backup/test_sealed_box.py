# SPDX-License-Identifier: AGPL-3.0-or-later
"""The box opens with its code, beside its manifest, and with nothing else."""

import json
from dataclasses import replace
from typing import Any

import pytest

from lsl_desk.backup import sealed_box
from lsl_desk.backup.manifest import MAX_SIZES
from lsl_desk.backup.names import BOX
from lsl_desk.backup.sealed_box import Binding, BoxBroken, CodeWrong, Cost, opened, seal

CODE = "abeille-tunnel-prairie-volcan-girafe-moulin-orge"
CHEAP = Cost(64, 1, 1)
HERE = Binding("J01", 2, "2018-07-02T15:42:07Z", "ab" * 32)
CONTENT = b"table du jury, sans un nom"


@pytest.fixture(scope="module")
def box() -> bytes:
    return seal(CONTENT, CODE, HERE, CHEAP)


def changed(box: bytes, **fields: Any) -> bytes:
    """The box with fields replaced; « kdf_memory » is inside « kdf »."""
    read = json.loads(box)
    for name, value in fields.items():
        within, _, key = name.partition("_")
        if key:
            read[within][key] = value
        else:
            read[name] = value
    return json.dumps(read).encode()


def test_it_opens_with_its_code_beside_its_manifest(box: bytes) -> None:
    assert opened(box, CODE, HERE) == CONTENT
    assert CONTENT not in box


def test_the_same_content_is_never_sealed_the_same_way(box: bytes) -> None:
    assert seal(CONTENT, CODE, HERE, CHEAP) != box


def test_what_it_costs_by_default_is_what_a_passphrase_costs() -> None:
    kdf = json.loads(seal(b"", CODE, HERE))["kdf"]
    assert (kdf["name"], kdf["memory"], kdf["passes"], kdf["lanes"]) == ("argon2id", 65536, 3, 4)


@pytest.mark.parametrize(
    "other",
    [
        replace(HERE, jury="J02"),
        replace(HERE, version=3),
        replace(HERE, made="2018-07-02T15:42:08Z"),
        replace(HERE, key="ac" * 32),
    ],
)
def test_it_opens_beside_no_other_manifest(box: bytes, other: Binding) -> None:
    with pytest.raises(CodeWrong):
        opened(box, CODE, other)


def test_another_code_or_altered_bytes_are_told_alike(box: bytes) -> None:
    with pytest.raises(CodeWrong):
        opened(box, CODE.replace("orge", "zoom"), HERE)
    sealed = json.loads(box)["sealed"]
    with pytest.raises(CodeWrong):
        opened(changed(box, sealed=("A" if sealed[0] != "A" else "B") + sealed[1:]), CODE, HERE)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"format": "2"}, "format"),
        ({"kdf": []}, "box.kdf"),
        ({"kdf_name": "scrypt"}, "kdf.name"),
        ({"kdf_memory": 8 * 1024 * 1024}, "kdf.memory"),
        ({"kdf_memory": 32}, "kdf.memory"),
        ({"kdf_memory": 64, "kdf_lanes": 16}, "kdf.memory"),
        ({"kdf_memory": True}, "kdf.memory"),
        ({"kdf_passes": 1_000_000}, "kdf.passes"),
        ({"kdf_lanes": 0}, "kdf.lanes"),
        ({"kdf_salt": "AAAA"}, "kdf.salt"),
        ({"kdf_salt": "é"}, "kdf.salt"),
        ({"nonce": "AAAA"}, "nonce"),
        ({"sealed": "?"}, "sealed"),
        ({"more": 1}, "box"),
    ],
)
def test_what_is_no_box_or_asks_too_much_is_refused_before_any_work(
    box: bytes, fields: dict[str, Any], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_box, "_derived", lambda *_: pytest.fail("the code was tried"))
    with pytest.raises(BoxBroken, match=f"^{place}$"):
        opened(changed(box, **fields), CODE, HERE)


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 100_000, b"1"])
def test_other_bytes_are_no_box(data: bytes) -> None:
    with pytest.raises(BoxBroken):
        opened(data, CODE, HERE)


def test_a_box_beyond_its_size_is_not_read() -> None:
    with pytest.raises(BoxBroken, match="size"):
        opened(b" " * (MAX_SIZES[BOX] + 1), CODE, HERE)
