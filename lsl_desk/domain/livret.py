# SPDX-License-Identifier: AGPL-3.0-or-later
"""The livret scolaire as the jury receives it: its format, its file, its pages."""

from dataclasses import dataclass
from enum import StrEnum

from lsl_desk.domain.ids import Digest, StudentNumber


class LivretFormat(StrEnum):
    """What the centre may expect for a candidate (memo, annex 1; « Format livret » of LSL).

    An empty cell is INCONNU and never NUMERIQUE (features E12). ABSENT is a normal state with a reason:
    the family may oppose the transmission of the livret (``domain.md`` §1.4).
    """

    NUMERIQUE = "numerique"
    PAPIER = "papier"
    ABSENT = "absent"
    INCONNU = "inconnu"


class LivretProblem(StrEnum):
    """Why a livret cannot be shown, or not trusted; the code printed by ``lsl-desk check``."""

    MISSING_FILE = "missing_file"
    EMPTY_FILE = "empty_file"
    NOT_A_PDF = "not_a_pdf"
    TRUNCATED = "truncated"
    PASSWORD = "password"  # noqa: S105 - a code, not a secret
    NO_PAGE = "no_page"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    NUMBER_MISMATCH = "number_mismatch"
    DIGEST_MISMATCH = "digest_mismatch"
    NOT_RECEIVED = "not_received"
    """Its list came from the academy, its bytes did not yet."""


class NumberCheck(StrEnum):
    """What a page says of the N° élève, held against the number expected (number lock, features N02)."""

    MATCH = "match"
    OTHER = "other"
    ABSENT = "absent"
    NO_TEXT = "no_text"


@dataclass(frozen=True, slots=True)
class PageCheck:
    """The number lock of one page.

    Attributes:
        check: the verdict; NO_TEXT (a scan) is not a mismatch, but the page says so.
        found: the number read on the page when it is another one, else "".
    """

    check: NumberCheck
    found: StudentNumber | None = None

    @property
    def veiled(self) -> bool:
        """The page must not be read: it bears another number, or text without the number."""
        return self.check in {NumberCheck.OTHER, NumberCheck.ABSENT}


@dataclass(frozen=True, slots=True)
class LivretRef:
    """A livret held in the store, named by its bytes.

    Attributes:
        digest: SHA-256 of the PDF.
        size: bytes.
        pages: one verdict of the number lock a page, in order; its length is the page count.
    """

    digest: Digest
    size: int
    pages: tuple[PageCheck, ...]

    @property
    def page_count(self) -> int:
        """Number of pages."""
        return len(self.pages)

    @property
    def mismatched(self) -> bool:
        """At least one page is veiled by the number lock."""
        return any(page.veiled for page in self.pages)
