# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a plan de secours says of itself (decision 012): frozen values, and the exact bytes that are signed.

Strict both ways: what is written is read again first, so that nothing signed can be refused.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from lsl_desk.backup import names, strict_json
from lsl_desk.backup.fields import LAST_RANK, Fields, Kinds, is_digest, is_line
from lsl_desk.backup.flaws import CONTENT, Flaw

FORMAT: Final = "1"
LIVRET_FORMATS: Final = ("numerique", "papier", "absent", "inconnu")
"""As the jury's file writes them."""
MAX_CANDIDATES: Final = 2000
MAX_SIZES: Final[Mapping[str, int]] = {
    names.INDEX: 4 * 1024 * 1024,
    names.HASHES: 1024 * 1024,
    names.BOX: 64 * 1024 * 1024,
    names.MANIFEST: 8 * 1024 * 1024,
}
MAX_LIVRET: Final = 200 * 1024 * 1024
"""Bytes of a livret, as where a jury's folder is read."""
MAX_TOTAL: Final = 4 * 1024 * 1024 * 1024 - 1024 * 1024
"""Bytes of a copy: a zip of it fits in one file of a FAT32 key."""

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_THIS: Final = Fields(names.MANIFEST)

_FIELDS: Final[Mapping[str, Kinds]] = {
    "format": str,
    "jury": str,
    "label": str,
    "session": (int, type(None)),
    "version": int,
    "jury_version": int,
    "made": str,
    "key": str,
    "candidates": list,
    "files": list,
}
_CANDIDATE: Final[Mapping[str, Kinds]] = {
    "pv": str,
    "number": str,
    "serie": str,
    "format": str,
    "file": (str, type(None)),
}
_FILE: Final[Mapping[str, Kinds]] = {"name": str, "size": int, "sha256": str}


@dataclass(frozen=True, slots=True)
class CopyCandidate:
    """A candidate of the copy: no name, INE, school or division.

    Attributes:
        pv: N° PV, "" when the source gave none.
        number: N° élève, once in a copy.
        serie: as the source writes it, or "".
        format: one of `LIVRET_FORMATS`.
        file: the protected livret, `names.livret_name` of the number; None when the copy has none.
    """

    pv: str
    number: str
    serie: str
    format: str
    file: str | None


@dataclass(frozen=True, slots=True)
class CopyFile:
    """A member of the copy.

    Attributes:
        name: relative path with ``/``.
        size: bytes.
        sha256: of its bytes, 64 lower-case hexadecimal digits.
    """

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CopyManifest:
    """What one version of a plan de secours holds.

    Attributes:
        jury: identifier, which is in the folder's name.
        label: title of the jury.
        session: year, None when the source does not say.
        version: of the copy, from 1.
        jury_version: version of the jury's file it was made from.
        made: UTC, to the second.
        key: the public key that signs, 64 hexadecimal digits.
        candidates: in the order of the PV, at least one.
        files: every member but ``manifest.json``, by name.
    """

    jury: str
    label: str
    session: int | None
    version: int
    jury_version: int
    made: datetime
    key: str
    candidates: tuple[CopyCandidate, ...]
    files: tuple[CopyFile, ...]

    @property
    def by_name(self) -> Mapping[str, CopyFile]:
        """Members by name."""
        return {one.name: one for one in self.files}

    @property
    def livrets(self) -> Mapping[str, CopyCandidate]:
        """File → the candidate whose livret it is."""
        return {one.file: one for one in self.candidates if one.file is not None}


def moment_text(moment: datetime) -> str:
    """Write a time in UTC, to the second, such as ``2018-07-02T15:42:07Z``.

    Raises:
        ValueError: it is not in UTC.
    """
    if moment.utcoffset() != UTC.utcoffset(None):
        raise ValueError("times are in UTC")
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def encode(manifest: CopyManifest) -> bytes:
    """Write the exact bytes that are signed.

    Raises:
        Flawed: `decode` would refuse them, and says why.
        ValueError: the time is not in UTC.
    """
    candidates = [
        {"pv": one.pv, "number": one.number, "serie": one.serie, "format": one.format, "file": one.file}
        for one in manifest.candidates
    ]
    fields = {
        "format": FORMAT,
        "jury": manifest.jury,
        "label": manifest.label,
        "session": manifest.session,
        "version": manifest.version,
        "jury_version": manifest.jury_version,
        "made": moment_text(manifest.made),
        "key": manifest.key,
        "candidates": candidates,
        "files": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in manifest.files],
    }
    _checked(fields)
    return strict_json.written(fields)


def decode(payload: bytes) -> CopyManifest:
    """Read the bytes that were signed; the signature is `envelope`'s to verify.

    Raises:
        Flawed: they are not those of a manifest that this version understands; `finding` says how.
    """
    return _checked(strict_json.read(payload, CONTENT, names.MANIFEST))


def _checked(read: Any) -> CopyManifest:
    if isinstance(read, dict) and isinstance(read.get("format"), str) and read["format"] != FORMAT:
        raise _THIS.wrong(Flaw.FORMAT_NEWER, "format")
    _THIS.shape(read, _FIELDS)
    candidates, files = read["candidates"], read["files"]
    _THIS.need(names.can_name_a_copy(read["jury"]), "jury")
    _THIS.need(is_line(read["label"]), "label")
    _THIS.need(read["session"] is None or 1900 <= read["session"] <= 9999, "session")
    _THIS.need(1 <= read["version"] <= names.LAST_VERSION, "version")
    _THIS.need(1 <= read["jury_version"] <= LAST_RANK, "jury_version")
    _THIS.need(is_digest(read["key"]), "key")
    _THIS.need(1 <= len(candidates) <= MAX_CANDIDATES, "candidates")
    _THIS.need(len(files) <= MAX_CANDIDATES + 3, "files")
    manifest = CopyManifest(
        jury=read["jury"],
        label=read["label"],
        session=read["session"],
        version=read["version"],
        jury_version=read["jury_version"],
        made=_moment(read["made"]),
        key=read["key"],
        candidates=tuple(_candidate(one, f"candidates.{rank}") for rank, one in enumerate(candidates)),
        files=tuple(_file(one, f"files.{rank}") for rank, one in enumerate(files)),
    )
    _check_candidates(manifest.candidates)
    _check_files(manifest)
    return manifest


def _moment(text: str) -> datetime:
    try:
        if _MOMENT.fullmatch(text) and moment_text(datetime.fromisoformat(text)) == text:
            return datetime.fromisoformat(text)
    except ValueError as error:
        raise _THIS.wrong(Flaw.FIELD_VALUE, "made") from error
    raise _THIS.wrong(Flaw.FIELD_VALUE, "made")


def _candidate(read: Any, place: str) -> CopyCandidate:
    _THIS.shape(read, _CANDIDATE, place)
    for name in ("pv", "number", "serie"):
        _THIS.need(is_line(read[name]), f"{place}.{name}")
    _THIS.need(read["format"] in LIVRET_FORMATS, f"{place}.format")
    candidate = CopyCandidate(**read)
    if candidate.file is not None:
        own = names.can_name_a_livret(candidate.number) and candidate.file == names.livret_name(candidate.number)
        if not own:
            raise _THIS.wrong(Flaw.CANDIDATE_FILE, f"{place}.file")
    return candidate


def _check_candidates(candidates: Iterable[CopyCandidate]) -> None:
    """One N° élève is one candidate, and so is one file name."""
    seen: set[str] = set()
    keys: set[str] = set()
    for rank, one in enumerate(candidates):
        if one.number in seen:
            raise _THIS.wrong(Flaw.CANDIDATE_TWICE, f"candidates.{rank}.number")
        key = names.clash_key(one.number)
        if one.file is not None and key in keys:
            raise _THIS.wrong(Flaw.CANDIDATE_CLASH, f"candidates.{rank}.number")
        seen.add(one.number)
        if one.file is not None:
            keys.add(key)


def _file(read: Any, place: str) -> CopyFile:
    _THIS.shape(read, _FILE, place)
    name = read["name"]
    livret = name.removeprefix(f"{names.LIVRETS}/").removesuffix(".pdf")
    is_livret = names.can_name_a_livret(livret) and name == names.livret_name(livret)
    if name not in {names.INDEX, names.HASHES, names.BOX} and not is_livret:
        raise _THIS.wrong(Flaw.FILES_NAME, f"{place}.name")
    if not 1 <= read["size"] <= MAX_SIZES.get(name, MAX_LIVRET):
        raise _THIS.wrong(Flaw.FILES_SIZE, f"{place}.size")
    _THIS.need(is_digest(read["sha256"]), f"{place}.sha256")
    return CopyFile(**read)


def _check_files(manifest: CopyManifest) -> None:
    """The files are those of a copy and of its candidates, each once, by name."""
    listed = [one.name for one in manifest.files]
    if len(set(listed)) != len(listed):
        raise _THIS.wrong(Flaw.FILES_TWICE, "files")
    if len({names.clash_key(name) for name in listed}) != len(listed):
        raise _THIS.wrong(Flaw.FILES_CLASH, "files")
    if listed != sorted(listed):
        raise _THIS.wrong(Flaw.FILES_ORDER, "files")
    owned = {names.INDEX, names.HASHES, names.BOX, *manifest.livrets}
    if unowned := sorted(set(listed) - owned):
        raise _THIS.wrong(Flaw.FILES_UNOWNED, unowned[0])
    if lacking := sorted(owned - set(listed)):
        raise _THIS.wrong(Flaw.FILES_LACKING, lacking[0])
    if sum(one.size for one in manifest.files) > MAX_TOTAL:
        raise _THIS.wrong(Flaw.FILES_SIZE, "files")
