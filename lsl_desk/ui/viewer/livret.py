# SPDX-License-Identifier: AGPL-3.0-or-later
"""The livret on the screen, as the viewer knows it: bytes, number, verdicts of the number lock."""

from dataclasses import dataclass

from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.livret import NumberCheck, PageCheck

_UNCHECKED = PageCheck(NumberCheck.ABSENT)


@dataclass(frozen=True, slots=True)
class ShownLivret:
    """What is shown.

    Attributes:
        digest: the livret.
        number: N° élève asked for.
        checks: the number lock, one verdict a page.
    """

    digest: Digest
    number: StudentNumber
    checks: tuple[PageCheck, ...]

    def check(self, page: int) -> PageCheck:
        """Return a page's verdict; a page that nobody checked is treated as one that bears no number."""
        return self.checks[page] if 0 <= page < len(self.checks) else _UNCHECKED

    def veiled(self, page: int) -> bool:
        """Tell whether a page must not be read."""
        return self.check(page).veiled
