# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whole, valid copies of invented juries, and the ways to sign anything at all: attacks begin from these."""

import base64
import html
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lsl_desk.backup import names, sealed_box, strict_json
from lsl_desk.backup.check import Expected
from lsl_desk.backup.dsse import key_id, pre_authentication, short
from lsl_desk.backup.envelope import PAYLOAD_TYPE
from lsl_desk.backup.manifest import CopyCandidate, CopyFile, CopyManifest, encode
from lsl_desk.backup.members import Listing
from tests.builders import livret_pdf

POST = Ed25519PrivateKey.from_private_bytes(sha256(b"the post that makes the copies of these tests").digest())
ROGUE = Ed25519PrivateKey.from_private_bytes(sha256(b"a post that nobody knows").digest())
CODE = "abeille-absolu-acacia-accent-acier-acteur-adage"
OTHER_CODE = "adage-acteur-acier-accent-acacia-absolu-abeille"
MADE = datetime(2018, 7, 2, 15, 42, 7, tzinfo=UTC)
LIVRETS = ("0417", "0418", "0432", "A-7")
CHEAP = sealed_box.Cost(memory=64, passes=1, lanes=1)
"""What a code costs in tests: nothing of the format depends on it."""


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def key_print(key: Ed25519PrivateKey = POST) -> str:
    """Sixteen digits, as the room sheet has them but for the spaces."""
    return short(key_id(public(key))).replace(" ", "")


KNOWN = Expected(key=key_print())
"""The person compares the key, and knows no more."""


@dataclass(frozen=True)
class Copy:
    """A copy in memory: its files, and what ``manifest.json`` says of them."""

    manifest: CopyManifest
    files: dict[str, bytes]

    @property
    def name(self) -> str:
        return names.folder_name(self.manifest.jury, self.manifest.version)

    def changed(self, **files: bytes | None) -> "Copy":
        """Other bytes under the names (``/`` and ``.`` written ``__`` and ``_``), None to remove; signed as it was."""
        found = {name: data for name, data in self.files.items() if files.get(_word(name), b"") is not None}
        found |= {name: data for name in self.files if (data := files.get(_word(name)))}
        return replace(self, files=found)

    def write(self, folder: Path, name: str | None = None) -> Path:
        """Write it as a folder."""
        place = folder / (self.name if name is None else name)
        for member, data in self.files.items():
            (place / member).parent.mkdir(parents=True, exist_ok=True)
            (place / member).write_bytes(data)
        return place

    def write_zip(self, folder: Path, edit: Callable[[bytes], bytes] = lambda data: data, **options: Any) -> Path:
        """Write it as a zip that holds its folder; `edit` changes the bytes of the archive."""
        place = folder / f"{self.name}.zip"
        place.write_bytes(edit(zipped({f"{self.name}/{one}": data for one, data in self.files.items()}, **options)))
        return place


def _word(name: str) -> str:
    return name.replace("/", "__").replace(".", "_").replace("-", "_")


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (2018, 7, 2, 17, 42, 6))
            info.compress_type = method
            archive.writestr(info, data)
    return out.getvalue()


def envelope(payload: bytes, key: Ed25519PrivateKey = POST, /, **changes: object) -> bytes:
    """Sign any bytes; `changes` replace a field of the envelope, ``keyid`` and ``sig`` of its signature."""
    signature = {
        "keyid": key_id(public(key)),
        "sig": base64.b64encode(key.sign(pre_authentication(PAYLOAD_TYPE, payload))).decode(),
    }
    signature |= {name: str(changes.pop(name)) for name in ("keyid", "sig") if name in changes}
    fields: dict[str, object] = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [signature],
    }
    return strict_json.written(fields | changes)


def payload_of(copy: Copy) -> dict[str, Any]:
    """The signed fields, to be changed and signed again."""
    read: dict[str, Any] = strict_json.read(encode(copy.manifest), "")
    return read


def index_page(manifest: CopyManifest) -> bytes:
    rows = "".join(
        f"<tr><td>{html.escape(one.pv)}</td><td>{_link(one)}</td><td>{html.escape(one.serie)}</td><td>{one.format}</td></tr>\n"
        for one in manifest.candidates
    )
    title = html.escape(f"{manifest.label}, version {manifest.version}")
    return (
        '<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>' + title + "</title>"
        "<style>td { padding: 0 1em }</style></head><body><h1>" + title + "</h1>\n<table><thead><tr><th>N° PV</th>"
        f"<th>N° élève</th><th>Série</th><th>Format</th></tr></thead>\n<tbody>{rows}</tbody></table></body></html>\n"
    ).encode()


def _link(one: CopyCandidate) -> str:
    return one.number if one.file is None else f'<a href="{one.file}">{one.number}</a>'


def hash_page(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())).encode()


def box_content(livrets: Mapping[str, bytes]) -> bytes:
    """What a box says of the livrets; the rest of what it holds is not for `lsl-verify`."""
    told = [
        {
            "number": name.removeprefix("livrets/").removesuffix(".pdf"),
            "original": sha256(b"o" + data).hexdigest(),
            "digest": sha256(data).hexdigest(),
            "size": len(data),
        }
        for name, data in livrets.items()
    ]
    return strict_json.written({"livrets": told})


def box(manifest: CopyManifest, livrets: Mapping[str, bytes], code: str = CODE) -> bytes:
    return sealed_box.seal(box_content(livrets), code, sealed_box.Binding.of(manifest), CHEAP)


def resealed(copy: Copy, key: Ed25519PrivateKey, **files: bytes) -> Copy:
    """The copy with other bytes, all that follows from them made again, and signed by a key: the best of forgeries."""
    found = {name: data for name, data in copy.changed(**files).files.items() if name != names.MANIFEST}
    if names.HASHES not in {name for name in found if _word(name) in files}:
        found[names.HASHES] = hash_page({name: data for name, data in found.items() if name != names.HASHES})
    listed = tuple(CopyFile(name, len(data), sha256(data).hexdigest()) for name, data in sorted(found.items()))
    manifest = replace(copy.manifest, key=public(key), files=listed)
    return Copy(manifest, found | {names.MANIFEST: envelope(encode(manifest), key)})


@cache
def valid(version: int = 2, jury: str = "J01", key: Ed25519PrivateKey = POST) -> Copy:
    """A copy of four livrets and two candidates without one; each version has other livrets."""
    candidates = [
        CopyCandidate(str(rank + 1), number, "ES", "numerique", names.livret_name(number))
        for rank, number in enumerate(LIVRETS)
    ]
    candidates += [
        CopyCandidate("5", "0901", "", "papier", None),
        CopyCandidate("", "sans n°\u00a05", "ES", "inconnu", None),
    ]
    manifest = CopyManifest(
        jury=jury,
        label=f"Jury {jury} · ES",
        session=2018,
        version=version,
        jury_version=version + 3,
        made=MADE.replace(hour=10 + version),
        key=public(key),
        candidates=tuple(candidates),
        files=(),
    )
    livrets = {names.livret_name(number): livret_pdf(number, version) + b"%" * version for number in LIVRETS}
    files = {names.INDEX: index_page(manifest), names.BOX: box(manifest, livrets)} | livrets
    return resealed(Copy(manifest, files), key)


class InMemory:
    """Implements `Members` over files in memory, for the loops that check thousands of copies."""

    root: str | None = None

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.path = PurePath("copie")
        self._files = files
        self.listing = Listing({name: len(data) for name, data in files.items()}, ())

    def chunks(self, name: str) -> Iterator[bytes]:
        yield self._files[name]

    def close(self) -> None:
        pass
