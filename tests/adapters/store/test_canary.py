# SPDX-License-Identifier: AGPL-3.0-or-later
"""No plaintext ever reaches the disk (features P33; reliability study, test 20): a whole scenario, a crash included.

Every word that must not be found is unique; the data folder, the temporary folder and the home of the processes are
theirs alone, and are searched byte by byte for each word in each way it could have been written.
"""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from tests.adapters.store.desks import Livret

ROOT = Path(__file__).resolve().parents[3]
NEW_PASSPHRASE = "quatre autres mots choisis"


def words(seed: str) -> dict[str, str]:
    """What must not be found; none of it is of a real person, and no INE begins with these letters."""
    mark = sha256(seed.encode()).hexdigest()[:10]
    return {
        "text": f"appreciation-{mark}",
        "number": f"77{int(mark, 16) % 10**10:010}",
        "pv": f"88{int(mark, 16) % 10**10:010}",
        "name": f"ESSAI{mark.upper()}",
        "first": f"Prenom{mark}",
        "ine": f"ZZ{mark.upper()}Z"[:13],
        "searched": f"cherche-{mark}",
        "note": f"brouillon-{mark}",
        "author": f"president-{mark}",
        "jury": f"jury-{mark}",
        "bytes": f"%PDF-1.7 octets-{mark}",
        "passphrase": f"phrase de passe {mark}",
    }


def livrets(told: dict[str, str], count: int) -> list[Livret]:
    """Livrets full of the words, larger than the store's caches so that they spill."""
    body = f"{told['bytes']} ".encode() * 20_000
    return [
        Livret(f"{told['number']}{rank}", f"{rank}".encode() + body, (f"{told['text']} {told['searched']}", ""))
        for rank in range(count)
    ]


def identities(told: dict[str, str]) -> tuple[SealedIdentity, ...]:
    """Names under seal."""
    return (SealedIdentity(StudentNumber(f"{told['number']}0"), told["name"], "", told["first"], "", told["ine"]),)


def forms(word: str) -> Iterator[bytes]:
    """The ways a word could have been written."""
    for text in {word, word.lower(), word.upper()}:
        yield text.encode("utf-8")
        yield text.encode("utf-16-le")
        yield text.encode("utf-16-be")
        yield text.encode().hex().encode()


def found(folders: list[Path], told: dict[str, str]) -> list[str]:
    """Where a word is, by kind of word and file."""
    wanted = [(kind, form) for kind, word in told.items() for form in forms(word)]
    hits = []
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                hits += [f"{kind} in {path.name}" for kind, form in wanted if form in data]
                hits += [f"{kind} in the name {path.name}" for kind, word in told.items() if word in path.name]
    return hits


SCENARIO = """
import os, resource, sys
from pathlib import Path
from signal import SIGKILL
from lsl_desk.adapters.crash_dumps import forbid_crash_dumps
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.store import opening
from lsl_desk.domain.acts import Author, LivretOpened, LivretRead, NumberIncident, Role
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from tests.adapters.store.desks import CHEAP, bring_in
from tests.adapters.store.test_canary import NEW_PASSPHRASE, identities, livrets, words
from tests.fakes.desk import FixedClock

hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
os.chdir(os.environ["HOME"])
forbid_crash_dumps()
act, seed, folder = sys.argv[1], sys.argv[2], DataFolder(Path(sys.argv[3]))
told = words(seed)
author, made = Author(told["author"], Role.PRESIDENT), livrets(told, 30)
jury, number = JuryId(told["jury"]), StudentNumber(made[0].number)
if act == "first":
    desk = opening.create_store(folder, told["passphrase"], author, FixedClock(), cost=CHEAP)
    bring_in(desk, jury, made[:20], identities=identities(told))
    assert len(desk.search(jury, told["searched"])) == 20
    assert desk.identities_sealed(jury) == 1
    for one in made[:20]:
        desk.livret(one.digest)
        desk.see_page(jury, StudentNumber(one.number), one.digest, 0, 1.0)
        desk.record(jury, 1, LivretOpened(StudentNumber(one.number), one.digest, told["text"]))
    desk.record(jury, 1, LivretRead(number, made[0].digest, ("1.0",), told["text"]))
    desk.record(jury, 1, NumberIncident(number, made[0].digest, 0, told["number"]))
    desk.keep_note(told["note"], told["note"])
    with desk.incoming() as incoming:
        for one in made[20:]:
            incoming.add(one.new)
        os.kill(os.getpid(), SIGKILL)
desk = opening.unlock(folder, told["passphrase"], FixedClock())
assert len(desk.search(jury, told["text"])) == 20
assert len(list(desk.acts(jury))) == 22
opening.change_passphrase(folder, told["passphrase"], NEW_PASSPHRASE)
bring_in(desk, jury, made, version=2, identities=identities(told))
try:
    opening.unlock(folder, NEW_PASSPHRASE, FixedClock())
except Refusal as refusal:
    print(repr(refusal))
desk.close()
os.abort()
"""


def test_no_word_of_a_scenario_is_found_on_the_disk(tmp_path: Path, rng: random.Random) -> None:
    seed = f"{rng.random()}"
    told = words(seed)
    folders = {name: tmp_path / name for name in ("data", "temporary", "home")}
    for folder in folders.values():
        folder.mkdir()
    environment = os.environ | {
        "TMPDIR": str(folders["temporary"]),
        "SQLITE_TMPDIR": str(folders["temporary"]),
        "HOME": str(folders["home"]),
        "XDG_CACHE_HOME": str(folders["home"] / "cache"),
    }
    said = b""
    for act in ("first", "second"):
        done = subprocess.run(
            [sys.executable, "-c", SCENARIO, act, seed, str(folders["data"])],
            cwd=ROOT, env=environment, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode < 0, done.stderr.decode()[-2000:]
        assert found(list(folders.values()), told) == []
        said += done.stdout + done.stderr
    assert not [kind for kind, word in told.items() if word.encode() in said], "what was printed may reach a log"
    assert (folders["data"] / "desk.lsl").stat().st_size > 30 * 400_000


def test_the_scan_finds_what_is_there(tmp_path: Path) -> None:
    told = words("a seed")
    (tmp_path / "plain").write_text(f"… {told['ine']} …")
    (tmp_path / "wide").write_bytes(told["text"].encode("utf-16-le"))
    assert sorted(set(found([tmp_path], told))) == ["ine in plain", "text in wide"]
