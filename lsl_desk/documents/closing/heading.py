# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every paper of a closing has at its head and at its foot."""

from datetime import UTC, datetime

from lsl_desk.documents.dates import moment
from lsl_desk.documents.press import plain
from lsl_desk.domain.closing_papers import ClosingPaper, PrintedClosing
from lsl_desk.pv_words import GROUPS, TITLES, session_words

NAME, NUMBER, WORDS = 120, 24, 4000
"""Signs at most: of a name or title, of a number, of a person's reasons. No reason is ever cut in practice."""


def heading(kind: ClosingPaper, closing: PrintedClosing) -> dict[str, object]:
    """The data that the head and the foot of every template take.

    ``made`` is UTC, for the properties of the file; a draft has none, and ``draft`` asks for its watermark.
    """
    of, minutes = closing.minutes.heading, closing.minutes
    return {
        "title": TITLES[kind],
        "exam": ", ".join(part for part in ("Baccalauréat", session_words(of.session, of.period)) if part),
        "group": GROUPS.get(of.group, ""),
        "academy": plain(of.academy, NAME),
        "centre": plain(of.centre, NUMBER),
        "series": [plain(one, NUMBER) for one in closing.series],
        "jury": plain(of.jury, NUMBER),
        "label": plain(of.label, NAME) if of.label != of.jury else "",
        "edition": minutes.edition,
        "draft": not closing.final,
        "stamped": moment(closing.stamped),
        "zone": zone_words(closing.stamped),
        "made": _parts(minutes.closed) if closing.final else [],
    }


def _parts(when: datetime | None) -> list[int]:
    return [] if when is None else list(when.astimezone(UTC).timetuple()[:6])


def zone_words(when: datetime) -> str:
    """« UTC+2 », « UTC−9 h 30 », « UTC »: how the hours of a paper are to be read."""
    minutes = int((when.utcoffset() or when - when).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return "UTC" if not minutes else f"UTC{sign}{hours}" + (f"\u00a0h\u00a0{rest:02d}" if rest else "")
