# SPDX-License-Identifier: AGPL-3.0-or-later
"""A copy in a zip, read where it is. Every byte of it is accounted for: headers, data, directory, nothing between.

Format: PKWARE APPNOTE 6.3, without what a copy has no use for (encryption, streams, Zip64, several disks, comments).
"""

import stat
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from lsl_desk.backup import names
from lsl_desk.backup.flaws import Finding, Flaw, Flawed
from lsl_desk.backup.manifest import MAX_TOTAL
from lsl_desk.backup.members import CHUNK, MAX_MEMBERS, Listing, refuse_path

_END: Final = struct.Struct("<4s4H2LH")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_STREAMED = 0x0008
_UTF8 = 0x0800
_KNOWN_FLAGS = _ENCRYPTED | _STREAMED | _UTF8 | 0x0006
_TIMES = frozenset({0x5455, 0x7875, 0x5855, 0x000A})
"""Extra fields that only hold times and owners: what « zip » and Windows add."""
_MAX_RATIO = 250
_SMALL = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the directory.

    Attributes:
        name: as written, in text.
        shared: what its local header must repeat: flags, method, time, date, CRC, sizes, raw name.
        method: stored or deflated.
        crc: of its bytes.
        packed: bytes in the archive.
        size: bytes unpacked.
        offset: where its local header is.
    """

    name: str
    shared: tuple[object, ...]
    method: int
    crc: int
    packed: int
    size: int
    offset: int


class ZipMembers:
    """Implements `Members` over a zip."""

    def __init__(self, path: Path) -> None:
        """Open a zip and hold its whole structure against the rules; nothing is unpacked yet.

        Raises:
            Flawed: PLACE_UNREADABLE; ZIP_… when its structure is not to be trusted.
        """
        self.path = path
        self._starts: dict[str, int] = {}
        try:
            self._stream: BinaryIO = path.open("rb")
        except OSError as error:
            raise Flawed(Flaw.PLACE_UNREADABLE) from error
        try:
            entries, directory = self._directory()
            self._check_places(entries, directory)
        except (OSError, Flawed) as error:
            self._stream.close()
            if isinstance(error, Flawed):
                raise
            raise Flawed(Flaw.PLACE_UNREADABLE) from error
        self.root = _root(entries)
        self._entries: dict[str, _Entry] = {}
        self.listing = Listing(self._sizes(entries), tuple(self._findings(entries)))

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def chunks(self, name: str) -> Iterator[bytes]:
        """See `Members.chunks`."""
        entry = self._entries[name]
        crc, size = 0, 0
        try:
            for chunk in self._unpacked(entry):
                size += len(chunk)
                if size > entry.size:
                    raise Flawed(Flaw.ZIP_DATA, name)
                crc = zlib.crc32(chunk, crc)
                yield chunk
        except OSError as error:
            raise Flawed(Flaw.MEMBER_UNREADABLE, name) from error
        except zlib.error as error:
            raise Flawed(Flaw.ZIP_DATA, name) from error
        if size != entry.size:
            raise Flawed(Flaw.ZIP_DATA, name)
        if crc != entry.crc:
            raise Flawed(Flaw.ZIP_CRC, name)

    def _unpacked(self, entry: _Entry) -> Iterator[bytes]:
        """Yield what is stored or deflated; the packed bytes are used to the last, or it is no such data."""
        self._stream.seek(self._starts[entry.name])
        left, inflater = entry.packed, zlib.decompressobj(-zlib.MAX_WBITS)
        while left:
            packed = self._stream.read(min(CHUNK, left))
            if not packed:
                raise Flawed(Flaw.ZIP_DATA, entry.name)
            left -= len(packed)
            if entry.method == _STORED:
                yield packed
                continue
            unpacked = b"-"
            while (unpacked or packed) and not inflater.eof:
                unpacked = inflater.decompress(packed, CHUNK)
                packed = inflater.unconsumed_tail
                yield unpacked
            if packed or inflater.unused_data:
                raise Flawed(Flaw.ZIP_DATA, entry.name)
        if entry.method == _DEFLATED and not inflater.eof:
            raise Flawed(Flaw.ZIP_DATA, entry.name)

    def _directory(self) -> tuple[list[_Entry], int]:
        """Return the entries, in the directory's order, and where the directory begins."""
        total = self._stream.seek(0, 2)
        if total > MAX_TOTAL + 16 * 1024 * 1024:
            raise Flawed(Flaw.ZIP_BOMB)
        last = self._at(max(0, total - _END.size), _END.size)
        if len(last) < _END.size or not last.startswith(b"PK\5\6"):
            raise Flawed(self._end_elsewhere(total))
        _, disk, first_disk, here, count, length, start, comment = _END.unpack(last)
        if 0xFFFF in {here, count} or 0xFFFFFFFF in {length, start}:
            raise Flawed(Flaw.ZIP_LARGE)
        if disk or first_disk or here != count:
            raise Flawed(Flaw.ZIP_SPLIT)
        if comment:
            raise Flawed(Flaw.ZIP_BAD)
        if start + length != total - _END.size:
            raise Flawed(Flaw.ZIP_PREPENDED if start + length < total - _END.size else Flaw.ZIP_BAD)
        if count > MAX_MEMBERS:
            raise Flawed(Flaw.MEMBER_TOO_MANY)
        if length > count * (_CENTRAL.size + 1024):  # before it is read
            raise Flawed(Flaw.ZIP_BAD)
        return self._read_entries(self._at(start, length), count), start

    def _end_elsewhere(self, total: int) -> Flaw:
        """Say why the file does not end as a zip does."""
        tail = self._at(max(0, total - 65_557), 65_557)
        found = tail.rfind(b"PK\5\6")
        if found < 0 or len(tail) - found < _END.size:
            return Flaw.ZIP_BAD
        comment = _END.unpack_from(tail, found)[-1]
        return Flaw.ZIP_COMMENT if found + _END.size + comment == len(tail) else Flaw.ZIP_TRAILING

    def _at(self, offset: int, length: int) -> bytes:
        self._stream.seek(offset)
        return self._stream.read(length)

    def _read_entries(self, data: bytes, count: int) -> list[_Entry]:
        entries, place = [], 0
        for _ in range(count):
            if place + _CENTRAL.size > len(data) or data[place : place + 4] != b"PK\1\2":
                raise Flawed(Flaw.ZIP_BAD)
            fields = _CENTRAL.unpack_from(data, place)
            place += _CENTRAL.size
            name_end = place + fields[10]
            end = name_end + fields[11] + fields[12]
            if end > len(data):
                raise Flawed(Flaw.ZIP_BAD)
            entries.append(_entry(fields, data[place:name_end]))
            _refuse_fields(data[name_end : name_end + fields[11]], entries[-1].name)
            place = end
        if place != len(data):
            raise Flawed(Flaw.ZIP_BAD)
        return entries

    def _check_places(self, entries: list[_Entry], directory: int) -> None:
        """Hold every local header against the directory; data follow each other without a gap."""
        ordered = sorted(entries, key=lambda one: one.offset)
        ends = [0]
        for entry in ordered:
            if entry.offset != ends[-1]:
                late = entry.offset > ends[-1]
                raise Flawed((Flaw.ZIP_GAP if ends[1:] else Flaw.ZIP_PREPENDED) if late else Flaw.ZIP_OVERLAP)
            ends.append(self._check_local(entry) + entry.packed)
        if ends[-1] != directory:
            raise Flawed(Flaw.ZIP_GAP if ends[-1] < directory else Flaw.ZIP_OVERLAP)

    def _check_local(self, entry: _Entry) -> int:
        """Return where the data of an entry begin."""
        data = self._at(entry.offset, _LOCAL.size)
        if len(data) < _LOCAL.size or not data.startswith(b"PK\3\4"):
            raise Flawed(Flaw.ZIP_HEADERS, entry.name)
        _, _, flags, method, time, date, crc, packed, size, name_length, extra_length = _LOCAL.unpack(data)
        rest = self._stream.read(name_length + extra_length)
        if (flags, method, time, date, crc, packed, size, rest[:name_length]) != entry.shared:
            raise Flawed(Flaw.ZIP_HEADERS, entry.name)
        _refuse_fields(rest[name_length:], entry.name)
        start: int = entry.offset + _LOCAL.size + name_length + extra_length
        self._starts[entry.name] = start
        return start

    def _findings(self, entries: list[_Entry]) -> Iterator[Finding]:
        for name, times in Counter(one.name for one in entries).items():
            if times > 1:
                yield Finding(Flaw.MEMBER_TWICE, self._within(name))
        for entry in entries:
            try:
                refuse_path(entry.name)
            except Flawed as flawed:
                yield flawed.finding
        if self.root is None:
            yield Finding(Flaw.ZIP_ROOT)

    def _within(self, name: str) -> str:
        return name if self.root is None else name.removeprefix(f"{self.root}/")

    def _sizes(self, entries: list[_Entry]) -> dict[str, int]:
        """Name within the root → bytes, of what may be read; the two folders of a copy are not files."""
        times = Counter(one.name for one in entries)
        sizes = {}
        for entry in entries:
            name = self._within(entry.name)
            try:
                refuse_path(entry.name)
            except Flawed:
                continue
            if times[entry.name] == 1 and name not in {"", f"{names.LIVRETS}/"}:
                self._entries[name] = entry
                sizes[name] = entry.size
        return sizes


def _entry(fields: tuple[int, ...], raw: bytes) -> _Entry:
    _, _, _, flags, method, time, date, crc, packed, size, _, _, comment, disk, _, mode, offset = fields
    try:
        name = raw.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError as error:
        raise Flawed(Flaw.MEMBER_ENCODING, raw.decode("ascii", "replace")) from error
    kind = stat.S_IFMT(mode >> 16)
    reasons = (
        (flags & _ENCRYPTED, Flaw.ZIP_ENCRYPTED),
        (flags & _STREAMED, Flaw.ZIP_STREAMED),
        (flags & ~_KNOWN_FLAGS, Flaw.ZIP_BAD),
        (method not in {_STORED, _DEFLATED}, Flaw.ZIP_METHOD),
        (0xFFFFFFFF in {packed, size, offset}, Flaw.ZIP_LARGE),
        (disk, Flaw.ZIP_SPLIT),
        (comment, Flaw.ZIP_COMMENT),
        (kind == stat.S_IFLNK, Flaw.MEMBER_LINK),
        (kind not in {0, stat.S_IFREG, stat.S_IFDIR}, Flaw.MEMBER_DEVICE),
        (method == _STORED and packed != size, Flaw.ZIP_HEADERS),
        (size > MAX_TOTAL or (size > _SMALL and size > _MAX_RATIO * max(packed, 1)), Flaw.ZIP_BOMB),
        (name.endswith("/") and size, Flaw.ZIP_BAD),
    )
    for wrong, flaw in reasons:
        if wrong:
            raise Flawed(flaw, name)
    shared = (flags, method, time, date, crc, packed, size, raw)
    return _Entry(name, shared, method, crc, packed, size, offset)


def _refuse_fields(data: bytes, name: str) -> None:
    """Refuse extra fields that could give a file another name, size or kind than its header."""
    place = 0
    while place < len(data):
        if place + 4 > len(data):
            raise Flawed(Flaw.ZIP_FIELD, name)
        kind, length = struct.unpack_from("<2H", data, place)
        place += 4 + length
        if kind not in _TIMES or place > len(data):
            raise Flawed(Flaw.ZIP_FIELD, name)


def _root(entries: list[_Entry]) -> str | None:
    """Return the one folder that holds everything, None when there is none."""
    roots = {one.name.partition("/")[0] for one in entries}
    return roots.pop() or None if len(roots) == 1 and all("/" in one.name for one in entries) else None
