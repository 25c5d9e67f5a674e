# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a sitting needs from outside, as small protocols. Adapters provide them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lsl_desk.client.sit.values import Card, YearLine
from lsl_desk.domain.acts import Act
from lsl_desk.domain.eve_papers import Label
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.receipts import Receipt
from lsl_desk.domain.rules.pack import SerieRules


class RuleBook(Protocol):
    """The rules of every session."""

    def rules(self, session: int | None, serie: str) -> SerieRules | None:
        """Those of a session and série (as a list writes it: « ES », « STMG mercatique », « Générale »), or None."""


@dataclass(frozen=True, slots=True)
class LivretSays:
    """What the text of a livret says, word for word.

    Attributes:
        years: the subjects of terminale, then of première, in print order.
        card: opinion, engagements, observations.
    """

    years: tuple[YearLine, ...]
    card: Card


class LivretTexts(Protocol):
    """Understands the text of livrets."""

    def says(self, pages: Sequence[str]) -> LivretSays:
        """Read the text of the pages of one livret, as the page worker extracted it. Never raises: it finds nothing."""


class PageTexts(Protocol):
    """The text layer kept of livrets."""

    def texts(self, digest: Digest) -> tuple[str, ...]:
        """Of each page, "" for a scan; nothing for a livret that is not here."""


@dataclass(frozen=True, slots=True)
class SatAct:
    """An act of a jury in the order of its board.

    Attributes:
        act: what was done.
        receipt: the academy's, None for an act that it has not brought back.
    """

    act: Act
    receipt: Receipt | None = None


class SittingStore(Protocol):
    """What the store knows of a jury's sitting."""

    def manifest(self, jury: JuryId) -> JuryManifest | None:
        """What the academy signed of the version held, with its marks, wherever it came from; None without it."""

    def heads(self) -> Mapping[JuryId, Collection[str]]:
        """Who heads each jury held, by the list of `manifest`; nobody where there is no list, or it names nobody."""

    def acts(self, jury: JuryId) -> Iterable[SatAct]:
        """The acts that the academy ordered, in its order; then those that wait, but for those refused.

        Of these, acts of other posts come in the order in which they arrived, and this post's own among them when the
        room gave them a place there, else after them.

        Openings of a livret may be left out, since no sitting changes by them, but for the last act that it ordered.
        """


class Labels(Protocol):
    """Prints labels."""

    def labels(self, labels: Sequence[Label]) -> bytes:
        """As a PDF."""


class Output(Protocol):
    """Where a document goes."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all.

        Raises:
            Refusal: OUTPUT_UNWRITABLE.
        """
