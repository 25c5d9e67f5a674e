# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages that counted: page by page, durable, so that a crash loses no reading (features P13, P32)."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store.schema import livret_read, page_seen
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber


def pages_seen(connection: Connection, jury: JuryId) -> Mapping[StudentNumber, Mapping[Digest, Mapping[int, float]]]:
    """For each candidate and livret version, page index → seconds on screen."""
    seen: dict[StudentNumber, dict[Digest, dict[int, float]]] = {}
    column = page_seen.c
    rows = connection.execute(
        select(column.number, column.digest, column.page, column.seconds)
        .where(column.jury == jury)
        .order_by(column.number, column.digest, column.page)
    )
    for number, digest, page, seconds in rows:
        seen.setdefault(StudentNumber(number), {}).setdefault(Digest(digest), {})[page] = seconds
    return seen


def livrets_read(connection: Connection, jury: JuryId) -> Mapping[StudentNumber, frozenset[Digest]]:
    """For each candidate, the livret versions that were read, on this post or another."""
    read: dict[StudentNumber, set[Digest]] = {}
    column = livret_read.c
    for number, digest in connection.execute(select(column.number, column.digest).where(column.jury == jury)):
        read.setdefault(StudentNumber(number), set()).add(Digest(digest))
    return {number: frozenset(digests) for number, digests in read.items()}


def keep_read(connection: Connection, jury: JuryId, read: Collection[tuple[StudentNumber, Digest]]) -> None:
    """Keep that livrets were read on other posts."""
    rows = [{"jury": jury, "number": number, "digest": digest} for number, digest in read]
    if rows:
        connection.execute(upsert(livret_read).on_conflict_do_nothing(), rows)


def see_page(
    connection: Connection, jury: JuryId, number: StudentNumber, digest: Digest, page: int, seconds: float
) -> None:
    """Keep that a page counted; of two times on screen, the longer one."""
    made = upsert(page_seen).values(jury=jury, number=number, digest=digest, page=page, seconds=seconds)
    connection.execute(
        made.on_conflict_do_update(
            index_elements=["jury", "number", "digest", "page"],
            set_={"seconds": func.max(page_seen.c.seconds, made.excluded.seconds)},
        )
    )
