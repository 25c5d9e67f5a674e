# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exact bytes of a PV and the words of their digest: implements `client.close.needs.PvWriter`."""

from lsl_desk.backup.pv_words import pv_words
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.minutes import Minutes
from lsl_desk.wire.minutes import encode_minutes


class WirePv:
    """As the wire writes it."""

    def write(self, minutes: Minutes) -> bytes:
        """See `PvWriter.write`."""
        return encode_minutes(minutes)

    def words(self, digest: Digest) -> tuple[str, ...]:
        """See `PvWriter.words`."""
        return pv_words(digest)
