# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search in every livret of a jury (features P11)."""

from dataclasses import dataclass

from lsl_desk.client.ports import DeskStore, Hit
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.livret import NumberCheck


@dataclass(frozen=True, slots=True)
class JurySearch:
    """What was found.

    Attributes:
        hits: a line a page, in the order of the index.
        without_text: livrets that hold at least one page without text (scans), where words cannot be found.
    """

    hits: tuple[Hit, ...]
    without_text: tuple[StudentNumber, ...]


def search_jury(store: DeskStore, jury: JuryId, words: str) -> JurySearch:
    """Find the pages that hold these words, accents and case apart, and name the livrets that could not be searched.

    A veiled page is another candidate's: its words are never shown under this one's number.

    Raises:
        Refusal: JURY_UNKNOWN.
    """
    held = {one.number: one.livret for one in store.jury(jury).candidates if one.livret}
    without = tuple(
        number for number, livret in held.items() if any(page.check is NumberCheck.NO_TEXT for page in livret.pages)
    )
    hits = store.search(jury, words) if words.strip() else ()
    return JurySearch(tuple(hit for hit in hits if not held[hit.number].pages[hit.page].veiled), without)
