# SPDX-License-Identifier: AGPL-3.0-or-later
"""State sheets on a folder or key: `client.sit.state_sheet.SecondPlace` over durable steps that FAT32 knows too.

A sheet is a PDF and, beside it, its DSSE envelope. Both are written under hidden names; the envelope is named first, so
that a PDF that has its name is whole and signed; then the sheets before it go. Killed anywhere, the last one is there.
The names carry the post: two of them share a folder without touching each other’s sheets.
"""

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol

from lsl_desk.adapters.copies import disk
from lsl_desk.backup.names import can_name_a_copy
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import DeviceId, Digest
from lsl_desk.domain.state_sheet import StateSheet
from lsl_desk.wire.envelope import STATE, Signed, VerifyingKey
from lsl_desk.wire.state_sheets import SignedState, encode_state

PDF, ENVELOPE = ".pdf", ".json"
_MOMENT: Final = r"\d{4}-\d\d-\d\d-\d\dh\d\dm\d\d"
_POST_DIGITS: Final = 8
"""Of the post’s identifier: enough to tell apart the posts of a room."""


class Signer(Protocol):
    """This post's signature: `adapters.store.link.SealedLink`."""

    @property
    def public(self) -> bytes:
        """Ed25519, 32 bytes."""

    def sign(self, payload_type: str, payload: bytes) -> Signed:
        """Sign."""


class StateShelf:
    """Implements `client.sit.state_sheet.SecondPlace`."""

    def __init__(self, signer: Signer) -> None:
        """Take the signature."""
        self._signer = signer

    @property
    def device(self) -> DeviceId:
        """The post that signs."""
        return VerifyingKey(self._signer.public).id

    def write(self, place: str, sheet: StateSheet, pdf: bytes) -> None:
        """See `SecondPlace.write`."""
        if not can_name_a_copy(sheet.jury):
            raise Refusal(Code.COPY_NO_NAME, jury=sheet.jury)
        folder = disk.ready(place)
        state = SignedState(
            jury=sheet.jury,
            made=sheet.made.astimezone(UTC),
            pdf=Digest(sha256(pdf).hexdigest()),
            key=self._signer.public.hex(),
            head=sheet.head,
            fed=sheet.fed,
            chain=sheet.chain,
        )
        envelope = self._signer.sign(STATE, encode_state(state)).to_bytes()
        own = f"etat-{sheet.jury}-{self.device[:_POST_DIGITS]}"
        stem = folder / f"{own}-{sheet.made:%Y-%m-%d-%Hh%Mm%S}"
        with disk.blaming(folder):
            _sweep(folder, own)
            _put(stem, envelope, pdf)
            for older in _named(folder, own):
                if older.stem != stem.name:
                    disk.retire(older)


def _put(stem: Path, envelope: bytes, pdf: bytes) -> None:
    pairs = [(stem.with_name(stem.name + ending), data) for ending, data in ((ENVELOPE, envelope), (PDF, pdf))]
    hidden = [disk.hidden(path) for path, _data in pairs]
    try:
        for fresh, (_path, data) in zip(hidden, pairs, strict=True):
            disk.write(fresh, data)
        for fresh, (path, _data) in zip(hidden, pairs, strict=True):
            disk.rename(fresh, path)
    except OSError:
        for fresh in hidden:
            disk.remove(fresh)
        raise


def _named(folder: Path, own: str) -> Iterator[Path]:
    """What has the name of a sheet of this post for a jury, PDFs first."""
    name = re.compile(rf"{re.escape(own)}-{_MOMENT}\.(pdf|json)")
    found = [path for path in folder.iterdir() if name.fullmatch(path.name)]
    return iter(sorted(found, key=lambda path: path.suffix, reverse=True))


def _sweep(folder: Path, own: str) -> None:
    """Remove what a writing that was killed left: hidden files, and an envelope whose PDF never came."""
    left = re.compile(rf"\.{re.escape(own)}-{_MOMENT}\.(pdf|json)\.[0-9a-f]{{8}}")
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if left.fullmatch(path.name):
                disk.remove(path)
        for path in _named(folder, own):
            if path.suffix == ENVELOPE and not path.with_suffix(PDF).exists():
                disk.remove(path)
