# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks a copy: every name, every byte, what its pages say, and, with what the person knows, whose copy it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lsl_desk.backup import hash_reader, index_reader, names
from lsl_desk.backup.envelope import Sealed, unseal
from lsl_desk.backup.flaws import Finding, Flaw, Flawed
from lsl_desk.backup.manifest import CopyFile, CopyManifest
from lsl_desk.backup.members import MemberRead, Members, extras, read_member

MOST_FINDINGS: Final = 200
"""Of one copy; those beyond are counted."""

Opener = Callable[[bytes, CopyManifest, str], Mapping[str, str]]
"""Opens ``jury.lsl`` with the jury code: protected livret → digest it vouches for. Raises `Flawed`."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the person knows of the copy.

    Attributes:
        jury: whose it must be, None for any.
        floor: version of the copy below which it is too old, None for any.
        key: hexadecimal digits that the keyid begins with, 16 at least, None when not compared.
        code: the jury code, None when not given.
    """

    jury: str | None = None
    floor: int | None = None
    key: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was found of a copy.

    Attributes:
        findings: what is wrong, in order of weight, `MOST_FINDINGS` at most; none when it is intact.
        left_off: how many more there are.
        sealed: its manifest, None when it is not to be read.
        whole: N° élève whose livret is exactly the one signed, in the order of the PV.
        broken: N° élève whose livret is not, or is missing.
        key_compared: the key is the one the person gave.
        code_opened: the code opened ``jury.lsl``, which vouches for every livret.
    """

    findings: tuple[Finding, ...]
    left_off: int = 0
    sealed: Sealed | None = None
    whole: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    key_compared: bool = False
    code_opened: bool = False

    @property
    def intact(self) -> bool:
        """Nothing is wrong; whose copy it is, is another question."""
        return not self.findings

    @property
    def settled(self) -> bool:
        """It is intact, and whose copy it is was settled by the key or by the code."""
        return self.intact and (self.key_compared or self.code_opened)


@dataclass(slots=True)
class _Check:
    members: Members
    expected: Expected
    others: Iterable[Sealed]
    open_box: Opener | None
    findings: list[Finding] = field(default_factory=list)
    key_compared: bool = False
    code_opened: bool = False


def check(
    members: Members, expected: Expected = Expected(), others: Iterable[Sealed] = (), open_box: Opener | None = None
) -> Report:
    """Check a copy.

    Args:
        members: its files.
        expected: what the person knows of it.
        others: manifests of other copies at hand: a file that comes from one of them is said to, and so is a newer
            version.
        open_box: opens ``jury.lsl`` when a code is expected.

    Returns:
        What was found; nothing about the copy is raised.
    """
    work = _Check(members, expected, tuple(others), open_box, list(members.listing.findings))
    sealed = _sealed(work)
    if sealed is None:
        return _report(work, None, {})
    _check_identity(work, sealed)
    read = {
        one.name: read_member(members, one.name) for one in sealed.manifest.files if one.name in members.listing.sizes
    }
    _check_names(work, sealed.manifest)
    good = _check_bytes(work, sealed.manifest, read)
    _check_pages(work, sealed.manifest, good)
    _check_box(work, sealed.manifest, good)
    return _report(work, sealed, good)


def peek(members: Members) -> Sealed | None:
    """Return the manifest of a copy if its signature holds, and check nothing else."""
    return _sealed(_Check(members, Expected(), (), None))


def _report(work: _Check, sealed: Sealed | None, good: Mapping[str, bytes]) -> Report:
    livrets = sealed.manifest.livrets if sealed else {}
    return Report(
        findings=tuple(work.findings[:MOST_FINDINGS]),
        left_off=max(0, len(work.findings) - MOST_FINDINGS),
        sealed=sealed,
        whole=tuple(one.number for name, one in livrets.items() if name in good),
        broken=tuple(one.number for name, one in livrets.items() if name not in good),
        key_compared=work.key_compared,
        code_opened=work.code_opened,
    )


def _sealed(work: _Check) -> Sealed | None:
    """Read the manifest; whatever keeps it from being one is a finding."""
    if names.MANIFEST not in work.members.listing.sizes:
        if names.MANIFEST not in {one.file for one in work.findings}:
            work.findings.append(Finding(Flaw.MANIFEST_MISSING, names.MANIFEST))
        return None
    read = read_member(work.members, names.MANIFEST)
    if read.fault is not None:
        work.findings.append(read.fault)
        return None
    try:
        return unseal(read.content)
    except Flawed as flawed:
        work.findings.append(flawed.finding)
        return None


def _check_identity(work: _Check, sealed: Sealed) -> None:
    """Hold the manifest against what the folder is called and what the person knows."""
    manifest, expected = sealed.manifest, work.expected
    here = {"jury": manifest.jury, "version": str(manifest.version)}
    own = names.folder_name(manifest.jury, manifest.version)
    said = names.read_name(work.members.path.name)
    if said not in {None, (manifest.jury, manifest.version)}:
        work.findings.append(Finding(Flaw.PLACE_NAME, work.members.path.name, here))
    if work.members.root not in {None, own}:
        work.findings.append(Finding(Flaw.PLACE_NAME, work.members.root or "", here))
    if expected.jury not in {None, manifest.jury}:
        work.findings.append(Finding(Flaw.JURY_OTHER, "", here | {"expected": str(expected.jury)}))
    floor = max([expected.floor or 1, *_newer(work, sealed)])
    if manifest.version < floor:
        work.findings.append(Finding(Flaw.VERSION_OLD, "", here | {"floor": str(floor)}))
    for other in work.others:
        same = (other.manifest.jury, other.manifest.version) == (manifest.jury, manifest.version)
        if same and other.digest != sealed.digest:
            facts = here | {"own": sealed.manifest_print, "other": other.manifest_print}
            work.findings.append(Finding(Flaw.VERSION_DOUBLE, "", facts))
    if expected.key is not None:
        work.key_compared = sealed.keyid.startswith(expected.key)
        if not work.key_compared:
            work.findings.append(Finding(Flaw.KEY_UNKNOWN, "", {"own": sealed.key_print}))


def _newer(work: _Check, sealed: Sealed) -> Iterator[int]:
    """Versions of this jury by the same key that are at hand: another key's word does not make a copy old."""
    for other in work.others:
        if other.manifest.jury == sealed.manifest.jury and other.keyid == sealed.keyid:
            yield other.manifest.version


def _check_names(work: _Check, manifest: CopyManifest) -> None:
    """Every member is there, and nothing else."""
    there = work.members.listing.sizes
    known = {names.MANIFEST, *manifest.by_name}
    said = {one.file for one in work.findings}
    work.findings.extend(extras(there, known))
    work.findings.extend(Finding(Flaw.MEMBER_MISSING, name) for name in sorted(known - there.keys() - said))


def _check_bytes(work: _Check, manifest: CopyManifest, read: Mapping[str, MemberRead]) -> dict[str, bytes]:
    """Hold every file against its digest; return the contents of those that are exactly what was signed."""
    good = {}
    judge = _Judge(manifest, read, work.others)
    for file in manifest.files:
        if file.name not in read:
            continue
        found = judge.finding(file)
        if found is None:
            good[file.name] = read[file.name].content
        else:
            work.findings.append(found)
    return good


class _Judge:
    """Says why a file is not the one signed: swapped, of another version, cut, or altered."""

    def __init__(self, manifest: CopyManifest, read: Mapping[str, MemberRead], others: Iterable[Sealed]) -> None:
        self._read = read
        self._signed = {one.sha256: one.name for one in manifest.files}
        self._others: dict[tuple[str, str], str] = {}
        for other in others:
            title = f"{other.manifest.jury}, version {other.manifest.version}"
            self._others |= {(one.name, one.sha256): title for one in other.manifest.files}
        self._listed = self._other_list(manifest)

    def _other_list(self, manifest: CopyManifest) -> Mapping[str, str]:
        """Return what ``empreintes.txt`` says when it is not the one signed, but a list all the same."""
        found = self._read.get(names.HASHES)
        if found is None or found.digest == manifest.by_name[names.HASHES].sha256:
            return {}
        try:
            listed = hash_reader.read(found.content)
        except Flawed:
            return {}
        # One digit that differs is an altered list. A copy of another version has another index and another box.
        changed = [name for name in (names.INDEX, names.BOX) if listed.get(name) != manifest.by_name[name].sha256]
        return listed if len(changed) == 2 else {}

    def finding(self, file: CopyFile) -> Finding | None:
        """Judge one file, None when it is exactly what was signed."""
        read = self._read[file.name]
        if read.digest == file.sha256:
            return read.fault
        if read.fault is not None and read.fault.flaw is not Flaw.ZIP_CRC:
            return read.fault
        if read.digest in self._signed:
            return Finding(Flaw.MEMBER_SWAPPED, file.name, {"other": self._signed[read.digest]})
        if (file.name, read.digest) in self._others:
            return Finding(Flaw.MEMBER_OTHER_VERSION, file.name, {"other": self._others[file.name, read.digest]})
        if self._listed.get(file.name) == read.digest or (self._listed and file.name == names.HASHES):
            return Finding(Flaw.MEMBER_OTHER_VERSION, file.name, {"other": ""})
        return Finding(_by_size(read.size, file.size), file.name)


def _by_size(read: int, signed: int) -> Flaw:
    if read == 0:
        return Flaw.MEMBER_EMPTY
    if read == signed:
        return Flaw.MEMBER_ALTERED
    return Flaw.MEMBER_SHORT if read < signed else Flaw.MEMBER_LONG


def _check_pages(work: _Check, manifest: CopyManifest, good: Mapping[str, bytes]) -> None:
    """Hold the index and the printed list against the manifest: signed is not yet right."""
    if names.INDEX in good:
        work.findings.extend(index_reader.findings(good[names.INDEX], manifest))
    if names.HASHES in good:
        work.findings.extend(hash_reader.findings(good[names.HASHES], manifest))


def _check_box(work: _Check, manifest: CopyManifest, good: Mapping[str, bytes]) -> None:
    """With the code: the box opens, and vouches for every livret by its digest."""
    if work.expected.code is None or work.open_box is None or names.BOX not in good:
        return
    try:
        vouched = work.open_box(good[names.BOX], manifest, work.expected.code)
    except Flawed as flawed:
        work.findings.append(flawed.finding)
        return
    wrong = list(_unvouched(manifest, vouched))
    work.findings.extend(wrong)
    work.code_opened = not wrong


def _unvouched(manifest: CopyManifest, vouched: Mapping[str, str]) -> Iterator[Finding]:
    for name in manifest.livrets:
        if name not in vouched:
            yield Finding(Flaw.BOX_LACKING, name)
        elif vouched[name] != manifest.by_name[name].sha256:
            yield Finding(Flaw.BOX_OTHER, name)
    for name in sorted(vouched.keys() - manifest.livrets.keys()):
        yield Finding(Flaw.BOX_OTHER, name)
