# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proofs as the product makes them, signed by invented keys; what spoils them begins from these."""

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from lsl_desk.backup.dsse import short
from lsl_desk.backup.proofs.report import Known
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.minutes import Minutes
from lsl_desk.domain.visas import JuryVisas, visas_of
from lsl_desk.wire.envelope import PV, VISA, Signed, SigningKey
from lsl_desk.wire.minutes import encode_minutes, minutes_digest
from lsl_desk.wire.pv_record import PV_JSON, PV_PDF, PV_RECORD, seal_record
from lsl_desk.wire.visas import seal_visas
from tests.domain.closings import closed_room
from tests.domain.test_minutes import drawn

ACADEMY = SigningKey(b"a" * 32)
POST = SigningKey(b"p" * 32)
ROGUE = SigningKey(b"r" * 32)
MADE = datetime(2018, 7, 4, 12, tzinfo=UTC)
PDF = b"%PDF-1.7 of the PV"
BY_ACADEMY = Known(key=ACADEMY.public.id)
BY_POST = Known(key=POST.public.id)
NOTHING = Known()


@cache
def minutes() -> Minutes:
    """The PV of a jury of three, closed."""
    return drawn(closed_room())


@cache
def visas() -> bytes:
    """Its visas."""
    made = visas_of(minutes(), minutes_digest(minutes()), 12, Digest("c" * 64), MADE)
    assert isinstance(made, JuryVisas)
    return seal_visas(made, ACADEMY)


@cache
def pv_files() -> Mapping[str, bytes]:
    """Its PV, by name."""
    record = seal_record(minutes(), PDF, MADE, POST.public, POST.sign)
    return {PV_JSON: encode_minutes(minutes()), PV_PDF: PDF, PV_RECORD: record}


def payload_of(envelope: bytes) -> dict[str, Any]:
    """The signed fields, to be changed and signed again."""
    read: dict[str, Any] = json.loads(Signed.from_bytes(envelope).payload)
    return read


def written(fields: Any) -> bytes:
    """As every format of ours is written."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def resigned_visas(fields: Mapping[str, Any], key: SigningKey = ACADEMY) -> bytes:
    """Visas that say something else, signed again."""
    return key.sign(VISA, written(dict(fields))).to_bytes()


def resigned_record(fields: Mapping[str, Any], key: SigningKey = POST) -> bytes:
    """A record that says something else, signed again."""
    return key.sign(PV, written(dict(fields))).to_bytes()


def flipped(data: bytes, bit: int) -> bytes:
    """The same bytes but for one bit."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def folder(place: Path, files: Mapping[str, bytes]) -> Path:
    """Write files in a folder."""
    place.mkdir()
    for name, data in files.items():
        (place / name).write_bytes(data)
    return place


def zipped(place: Path, files: Mapping[str, bytes], root: str = "") -> Path:
    """Write files in a zip, under a folder or not."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(f"{root}{name}", (2018, 7, 4, 12, 0, 0)), data)
    place.write_bytes(out.getvalue())
    return place


def print_of(key: SigningKey) -> str:
    """Its short print."""
    return short(key.public.id)


def text(data: bytes) -> str:
    """Base64."""
    return base64.b64encode(data).decode()
