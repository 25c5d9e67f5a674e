# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of paper livrets as a table: fixed headings, its source and date on every line, no name of a candidate."""

from lsl_desk.domain.eve_papers import PaperRegister
from lsl_desk.formats.lists.table import Heading, ListTable

HEADINGS = (
    Heading("Jury", 10),
    Heading("N° PV", 10),
    Heading("N° élève", 14),
    Heading("Série", 10),
    Heading("Motif", 34),
    Heading("Reçu le", 18),
    Heading("Établissement", 44),
    Heading("Source", 18),
    Heading("Liste du", 18),
)
"""What other programs may rely on: these words, in this order."""


def paper_table(register: PaperRegister) -> ListTable:
    """Make the table; its rows keep their order."""
    sources = {jury: (source, listed) for jury, source, listed in register.sources}
    about = ["Livrets papier"]
    if register.centre:
        about.append(f"centre {register.centre}")
    if register.session is not None:
        about.append(f"session {register.session}")
    about.append(f"{register.written:%d/%m/%Y %H:%M}")
    rows = []
    for row in register.rows:
        source, listed = sources.get(row.jury, ("", None))
        rows.append((row.jury, row.pv, row.number, row.serie, row.reason, row.received, row.school, source, listed))
    return ListTable("Livrets papier", " · ".join(about), register.written, HEADINGS, tuple(rows))
