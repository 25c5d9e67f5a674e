# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a plan de secours keeps under the jury code (``jury.lsl``), as bytes and back. Strict, as `wire.acts`.

The jury's table as this post has it, without a name; what the academy signed of it, when there is one; the acts of the
jury, each in its envelope; and of each livret the digest of the original beside that of its protected file.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, TypeAdapter

from lsl_desk.domain.acts import LivretRead
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import JuryFile
from lsl_desk.domain.receipts import Verdict
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.candidates import CandidateFields, candidate_fields, candidate_of
from lsl_desk.wire.envelope import ACT, RECEIPT, EnvelopeBroken, Signed, VerifyingKey
from lsl_desk.wire.exchange import Nonce
from lsl_desk.wire.receipts import decode_receipt
from lsl_desk.wire.strict import (
    MAX_CANDIDATES,
    Base64,
    Dated,
    Moment,
    Rank,
    Sha256,
    Short,
    Strict,
    Unreadable,
    Year,
    moment_of,
    moment_text,
    read_dated,
)
from lsl_desk.wire.version import PROTOCOL

_MAX_ACTS = 100_000


class CopyUnreadable(Unreadable):
    """The bytes are not the content of a plan de secours that this version understands."""


@dataclass(frozen=True, slots=True)
class ProtectedLivret:
    """A livret of the copy.

    Attributes:
        number: N° élève.
        original: digest of the livret it was made from, by which acts name it.
        digest: of the protected file.
        size: bytes of the protected file.
    """

    number: StudentNumber
    original: Digest
    digest: Digest
    size: int


@dataclass(frozen=True, slots=True)
class CopiedAcademy:
    """The academy of the post that made the copy, or the one that the copy it had opened named.

    Attributes:
        name: of the academy, "" when only its key is known.
        url: address of its server, "" likewise.
        key: its Ed25519 key, 32 bytes.
    """

    name: str
    url: str
    key: bytes


@dataclass(frozen=True, slots=True)
class CopiedAct:
    """An act of the jury.

    Attributes:
        act: envelope of the act.
        key: public key of the post that signed it, 32 bytes.
        receipt: envelope of the academy's receipt, None while it had none.
    """

    act: bytes
    key: bytes
    receipt: bytes | None = None


@dataclass(frozen=True, slots=True)
class JuryCopy:
    """What is under the jury code.

    Attributes:
        file: the jury's file as the post that made the copy had it.
        livrets: those the copy holds.
        academy: None for a post that had none.
        manifest: envelope of the academy's list, with the marks; None when the file is not the academy's.
        acts: of the jury, those of the academy first.
    """

    file: JuryFile
    livrets: tuple[ProtectedLivret, ...]
    academy: CopiedAcademy | None
    manifest: bytes | None
    acts: tuple[CopiedAct, ...]

    def livrets_read(self) -> tuple[tuple[StudentNumber, Digest], ...]:
        """The livrets that acts of the jury say were read: each signed by its post, and not refused by the academy."""
        return tuple(dict.fromkeys((read.number, read.digest) for read in self._readings()))

    def _readings(self) -> Iterator[LivretRead]:
        academy = None if self.academy is None else VerifyingKey(self.academy.key)
        for one in self.acts:
            try:
                signed = Signed.from_bytes(one.act)
                VerifyingKey(one.key).verify(signed, ACT)
                act = decode_act(signed.payload)
                if act.jury == self.file.jury and isinstance(act.body, LivretRead) and not _refused(one, academy):
                    yield act.body
            except (EnvelopeBroken, Unreadable):
                continue  # another version's act, or not one: it proves nothing, and stops no jury from reading


def _refused(one: CopiedAct, academy: VerifyingKey | None) -> bool:
    if one.receipt is None or academy is None:
        return False
    receipt = Signed.from_bytes(one.receipt)
    academy.verify(receipt, RECEIPT)
    return decode_receipt(receipt.payload).verdict is Verdict.REFUSED


_Envelope = Annotated[Base64, Field(max_length=4 * 1024 * 1024)]


class _Protected(Strict):
    number: Short
    original: Sha256
    digest: Sha256
    size: Rank


class _Academy(Strict):
    name: Short
    url: Short
    key: Nonce


class _Act(Strict):
    act: _Envelope
    key: Nonce
    receipt: _Envelope | None


class _Copy(Dated):
    jury: Short
    label: Short
    session: Year | None
    version: Rank
    imported: Moment
    source: Short
    candidates: Annotated[list[CandidateFields], Field(max_length=MAX_CANDIDATES)]
    livrets: Annotated[list[_Protected], Field(max_length=MAX_CANDIDATES)]
    academy: _Academy | None
    manifest: _Envelope | None
    acts: Annotated[list[_Act], Field(max_length=_MAX_ACTS)]


_ADAPTER: TypeAdapter[_Copy] = TypeAdapter(_Copy)


def encode_copy(copy: JuryCopy) -> bytes:
    """Write the bytes that are sealed.

    Raises:
        ValueError: a time is not in UTC.
        CopyUnreadable: `decode_copy` would refuse it.
    """
    file = copy.file
    fields = {
        "protocol": PROTOCOL,
        "jury": file.jury,
        "label": file.label,
        "session": file.session,
        "version": file.version,
        "imported": moment_text(file.imported),
        "source": file.source,
        "candidates": [candidate_fields(one) for one in file.candidates],
        "livrets": [
            {"number": one.number, "original": one.original, "digest": one.digest, "size": one.size}
            for one in copy.livrets
        ],
        "academy": None
        if copy.academy is None
        else {"name": copy.academy.name, "url": copy.academy.url, "key": _text(copy.academy.key)},
        "manifest": None if copy.manifest is None else _text(copy.manifest),
        "acts": [
            {
                "act": _text(one.act),
                "key": _text(one.key),
                "receipt": None if one.receipt is None else _text(one.receipt),
            }
            for one in copy.acts
        ],
    }
    content = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    _read(content)
    return content


def decode_copy(content: bytes) -> JuryCopy:
    """Read the bytes that were sealed.

    Raises:
        CopyUnreadable: another protocol, an unknown field or word, or a field of another shape.
    """
    read = _read(content)
    file = JuryFile(
        jury=JuryId(read.jury),
        label=read.label,
        session=read.session,
        version=read.version,
        candidates=tuple(map(candidate_of, read.candidates)),
        imported=moment_of(read.imported),
        source=read.source,
    )
    academy = read.academy
    return JuryCopy(
        file=file,
        livrets=tuple(
            ProtectedLivret(StudentNumber(one.number), Digest(one.original), Digest(one.digest), one.size)
            for one in read.livrets
        ),
        academy=None if academy is None else CopiedAcademy(academy.name, academy.url, _bytes(academy.key)),
        manifest=None if read.manifest is None else _bytes(read.manifest),
        acts=tuple(
            CopiedAct(_bytes(one.act), _bytes(one.key), None if one.receipt is None else _bytes(one.receipt))
            for one in read.acts
        ),
    )


def _read(content: bytes) -> _Copy:
    return read_dated(_ADAPTER, content, CopyUnreadable, "not a copy")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
