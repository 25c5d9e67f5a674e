# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stores and jury files for the tests: all invented, small, and cheap to open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.store import keys, opening
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.client.ports import DeskStore, NewLivret
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.anomalies import Anomaly
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile, SealedIdentity
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef, NumberCheck, PageCheck
from tests.fakes.desk import FixedClock

PASSPHRASE = "cheval agrafe pile correct"
AUTHOR = Author("Présidente d’essai", Role.PRESIDENT)
CHEAP = keys.Argon2Cost(memory_kib=64, passes=1, lanes=1)
"""A try that costs nothing; only the tests of the cost itself use the real one."""


@dataclass(frozen=True)
class Livret:
    """A candidate's livret to be: its number, bytes and the text of its pages."""

    number: str
    data: bytes
    texts: tuple[str, ...]

    @property
    def digest(self) -> Digest:
        return Digest(sha256(self.data).hexdigest())

    @property
    def new(self) -> NewLivret:
        return NewLivret(self.digest, self.data, self.texts)

    @property
    def candidate(self) -> Candidate:
        pages = tuple(PageCheck(NumberCheck.MATCH if text else NumberCheck.NO_TEXT) for text in self.texts)
        ref = LivretRef(self.digest, len(self.data), pages)
        return Candidate(PvNumber(""), StudentNumber(self.number), "S", LivretFormat.NUMERIQUE, livret=ref)


def livret(number: str, *texts: str, padding: int = 2000) -> Livret:
    """A livret whose bytes depend on all of this."""
    seed = f"{number} {texts}".encode()
    body = b"".join(sha256(seed + bytes([i % 251]) + str(i).encode()).digest() for i in range(padding // 32))
    return Livret(number, b"%PDF-1.7\n" + body, texts)


PAPER = Candidate(PvNumber("90"), StudentNumber("0900"), "ES", LivretFormat.PAPIER, "sans profil type")
REFUSED = Candidate(PvNumber("91"), StudentNumber("0901"), "", LivretFormat.NUMERIQUE, problem=LivretProblem.TRUNCATED)
MISMATCHED_PAGES = (PageCheck(NumberCheck.MATCH), PageCheck(NumberCheck.OTHER, StudentNumber("0471")))


def file_of(jury: str, version: int, candidates: Sequence[Candidate], label: str = "Jury d’essai") -> JuryFile:
    """A version of a jury's file, imported at the fixed clock's first instant."""
    return JuryFile(JuryId(jury), label, 2018, version, tuple(candidates), FixedClock().now(), "dossier")


def bring_in(
    store: DeskStore,
    jury: str,
    livrets: Sequence[Livret],
    *,
    version: int = 1,
    others: Sequence[Candidate] = (),
    identities: tuple[SealedIdentity, ...] = (),
    anomalies: tuple[Anomaly, ...] = (),
) -> JuryFile:
    """Store a version of a jury's file, as the import does."""
    file = file_of(jury, version, [*(one.candidate for one in livrets), *others])
    with store.incoming() as incoming:
        for one in livrets:
            incoming.add(one.new)
        incoming.commit(file, identities, anomalies)
    return file


def refusal_of(ask: Callable[[], object]) -> Code | None:
    """Why something asked is refused, None when it is not."""
    try:
        ask()
    except Refusal as refusal:
        return refusal.code
    return None


def make(root: Path) -> SealedDesk:
    """Make a store in a folder."""
    return opening.create_store(DataFolder(root), PASSPHRASE, AUTHOR, FixedClock(), cost=CHEAP)


def reopen(root: Path) -> SealedDesk:
    """Open it again."""
    return opening.unlock(DataFolder(root), PASSPHRASE, FixedClock())
