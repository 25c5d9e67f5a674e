# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was found of a proof, and what a person knows of it beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from lsl_desk.backup.check import MOST_FINDINGS
from lsl_desk.backup.dsse import short
from lsl_desk.backup.flaws import Finding, Flaw
from lsl_desk.backup.proofs.kinds import Kind
from lsl_desk.backup.pv_words import PvLine, pv_words

PROTOCOLS: Final = frozenset({"2026-11-23", "2026-11-25"})
"""What this version understands; a test holds it to `wire.version`."""

ACADEMY: Final = "l’académie"
POST: Final = "le poste"
MAKER: Final = "qui a fait le dossier"
ERASER: Final = "qui a effacé"
"""Who signs, in `Proof.keys`."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What stands on a paper PV: its words, or the line of its QR, which says more.

    Attributes:
        words: the eight words.
        line: of the QR, None when words were typed.
    """

    words: tuple[str, ...]
    line: PvLine | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the person knows of a proof.

    Attributes:
        jury: whose it must be, None for any.
        key: hexadecimal digits that a keyid begins with, 16 at least, None when not compared.
        noted: on the paper PV, None when not compared.
    """

    jury: str | None = None
    key: str | None = None
    noted: Noted | None = None


@dataclass(slots=True)
class Proof:
    """What was found of a proof.

    Attributes:
        kind: what it is.
        file: its name, for findings.
        findings: what is wrong; none when it is intact.
        keys: who signed it, in French → the key's SHA-256.
        told: what it says, in French lines.
        facts: the same, for a program.
        key_compared: a key that signed it is the one the person gave.
        words_compared: the PV is the one whose words the person gave.
    """

    kind: Kind
    file: str
    findings: list[Finding] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    key_compared: bool = False
    words_compared: bool = False

    @property
    def intact(self) -> bool:
        """Nothing is wrong; whose it is, is another question."""
        return not self.findings

    @property
    def settled(self) -> bool:
        """It is intact, and whose it is was settled by a key or by the words of the paper."""
        return self.intact and (self.key_compared or self.words_compared)

    def add(self, flaw: Flaw, file: str | None = None, **facts: str) -> None:
        """Add what is wrong, `MOST_FINDINGS` at most."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(flaw, self.file if file is None else file, facts))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Add findings."""
        self.findings.extend(findings)
        del self.findings[MOST_FINDINGS:]

    def compare_key(self, known: Known) -> None:
        """Hold the keys that signed it against the one the person gave."""
        if known.key is None:
            return
        self.key_compared = any(keyid.startswith(known.key) for keyid in self.keys.values())
        if self.keys and not self.key_compared:
            self.add(Flaw.SIGNER_OTHER, own=", ".join(map(short, self.keys.values())), expected=short(known.key))

    def compare_jury(self, known: Known, jury: str) -> None:
        """Hold its jury against the one the person named."""
        if known.jury not in {None, jury}:
            self.add(Flaw.JURY_OTHER, jury=jury, expected=str(known.jury))

    def compare_words(self, known: Known, jury: str, group: int, edition: int, pv: str) -> None:
        """Hold a PV's digest against what stands on the paper."""
        if known.noted is None:
            return
        here, line = PvLine(jury, group, edition, pv), known.noted.line
        self.words_compared = pv_words(pv) == known.noted.words and line in {None, here}
        if not self.words_compared:
            self.add(Flaw.WORDS_OTHER, noted=" ".join(known.noted.words), here=" ".join(pv_words(pv)))
