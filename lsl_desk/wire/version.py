# SPDX-License-Identifier: AGPL-3.0-or-later
"""The date of the wire format, with its history: each number tells why it exists.

- ``2026-11-23``: the first. Acts « livret opened », « livret read », « number incident ».
- ``2026-11-25``: the academy server. Acts « mark raised », « conflict settled », « sitting closed »; manifests and
  receipts.
"""

from typing import Final

PROTOCOL: Final = "2026-11-25"
"""Written in all that this version signs."""

UNDERSTOOD: Final = frozenset({"2026-11-23", "2026-11-25"})
"""What this version reads. Anything else is refused: an unknown version is never guessed at."""
