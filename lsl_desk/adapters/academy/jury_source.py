# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury of the academy as a source like a folder or a zip (design §2): what it holds, and each livret by itself.

A sync does not go this way, which asks for all and keeps nothing: `client.link.sync_jury` streams what is missing.
"""

from lsl_desk.client.link.ports import Academy
from lsl_desk.client.ports import ColumnChoice, OfferedCandidate, OfferedJury
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.fallback import ACADEMY
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.manifest import JuryManifest


class AcademySource:
    """Implements `client.ports.JurySource`. A member is named by the digest of the livret."""

    def __init__(self, academy: Academy, jury: JuryId) -> None:
        """Remember where; nothing is asked yet.

        Args:
            academy: closed by `close`.
            jury: which.
        """
        self._academy = academy
        self._jury = jury
        self._manifest: JuryManifest | None = None

    @property
    def kind(self) -> str:
        """See `JurySource.kind`."""
        return ACADEMY

    def offer(self, choice: ColumnChoice | None = None) -> OfferedJury:
        """See `JurySource.offer`. Nothing is ambiguous in a signed list.

        Raises:
            Refusal: those of `Academy.manifest`.
        """
        del choice
        listed = self._listed()
        return OfferedJury(
            jury=listed.jury,
            label=listed.label,
            session=listed.session,
            candidates=tuple(_offered(one, rank) for rank, one in enumerate(listed.candidates, start=1)),
            identities=(),
            unlisted=(),
            anomalies=(),
        )

    def read(self, file: str) -> bytes:
        """See `JurySource.read`.

        Raises:
            Refusal: MEMBER_OUTSIDE for what the list does not name; those of `Academy.livret`.
        """
        if file not in self._listed().livrets:
            raise Refusal(Code.MEMBER_OUTSIDE, path=self._academy.url, member=file)
        return self._academy.livret(self._jury, Digest(file), lambda _: True)

    def close(self) -> None:
        """See `JurySource.close`."""
        self._academy.close()

    def _listed(self) -> JuryManifest:
        if self._manifest is None:
            signed = self._academy.manifest(self._jury, None)
            if signed is None:
                raise Refusal(Code.NET_ANSWER, host=self._academy.url)
            self._manifest = signed.manifest
        return self._manifest


def _offered(one: Candidate, rank: int) -> OfferedCandidate:
    file = None if one.livret is None else one.livret.digest
    return OfferedCandidate(one.pv, one.number, one.serie, one.format, one.reason, file, f"liste, ligne {rank}")
