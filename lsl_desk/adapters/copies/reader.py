# SPDX-License-Identifier: AGPL-3.0-or-later
"""One plan de secours as it lies on a disk: its manifest verified, its box opened by the code, its files held to it."""

from hashlib import sha256
from pathlib import Path

from lsl_desk.backup import names, sealed_box
from lsl_desk.backup.envelope import Sealed, unseal
from lsl_desk.backup.flaws import Flawed
from lsl_desk.backup.manifest import CopyManifest
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.members.limits import Members
from lsl_desk.members.opening import open_members
from lsl_desk.wire.jury_copy import CopyUnreadable, JuryCopy, decode_copy


class CopyReader:
    """An open copy. Nothing of it is believed but what the manifest's signature, and then the code, vouch for."""

    def __init__(self, members: Members) -> None:
        """Verify the manifest.

        Args:
            members: the folder or zip, which this closes.

        Raises:
            Refusal: COPY_UNKNOWN when it is no plan de secours; COPY_BROKEN, with ``flaw`` and ``place``, when its
                manifest does not verify; what reading a member refuses.
        """
        self._members = members
        self._top = top_of(members.names)
        try:
            if self._top is None:
                raise Refusal(Code.COPY_UNKNOWN, path=members.path)
            self.sealed: Sealed = unseal(self._members.read(self._top + names.MANIFEST))
        except Flawed as error:
            members.close()
            finding = error.finding
            raise Refusal(Code.COPY_BROKEN, path=members.path, flaw=finding.flaw.value) from error
        except Refusal:
            members.close()
            raise

    @property
    def manifest(self) -> CopyManifest:
        """What is signed."""
        return self.sealed.manifest

    @property
    def unlisted(self) -> tuple[str, ...]:
        """Files that the manifest does not name, by their place in the copy."""
        known = {*self.manifest.by_name, names.MANIFEST}
        inside = (name.removeprefix(self._top or "") for name in self._members.names)
        return tuple(name for name in inside if name not in known)

    def opened(self, code: str) -> JuryCopy:
        """Open the box.

        Args:
            code: as `backup.code.normalised` gives it.

        Raises:
            Refusal: COPY_CODE_OTHER; COPY_BOX when it was altered, or is of a version that this one does not read.
        """
        box = self._bytes(names.BOX)
        if box is None or not self.bears(names.BOX, box):
            raise Refusal(Code.COPY_BOX, path=self._members.path)
        try:
            copy = decode_copy(sealed_box.opened(box, code, sealed_box.Binding.of(self.manifest)))
        except sealed_box.CodeWrong as error:
            raise Refusal(Code.COPY_CODE_OTHER) from error
        except (sealed_box.BoxBroken, CopyUnreadable) as error:
            raise Refusal(Code.COPY_BOX, path=self._members.path) from error
        if copy.file.jury != self.manifest.jury:
            raise Refusal(Code.COPY_BOX, path=self._members.path)
        return copy

    def bears(self, name: str, data: bytes) -> bool:
        """Tell whether bytes are those that the manifest signs under a name."""
        listed = self.manifest.by_name.get(name)
        return listed is not None and sha256(data).hexdigest() == listed.sha256

    def whole(self, name: str) -> bytes | None:
        """The bytes of a member, None when it is not there or not as it was signed.

        Raises:
            Refusal: the disk went away.
        """
        data = self._bytes(name)
        return data if data is not None and self.bears(name, data) else None

    def altered(self) -> tuple[str, ...]:
        """The members that are not there, or not as they were signed; reads all of them."""
        return tuple(one.name for one in self.manifest.files if self.whole(one.name) is None)

    def close(self) -> None:
        """Let go of the folder or zip."""
        self._members.close()

    def _bytes(self, name: str) -> bytes | None:
        full = (self._top or "") + name
        return self._members.read(full) if full in self._members.names else None


def top_of(listed: tuple[str, ...]) -> str | None:
    """The folder that holds a copy's members, "" or ending with « / »; None when these are no copy's members."""
    tops = [name.removesuffix(names.MANIFEST) for name in listed if name.rsplit("/", 1)[-1] == names.MANIFEST]
    found = [top for top in tops if top.count("/") <= 1 and top + names.BOX in listed]
    return found[0] if len(found) == 1 else None


def read_copy(path: str | Path) -> CopyReader:
    """Open a copy: its folder or zip, or a key that holds one of them.

    Raises:
        Refusal: as `CopyReader`; SEVERAL_JURIES when there are several at that place.
    """
    place = Path(path).expanduser()
    inside: list[Path] = []
    try:
        if place.is_dir() and not (place / names.MANIFEST).exists():
            inside = sorted(one for one in place.iterdir() if names.read_name(one.name))
    except OSError as error:
        raise Refusal(Code.PATH_UNREADABLE, path=str(path)) from error
    if len(inside) > 1:
        raise Refusal(Code.SEVERAL_JURIES, path=str(path), names=", ".join(one.name for one in inside))
    return CopyReader(open_members(str(inside[0] if inside else place)))
