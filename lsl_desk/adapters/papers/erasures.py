# SPDX-License-Identifier: AGPL-3.0-or-later
"""Certificates of erasure, signed by this post and printed: implements `client.close.retention.Certificates`."""

from collections.abc import Callable

from lsl_desk.adapters.packing import packed
from lsl_desk.domain.retention import ErasureRecord
from lsl_desk.wire.envelope import VerifyingKey
from lsl_desk.wire.erasure_record import CERTIFICATE_PDF, CERTIFICATE_RECORD, open_erasure, seal_erasure
from lsl_desk.wire.pv_record import Sign


class SignedErasures:
    """As the wire writes it.

    Args:
        public: the 32 bytes of this post's public key.
        sign: with that key.
    """

    def __init__(self, public: Callable[[], bytes], sign: Sign) -> None:
        self._public = public
        self._sign = sign

    def seal(self, record: ErasureRecord) -> bytes:
        """See `Certificates.seal`."""
        return seal_erasure(record, VerifyingKey(self._public()), self._sign)

    def open(self, sealed: bytes) -> ErasureRecord:
        """See `Certificates.open`."""
        return open_erasure(sealed)[0]

    def archive(self, sealed: bytes) -> bytes:
        """See `Certificates.archive`."""
        from lsl_desk.documents.erasure import erasure_pdf  # noqa: PLC0415 - typst takes time to load

        return packed({CERTIFICATE_PDF: erasure_pdf(*open_erasure(sealed)), CERTIFICATE_RECORD: sealed})
