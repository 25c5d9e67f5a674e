# SPDX-License-Identifier: AGPL-3.0-or-later
"""Make the plan de secours of a jury: `client.prepare.ports.Copies` (decision 012).

Everything is written under a hidden name, fsynced, read again from the disk and checked, and then named. The version
before is removed after that; a protected livret whose original did not change is taken over from it, checked.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol, Self

from lsl_desk.adapters.copies import disk
from lsl_desk.adapters.copies.reader import CopyReader, read_copy
from lsl_desk.adapters.copies.target import Target, begin, copies_at, sweep
from lsl_desk.backup import code as codes
from lsl_desk.backup import names, sealed_box
from lsl_desk.backup.box_reader import open_vouched
from lsl_desk.backup.check import Expected, check
from lsl_desk.backup.envelope import Sealed, seal_by, unseal
from lsl_desk.backup.fields import plain
from lsl_desk.backup.flaws import Flawed
from lsl_desk.backup.hash_list import hash_list
from lsl_desk.backup.index_page import index_page
from lsl_desk.backup.manifest import CopyCandidate, CopyFile, CopyManifest
from lsl_desk.backup.places import open_copy as open_written
from lsl_desk.client.ports import Clock, DeskStore
from lsl_desk.client.prepare.ports import CopyWritten
from lsl_desk.client.progress import Cancelled, Progress, Report
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.jury_copy import JuryCopy, ProtectedLivret, encode_copy

_AHEAD = 4
"""Livrets being closed while the one before is written."""
_BESIDES = 64 * 1024
"""Bytes of a copy besides its livrets, and what each livret takes on a disk at most beyond its own: room to ask for."""
_CLUSTER = 32 * 1024

Close = Callable[[bytes], Callable[[], bytes]]
"""Begins to close a livret; what it returns waits for it."""


class Closing(Protocol):
    """The page lane, of which this needs one thing."""

    def closing(self, code: str, short: str) -> Close:
        """Return what closes livrets under a code."""


class CopyStore(Protocol):
    """What the store gives besides `DeskStore`: this post's key and proofs."""

    @property
    def public(self) -> bytes:
        """This post's Ed25519 key, 32 bytes."""

    def sign(self, payload_type: str, payload: bytes) -> Signed:
        """Sign with it."""

    def copy_of(self, file: JuryFile, livrets: tuple[ProtectedLivret, ...]) -> JuryCopy:
        """What goes under the jury code."""


class LocalCopies:
    """Implements `Copies` over this machine's disks."""

    def __init__(self, store: DeskStore, proofs: CopyStore, pages: Closing, clock: Clock) -> None:
        """Take what was opened."""
        self._store = store
        self._proofs = proofs
        self._pages = pages
        self._clock = clock
        self.cost: sealed_box.Cost | None = None

    def code(self, jury: JuryId) -> str:
        """See `Copies.code`."""
        kept = self._store.note(_code_key(jury))
        return kept if kept is not None and codes.is_code(kept) else self.new_code(jury)

    def new_code(self, jury: JuryId) -> str:
        """See `Copies.new_code`."""
        return self._keep(jury, codes.new_code())

    def take_code(self, jury: JuryId, typed: str) -> str:
        """See `Copies.take_code`."""
        code = codes.normalised(typed)
        if code is None:
            raise Refusal(Code.COPY_CODE_ODD)
        return self._keep(jury, code)

    def _keep(self, jury: JuryId, code: str) -> str:
        self._store.keep_note(_code_key(jury), code)
        return code

    def make(self, jury: JuryId, version: int, place: str, *, archive: bool, report: Report) -> CopyWritten:
        """See `Copies.make`."""
        file = self._store.jury(jury)
        if not file.candidates or not names.can_name_a_copy(jury):
            raise Refusal(Code.COPY_NO_NAME if file.candidates else Code.COPY_EMPTY, jury=jury)
        code = self.code(jury)
        folder = disk.ready(place)
        making = _Making(file, version, code, folder, report)
        making.made = self._clock.now().replace(microsecond=0)
        making.key = self._proofs.public.hex()
        making.close = self._pages.closing(code, codes.short_form(code))
        with disk.blaming(folder):
            sweep(folder, jury)
            older = copies_at(folder, jury)
        disk.need(folder, _room(file))
        with _Before(older, code) as before, disk.blaming(folder):
            target = begin(folder, jury, version, archive=archive)
            try:
                done = self._write(making, target, before)
                target.finish()
                self._check(target.unnamed, making, done)
                where = target.name()
            except BaseException:
                target.give_up()
                raise
        for path in older:
            if path != where:
                with suppress(OSError):  # it stays, whole, beside the newer one
                    disk.retire(path)
        with suppress(OSError):
            disk.sync(folder)
        return _written(making, done, where, "archive zip" if archive else disk.kind_of(folder))

    def _write(self, making: "_Making", target: Target, before: "_Before") -> Sealed:
        for one, wait, kept in making.pipeline(self._store, before):
            data = wait()
            target.add(names.livret_name(one.number), data)
            making.took(one, data, kept=kept)
        binding = sealed_box.Binding.of(making.manifest())
        content = encode_copy(self._proofs.copy_of(making.file, tuple(making.livrets)))
        for name, data in (
            (names.INDEX, index_page(making.manifest(), making.warned(), making.made.astimezone())),
            (names.BOX, sealed_box.seal(content, making.code, binding, self.cost)),
        ):
            target.add(name, data)
            making.files.append(_listed(name, data))
        hashes = hash_list(making.files)
        target.add(names.HASHES, hashes)
        making.files.append(_listed(names.HASHES, hashes))
        envelope = seal_by(making.manifest(), lambda kind, payload: self._proofs.sign(kind, payload).signature)
        target.add(names.MANIFEST, envelope)
        making.size = len(envelope) + sum(one.size for one in making.files)
        return unseal(envelope)

    @staticmethod
    def _check(written: Path, making: "_Making", done: Sealed) -> None:
        """Read all of it again from the disk, as `lsl-verify` does with the key and the code.

        Raises:
            Refusal: COPY_NOT_WHOLE, with the member that is not as it was written.
        """
        expected = Expected(making.file.jury, making.version, done.keyid, making.code)
        try:
            members = open_written(written)
            try:
                found = check(members, expected, open_box=open_vouched)
            finally:
                members.close()
        except Flawed as error:
            raise Refusal(Code.COPY_NOT_WHOLE, path=str(making.folder), member=error.finding.flaw.value) from error
        if not found.settled or found.sealed is None or found.sealed.digest != done.digest:
            member = next((one.file or one.flaw.value for one in found.findings), names.MANIFEST)
            raise Refusal(Code.COPY_NOT_WHOLE, path=str(making.folder), member=member)


@dataclass
class _Making:
    """One copy on its way."""

    file: JuryFile
    version: int
    code: str
    folder: Path
    report: Report
    made: datetime = field(init=False)
    key: str = field(init=False)
    close: Close = field(init=False)
    files: list[CopyFile] = field(default_factory=list)
    livrets: list[ProtectedLivret] = field(default_factory=list)
    kept: int = 0
    size: int = 0

    def pipeline(self, store: DeskStore, before: "_Before") -> Iterator[tuple[Candidate, Callable[[], bytes], bool]]:
        """Each livret with what waits for its protected bytes, and whether they are those of the version before.

        Raises:
            Cancelled: the report said to stop.
        """
        wanted = [one for one in self.file.candidates if _is_in(one)]
        waiting: deque[tuple[Candidate, Callable[[], bytes], bool]] = deque()
        for rank, one in enumerate(wanted):
            if not self.report(Progress(rank, len(wanted), one.number)):
                raise Cancelled
            waiting.append((one, *self._wait_for(one, store, before)))
            if len(waiting) > _AHEAD:
                yield waiting.popleft()
        yield from waiting
        self.report(Progress(len(wanted), len(wanted), ""))

    def _wait_for(self, one: Candidate, store: DeskStore, before: "_Before") -> tuple[Callable[[], bytes], bool]:
        if one.livret is None:
            raise ValueError("only livrets are written")
        held = before.livret(one.number, one.livret.digest)
        if held is not None:
            return lambda: held, True
        data = store.livret(one.livret.digest)
        first = self.close(data)

        def closed() -> bytes:
            try:
                return first()
            except Refusal as refusal:
                if refusal.code is not Code.PAGE_UNREADABLE:
                    raise
            try:  # a worker that was late says the same as of a bad file
                return self.close(data)()
            except Refusal as refusal:
                raise Refusal(Code.COPY_LIVRET, number=one.number) from refusal

        return closed, False

    def took(self, one: Candidate, data: bytes, *, kept: bool) -> None:
        """Count a livret that was written."""
        listed = _listed(names.livret_name(one.number), data)
        original = one.livret.digest if one.livret else Digest("")
        self.files.append(listed)
        self.livrets.append(ProtectedLivret(one.number, original, Digest(listed.sha256), listed.size))
        self.kept += kept

    def manifest(self) -> CopyManifest:
        """What is known of it so far."""
        return CopyManifest(
            jury=self.file.jury,
            label=plain(self.file.label),
            session=self.file.session,
            version=self.version,
            jury_version=self.file.version,
            made=self.made,
            key=self.key,
            candidates=tuple(map(_candidate, self.file.candidates)),
            files=tuple(sorted(self.files, key=lambda one: one.name)),
        )

    def warned(self) -> dict[str, str]:
        """Who has a livret that is not to be read without looking."""
        wrong = [one.number for one in self.file.candidates if one.livret is not None and one.livret.mismatched]
        return dict.fromkeys(wrong, "attention, une page porte un autre N°\u00a0élève\u00a0: ne la lisez pas")


class _Before:
    """The newest copy of the jury at the same place, when the same code opens it."""

    def __init__(self, older: Iterable[Path], code: str) -> None:
        self._paths = list(older)
        self._code = code
        self._reader: CopyReader | None = None
        self._files: dict[tuple[StudentNumber, Digest], ProtectedLivret] = {}

    def __enter__(self) -> Self:
        with suppress(Refusal):  # it is damaged, or closed under another code: every livret is closed anew
            if self._paths:
                self._reader = read_copy(self._paths[0])
                copy = self._reader.opened(self._code)
                self._files = {(one.number, one.original): one for one in copy.livrets}
        return self

    def livret(self, number: StudentNumber, original: Digest) -> bytes | None:
        """The protected livret made of this original, as the box vouches for it; None when it is not there whole."""
        held = self._files.get((number, original))
        if held is None or self._reader is None:
            return None
        try:
            data = self._reader.whole(names.livret_name(number))
        except Refusal:
            return None
        return data if data is not None and sha256(data).hexdigest() == held.digest else None

    def __exit__(self, *exc: object) -> None:
        if self._reader is not None:
            self._reader.close()


def _code_key(jury: JuryId) -> str:
    return f"secours.code.{jury}"


def _is_in(one: Candidate) -> bool:
    return one.livret is not None and names.can_name_a_livret(one.number)


def _candidate(one: Candidate) -> CopyCandidate:
    file = names.livret_name(one.number) if _is_in(one) else None
    return CopyCandidate(plain(one.pv), plain(one.number), plain(one.serie), one.format.value, file)


def _listed(name: str, data: bytes) -> CopyFile:
    return CopyFile(name, len(data), sha256(data).hexdigest())


def _room(file: JuryFile) -> int:
    """Bytes to ask for: closing a livret makes it a little larger or smaller, and a file takes whole clusters."""
    livrets = [one.livret.size for one in file.candidates if one.livret is not None]
    return _BESIDES + len(file.candidates) * 4096 + sum(size + size // 50 + _CLUSTER for size in livrets)


def _written(making: _Making, done: Sealed, where: Path, place: str) -> CopyWritten:
    return CopyWritten(
        version=making.version,
        manifest=Digest(done.digest),
        livrets=len(making.livrets),
        size=making.size,
        place=place,
        kept=making.kept,
        made=len(making.livrets) - making.kept,
        where=str(where),
        digests={one.number: one.original for one in making.livrets},
        prints={one.number: one.digest for one in making.livrets},
        key=done.key_print,
    )
