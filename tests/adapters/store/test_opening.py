# SPDX-License-Identifier: AGPL-3.0-or-later
"""Making, opening and erasing the store of a data folder."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lsl_desk import atomic_file
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.store import opening
from lsl_desk.adapters.store.keys import KeyFile
from lsl_desk.client.link.values import PinnedAcademy
from lsl_desk.domain.acts import Author, LivretOpened, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId, JuryId, StudentNumber
from tests.adapters.store.desks import AUTHOR, CHEAP, PASSPHRASE, bring_in, livret, make, reopen
from tests.fakes.desk import FixedClock
from tests.fakes.keyring import DumbKeyring, MemoryKeyring

ROOT = Path(__file__).resolve().parents[3]
ONE = livret("0417", "texte")


def test_a_store_is_made_opened_and_remembers(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "deep" / "folder")
    assert not opening.store_exists(folder)
    desk = opening.create_store(folder, PASSPHRASE, AUTHOR, FixedClock(), cost=CHEAP)
    bring_in(desk, "J01", [ONE])
    desk.close()
    assert opening.store_exists(folder)
    again = opening.unlock(folder, PASSPHRASE, FixedClock())
    assert again.author == AUTHOR
    assert again.livret(ONE.digest) == ONE.data
    again.close()


@pytest.mark.skipif(os.name != "posix", reason="permissions are the system's own on Windows")
def test_the_files_are_their_owner_s_only(tmp_path: Path) -> None:
    desk = make(tmp_path / "data")
    bring_in(desk, "J01", [ONE])
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}
    desk.close()
    assert set(modes.values()) == {0o600}, modes
    assert {"desk.lsl", "desk.lsl-wal", "desk.keys.json", "desk.lock"} <= set(modes)


def test_a_wrong_passphrase_is_refused_and_the_store_opens_after_it(tmp_path: Path) -> None:
    make(tmp_path).close()
    with pytest.raises(Refusal) as refused:
        opening.unlock(DataFolder(tmp_path), "une autre phrase longue", FixedClock())
    assert refused.value.code is Code.PASSPHRASE_WRONG
    reopen(tmp_path).close()


def test_a_weak_passphrase_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=Code.PASSPHRASE_WEAK.value):
        opening.create_store(DataFolder(tmp_path), "court", AUTHOR, FixedClock(), cost=CHEAP)
    assert [path.name for path in tmp_path.iterdir()] == ["desk.lock"]


def test_a_second_store_in_a_folder_is_refused(tmp_path: Path) -> None:
    make(tmp_path).close()
    with pytest.raises(Refusal, match=Code.STORE_EXISTS.value):
        make(tmp_path)
    (tmp_path / "desk.keys.json").unlink()
    with pytest.raises(Refusal, match=Code.STORE_EXISTS.value):
        make(tmp_path)


def test_no_store_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=Code.STORE_MISSING.value):
        reopen(tmp_path)
    make(tmp_path).close()
    (tmp_path / "desk.lsl").unlink()
    with pytest.raises(Refusal, match=Code.STORE_MISSING.value):
        reopen(tmp_path)


def test_a_creation_cut_before_the_last_rename_is_finished_at_the_next_opening(tmp_path: Path) -> None:
    make(tmp_path).close()
    (tmp_path / "desk.lsl").rename(tmp_path / "desk.lsl.new")
    reopen(tmp_path).close()
    assert (tmp_path / "desk.lsl").exists()


def test_what_a_cut_creation_left_without_keys_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "desk.lsl.new").write_bytes(b"noise")
    make(tmp_path).close()
    reopen(tmp_path).close()


def test_a_store_that_is_open_is_busy_for_another_process(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from lsl_desk.domain.errors import Refusal\n"
        "from tests.adapters.store.desks import reopen\n"
        "try: reopen(Path(sys.argv[1])).close(); print('opened')\n"
        "except Refusal as refusal: print(refusal.code.value)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    desk = make(tmp_path)
    busy = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    desk.close()
    after = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (busy.stdout.strip(), after.stdout.strip()) == ("store_busy", "opened")


def test_a_store_that_is_open_is_busy_for_this_process_too(tmp_path: Path) -> None:
    desk = make(tmp_path)
    with pytest.raises(Refusal, match=Code.STORE_BUSY.value):
        reopen(tmp_path)
    with pytest.raises(Refusal, match=Code.STORE_BUSY.value):
        opening.erase(DataFolder(tmp_path))
    desk.close()


def test_a_locked_store_answers_nothing_and_locking_twice_does_no_harm(tmp_path: Path) -> None:
    desk = make(tmp_path)
    bring_in(desk, "J01", [ONE])
    desk.close()
    desk.close()
    for ask in (desk.summaries, desk.acts, lambda: desk.livret(ONE.digest), lambda: desk.take_seat(AUTHOR)):
        with pytest.raises(Refusal, match=Code.STORE_LOCKED.value):
            ask()


def test_the_keyring_opens_a_store_made_with_it(tmp_path: Path) -> None:
    folder, holder = DataFolder(tmp_path), MemoryKeyring()
    opening.create_store(folder, PASSPHRASE, AUTHOR, FixedClock(), keyring=holder, cost=CHEAP).close()
    assert opening.has_keyring_slot(folder)
    opening.unlock_with_keyring(folder, holder, FixedClock()).close()
    with pytest.raises(Refusal, match=Code.STORE_LOCKED.value):
        opening.unlock_with_keyring(folder, None, FixedClock())
    opening.remove_keyring(folder, holder)
    with pytest.raises(Refusal, match=Code.STORE_LOCKED.value):
        opening.unlock_with_keyring(folder, holder, FixedClock())
    assert opening.add_keyring(folder, PASSPHRASE, holder)
    opening.unlock_with_keyring(folder, holder, FixedClock()).close()


def test_a_slot_whose_keyring_is_gone_can_still_be_closed(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    opening.create_store(folder, PASSPHRASE, AUTHOR, FixedClock(), keyring=MemoryKeyring(), cost=CHEAP).close()
    opening.remove_keyring(folder, None)
    assert not opening.has_keyring_slot(folder)
    opening.unlock(folder, PASSPHRASE, FixedClock()).close()


def test_a_keyring_that_refuses_does_not_prevent_a_store(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    opening.create_store(folder, PASSPHRASE, AUTHOR, FixedClock(), keyring=DumbKeyring(), cost=CHEAP).close()
    assert not opening.has_keyring_slot(folder)


def test_the_passphrase_changes_while_the_store_is_open(tmp_path: Path) -> None:
    desk = make(tmp_path)
    opening.change_passphrase(DataFolder(tmp_path), PASSPHRASE, "quatre autres mots choisis")
    bring_in(desk, "J01", [ONE])
    desk.close()
    again = opening.unlock(DataFolder(tmp_path), "quatre autres mots choisis", FixedClock())
    assert again.livret(ONE.digest) == ONE.data
    again.close()


def test_erasing_leaves_no_byte_of_the_store(tmp_path: Path) -> None:
    folder, holder = DataFolder(tmp_path), MemoryKeyring()
    opening.create_store(folder, PASSPHRASE, AUTHOR, FixedClock(), keyring=holder, cost=CHEAP).close()
    (tmp_path / ".desk.keys.json.leftover").write_text("{}")
    opening.erase(folder, holder)
    assert [path.name for path in tmp_path.iterdir()] == ["desk.lock"]
    assert holder.secrets == {}
    make(tmp_path).close()


def test_another_person_may_take_the_seat_and_signs_from_then_on(tmp_path: Path) -> None:
    desk = make(tmp_path)
    other = Author("Vice-président d’essai", Role.VICE_PRESIDENT)
    body = LivretOpened(StudentNumber("0417"), ONE.digest, "dossier")
    first = desk.record(JuryId("J01"), 1, body)
    desk.take_seat(other)
    second = desk.record(JuryId("J01"), 1, body)
    desk.close()
    again = reopen(tmp_path)
    assert again.author == other
    assert [act.author for act in again.acts()] == [AUTHOR, other] == [first.author, second.author]
    again.close()


def test_a_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "before").close()
    monkeypatch.setattr(opening, "on_network", lambda _folder: True)
    with pytest.raises(Refusal, match=Code.STORE_ON_NETWORK.value):
        make(tmp_path)
    with pytest.raises(Refusal, match=Code.STORE_ON_NETWORK.value):
        reopen(tmp_path / "before")


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match=Code.OUTPUT_UNWRITABLE.value):
        make(tmp_path / "file" / "data")


def test_a_disk_that_refuses_the_last_rename_leaves_a_creation_to_finish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_old: Path, _new: Path) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(opening, "rename_file", refuses)
        with pytest.raises(Refusal, match=Code.DISK_FULL.value):
            make(tmp_path)
    reopen(tmp_path).close()


def test_a_lock_file_that_cannot_be_made_is_the_disk_s_refusal(tmp_path: Path) -> None:
    (tmp_path / "desk.lock").mkdir()
    with pytest.raises(Refusal, match=Code.DISK_FAILED.value):
        make(tmp_path)


def test_a_cut_while_a_key_file_is_written_leaves_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_old: Path, _new: Path) -> None:
        raise OSError(5, "cut")

    with monkeypatch.context() as patch:
        patch.setattr(atomic_file, "rename_file", refuses)
        with pytest.raises(Refusal, match=Code.DISK_FAILED.value):
            make(tmp_path)
    assert not KeyFile(tmp_path / "desk.keys.json").exists()
    make(tmp_path).close()


def test_a_start_asks_whether_an_academy_took_this_post_without_what_the_link_needs(tmp_path: Path) -> None:
    desk = make(tmp_path)
    assert not desk.enrolled()
    assert desk._records is None
    desk.link().pin(
        PinnedAcademy("https://a.example", "Académie", bytes(32), "Poste 3", Role.PRESIDENT, CentreId("0750001Z"))
    )
    assert desk.enrolled()
    desk.close()
    with pytest.raises(Refusal) as refused:
        desk.enrolled()
    assert refused.value.code is Code.STORE_LOCKED
