# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of a copy, in a folder or a zip: what the two have in common, and which names are never read."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Final, Protocol

from lsl_desk.backup import names
from lsl_desk.backup.flaws import Finding, Flaw, Flawed
from lsl_desk.backup.manifest import MAX_CANDIDATES, MAX_LIVRET, MAX_SIZES

CHUNK: Final = 1024 * 1024
"""Bytes read at once."""
MAX_MEMBERS: Final = MAX_CANDIDATES * 2
"""Files and folders looked at; a copy has its candidates' and four more."""

_LITTER = re.compile(r"(?:.*/)?(?:\.DS_Store|\._[^/]+|Thumbs\.db|desktop\.ini|__MACOSX)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listing:
    """What is there, before anything is read.

    Attributes:
        sizes: name of each file that may be read → its bytes.
        findings: what must not be there.
    """

    sizes: Mapping[str, int]
    findings: tuple[Finding, ...]


class Members(Protocol):
    """The files of a copy."""

    @property
    def path(self) -> PurePath:
        """The folder or zip."""

    @property
    def root(self) -> str | None:
        """The name of the folder inside a zip, None in a folder."""

    @property
    def listing(self) -> Listing:
        """What is there."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file of the listing, never more than its size.

        Raises:
            Flawed: MEMBER_UNREADABLE, MEMBER_LINK, MEMBER_DEVICE, MEMBER_LONG, ZIP_DATA, ZIP_CRC.
        """

    def close(self) -> None:
        """Let go of the file."""


@dataclass(frozen=True, slots=True)
class MemberRead:
    """A file as it was read: bytes, digest, what went wrong, and its content unless it is a livret."""

    size: int
    digest: str
    fault: Finding | None
    content: bytes


def read_member(members: Members, name: str) -> MemberRead:
    """Read a file of the listing once, within its limit; the content is kept of those that are not livrets."""
    if members.listing.sizes[name] > limit(name):
        return MemberRead(members.listing.sizes[name], "", Finding(Flaw.MEMBER_TOO_LARGE, name), b"")
    digest, size, kept, fault = sha256(), 0, [], None
    try:
        for chunk in members.chunks(name):
            digest.update(chunk)
            size += len(chunk)
            if not name.startswith(f"{names.LIVRETS}/"):
                kept.append(chunk)
    except Flawed as flawed:
        fault = flawed.finding
    return MemberRead(size, digest.hexdigest(), fault, b"".join(kept))


def limit(name: str) -> int:
    """Bytes that a member may have."""
    return MAX_SIZES.get(name, MAX_LIVRET)


def refuse_path(name: str) -> None:
    """Refuse a path that leads out of the copy, or that two systems read differently.

    Raises:
        Flawed: MEMBER_ENCODING, MEMBER_BACKSLASH, MEMBER_ABSOLUTE, MEMBER_DRIVE, MEMBER_OUTSIDE.
    """
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in name):
        raise Flawed(Flaw.MEMBER_ENCODING, name)
    if "\\" in name:
        raise Flawed(Flaw.MEMBER_BACKSLASH, name)
    if name.startswith("/"):
        raise Flawed(Flaw.MEMBER_ABSOLUTE, name)
    if ":" in name:
        raise Flawed(Flaw.MEMBER_DRIVE, name)
    if any(part in {"", ".", ".."} for part in name.removesuffix("/").split("/")):
        raise Flawed(Flaw.MEMBER_OUTSIDE, name)


def extra(name: str, known: Collection[str]) -> Finding:
    """Say why a file that is not of the copy is there: a look-alike of one that is, litter of a system, or unknown."""
    folded = names.clash_key(name)
    if any(names.clash_key(one) == folded for one in known):
        return Finding(Flaw.MEMBER_CASE_CLASH, name)
    if any(_look(one) == _look(name) for one in known):
        return Finding(Flaw.MEMBER_UNICODE_CLASH, name)
    return Finding(Flaw.MEMBER_LITTER if _LITTER.fullmatch(name) else Flaw.MEMBER_EXTRA, name)


def _look(name: str) -> str:
    """What is left of a name for a hurried eye: no accent, no width, no invisible sign."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in plain if unicodedata.category(char) not in {"Mn", "Cf"})


def extras(there: Iterable[str], known: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each file that is not of the copy."""
    for name in sorted(set(there) - set(known)):
        yield extra(name, known)
