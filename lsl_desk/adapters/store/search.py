# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words searched in the livrets of a jury (features P11).

A plain scan of folded text: see the figures in `tests`' bench; an index of trigrams would slow every import to save
milliseconds that nobody sees at the size of a jury.
"""

from sqlalchemy import Connection, and_, func, select

from lsl_desk.adapters.store import juries, schema
from lsl_desk.adapters.store.folding import collapsed, excerpt, folded
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
    candidate, livret, page = schema.candidate.c, schema.livret.c, schema.page_text.c
    rows = connection.execute(
        select(candidate.number, page.page, page.text, page.folded)
        .join_from(schema.candidate, schema.livret, livret.digest == candidate.digest)
        .join(schema.page_text, page.livret == livret.id)
        .where(
            and_(
                candidate.jury == jury,
                candidate.version == version,
                *(func.instr(page.folded, word) > 0 for word in wanted),
            )
        )
        .order_by(candidate.rank, page.page)
    )
    return tuple(Hit(StudentNumber(number), at, _around(text, plain, wanted)) for number, at, text, plain in rows)


def _around(text: str, plain: str, wanted: list[str]) -> str:
    together = " ".join(wanted)
    found = plain.find(together)
    return excerpt(text, found, len(together)) if found >= 0 else excerpt(text, plain.find(wanted[0]), len(wanted[0]))
