# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a plan de secours and its members are called, and what can be a file name on FAT32, NTFS and ext4 alike."""

import re
import unicodedata
from typing import Final

INDEX: Final = "index.html"
HASHES: Final = "empreintes.txt"
BOX: Final = "jury.lsl"
MANIFEST: Final = "manifest.json"
LIVRETS: Final = "livrets"
"""The folder of the livrets."""

LAST_VERSION: Final = 999_999
"""Of a copy: versions count from 1 to this one."""

_JURY_BYTES = 100
"""Of a jury's identifier in UTF-8; a name has 255 on every system, and the folder's has ours around it."""

_NUMBER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9_-])?")
_FOLDER = re.compile(r"plan-de-secours-(?P<jury>.+)-v(?P<version>[1-9][0-9]{0,5})(?P<zip>\.zip)?")

# Names that Windows gives to devices, whatever follows their first dot (learn.microsoft.com, « Naming Files »).
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{device}{rank}" for device in ("com", "lpt") for rank in "0123456789¹²³"}
)


class NameImpossible(ValueError):  # noqa: N818 - the state of the name, as the caller reports it
    """An identifier that cannot be in a file name everywhere; nothing is written under a changed one."""


def can_name_a_copy(jury: str) -> bool:
    """Tell whether a jury's identifier can stand in the name of a folder.

    Letters and digits of any script, in their composed form, and ``- _ .`` and spaces inside: what FAT32, NTFS and ext4
    take, and what nobody reads as another name.
    """
    return (
        0 < len(jury.encode("utf-8", "replace")) <= _JURY_BYTES
        and all(char.isalnum() or char in "-_. " for char in jury)
        and jury[0].isalnum()
        and jury[-1] not in ". "
        and unicodedata.is_normalized("NFC", jury)
    )


def can_name_a_livret(number: str) -> bool:
    """Tell whether a N° élève can be the name of a file: plain letters and digits, and ``- _ .`` inside; no device."""
    return _NUMBER.fullmatch(number) is not None and number.partition(".")[0].casefold() not in _DEVICES


def folder_name(jury: str, version: int) -> str:
    """Name the folder of a copy, such as ``plan-de-secours-J01-v2``.

    Raises:
        NameImpossible: the jury's identifier cannot be in a file name, or there is no such version.
    """
    if not can_name_a_copy(jury) or not 1 <= version <= LAST_VERSION:
        raise NameImpossible("jury")
    return f"plan-de-secours-{jury}-v{version}"


def zip_name(jury: str, version: int) -> str:
    """Name the zip of a copy, as `folder_name` names its folder, which it holds."""
    return folder_name(jury, version) + ".zip"


def read_name(name: str) -> tuple[str, int] | None:
    """Return the jury and version that the name of a folder or zip says, None when it is no name of a copy."""
    found = _FOLDER.fullmatch(name)
    return (found["jury"], int(found["version"])) if found else None


def livret_name(number: str) -> str:
    """Name the protected livret of a candidate, such as ``livrets/0417.pdf``.

    Raises:
        NameImpossible: the N° élève cannot be a file name.
    """
    if not can_name_a_livret(number):
        raise NameImpossible("number")
    return f"{LIVRETS}/{number}.pdf"


def clash_key(name: str) -> str:
    """Return what two names have in common that one of our systems takes for the same: case and coding of accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
