# SPDX-License-Identifier: AGPL-3.0-or-later
"""A disk that is full or refuses (reliability study, test 4): a refusal, and a store as good as before."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from lsl_desk.adapters.store import errors
from lsl_desk.adapters.store.connection import connect
from lsl_desk.adapters.store.errors import refusing
from lsl_desk.adapters.store.keys import KeyFile
from lsl_desk.domain.acts import LivretOpened
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from tests.adapters.store.desks import PASSPHRASE, bring_in, livret, make, reopen

ROOT = Path(__file__).resolve().parents[3]
HELD = [livret(f"{number:04}", "texte", padding=20_000) for number in range(3)]
LARGE = [livret(f"{number:04}", "grand", padding=400_000) for number in range(3, 12)]


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size: the kernel then refuses the write, as a quota does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_import_that_meets_the_end_of_the_disk_leaves_the_store_as_before(tmp_path: Path) -> None:
    desk = make(tmp_path)
    file = bring_in(desk, "J01", HELD)
    for size in range(400_000, 3_600_001, 400_000):
        with files_up_to(size), pytest.raises(Refusal) as refused:
            bring_in(desk, "J02", LARGE)
        assert refused.value.code in {Code.DISK_FULL, Code.DISK_FAILED}
        assert [one.jury for one in desk.summaries()] == ["J01"]
        assert desk.livret(HELD[0].digest) == HELD[0].data
    bring_in(desk, "J02", LARGE)
    desk.close()
    again = reopen(tmp_path)
    assert again.jury(file.jury) == file
    assert again.livret(LARGE[-1].digest) == LARGE[-1].data
    again.close()


def test_an_act_that_meets_the_end_of_the_disk_is_refused_and_the_journal_goes_on_after(tmp_path: Path) -> None:
    desk = make(tmp_path)
    bring_in(desk, "J01", HELD)
    body = LivretOpened(StudentNumber("0000"), HELD[0].digest, "dossier")
    kept = [desk.record(JuryId("J01"), 1, body)]
    with files_up_to((tmp_path / "desk.lsl-wal").stat().st_size):
        for _ in range(3):
            with pytest.raises(Refusal) as refused:
                desk.record(JuryId("J01"), 1, body)
            assert refused.value.code in {Code.DISK_FULL, Code.DISK_FAILED}
    kept.append(desk.record(JuryId("J01"), 1, body))
    assert list(desk.acts()) == kept
    desk.close()


def test_a_file_system_without_room_is_said_to_be_full(tmp_path: Path) -> None:
    """On a file system of 4 MiB of its own, mounted where only a child process sees it."""
    code = (
        "import sys; from pathlib import Path\n"
        "from lsl_desk.domain.errors import Refusal\n"
        "from tests.adapters.store.desks import make, reopen\n"
        "from tests.adapters.store.test_disk import HELD, LARGE, bring_in\n"
        "root = Path(sys.argv[1])\n"
        "desk = make(root)\n"
        "bring_in(desk, 'J01', HELD)\n"
        "for _ in range(5):\n"
        "    try: bring_in(desk, 'J02', LARGE); print('kept')\n"
        "    except Refusal as refusal: print(refusal.code.value)\n"
        "    assert [one.jury for one in desk.summaries()] == ['J01']\n"
        "desk.close()\n"
        "desk = reopen(root)\n"
        "assert desk.livret(HELD[0].digest) == HELD[0].data\n"
        "bring_in(desk, 'J03', LARGE[:1])\n"
        "desk.close()\n"
    )
    unshare, mount = shutil.which("unshare"), shutil.which("mount")
    if unshare is None or mount is None:
        pytest.skip("no unshare or mount here to make a small file system with")
    inside = f'{mount} -t tmpfs -o size=4m tmpfs "$1" && exec "$2" -c "$3" "$1"'
    alone = [unshare, "--user", "--map-root-user", "--mount", "sh", "-c", inside, "sh", str(tmp_path), sys.executable]
    tried = subprocess.run([*alone, code], cwd=ROOT, capture_output=True, text=True, check=False)
    if tried.returncode and ("unshare" in tried.stderr or "mount" in tried.stderr):
        pytest.skip("this system lets no user mount a file system of its own")
    assert tried.returncode == 0, tried.stderr
    assert tried.stdout.split() == [Code.DISK_FULL.value] * 5


def test_a_database_that_may_not_grow_is_said_to_be_full(tmp_path: Path) -> None:
    make(tmp_path).close()
    connection = connect(tmp_path / "desk.lsl", _key(tmp_path), writable=True)
    connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(Refusal) as refused, refusing():
        connection.execute("INSERT INTO note VALUES ('a', hex(zeroblob(200000)))")
    assert refused.value.code is Code.DISK_FULL
    connection.close()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind the super-user")
def test_a_store_that_may_not_be_written_is_the_disk_s_refusal(tmp_path: Path) -> None:
    desk = make(tmp_path)
    desk.close()
    (tmp_path / "desk.lsl").chmod(0o400)
    with pytest.raises(Refusal) as refused:
        reopen(tmp_path)
    assert refused.value.code is Code.DISK_FAILED


def test_what_nobody_foresaw_stays_a_fault_of_ours(tmp_path: Path) -> None:
    make(tmp_path).close()
    connection = connect(tmp_path / "desk.lsl", _key(tmp_path), writable=True)
    with pytest.raises(sqlcipher.Error), refusing():
        connection.execute("INSERT INTO nowhere VALUES (1)")
    connection.close()
    assert errors.refusal_for(sqlcipher.Error("no code at all")) is None


def test_every_connection_is_durable_and_sealed(tmp_path: Path) -> None:
    make(tmp_path).close()
    for writable in (True, False):
        connection = connect(tmp_path / "desk.lsl", _key(tmp_path), writable=writable)

        def pragma(name: str, asked: sqlcipher.Connection = connection) -> str:
            return str(asked.execute(f"PRAGMA {name}").fetchone()[0])

        assert (pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")) == ("wal", "2", "1")
        assert (pragma("secure_delete"), pragma("temp_store"), pragma("query_only")) == (
            "1",
            "2",
            str(int(not writable)),
        )
        assert (pragma("cipher_page_size"), pragma("cipher_hmac_algorithm")) == ("32768", "HMAC_SHA256")
        assert pragma("cipher_use_hmac") == "1"
        connection.close()


def _key(root: Path) -> bytes:
    return KeyFile(root / "desk.keys.json").open(PASSPHRASE).part("store")
