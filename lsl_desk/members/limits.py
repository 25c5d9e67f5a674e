# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a folder and a zip have in common: files with a relative path, read one at a time, under the same limits."""

import unicodedata
from collections.abc import Iterable
from typing import Protocol

from lsl_desk.domain.errors import Code, Refusal

MAX_MEMBER = 200 * 1024 * 1024
"""Bytes of one file; a livret is under 5 MB."""

MAX_TOTAL = 4 * 1024 * 1024 * 1024
"""Bytes of a jury; 150 scanned livrets are under 1 GB."""

MAX_MEMBERS = 20_000
"""Files of a jury."""

_LITTER = {"thumbs.db", "desktop.ini", "__macosx"}


class Members(Protocol):
    """The files of a folder or zip."""

    @property
    def kind(self) -> str:
        """« dossier » or « archive zip »."""

    @property
    def path(self) -> str:
        """What the person chose, as refusals name it."""

    @property
    def label(self) -> str:
        """Name of the folder, or of the zip without its suffix."""

    @property
    def names(self) -> tuple[str, ...]:
        """Relative paths with ``/``, sorted; litter of operating systems apart."""

    def size(self, name: str) -> int:
        """Bytes of a file, as announced."""

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            Refusal: MEMBER_OUTSIDE for a name that is not one of `names`; PATH_VANISHED, PATH_UNREADABLE,
                ZIP_BAD, ZIP_BOMB.
        """

    def close(self) -> None:
        """Let go of the files."""


def is_litter(name: str) -> bool:
    """Tell whether a path is hidden or left by an operating system (``.DS_Store``, ``__MACOSX/``)."""
    return any(part.startswith(".") or part.casefold() in _LITTER for part in name.split("/"))


def refuse_case_clash(path: str, names: Iterable[str]) -> None:
    """Refuse two files that only letter case, or the way accents are coded, tells apart: Windows would mix them up.

    Raises:
        Refusal: MEMBER_CASE_CLASH, naming both.
    """
    seen: dict[str, str] = {}
    for name in names:
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            raise Refusal(Code.MEMBER_CASE_CLASH, path=path, member=seen[key], other=name)
        seen[key] = name


def natural_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which « 9.pdf » comes before « 10.pdf »; the same on every machine."""
    key: list[tuple[int, int, str]] = []
    digits = ""
    for char in f"{name}\0":
        if char.isascii() and char.isdigit():
            digits += char
            continue
        if digits:
            key.append((0, int(digits), digits))
            digits = ""
        key.append((1, 0, char))
    return tuple(key)
