# SPDX-License-Identifier: AGPL-3.0-or-later
"""The certificate of an erasure and a file of acts as the product makes them, and ways to spoil them."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from lsl_desk.backup.flaws import Flaw
from lsl_desk.backup.proofs.report import Known
from lsl_desk.client.close.leaving import Leaving
from lsl_desk.client.link.values import SignedAct
from lsl_desk.domain.acts import NO_PREVIOUS, Act, Author, LivretOpened, Role
from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
from lsl_desk.domain.retention import ErasureRecord, Kept, falls
from lsl_desk.wire.acts import encode_act
from lsl_desk.wire.envelope import ACT, ERASURE, Signed, SigningKey
from lsl_desk.wire.erasure_record import CERTIFICATE_PDF, CERTIFICATE_RECORD, seal_erasure
from tests.backup.proofs.made import ACADEMY, POST, ROGUE, payload_of, written, zipped
from tests.backup.proofs.spoilt import Maker, spoilt
from tests.client.close.retaining import MemoryOutbox
from tests.fakes.desk import MemoryStore
from tests.fakes.outside import MemoryOutput

PUBLISHED = datetime(2018, 7, 6, 8, tzinfo=UTC)
DUE = falls(PUBLISHED, Kept.ACTIVE)
J01 = JuryId("J01")
FIRST, COUNT = 5, 4
"""Rank of the first act in the file, and how many there are."""


@cache
def record() -> bytes:
    """Two livrets went, one is held."""
    gone = (Digest("a" * 64), Digest("b" * 64))
    held = ((StudentNumber("0417"), Digest("c" * 64)), (StudentNumber("0900"), Digest("")))
    told = ErasureRecord(J01, 2018, PUBLISHED, DUE, DUE, gone, held, (Digest("d" * 64),), 12)
    return seal_erasure(told, POST.public, POST.sign)


def certificate(place: Path, data: bytes | None = None) -> Path:
    """The record alone."""
    path = place / CERTIFICATE_RECORD
    path.write_bytes(record() if data is None else data)
    return path


def archive(place: Path) -> Path:
    """Beside its paper, as the Desk writes both."""
    return zipped(place / "J01-effacement.zip", {CERTIFICATE_PDF: b"%PDF", CERTIFICATE_RECORD: record()})


def resigned(key: SigningKey = POST, **changed: Any) -> bytes:
    """A record that says something else, signed again."""
    return key.sign(ERASURE, written(payload_of(record()) | changed)).to_bytes()


@cache
def acts() -> tuple[bytes, ...]:
    """The lines that a post writes: a head and four acts of its chain."""
    out, kept, previous = MemoryOutput(), [], NO_PREVIOUS
    for rank in range(1, FIRST + COUNT):
        body = LivretOpened(StudentNumber("0417"), Digest("a" * 64), "dossier")
        author = Author("Personne inventée", Role.PRESIDENT)
        act = Act(ActId(f"{rank:032x}"), J01, POST.public.id, rank, previous, author, PUBLISHED, 1, body)
        signed = POST.sign(ACT, encode_act(act))
        kept.append(SignedAct(act, signed.digest, signed.to_bytes()))
        previous = signed.digest
    outbox = MemoryOutbox(kept[FIRST - 1 :], before=FIRST - 1)
    Leaving(MemoryStore(), outbox, out, lambda: POST.public.raw).write_acts("actes.jsonl")
    return tuple(out.files["actes.jsonl"].splitlines())


def acts_file(place: Path, *lines: bytes) -> Path:
    """A file of these lines, of all of them when none is given."""
    path = place / "actes-en-attente.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in (lines or acts())))
    return path


def resigned_act(key: SigningKey, **changed: Any) -> bytes:
    """The last act, saying something else, signed again."""
    return key.sign(ACT, written(payload_of(acts()[-1]) | changed)).to_bytes()


def head(**changed: Any) -> bytes:
    """The head, saying something else."""
    return written(json.loads(acts()[0]) | changed)


def certificates(flaw: Flaw, name: str, data: bytes, known: Known | None = None) -> None:
    """Register a record that must be refused."""

    def make(place: Path) -> Path:
        return certificate(place, data)

    make.__name__ = name
    register(flaw, make, known)


def files(flaw: Flaw, name: str, *lines: bytes, known: Known | None = None) -> None:
    """Register a file of acts that must be refused."""

    def make(place: Path) -> Path:
        return acts_file(place, *lines)

    make.__name__ = name
    register(flaw, make, known)


def register(flaw: Flaw, make: Maker, known: Known | None) -> None:
    """Say what it must be refused with."""
    spoilt(flaw, known or Known())(make)


_ALTERED = replace(Signed.from_bytes(record()), payload=Signed.from_bytes(resigned(acts=3)).payload).to_bytes()
certificates(Flaw.SIGNATURE_WRONG, "an_erasure_that_tells_fewer_acts", _ALTERED)
certificates(Flaw.KEYID_OTHER, "an_erasure_signed_by_another_post", resigned(ROGUE))
certificates(Flaw.SIGNER_OTHER, "an_erasure_of_another_post_than_expected", record(), Known(key=ACADEMY.public.id))
certificates(Flaw.JURY_OTHER, "an_erasure_of_another_jury_than_asked", record(), Known(jury="J02"))
certificates(Flaw.FORMAT_NEWER, "an_erasure_of_a_later_protocol", resigned(protocol="2099-01-01"))
certificates(Flaw.FIELD_VALUE, "an_erased_livret_that_is_no_digest", resigned(erased=["a"]))
certificates(Flaw.FIELD_VALUE, "a_held_livret_that_is_no_digest", resigned(held=[{"number": "0417", "livret": "a"}]))
certificates(Flaw.FIELD_VALUE, "an_erasure_of_no_session", resigned(session=12))
certificates(Flaw.FIELD_VALUE, "an_erasure_at_no_hour", resigned(erased_at="hier"))
certificates(Flaw.FIELD_UNKNOWN, "an_erasure_that_names_somebody", resigned(name="Inventée"))

_HEAD, *_ACTS = acts()
files(Flaw.LINE_MISSING, "acts_of_which_one_is_taken_away", _HEAD, _ACTS[0], *_ACTS[2:])
files(Flaw.LINE_MISSING, "acts_of_which_the_first_is_taken_away", _HEAD, *_ACTS[1:])
files(Flaw.LINES_MISSING, "acts_of_which_the_last_are_taken_away", _HEAD, *_ACTS[:2])
files(Flaw.LINE_MOVED, "an_act_given_twice", _HEAD, *_ACTS, _ACTS[0])
files(Flaw.LINE_MOVED, "an_act_more_than_the_head_says", head(acts=COUNT - 1), *_ACTS)
files(Flaw.LINE_UNREADABLE, "an_act_that_is_no_line_of_ours", _HEAD, *_ACTS[:-1], b"{}")
files(Flaw.LINE_UNHELD, "an_act_of_another_post", _HEAD, *_ACTS[:-1], resigned_act(ROGUE, device=ROGUE.public.id))
files(Flaw.LINE_UNREADABLE, "an_act_in_the_name_of_another_post", _HEAD, *_ACTS[:-1], resigned_act(ROGUE))
files(Flaw.LINE_CHAIN, "an_act_that_follows_another", _HEAD, *_ACTS[:-1], resigned_act(POST, previous="e" * 64))
files(Flaw.FIELD_VALUE, "a_head_without_a_key", head(key="00"), *_ACTS)
files(Flaw.FIELD_VALUE, "a_head_of_no_act", head(acts=0), *_ACTS)
files(Flaw.JURY_OTHER, "acts_of_another_jury_than_asked", *acts(), known=Known(jury="J02"))
files(Flaw.SIGNER_OTHER, "acts_of_another_post_than_expected", *acts(), known=Known(key=ACADEMY.public.id))
