# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words searched in the livrets of a jury (features P11).

A plain scan of folded text: at the size of a jury it takes milliseconds, and an index of trigrams would make every
import pay for what nobody would see.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, func, select

from lsl_desk.adapters.store import juries, schema
from lsl_desk.adapters.store.folding import PAGE_END, collapsed, excerpt, folded
from lsl_desk.client.ports import Hit
from lsl_desk.domain.ids import JuryId, StudentNumber


def search(connection: Connection, jury: JuryId, words: str) -> tuple[Hit, ...]:
    """Pages that hold all the words, in the order of the index; nothing when no word is given.

    Raises:
        Refusal: JURY_UNKNOWN.
    """
    version = juries.current_version(connection, jury)
    wanted = folded(collapsed(words)).split()
    if not wanted:
        return ()
    candidate, livret, written = schema.candidate.c, schema.livret.c, schema.livret_text.c
    rows = connection.execute(
        select(candidate.number, written.text, written.folded)
        .join_from(schema.candidate, schema.livret, livret.digest == candidate.digest)
        .join(schema.livret_text, written.livret == livret.id)
        .where(
            and_(
                candidate.jury == jury,
                candidate.version == version,
                *(func.instr(written.folded, word) > 0 for word in wanted),
            )
        )
        .order_by(candidate.rank)
    )
    return tuple(hit for number, text, plain in rows for hit in _hits(StudentNumber(number), text, plain, wanted))


def _hits(number: StudentNumber, text: str, plain: str, wanted: list[str]) -> Iterator[Hit]:
    together = " ".join(wanted)
    for page, (shown, searched) in enumerate(zip(text.split(PAGE_END), plain.split(PAGE_END), strict=True)):
        if all(word in searched for word in wanted):
            first = together if together in searched else wanted[0]
            yield Hit(number, page, excerpt(shown, searched.find(first), len(first)))
