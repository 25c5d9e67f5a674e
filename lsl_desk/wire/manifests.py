# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury's manifest as the exact bytes that the academy signs, and back. Strict, as `wire.acts`."""

import json
from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter

from lsl_desk.domain.acts import Member, Presence, Quality, Role
from lsl_desk.domain.ids import CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.manifest import PARIS, Edition, JuryManifest, PaperList
from lsl_desk.domain.marks import ExamCode, ExamMark
from lsl_desk.domain.period import Period
from lsl_desk.wire.act_shapes import MAX_MEMBERS, QualityWord
from lsl_desk.wire.candidates import CandidateFields, candidate_fields, candidate_of
from lsl_desk.wire.strict import (
    MAX_CANDIDATES,
    Dated,
    MarkText,
    Moment,
    Rank,
    Short,
    Strict,
    Unreadable,
    Year,
    decimal_text,
    moment_of,
    moment_text,
    read_dated,
)
from lsl_desk.wire.version import PROTOCOL


def edition(version: int, signature: bytes) -> Edition:
    """Name a manifest by its version and the academy's signature over it (Ed25519: one list has one signature)."""
    return Edition(version, Digest(sha256(signature).hexdigest()))


def tag(one: Edition) -> str:
    """The entity tag of a manifest."""
    return f'"{one.version}-{one.digest}"'


class ManifestUnreadable(Unreadable):
    """The bytes are not a manifest that this version understands."""


class _Mark(Strict):
    exam: Short
    coefficient: MarkText
    value: MarkText | None
    second: MarkText | None = None
    chosen: bool = False
    """Both came with the second group, and are written of a mark that has them only."""


def _once(names: Iterable[str]) -> None:
    """Two things under one name: nobody could say whose mark or livret it is."""
    listed = list(names)
    if len(set(listed)) != len(listed):
        raise ValueError("named twice")


def _exams_once(marks: list[_Mark]) -> list[_Mark]:
    _once(one.exam for one in marks)
    return marks


class _Candidate(CandidateFields):
    marks: Annotated[list[_Mark], Field(max_length=100), AfterValidator(_exams_once)]


Name = Annotated[Short, StringConstraints(min_length=1)]
"""A person's name: a seat that has none is null."""


class _Heads(Strict):
    president: Name | None
    vice_president: Name | None


def _papers_once(numbers: list[str]) -> list[str]:
    _once(numbers)
    return numbers


class _Ocean(Strict):
    made: Moment
    numbers: Annotated[list[Short], Field(max_length=MAX_CANDIDATES), AfterValidator(_papers_once)]


class _Member(Strict):
    name: Name
    quality: QualityWord


def _numbers_once(candidates: list[_Candidate]) -> list[_Candidate]:
    _once(one.number for one in candidates)
    return candidates


class _Manifest(Dated):
    jury: Short
    centre: Short
    label: Short
    session: Year
    version: Rank
    made: Moment
    sitting: Moment | None
    heads: _Heads = _Heads(president=None, vice_president=None)
    ocean: _Ocean | None = None
    """Both came after the first manifests were signed; those stay readable."""
    group: Literal[1, 2] = 1
    members: Annotated[list[_Member], Field(default_factory=list, max_length=MAX_MEMBERS)]
    period: Literal["juin", "septembre"] = "juin"
    zone: Annotated[Short, StringConstraints(pattern=r"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,3}$")] = PARIS
    """Written when they say something: a June list of a first group without members is for older Desks too."""
    candidates: Annotated[list[_Candidate], Field(max_length=MAX_CANDIDATES), AfterValidator(_numbers_once)]


_ADAPTER: TypeAdapter[_Manifest] = TypeAdapter(_Manifest)


def encode_manifest(manifest: JuryManifest) -> bytes:
    """Write the bytes that are signed for a manifest.

    Raises:
        ValueError: a time is not in UTC.
        ManifestUnreadable: `decode_manifest` would refuse it.
    """
    fields: dict[str, object] = {
        "protocol": PROTOCOL,
        "jury": manifest.jury,
        "centre": manifest.centre,
        "label": manifest.label,
        "session": manifest.session,
        "version": manifest.version,
        "made": moment_text(manifest.made),
        "sitting": None if manifest.sitting is None else moment_text(manifest.sitting),
        "heads": {role.value: manifest.heads.get(role) for role in (Role.PRESIDENT, Role.VICE_PRESIDENT)},
        "ocean": None
        if manifest.ocean is None
        else {"made": moment_text(manifest.ocean.made), "numbers": list(manifest.ocean.numbers)},
        "candidates": [_fields(one, manifest.marks.get(one.number, ())) for one in manifest.candidates],
    }
    if manifest.group != 1:
        fields["group"] = manifest.group
    if manifest.members:
        fields["members"] = [{"name": one.name, "quality": one.quality.value} for one in manifest.members]
    if manifest.period is not Period.JUNE:
        fields["period"] = manifest.period.value
    if manifest.zone != PARIS:
        fields["zone"] = manifest.zone
    payload = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    _read(payload)
    return payload


def decode_manifest(payload: bytes) -> JuryManifest:
    """Read a manifest from the bytes that were signed.

    Raises:
        ManifestUnreadable: another protocol, an unknown field or word, or a field of another shape.
    """
    read = _read(payload)
    return JuryManifest(
        jury=JuryId(read.jury),
        centre=CentreId(read.centre),
        label=read.label,
        session=read.session,
        version=read.version,
        made=moment_of(read.made),
        sitting=None if read.sitting is None else moment_of(read.sitting),
        candidates=tuple(candidate_of(one) for one in read.candidates),
        marks={StudentNumber(one.number): tuple(map(_mark, one.marks)) for one in read.candidates if one.marks},
        heads=_heads(read.heads),
        ocean=None if read.ocean is None else _ocean(read.ocean),
        group=read.group,
        members=tuple(Member(one.name, Quality(one.quality), Presence.AWAY) for one in read.members),
        period=Period(read.period),
        zone=read.zone,
    )


def heads_of(payload: bytes) -> tuple[str, ...]:
    """The heads named in the bytes of a manifest that was read before it was kept; nothing else of it is looked at."""
    named = json.loads(payload).get("heads") or {}  # the first manifests had none
    return tuple(name for name in named.values() if name is not None)


def _read(payload: bytes) -> _Manifest:
    return read_dated(_ADAPTER, payload, ManifestUnreadable, "not a manifest")


def _heads(read: _Heads) -> dict[Role, str]:
    named = {Role.PRESIDENT: read.president, Role.VICE_PRESIDENT: read.vice_president}
    return {role: name for role, name in named.items() if name is not None}


def _ocean(read: _Ocean) -> PaperList:
    return PaperList(moment_of(read.made), tuple(map(StudentNumber, read.numbers)))


def _fields(one: Candidate, marks: tuple[ExamMark, ...]) -> dict[str, object]:
    return {**candidate_fields(one), "marks": list(map(_mark_fields, marks))}


def _mark_fields(mark: ExamMark) -> dict[str, object]:
    chosen: dict[str, object] = {"chosen": True} if mark.chosen else {}
    second = {} if mark.second is None else {"second": decimal_text(mark.second)}
    return {
        "exam": mark.exam,
        "coefficient": decimal_text(mark.coefficient),
        "value": None if mark.value is None else decimal_text(mark.value),
        **chosen,
        **second,
    }


def _mark(read: _Mark) -> ExamMark:
    value, second = (None if one is None else Decimal(one) for one in (read.value, read.second))
    return ExamMark(ExamCode(read.exam), Decimal(read.coefficient), value, second, read.chosen)
