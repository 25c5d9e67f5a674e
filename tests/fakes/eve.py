# SPDX-License-Identifier: AGPL-3.0-or-later
"""`EveStore` in memory; it passes the suite that the sealed one passes (`tests/contracts/test_link_store.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsl_desk.client.prepare.ports import EveAct
from lsl_desk.client.prepare.values import Sent
from lsl_desk.domain.acts import EveBody
from lsl_desk.domain.ids import CentreId
from lsl_desk.domain.receipts import Receipt, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lsl_desk.domain.acts import Act
    from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
    from lsl_desk.domain.manifest import JuryManifest
    from tests.academy.memory_link import MemoryLink
    from tests.fakes.desk import MemoryStore


class MemoryEve:
    """The acts of the eve of a store in memory, and of its feed when it has a link."""

    def __init__(self, store: MemoryStore, link: MemoryLink | None = None) -> None:
        self._store = store
        self._link = link

    def acts(self) -> Mapping[JuryId, tuple[EveAct, ...]]:
        found: dict[JuryId, list[EveAct]] = {}
        fed = set()
        for jury, lines in self._link.lines.items() if self._link else ():
            for line in lines:
                fed.add(line.act.act)
                if isinstance(line.act.body, EveBody):
                    sent, version = _sent(line.receipt), self._version(line.act)
                    found.setdefault(jury, []).append(EveAct(line.act, sent, line.receipt.sequence, version))
        for act in self._store.journal:
            if act.act not in fed and isinstance(act.body, EveBody):
                found.setdefault(act.jury, []).append(EveAct(act, *self._answer(act.act), act.version))
        return {jury: tuple(lines) for jury, lines in sorted(found.items())}

    def manifest(self, jury: JuryId) -> JuryManifest | None:
        return self._link.manifest(jury) if self._link else None

    def centre(self) -> CentreId:
        academy = self._link.academy() if self._link else None
        return academy.centre if academy else CentreId("")

    def digests(self, jury: JuryId, version: int) -> Mapping[StudentNumber, Digest]:
        file = self._store.files.history.get((jury, version))
        return {one.number: one.livret.digest for one in file.candidates if one.livret} if file else {}

    def _version(self, act: Act) -> int:
        listed = self._link.manifests.get(act.jury, {}) if self._link and act not in self._store.journal else {}
        return listed[act.version][0] if act.version in listed else act.version

    def _answer(self, act: str) -> tuple[Sent, int]:
        kept = self._link and self._link.receipt_of(act)
        return (_sent(kept.receipt), kept.receipt.sequence) if kept else (Sent.HERE, 0)


def _sent(receipt: Receipt) -> Sent:
    return Sent.REFUSED if receipt.verdict is Verdict.REFUSED else Sent.RECEIVED
