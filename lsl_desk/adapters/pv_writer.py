# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exact bytes of a PV, the words of their digest, the archive: implements `client.close.needs.PvWriter`."""

from collections.abc import Callable
from datetime import datetime

from lsl_desk.adapters.packing import packed
from lsl_desk.backup.pv_words import pv_words
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.minutes import Minutes
from lsl_desk.wire.envelope import VerifyingKey
from lsl_desk.wire.minutes import encode_minutes
from lsl_desk.wire.pv_record import PV_JSON, PV_PDF, PV_RECORD, Sign, seal_record


class WirePv:
    """As the wire writes it, signed by this post.

    Args:
        public: the 32 bytes of this post's public key.
        sign: with that key.
    """

    def __init__(self, public: Callable[[], bytes], sign: Sign) -> None:
        self._public = public
        self._sign = sign

    def write(self, minutes: Minutes) -> bytes:
        """See `PvWriter.write`."""
        return encode_minutes(minutes)

    def words(self, digest: Digest) -> tuple[str, ...]:
        """See `PvWriter.words`."""
        return pv_words(digest)

    def archive(self, minutes: Minutes, pdf: bytes, made: datetime) -> bytes:
        """See `PvWriter.archive`."""
        record = seal_record(minutes, pdf, made, VerifyingKey(self._public()), self._sign)
        return packed({PV_JSON: encode_minutes(minutes), PV_PDF: pdf, PV_RECORD: record})
