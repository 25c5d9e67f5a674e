# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file of a case, made and signed by this post: implements `client.close.ports.CaseFiles`."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from lsl_desk.adapters.store.cases import SealedCases
from lsl_desk.cases.making import Sign, make_case
from lsl_desk.cases.papers import papers_in
from lsl_desk.cases.source import CaseSource
from lsl_desk.client.close.ports import CaseAsked
from lsl_desk.client.sit.ports import SatAct
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.wire.envelope import VerifyingKey
from lsl_desk.wire.minutes import encode_minutes
from lsl_desk.wire.visas import open_visas


class StoredCases:
    """Over the sealed store.

    Args:
        store: its acts.
        public: the 32 bytes of this post's public key.
        sign: with that key.
        now: UTC.
    """

    def __init__(
        self, store: SealedCases, public: Callable[[], bytes], sign: Sign, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._public = public
        self._sign = sign
        self._now = now

    def acts(self, jury: JuryId) -> Iterator[SatAct]:
        """See `CaseFiles.acts`."""
        return (SatAct(one.act, one.receipt) for one in self._store.acts(jury))

    def make(self, asked: CaseAsked, *, paper: str = "", visas: str = "") -> bytes:
        """See `CaseFiles.make`."""
        pv, jury, academy = encode_minutes(asked.minutes), asked.minutes.heading.jury, self._store.academy()
        source = CaseSource(
            number=asked.stored.number,
            minutes=asked.minutes,
            pv=pv,
            fresh=asked.fresh,
            acts=self._store.acts(jury),
            academy=academy,
            made=self._now(),
            visas=_visas(visas, academy) if visas else None,
            papers=papers_in(Path(paper), pv) if paper else {},
        )
        return make_case(source, asked.stored, VerifyingKey(self._public()), self._sign)


def _visas(path: str, academy: bytes | None) -> bytes:
    """The envelope in a file, once it is the academy's."""
    try:
        data = Path(path).read_bytes()
        open_visas(data, VerifyingKey(academy or b""))
    except (OSError, ValueError) as error:  # no file; no academy; not an envelope, not its own, not visas
        raise Refusal(Code.CASE_PAPERS, path=path) from error
    return data
