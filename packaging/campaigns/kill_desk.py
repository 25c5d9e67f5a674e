# SPDX-License-Identifier: AGPL-3.0-or-later
"""``kill-desk``: kill -9 at random instants of a Desk that records acts and keeps receipts, livrets and versions.

After each kill the store is opened again: what was said to be kept is there, whole, and the chain verifies (study,
test 1; invariants I5 and I7).
"""

import random
from hashlib import sha256
from pathlib import Path

from campaigns.outcome import Outcome
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.client.link.values import PinnedAcademy
from lsl_desk.domain.acts import Role
from lsl_desk.domain.ids import CentreId, Digest
from tests.adapters.store.crash_child import ACADEMY, J01
from tests.adapters.store.desks import make, reopen
from tests.adapters.store.victims import sound, victims

BROKEN = ("speaks-early",)
"""It says that a receipt or livret is kept before it is."""
SERIES = 20
"""Kills of one store, before another one is made."""


def run(size: int, rng: random.Random, folder: Path, broken: str = "") -> Outcome:
    """Kill so many; see `campaigns.outcome`."""
    outcome = Outcome(one_is_enough=bool(broken))
    work = "live_early" if broken == "speaks-early" else "live"
    for series in range(-(-size // SERIES)):
        if outcome.seen():
            break
        root = folder / str(series)
        _enrolled(root)
        told: set[str] = set()
        with victims(root, work, rng) as killing:
            for _ in range(min(SERIES, size - series * SERIES)):
                if outcome.seen():
                    break
                new = killing.kill_one()
                told |= set(new)
                outcome.count("kills")
                outcome.count("writes said to be kept", len(new))
                outcome.faults += _faults(root, told)
        if not sound(root):
            outcome.faults.append("the sealed file is corrupt")
        outcome.count("sealed files checked page by page")
    return outcome


def _enrolled(root: Path) -> None:
    desk = make(root)
    key = ACADEMY.public.raw
    desk.link().pin(PinnedAcademy("https://a.example", "Académie", key, "Poste", Role.PRESIDENT, CentreId("")))
    desk.close()


def _faults(root: Path, told: set[str]) -> list[str]:
    desk = reopen(root)
    try:
        kept = _kept(desk)
    finally:
        desk.close()
    versions = [int(one.split()[1]) for one in told if one.startswith("version")]
    faults = [f"lost: {one}" for one in told - kept if not one.startswith("version")]
    if f"version {max(versions, default=0)}" not in kept:
        faults.append("lost: a version")
    return faults


def _kept(desk: SealedDesk) -> set[str]:
    """What the store has, read through and through."""
    link = desk.link()
    acts = [act.act for act in desk.acts()]  # all of the chain is proved before the first is given
    waiting = {one.act.act for one in link.pending(len(acts) + 1)}
    kept = {f"act {one}" for one in acts} | {f"receipt {one}" for one in acts if one not in waiting}
    for digest in link.held():
        if sha256(desk.livret(Digest(digest))).hexdigest() == digest:
            kept.add(f"livret {digest}")
    listed = link.manifest(J01)
    if listed is not None and not all(f"livret {digest}" in kept for digest in listed.livrets):
        return kept
    return kept | {f"version {number}" for number in range(link.floor(J01) + 1)}
