# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a sitting needs from outside, as small protocols. Adapters provide them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lsl_desk.client.sit.values import Card, YearLine
from lsl_desk.domain.ids import Digest, StudentNumber
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

    def says(self, number: StudentNumber, pages: Sequence[str]) -> LivretSays:
        """Read the text of the pages of one livret, as the page worker extracted it. Never raises: it finds nothing."""


class PageTexts(Protocol):
    """The text layer kept of livrets."""

    def texts(self, digest: Digest) -> tuple[str, ...]:
        """Of each page, "" for a scan; nothing for a livret that is not here."""
