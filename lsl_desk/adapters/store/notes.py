# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small things remembered: where one was in a livret, what one was typing."""

from collections.abc import Collection

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store import schema


def note(connection: Connection, key: str) -> str | None:
    """A small thing remembered, or None."""
    return connection.scalar(select(schema.note.c.value).where(schema.note.c.key == key))


def notes_of(connection: Connection, keys: Collection[str]) -> dict[str, str]:
    """Several at once; those that are not remembered are left out."""
    note = schema.note.c
    rows = connection.execute(select(note.key, note.value).where(note.key.in_(keys)))
    return {key: value for key, value in rows}  # noqa: C416 - a row is no pair to mypy


def keep(connection: Connection, key: str, value: str) -> None:
    """Remember a small thing, in place of what the key held."""
    made = upsert(schema.note).values(key=key, value=value)
    connection.execute(made.on_conflict_do_update(index_elements=["key"], set_={"value": made.excluded.value}))
