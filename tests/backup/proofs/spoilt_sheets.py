# SPDX-License-Identifier: AGPL-3.0-or-later
"""A state sheet as the product makes it, and ways to spoil it."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from lsl_desk.backup.flaws import Flaw
from lsl_desk.backup.proofs.report import Known
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.journal import Head
from lsl_desk.wire.envelope import STATE, SigningKey
from lsl_desk.wire.state_sheets import SignedState, encode_state
from tests.backup.proofs.made import ACADEMY, POST, payload_of, written
from tests.backup.proofs.spoilt import spoilt

PDF = b"%PDF-1.7 of the state"
NAME = "etat-J01-2018-07-03-09h41m05"


def sheet(place: Path) -> Path:
    """Write a sheet and its signature; return the signature."""
    made, pdf = datetime(2018, 7, 3, 7, 41, 5, tzinfo=UTC), Digest(sha256(PDF).hexdigest())
    head, chain = Head(41, Digest("c" * 64)), Digest("d" * 64)
    state = SignedState(JuryId("J01"), made, pdf, POST.public.raw.hex(), head, 108, chain)
    (place / f"{NAME}.pdf").write_bytes(PDF)
    path = place / f"{NAME}.json"
    path.write_bytes(POST.sign(STATE, encode_state(state)).to_bytes())
    return path


def resigned(path: Path, key: SigningKey = POST, **changed: Any) -> Path:
    """Say something else, signed again."""
    path.write_bytes(key.sign(STATE, written(payload_of(path.read_bytes()) | changed)).to_bytes())
    return path


@spoilt(Flaw.SHEET_ALTERED)
def a_mark_changed_on_the_sheet(place: Path) -> Path:
    path = sheet(place)
    path.with_suffix(".pdf").write_bytes(PDF.replace(b"state", b"stake"))
    return path


@spoilt(Flaw.SHEET_LACKING)
def a_signature_without_its_sheet(place: Path) -> Path:
    path = sheet(place)
    path.with_suffix(".pdf").unlink()
    return path


@spoilt(Flaw.KEYID_OTHER)
def a_sheet_signed_by_another_post(place: Path) -> Path:
    return resigned(sheet(place), ACADEMY)


@spoilt(Flaw.SIGNER_OTHER, Known(key=ACADEMY.public.id))
def a_sheet_of_a_post_that_is_not_the_one_expected(place: Path) -> Path:
    return sheet(place)


@spoilt(Flaw.JURY_OTHER, Known(jury="J02"))
def a_sheet_of_another_jury(place: Path) -> Path:
    return sheet(place)


@spoilt(Flaw.FIELD_VALUE)
def a_sheet_with_a_rank_below_zero(place: Path) -> Path:
    return resigned(sheet(place), fed=-1)
