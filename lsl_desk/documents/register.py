# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of paper livrets, to tick on the eve (features G02, D08): its source and date, no name of a candidate."""

from lsl_desk.documents.dates import moment, short
from lsl_desk.documents.press import counted, plain, press
from lsl_desk.domain.eve_papers import PaperRegister, PaperRow

_NAME, _NUMBER, _REASON = 60, 24, 160


def register_pdf(register: PaperRegister) -> bytes:
    """Set the list: A4 pages that repeat the headings, with « page x / y », jury, centre, day and hour at the foot."""
    juries = [plain(jury, _NAME) for jury, _, _ in register.sources]
    received = sum(row.received is not None for row in register.rows)
    return press(
        "register",
        {
            "centre": plain(register.centre, _NAME),
            "session": "" if register.session is None else str(register.session),
            "juries": juries,
            "sources": [
                {"jury": plain(jury, _NAME), "text": f"{plain(source, _NAME)}, {moment(when)}"}
                for jury, source, when in register.sources
            ],
            "written": moment(register.written),
            "count": f"{received}\u00a0/\u00a0{len(register.rows)}",
            "livrets": counted(len(register.rows), "livret"),
            "schools": any(row.school for row in register.rows),
            "rows": [_row(row) for row in register.rows],
        },
    )


def _row(row: PaperRow) -> dict[str, object]:
    return {
        "jury": plain(row.jury, _NAME),
        "pv": plain(row.pv, _NUMBER),
        "number": plain(row.number, _NUMBER),
        "serie": plain(row.serie, _NUMBER),
        "reason": plain(row.reason, _REASON),
        "received": "" if row.received is None else short(row.received),
        "school": plain(row.school, _REASON),
    }
