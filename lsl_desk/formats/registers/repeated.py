# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of a list that name the same thing twice: neither can be trusted, so each but the first is named."""

from collections.abc import Iterable, Iterator

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.formats.registers.table import Row


def repeated(rows: Iterable[Row], names: str, heading: str) -> Iterator[Anomaly]:
    """Name each line whose cells under these fields were met before.

    Args:
        rows: the lines.
        names: fields that together name a thing, separated by spaces.
        heading: how a person calls it.
    """
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        key = tuple(row[name].casefold() for name in names.split())
        if key in seen:
            yield Anomaly(AnomalyCode.ROW_REPEATED, row.where, " · ".join(key), f"{heading}, déjà {seen[key]}")
        else:
            seen[key] = row.where
