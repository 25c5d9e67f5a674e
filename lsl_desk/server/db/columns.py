# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the tables are made of."""

from sqlalchemy import BigInteger, Column, ForeignKey, ForeignKeyConstraint, Integer, LargeBinary, MetaData, Text

metadata = MetaData()
"""All tables."""

ROW_ID = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up by itself only what is INTEGER


def text_column(name: str, *of: ForeignKey, key: bool = False, null: bool = False) -> Column[str]:
    """Text."""
    return Column(name, Text, *of, primary_key=key, nullable=null)


def number_column(name: str, *, key: bool = False, null: bool = False) -> Column[int]:
    """A whole number that nothing counts up."""
    return Column(name, Integer, primary_key=key, nullable=null, autoincrement=False)


def row_id_column(name: str) -> Column[int]:
    """The key of a row, counted up by the database."""
    return Column(name, ROW_ID, primary_key=True, autoincrement=True)


def bytes_column(name: str, *, null: bool = False) -> Column[bytes]:
    """Bytes."""
    return Column(name, LargeBinary, nullable=null)


def of_candidate() -> ForeignKeyConstraint:
    """The row is of a candidate there is."""
    return ForeignKeyConstraint(["jury", "number"], ["candidate.jury", "candidate.number"])
