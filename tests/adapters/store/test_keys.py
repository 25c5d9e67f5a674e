# SPDX-License-Identifier: AGPL-3.0-or-later
"""The key slots: what opens, what does not, and what a spoilt file is worth."""

import base64
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lsl_desk import atomic_file
from lsl_desk.adapters.store.keys import Argon2Cost, KeyFile, MasterKey
from lsl_desk.client.passphrase import is_weak
from lsl_desk.domain.errors import Code, Refusal
from tests.adapters.store.desks import CHEAP, PASSPHRASE, refusal_of
from tests.fakes.keyring import DumbKeyring, MemoryKeyring

OTHER = "quatre autres mots choisis"


def made(path: Path) -> tuple[KeyFile, MasterKey]:
    file = KeyFile(path / "desk.keys.json")
    return file, file.create(PASSPHRASE, lambda _key: None, CHEAP)


def refused(code: Code) -> Any:
    return pytest.raises(Refusal, match=code.value)


def test_the_passphrase_opens_and_another_does_not(tmp_path: Path) -> None:
    file, master = made(tmp_path)
    assert file.open(PASSPHRASE) == master
    for wrong in (OTHER, PASSPHRASE.upper(), PASSPHRASE + " ", ""):
        with refused(Code.PASSPHRASE_WRONG):
            file.open(wrong)


def test_an_accent_typed_in_two_parts_is_the_same_accent(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "keys")
    master = file.create("élève à la fenêtre", lambda _key: None, CHEAP)
    assert file.open("e\u0301le\u0300ve a\u0300 la fene\u0302tre") == master


def test_a_second_creation_is_refused(tmp_path: Path) -> None:
    file, _ = made(tmp_path)
    with refused(Code.STORE_EXISTS):
        file.create(OTHER, lambda _key: None, CHEAP)


def test_what_the_key_opens_is_made_before_the_slot(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "keys")
    there = []
    file.create(PASSPHRASE, lambda _key: there.append(file.exists()), CHEAP)
    assert there == [False]
    assert file.exists()


@pytest.mark.parametrize(
    "weak",
    ["", "court", "onze lettre", "aaaaaaaaaaaaaaaa", "abababababababab", "123456789012", "azertyuiopqs", "nbvcxwmlkjhg",
     "motdepassemotdepasse", "PASSWORDpassword", "baccalauréatbac", "   court      "],
)  # fmt: skip
def test_a_weak_passphrase_is_refused(weak: str, tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "keys")
    with refused(Code.PASSPHRASE_WEAK):
        file.create(weak, lambda _key: None, CHEAP)
    assert not file.exists()
    master = file.create(weak, lambda _key: None, CHEAP, weak_too=True)
    assert file.open(weak) == master


@pytest.mark.parametrize("good", [PASSPHRASE, "cafetière 12 rouge", "Motdepasse de mémé 1", "azerty et les autres"])
def test_a_long_passphrase_is_taken(good: str) -> None:
    assert not is_weak(good)


def test_a_change_of_passphrase_keeps_the_key_and_the_keyring(tmp_path: Path) -> None:
    file, master = made(tmp_path)
    holder = MemoryKeyring()
    assert file.add_keyring(master, holder)
    file.change_passphrase(PASSPHRASE, OTHER)
    assert file.open(OTHER) == master
    assert file.open_with_keyring(holder) == master
    with refused(Code.PASSPHRASE_WRONG):
        file.open(PASSPHRASE)
    with refused(Code.PASSPHRASE_WRONG):
        file.change_passphrase(PASSPHRASE, OTHER)
    with refused(Code.PASSPHRASE_WEAK):
        file.change_passphrase(OTHER, "court")
    assert file.open(OTHER) == master


def test_the_cost_of_a_try_may_rise(tmp_path: Path) -> None:
    file, master = made(tmp_path)
    dearer = Argon2Cost(memory_kib=128, passes=2, lanes=1)
    file.change_passphrase(PASSPHRASE, OTHER, dearer)
    assert json.loads((tmp_path / "desk.keys.json").read_bytes())["argon2id"]["memory_kib"] == 128
    assert file.open(OTHER) == master


def test_a_try_costs_64_mib_by_default() -> None:
    assert (Argon2Cost().memory_kib, Argon2Cost().passes) == (65536, 3)
    assert len(Argon2Cost().derive(PASSPHRASE, b"s" * 16)) == 32


def test_a_cut_while_the_passphrase_changes_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, master = made(tmp_path)

    def cut(_old: Path, _new: Path) -> None:
        raise OSError(5, "cut")

    monkeypatch.setattr(atomic_file, "rename_file", cut)
    with refused(Code.DISK_FAILED):
        file.change_passphrase(PASSPHRASE, OTHER)
    assert file.open(PASSPHRASE) == master
    assert [path.name for path in tmp_path.iterdir()] == ["desk.keys.json"]


def test_the_keyring_opens_while_it_remembers_and_the_passphrase_always(tmp_path: Path) -> None:
    file, master = made(tmp_path)
    holder = MemoryKeyring()
    assert not file.has_keyring_slot()
    with refused(Code.STORE_LOCKED):
        file.open_with_keyring(holder)
    assert file.add_keyring(master, holder)
    assert file.has_keyring_slot()
    assert file.open_with_keyring(holder) == master
    (name,) = holder.secrets
    for worthless in (b"", b"x" * 32):
        holder.secrets[name] = worthless
        with refused(Code.STORE_LOCKED):
            file.open_with_keyring(holder)
    holder.secrets.clear()
    with refused(Code.STORE_LOCKED):
        file.open_with_keyring(holder)
    assert file.open(PASSPHRASE) == master


def test_the_keyring_never_holds_the_key_itself(tmp_path: Path) -> None:
    file, master = made(tmp_path)
    holder = MemoryKeyring()
    file.add_keyring(master, holder)
    assert master.raw not in holder.secrets.values()


def test_a_keyring_that_will_not_keep_a_secret_gives_no_slot(tmp_path: Path) -> None:
    file, master = made(tmp_path)
    assert not file.add_keyring(master, DumbKeyring())
    assert not file.has_keyring_slot()


def test_a_keyring_slot_is_removed_and_forgotten(tmp_path: Path) -> None:
    file, master = made(tmp_path)
    holder = MemoryKeyring()
    file.add_keyring(master, holder)
    file.remove_keyring(holder)
    assert not file.has_keyring_slot()
    assert holder.secrets == {}
    assert file.open(PASSPHRASE) == master


def test_erasing_leaves_no_slot_and_no_secret(tmp_path: Path) -> None:
    file, master = made(tmp_path)
    holder = MemoryKeyring()
    file.add_keyring(master, holder)
    file.erase(holder)
    assert not file.exists()
    assert holder.secrets == {}
    with refused(Code.STORE_MISSING):
        file.open(PASSPHRASE)
    file.erase(holder)


def test_the_file_is_its_owner_s_and_holds_no_secret_in_clear(tmp_path: Path) -> None:
    file, master = made(tmp_path)
    holder = MemoryKeyring()
    file.add_keyring(master, holder)
    path = tmp_path / "desk.keys.json"
    text = path.read_bytes()
    for secret in (master.raw, *holder.secrets.values(), PASSPHRASE.encode()):
        for form in (secret, secret.hex().encode(), base64.b64encode(secret)):
            assert form not in text
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert repr(master) == "MasterKey()"


def test_each_use_of_the_key_has_its_own(tmp_path: Path) -> None:
    _, master = made(tmp_path)
    assert len({master.part("store"), master.part("identities"), master.raw}) == 3


def test_a_key_file_of_a_newer_version_is_refused_unharmed(tmp_path: Path) -> None:
    file, _ = made(tmp_path)
    path = tmp_path / "desk.keys.json"
    newer = path.read_text().replace('"version": 1', '"version": 2')
    path.write_text(newer)
    with refused(Code.STORE_NEWER):
        file.open(PASSPHRASE)
    assert path.read_text() == newer


@pytest.mark.parametrize(
    ("place", "value"),
    [("memory_kib", 2**40), ("memory_kib", "64"), ("memory_kib", 8), ("passes", 0), ("lanes", True), ("lanes", 65),
     ("salt", "AA=="), ("salt", "?"), ("salt", 3)],
)  # fmt: skip
def test_a_cost_out_of_reason_is_refused(place: str, value: object, tmp_path: Path) -> None:
    file, _ = made(tmp_path)
    path = tmp_path / "desk.keys.json"
    fields = json.loads(path.read_bytes())
    fields["argon2id"] |= {"lanes": 2} if (place, value) == ("memory_kib", 8) else {}
    fields["argon2id"][place] = value
    path.write_text(json.dumps(fields))
    with refused(Code.STORE_DAMAGED):
        file.open(PASSPHRASE)


def test_a_cheaper_cost_slipped_into_the_file_opens_nothing(tmp_path: Path) -> None:
    file, _ = made(tmp_path)
    path = tmp_path / "desk.keys.json"
    fields = json.loads(path.read_bytes())
    fields["store"] = "another"
    path.write_text(json.dumps(fields))
    with refused(Code.PASSPHRASE_WRONG):
        file.open(PASSPHRASE)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=300)
@given(st.data())
def test_a_spoilt_file_is_refused_and_never_opens(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "desk.keys.json"
    path.unlink(missing_ok=True)
    file, master = made(tmp_path)
    before = path.read_bytes()
    bit = data.draw(st.integers(0, len(before) * 8 - 1))
    spoilt = bytearray(before)
    spoilt[bit // 8] ^= 1 << bit % 8
    path.write_bytes(bytes(spoilt[: data.draw(st.sampled_from([len(before), bit // 8 + 1]))]))
    refused_as = refusal_of(lambda: file.open(PASSPHRASE))
    assert refused_as in {None, Code.STORE_DAMAGED, Code.STORE_NEWER, Code.PASSPHRASE_WRONG}
    assert refused_as is not None or file.open(PASSPHRASE) == master


def test_a_key_file_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    with refused(Code.STORE_DAMAGED):
        KeyFile(tmp_path / "keys").open(PASSPHRASE)
    with refused(Code.DISK_FAILED):
        KeyFile(tmp_path / "keys").erase()
    assert not KeyFile(tmp_path / "keys").has_keyring_slot()
