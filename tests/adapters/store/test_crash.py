# SPDX-License-Identifier: AGPL-3.0-or-later
"""kill -9 at random instants (features P32; reliability study, test 1): nothing that was said to be kept is lost.

``LSL_KILLS`` sets how many kills, 60 by default. Each round prints its seed through the header of the run.
"""

import os
import random
from hashlib import sha256
from pathlib import Path

import pytest

from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.store import opening
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import Digest
from tests.adapters.store.crash_child import J01, LIVRETS, OTHER_PASSPHRASE
from tests.adapters.store.desks import PASSPHRASE, bring_in, livret, make, refusal_of, reopen
from tests.adapters.store.victims import sound, victims
from tests.fakes.desk import FixedClock

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork to spare the imports with")

KILLS = int(os.environ.get("LSL_KILLS", "60"))


def with_jury(root: Path) -> None:
    desk = make(root)
    bring_in(desk, "J01", [livret(str(n), "texte", padding=200) for n in range(3)])
    desk.close()


def test_no_act_that_was_kept_is_lost(tmp_path: Path, rng: random.Random) -> None:
    kept = 0
    for series in range(max(1, KILLS // 20)):
        root = tmp_path / str(series)
        with_jury(root)
        told: list[str] = []
        with victims(root, "record", rng) as killing:
            for _ in range(20):
                told += killing.kill_one()
                desk = reopen(root)
                acts = [act.act for act in desk.acts()]
                (summary,) = desk.summaries()
                assert summary.read <= len(acts)
                desk.close()
                assert set(told) <= set(acts), "an act that was said to be kept is gone"
        kept += len(told)
        assert sound(root)
    assert kept >= KILLS // 2, "the children were killed before they did anything: nothing was proved"


def test_the_test_sees_a_build_that_speaks_before_it_commits(tmp_path: Path, rng: random.Random) -> None:
    with_jury(tmp_path)
    with victims(tmp_path, "record_broken", rng) as killing:
        told: list[str] = []
        for _ in range(200):
            told += killing.kill_one()
            desk = reopen(tmp_path)
            kept = {act.act for act in desk.acts()}
            desk.close()
            if not set(told) <= kept:
                return
    pytest.fail("200 kills of a broken build lost nothing: the test above proves nothing")


def test_a_sync_killed_at_any_instant_leaves_a_version_and_whole_livrets(tmp_path: Path, rng: random.Random) -> None:
    make(tmp_path).close()
    last = 0
    with victims(tmp_path, "sync_versions", rng) as killing:
        for _ in range(max(10, KILLS // 3)):
            told = [int(one) for one in killing.kill_one()]
            desk = reopen(tmp_path)
            link = desk.link()
            version = max((one.version for one in desk.summaries()), default=0)
            assert version >= max(told, default=last), "a version that was said to be current is gone"
            last = version
            named = {one.livret.digest for one in desk.jury(J01).candidates if one.livret} if version else set()
            assert len(named) == (LIVRETS if version else 0), "a version is whole or is not current"
            for digest in link.held():
                assert sha256(desk.livret(digest)).hexdigest() == digest
            desk.close()
    assert last, "the children were killed before they did anything: nothing was proved"
    assert sound(tmp_path)


def test_an_import_killed_at_any_instant_is_as_before_or_complete(tmp_path: Path, rng: random.Random) -> None:
    make(tmp_path).close()
    before = 0
    with victims(tmp_path, "bring_versions", rng) as killing:
        for _ in range(max(1, KILLS // 3)):
            told = killing.kill_one()
            desk = reopen(tmp_path)
            before = _complete(desk, max([before, *map(int, told)]))
            desk.close()
    assert before > 0
    assert sound(tmp_path)


def _complete(desk: SealedDesk, least: int) -> int:
    versions = [one.version for one in desk.summaries()] or [0]
    assert versions[0] >= least, "a version that was said to be kept is gone"
    if versions[0]:
        file = desk.jury(J01)
        livrets = [one.livret for one in file.candidates if one.livret]
        assert (file.version, len(livrets)) == (versions[0], LIVRETS)
        for one in livrets:
            assert len(desk.livret(Digest(one.digest))) == one.size
    return versions[0]


def test_a_change_of_passphrase_killed_at_any_instant_leaves_one_that_opens(tmp_path: Path, rng: random.Random) -> None:
    make(tmp_path).close()
    with victims(tmp_path, "change_passphrase", rng) as killing:
        for _ in range(max(1, KILLS // 3)):
            killing.kill_one()
            assert sum(_opens(tmp_path, one) for one in (PASSPHRASE, OTHER_PASSPHRASE)) == 1


def _opens(root: Path, passphrase: str) -> bool:
    refused = refusal_of(lambda: opening.unlock(DataFolder(root), passphrase, FixedClock()).close())
    assert refused in {None, Code.PASSPHRASE_WRONG}
    return refused is None


def test_a_creation_killed_at_any_instant_is_nothing_or_a_store(tmp_path: Path, rng: random.Random) -> None:
    with victims(tmp_path, "create", rng) as killing:
        for _ in range(max(1, KILLS // 3)):
            told = killing.kill_one()
            roots = sorted(tmp_path.iterdir(), key=lambda root: int(root.name))
            assert len(roots) >= len(told)
            for root in roots[-2:]:
                if opening.store_exists(DataFolder(root)):
                    reopen(root).close()
                else:
                    assert root.name not in told, "a store that was said to be made is not there"
                    make(root).close()
                assert sound(root)
