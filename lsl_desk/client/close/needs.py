# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a closing needs from outside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lsl_desk.client.close.ports import CaseFiles, ClosingPapers, ClosingSheets
from lsl_desk.client.sit.ports import Output
from lsl_desk.client.sit.sittings import Sittings
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.minutes import Minutes


class PvWriter(Protocol):
    """The exact bytes of a PV, and the words of their digest."""

    def write(self, minutes: Minutes) -> bytes:
        """The bytes that are signed (`wire.minutes`)."""

    def words(self, digest: Digest) -> tuple[str, ...]:
        """Eight French words (features N25)."""

    def archive(self, minutes: Minutes, pdf: bytes, made: datetime) -> bytes:
        """The PV, its paper and this post's record of both, as one zip that `lsl-verify` checks."""


class SealedNames(Protocol):
    """The names kept under their own key (features N18)."""

    def sealed(self, jury: JuryId) -> int:
        """How many there are of the version held."""

    def unseal(self, jury: JuryId) -> tuple[SealedIdentity, ...]:
        """Read them. Whoever asks has seen that the anonymity was lifted."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a closing needs.

    Attributes:
        sittings: in memory, those of the deliberation.
        pv: writes the PV.
        names: under seal.
        academy: name of the academy of this post, "" for none.
        papers: prints.
        sheets: writes lists.
        output: where a document goes.
        cases: makes the file of a case.
    """

    sittings: Sittings
    pv: PvWriter
    names: SealedNames
    academy: Callable[[], str]
    papers: ClosingPapers
    sheets: ClosingSheets
    output: Output
    cases: CaseFiles
