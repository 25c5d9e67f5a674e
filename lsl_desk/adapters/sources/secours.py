# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury read from a plan de secours that its code opened (`client.ports.JurySource`)."""

from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

from lsl_desk.adapters.copies.carried import carried_of
from lsl_desk.adapters.copies.reader import CopyReader, read_copy
from lsl_desk.backup import code as codes
from lsl_desk.backup import names
from lsl_desk.client.ports import ColumnChoice, OfferedCandidate, OfferedJury
from lsl_desk.client.prepare.open_copy import CopyCard
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretProblem, LivretRef
from lsl_desk.wire.jury_copy import JuryCopy

KIND: Final = "plan de secours"
_AHEAD: Final = 4
"""Livrets being opened while the one before is read."""


class Opening(Protocol):
    """The page lane, of which this needs one thing."""

    def opening(self, code: str) -> Callable[[bytes], Callable[[], bytes]]:
        """Return what opens livrets that were closed under a code."""


class LocalShelf:
    """Implements `client.prepare.open_copy.CopyShelf` over this machine's disks."""

    def __init__(self, pages: Opening) -> None:
        """Take the page lane: livrets are opened there, since they are hostile files."""
        self._pages = pages

    def look(self, path: str) -> "LocalCopy":
        """See `CopyShelf.look`."""
        return LocalCopy(read_copy(path), self._pages)


class LocalCopy:
    """Implements `client.prepare.open_copy.LookedCopy`."""

    def __init__(self, reader: CopyReader, pages: Opening) -> None:
        """Take the copy, which `close` lets go of."""
        self._reader = reader
        self._pages = pages

    @property
    def card(self) -> CopyCard:
        """See `LookedCopy.card`."""
        one = self._reader.manifest
        key = self._reader.sealed.key_print
        return CopyCard(JuryId(one.jury), one.label, one.version, one.made, len(one.livrets), key)

    def opened(self, typed: str) -> "CopySource":
        """See `LookedCopy.opened`."""
        code = codes.normalised(typed)
        if code is None:
            raise Refusal(Code.COPY_CODE_OTHER)
        return CopySource(self._reader, self._reader.opened(code), self._pages.opening(code))

    def close(self) -> None:
        """See `LookedCopy.close`."""
        self._reader.close()


class CopySource:
    """Implements `client.ports.JurySource` over a copy that is open.

    A livret that is not as it was signed is offered without a file and with its problem: the others open.
    """

    kind = KIND

    def __init__(self, reader: CopyReader, copy: JuryCopy, opens: Callable[[bytes], Callable[[], bytes]]) -> None:
        """Take what the code opened.

        Args:
            reader: the copy.
            copy: what was under the code.
            opens: begins to open a livret; what it returns waits for it.
        """
        self._reader = reader
        self._copy = copy
        self._opens = opens
        self._protected = {names.livret_name(one.number): one for one in copy.livrets}
        self._order = list(self._protected)
        self._ahead: deque[tuple[str, Callable[[], bytes]]] = deque()

    def offer(self, choice: ColumnChoice | None = None) -> OfferedJury:
        """See `JurySource.offer`; there are no columns to choose."""
        del choice
        file = self._copy.file
        altered = [name for name in self._reader.altered() if name in self._protected]
        damaged = (*altered, *(name for name in self._protected if name not in self._reader.manifest.by_name))
        known = {one.number: one for one in self._copy.livrets}
        return OfferedJury(
            jury=file.jury,
            label=file.label,
            session=file.session,
            candidates=tuple(
                _offered(one, rank, held=one.number in known, damaged=damaged)
                for rank, one in enumerate(file.candidates, start=1)
            ),
            identities=(),
            unlisted=(),
            anomalies=tuple(
                Anomaly(AnomalyCode.LIVRET_REFUSED, name, LivretProblem.DIGEST_MISMATCH.value) for name in damaged
            ),
            version=file.version,
            read=self._copy.livrets_read(),
            carried=carried_of(self._copy),
        )

    def read(self, file: str) -> bytes:
        """See `JurySource.read`; the livrets that follow are opened meanwhile.

        Raises:
            Refusal: MEMBER_OUTSIDE; COPY_BROKEN when it was altered since it was offered.
        """
        if file not in self._protected:
            raise Refusal(Code.MEMBER_OUTSIDE, path=KIND, member=file)
        if not any(name == file for name, _ in self._ahead):
            self._ahead.clear()
            self._ahead.append((file, self._begin(file)))
        while self._ahead[0][0] != file:
            self._ahead.popleft()
        _, wait = self._ahead.popleft()
        self._look_ahead(file)
        return wait()

    def close(self) -> None:
        """See `JurySource.close`."""
        self._ahead.clear()
        self._reader.close()

    def _look_ahead(self, file: str) -> None:
        start = self._order.index(file) + 1
        begun = {name for name, _ in self._ahead}
        for name in self._order[start : start + _AHEAD]:
            if name not in begun:
                self._ahead.append((name, self._begin(name)))

    def _begin(self, file: str) -> Callable[[], bytes]:
        data = self._reader.whole(file)
        protected = self._protected[file]
        if data is None or self._reader.manifest.by_name[file].sha256 != protected.digest:
            return _refusing(Refusal(Code.COPY_BROKEN, path=file, flaw=LivretProblem.DIGEST_MISMATCH.value))
        return self._opens(data)


def _refusing(refusal: Refusal) -> Callable[[], bytes]:
    def wait() -> bytes:
        raise refusal

    return wait


def _offered(one: Candidate, rank: int, *, held: bool, damaged: tuple[str, ...]) -> OfferedCandidate:
    name = names.livret_name(one.number) if held else None
    problem = one.problem if one.livret is None else None
    original = None
    if name in damaged:
        name, problem = None, LivretProblem.DIGEST_MISMATCH
    elif name is not None and one.livret is not None:
        original = LivretRef(one.livret.digest, one.livret.size, ())
    elif one.livret is not None:
        problem = LivretProblem.MISSING_FILE
    return OfferedCandidate(
        pv=one.pv,
        number=one.number,
        serie=one.serie,
        format=one.format,
        reason=one.reason,
        file=name,
        where=f"{names.MANIFEST}, candidat {rank}",
        original=original,
        problem=problem,
    )
