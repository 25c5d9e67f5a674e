# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the projector may know, frozen (features N17, P27): numbers, a page, marks. A name has no way in.

`shown` is the only maker, and is given only what may be seen: no candidate, no sitting, no act, no person.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.livret import PageCheck
from lsl_desk.domain.pages import PageSize


@dataclass(frozen=True, slots=True)
class Region:
    """The part of a page that the main window shows, as shares of the page; it may reach beyond it.

    Attributes:
        x: left edge.
        y: top edge.
        width: at most 1.
        height: at most 1.
    """

    x: float = 0.0
    y: float = 0.0
    width: float = 1.0
    height: float = 1.0


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The current page of the livret on the main window.

    Attributes:
        digest: the livret.
        number: the N° élève that the link asked for.
        check: what the number lock said of the text of the page.
        page: index from 0.
        count: pages of the livret.
        size: of the page, rotated, in points.
        rotation: 0, 90, 180 or 270 degrees clockwise.
        region: what is looked at.
    """

    digest: Digest
    number: StudentNumber
    check: PageCheck
    page: int
    count: int
    size: PageSize
    rotation: int = 0
    region: Region = Region()


@dataclass(frozen=True, slots=True)
class MarkShown:
    """An épreuve.

    Attributes:
        label: in French.
        coefficient: as it is written.
        mark: the one that counts, with its sign (« 9 », « P 11 », « ? »).
    """

    label: str
    coefficient: str
    mark: str


@dataclass(frozen=True, slots=True)
class Shown:
    """All that stands on the projector.

    Attributes:
        number: N° élève, "" while nobody is called.
        serie: "" when unknown.
        page: the page, None while there is none to show.
        masked: the three numbers differ: nothing but « page masquée » may be seen (features N02).
        awaited: a page is to come.
        marks: in the order of the law.
        total: « 394 / 400 », "" without.
        missing: what is missing to the next threshold, "" without.
        decision: when one was taken and the president chose to show it, else "".
    """

    number: str = ""
    serie: str = ""
    page: Glimpse | None = None
    masked: bool = False
    awaited: bool = False
    marks: tuple[MarkShown, ...] = ()
    total: str = ""
    missing: str = ""
    decision: str = ""


NOBODY = Shown()
"""Nobody is called."""


def shown(
    number: StudentNumber,
    serie: str,
    page: Glimpse | None,
    *,
    awaited: bool = False,
    marks: Iterable[MarkShown] = (),
    total: str = "",
    missing: str = "",
    decision: str = "",
) -> Shown:
    """Make what the room sees of a candidate.

    The number on the screen, the number that the link asked for and the number in the text of the page must be one;
    else nothing is shown, of the page or of the candidate.
    """
    if page is not None and (page.number != number or page.check.veiled):
        return Shown(masked=True)
    return Shown(number, serie, page, False, awaited, tuple(marks), total, missing, decision)
