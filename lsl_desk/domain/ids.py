# SPDX-License-Identifier: AGPL-3.0-or-later
"""The identifiers of the trade, each its own type so that one is never passed for another.

All are text: leading zeros count (``domain.md`` §3 of the design papers; memo, annex 1).
"""

from typing import NewType

JuryId = NewType("JuryId", str)
"""A jury of a centre, such as ``J01``; its public format is unknown, so any short text is taken."""

PvNumber = NewType("PvNumber", str)
"""« N° PV candidat »: the candidate's line in the jury's PV."""

StudentNumber = NewType("StudentNumber", str)
"""« N° élève »: the number printed on each page of the livret and shown on the screen."""

Digest = NewType("Digest", str)
"""SHA-256 of the exact bytes, 64 lower-case hexadecimal digits."""

ActId = NewType("ActId", str)
"""Made by the client (UUID, 32 hexadecimal digits): the idempotency key of an act."""

CentreId = NewType("CentreId", str)
"""A deliberation centre, by its RNE/UAI such as ``0750001Z``."""

SchoolId = NewType("SchoolId", str)
"""A school of origin, by its RNE/UAI."""

DeviceId = NewType("DeviceId", str)
"""One installation of the Desk: the identifier of its Ed25519 key. A reinstalled Desk is a new device."""


def same_number(one: str, other: str) -> bool:
    """Tell whether two student or PV numbers are the same, a spreadsheet having perhaps dropped leading zeros."""
    return one == other or (one.isdigit() and other.isdigit() and one.lstrip("0") == other.lstrip("0"))
