# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a journal, written and read one by one (decision 017).

The first is its head: ``academy`` (the public key that receipts are held against, null without one), ``format``,
``jury``, ``last`` (the rank of the last line). Then each act of the jury in the academy's order, by its rank from 1:
whole (``act``, ``key``, ``receipt``), or, of somebody else, only what the chain is made of (``chain``, ``code``,
``digest``, ``verdict``). Whole acts that wait, without a receipt, come last.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from lsl_desk.backup import dsse, strict_json
from lsl_desk.backup.fields import LAST_RANK, NONE, Fields, Kinds, is_digest
from lsl_desk.backup.flaws import CONTENT, Flawed

FORMAT: Final = "1"
ACT: Final = "application/vnd.lsl-desk.act+json"
RECEIPT: Final = "application/vnd.lsl-desk.receipt+json"
NO_CHAIN: Final = "0" * 64
"""The chain of a jury before its first act."""
VERDICTS: Final = frozenset({"accepted", "conflict", "refused"})

_HEAD: Final[Mapping[str, Kinds]] = {"academy": (str, NONE), "format": str, "jury": str, "last": int}
_WHOLE: Final[Mapping[str, Kinds]] = {"act": dict, "key": str, "rank": int, "receipt": (dict, NONE)}
_TOLD: Final[Mapping[str, Kinds]] = {"chain": str, "code": str, "digest": str, "rank": int, "verdict": str}
_ACT: Final[Mapping[str, Kinds]] = {
    "act": str,
    "author": dict,
    "body": dict,
    "device": str,
    "jury": str,
    "time": str,
}
"""What is read of an act; it says more, all of it signed."""
_RECEIPT: Final[Mapping[str, Kinds]] = {
    "act": str,
    "chain": str,
    "code": str,
    "digest": str,
    "jury": str,
    "received": str,
    "sequence": int,
    "verdict": str,
}


@dataclass(frozen=True, slots=True)
class Whole:
    """An act to write whole.

    Attributes:
        act: its envelope, as bytes.
        key: public key of the post, 32 bytes.
        receipt: the academy's, as bytes; None while it waits.
    """

    act: bytes
    key: bytes
    receipt: bytes | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An act of somebody else, of which only what the chain is made of is written.

    Attributes:
        digest: of the act's signed bytes.
        verdict: what became of it.
        code: why it was refused, "" otherwise.
        chain: of the jury after it.
    """

    digest: str
    verdict: str
    code: str
    chain: str


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of a journal."""

    academy: str | None
    jury: str
    last: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds by itself: its signatures do, and name each other.

    Attributes:
        rank: in the journal.
        digest: of the act.
        act: what was signed, None when only told.
        verdict: "" for an act that waits.
        code: why it was refused, "" otherwise.
        chain: of the jury after it, "" for an act that waits.
        received: UTC, as text; "" when only told, or waiting.
    """

    rank: int
    digest: str
    act: Mapping[str, Any] | None
    verdict: str = ""
    code: str = ""
    chain: str = ""
    received: str = ""


class Unheld(Exception):  # noqa: N818 - the state of the line, as the caller reports it
    """A line is readable, and a signature in it does not hold, or is of something else."""


def next_chain(chain: str, digest: str, verdict: str, code: str) -> str:
    """Link an act and what became of it to a jury's chain, as `domain.receipts.next_chain`."""
    return sha256(f"{chain}{digest}{verdict}{code}".encode()).hexdigest()


def journal(jury: str, academy: bytes | None, acts: Iterable[Whole | Told]) -> bytes:
    """Write a journal.

    Args:
        jury: whose.
        academy: its public key, 32 bytes; None for a jury of no academy.
        acts: all of the jury in the academy's order, then those that wait.
    """
    written = [strict_json.written(_fields(rank, one)) for rank, one in enumerate(acts, 1)]
    head = {
        "academy": None if academy is None else academy.hex(),
        "format": FORMAT,
        "jury": jury,
        "last": len(written),
    }
    return b"".join(line + b"\n" for line in (strict_json.written(head), *written))


def split(data: bytes) -> Iterator[bytes]:
    """The lines of a journal; the last one ends as the others do, and one that does not is kept as it is."""
    *whole, rest = data.split(b"\n")
    yield from whole
    if rest:
        yield rest + b"\n"


def read_head(line: bytes, file: str) -> Head:
    """Read the first line.

    Raises:
        Flawed: it is not one.
    """
    fields = Fields(file)
    read = strict_json.read(line, CONTENT, file)
    fields.shape(read, _HEAD)
    fields.need(read["format"] == FORMAT, "format")
    fields.texts(read, ("jury",))
    fields.need(read["academy"] is None or dsse.is_key(read["academy"]), "academy")
    fields.need(0 <= read["last"] <= LAST_RANK, "last")
    return Head(read["academy"], read["jury"], read["last"])


def read_line(line: bytes, head: Head, file: str) -> Line:
    """Read a line and hold its signatures.

    Raises:
        Flawed: it is not one.
        Unheld: a signature does not hold, or is of something else.
    """
    fields = Fields(file)
    read = strict_json.read(line, CONTENT, file)
    if isinstance(read, dict) and "digest" in read:
        fields.shape(read, _TOLD)
        fields.digests(read, ("chain", "digest"))
        fields.need(read["verdict"] in VERDICTS, "verdict")
        return Line(read["rank"], read["digest"], None, read["verdict"], read["code"], read["chain"])
    fields.shape(read, _WHOLE)
    fields.need(dsse.is_key(read["key"]), "key")
    envelope = dsse.taken(read["act"], ACT, file)
    act = strict_json.read(envelope.payload, CONTENT, file)
    fields.within(act, _ACT)
    fields.within(act["author"], {"name": str, "role": str}, "author")
    fields.within(act["body"], {"kind": str}, "body")
    _hold(envelope, read["key"])
    if act["device"] != envelope.keyid or act["jury"] != head.jury:
        raise Unheld
    if read["receipt"] is None:
        return Line(read["rank"], envelope.digest, act)
    return _received(read, head, act, envelope.digest, fields)


def _received(read: Mapping[str, Any], head: Head, act: Mapping[str, Any], digest: str, fields: Fields) -> Line:
    envelope = dsse.taken(read["receipt"], RECEIPT, fields.file)
    said = strict_json.read(envelope.payload, CONTENT, fields.file)
    fields.within(said, _RECEIPT)
    fields.need(said["verdict"] in VERDICTS, "verdict")
    fields.need(is_digest(said["chain"]), "chain")
    if head.academy is None:
        raise Unheld
    _hold(envelope, head.academy)
    own = (act["act"], digest, head.jury, read["rank"])
    if (said["act"], said["digest"], said["jury"], said["sequence"]) != own:
        raise Unheld
    return Line(read["rank"], digest, act, said["verdict"], said["code"], said["chain"], said["received"])


def _hold(envelope: dsse.Opened, key: str) -> None:
    try:
        envelope.verify(key)
    except Flawed as flawed:
        raise Unheld from flawed


def _fields(rank: int, one: Whole | Told) -> dict[str, object]:
    if isinstance(one, Told):
        told = {"chain": one.chain, "code": one.code, "digest": one.digest, "verdict": one.verdict}
        return {"rank": rank, **told}
    receipt = None if one.receipt is None else strict_json.read(one.receipt, "")
    return {"rank": rank, "act": strict_json.read(one.act, ""), "key": one.key.hex(), "receipt": receipt}
