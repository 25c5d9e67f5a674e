# SPDX-License-Identifier: AGPL-3.0-or-later
"""The certificate of an erasure at its date: what went, what a dispute or another jury keeps (features N23)."""

from lsl_desk.documents.dates import moment
from lsl_desk.documents.press import counted, plain, press
from lsl_desk.domain.ids import DeviceId
from lsl_desk.domain.retention import RULES, ErasureRecord, Kept

_NAME, _NUMBER = 90, 24


def erasure_pdf(record: ErasureRecord, device: DeviceId) -> bytes:
    """Set the certificate; the same bytes for the same record. Hours are in UTC, as the record signs them.

    Args:
        record: what was erased.
        device: whose key signed it.
    """
    return press(
        "erasure",
        {
            "jury": plain(record.jury, _NAME),
            "session": "" if record.session is None else str(record.session),
            "published": moment(record.published),
            "date": moment(record.date),
            "erased_at": moment(record.erased_at),
            "erased": list(record.erased),
            "erased_count": f"{counted(len(record.erased), 'livret')} effacé{'s' if len(record.erased) > 1 else ''}",
            "held": [[plain(number, _NUMBER), livret or "sans livret numérique"] for number, livret in record.held],
            "elsewhere": list(record.elsewhere),
            "acts": counted(record.acts, "acte"),
            "device": device,
            "active": RULES[Kept.ACTIVE].source,
            "log": RULES[Kept.LOG].source,
        },
    )
