# SPDX-License-Identifier: AGPL-3.0-or-later
"""Any act, manifest or receipt that may be written, for property tests; and ways to spoil one field of its JSON."""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from lsl_desk.domain.acts import (
    NO_ACT,
    Act,
    AttendanceTaken,
    Author,
    Body,
    ConflictSettled,
    CopyMade,
    DecisionTaken,
    DecisionWithdrawn,
    DrillDone,
    Entry,
    HeadNamed,
    LivretOpened,
    LivretRead,
    MarkRaised,
    Member,
    MissingMarkRuled,
    MissingRule,
    NoLivretDeclared,
    NumberIncident,
    OfficeTold,
    PaperExamined,
    PaperReceived,
    PointsAdded,
    Presence,
    PresidencyHanded,
    Quality,
    Role,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained, PvSigned, SignatureRefused
from lsl_desk.domain.ids import ActId, CentreId, DeviceId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.manifest import JuryManifest, PaperList
from lsl_desk.domain.marks import ExamCode, ExamMark
from lsl_desk.domain.period import Period
from lsl_desk.domain.receipts import Receipt, Verdict
from lsl_desk.domain.rules.pack import Mention
from lsl_desk.domain.visas import ExaminedBy, How, JuryVisas, Visa

HEX = "0123456789abcdef"
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
DIGESTS = st.text(HEX, min_size=64, max_size=64).map(Digest)
ACT_IDS = st.text(HEX, min_size=32, max_size=32).map(ActId)
NUMBERS = TEXT.map(StudentNumber)
RANKS = st.integers(1, 2**53)
NUMBER_LISTS = st.lists(NUMBERS, max_size=4).map(tuple)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
MARKS = st.integers(0, 3).flatmap(lambda places: st.decimals(0, 999, places=places))
SECONDS = st.lists(st.decimals(0, 9999, places=1).map(str), max_size=6).map(tuple)

SEEN = st.integers(0, 2**53)
UNDONE = st.just(NO_ACT) | ACT_IDS
HEADS = st.sampled_from((Role.PRESIDENT, Role.VICE_PRESIDENT))
MENTIONS = st.sampled_from(["", *(one.value for one in Mention)])
MEMBERS = st.builds(Member, TEXT, st.sampled_from(Quality), st.sampled_from(Presence))

BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(LivretOpened, NUMBERS, DIGESTS, TEXT),
    st.builds(LivretRead, NUMBERS, DIGESTS, SECONDS, TEXT),
    st.builds(NumberIncident, NUMBERS, DIGESTS, st.integers(0, 9999), TEXT),
    st.builds(MarkRaised, NUMBERS, TEXT, st.none() | MARKS, MARKS, SEEN, TEXT, UNDONE),
    st.builds(PointsAdded, NUMBERS, MARKS, MARKS, SEEN, TEXT, UNDONE),
    st.builds(MissingMarkRuled, NUMBERS, TEXT, st.sampled_from(MissingRule), st.none() | MARKS, TEXT, SEEN, TEXT),
    st.builds(ConflictSettled, ACT_IDS, st.none() | MARKS, TEXT),
    st.builds(DecisionTaken, NUMBERS, st.sampled_from(Ruling), MENTIONS, DIGESTS, MARKS, SEEN, TEXT),
    st.builds(DecisionWithdrawn, NUMBERS, SEEN, TEXT),
    st.builds(PaperExamined, NUMBERS, st.booleans(), st.sampled_from(Entry), st.booleans()),
    st.builds(NoLivretDeclared, NUMBERS, st.booleans(), TEXT),
    st.builds(AttendanceTaken, st.lists(MEMBERS, max_size=4).map(tuple)),
    st.builds(PresidencyHanded, HEADS, TEXT, TEXT),
    st.builds(SittingClosed, DIGESTS),
    st.builds(SittingOpened),
    st.builds(AnonymityLifted),
    st.builds(CaseReopened, NUMBERS, TEXT),
    st.builds(InequalityExplained, DIGESTS, TEXT),
    st.builds(PvSigned, HEADS, TEXT, ACT_IDS, DIGESTS),
    st.builds(SignatureRefused, HEADS, TEXT, ACT_IDS, TEXT),
    st.builds(PaperReceived, NUMBERS, st.booleans(), st.sampled_from(Entry)),
    st.builds(HeadNamed, HEADS, TEXT, TEXT),
    st.builds(
        OfficeTold,
        NUMBERS,
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30),
    ),
    st.builds(CopyMade, RANKS, DIGESTS, st.integers(0, 2**53), st.integers(0, 2**53), TEXT),
    st.builds(DrillDone, st.integers(0, 2**53), st.integers(0, 2**53), NUMBER_LISTS, NUMBER_LISTS),
)
ACTS = st.builds(
    Act,
    act=ACT_IDS,
    jury=TEXT.map(JuryId),
    device=DIGESTS.map(DeviceId),
    sequence=RANKS,
    previous=DIGESTS,
    author=st.builds(Author, TEXT, st.sampled_from(Role)),
    time=MOMENTS,
    version=RANKS,
    body=BODIES,
)

PAGES = st.builds(PageCheck, st.sampled_from(NumberCheck), st.none() | NUMBERS)
LIVRETS = st.builds(LivretRef, DIGESTS, RANKS, st.lists(PAGES, min_size=1, max_size=4).map(tuple))
CANDIDATES = st.builds(
    Candidate,
    TEXT.map(PvNumber),
    NUMBERS,
    TEXT,
    st.sampled_from(LivretFormat),
    TEXT,
    st.none() | LIVRETS,
    st.none() | st.sampled_from(LivretProblem),
)
EXAM_MARKS = st.lists(
    st.builds(ExamMark, TEXT.map(ExamCode), MARKS, st.none() | MARKS, st.none() | MARKS, st.booleans()),
    min_size=1,
    max_size=4,
    unique_by=lambda mark: mark.exam,
).map(tuple)

LISTED = st.lists(
    st.builds(Member, TEXT.filter(bool), st.sampled_from(Quality), st.just(Presence.AWAY)), max_size=3
).map(tuple)


@st.composite
def manifests(draw: st.DrawFn) -> JuryManifest:
    """A manifest whose marks are those of its candidates."""
    candidates = draw(st.lists(CANDIDATES, max_size=4, unique_by=lambda one: one.number))
    marked = [one.number for one in candidates if draw(st.booleans())]
    return JuryManifest(
        jury=JuryId(draw(TEXT)),
        centre=CentreId(draw(TEXT)),
        label=draw(TEXT),
        session=draw(st.integers(1900, 9999)),
        version=draw(RANKS),
        made=draw(MOMENTS),
        sitting=draw(st.none() | MOMENTS),
        candidates=tuple(candidates),
        marks={number: draw(EXAM_MARKS) for number in marked},
        heads=draw(st.dictionaries(st.sampled_from((Role.PRESIDENT, Role.VICE_PRESIDENT)), TEXT.filter(bool))),
        ocean=draw(st.none() | st.builds(PaperList, MOMENTS, st.lists(NUMBERS, max_size=4, unique=True).map(tuple))),
        group=draw(st.sampled_from((1, 2))),
        members=draw(LISTED),
        period=draw(st.sampled_from(Period)),
    )


RECEIPTS = st.builds(
    Receipt,
    act=ACT_IDS,
    digest=DIGESTS,
    jury=TEXT.map(JuryId),
    sequence=RANKS,
    chain=DIGESTS,
    verdict=st.sampled_from(Verdict),
    received=MOMENTS,
    code=TEXT,
    facts=st.dictionaries(TEXT, TEXT | st.integers(-(2**53), 2**53), max_size=3),
)

BY = st.builds(ExaminedBy, TEXT, HEADS, MOMENTS, ACT_IDS)
VISA_LINES = st.one_of(
    st.builds(Visa, NUMBERS, DIGESTS, st.sampled_from((How.ONLINE, How.COPY)), BY),
    st.builds(Visa, NUMBERS, st.just(Digest("")) | DIGESTS, st.sampled_from((How.PAPER, How.NONE_GIVEN)), BY),
    st.builds(Visa, NUMBERS, st.just(Digest("")) | DIGESTS, st.just(How.NOT_REQUIRED), st.none()),
)


@st.composite
def jury_visas(draw: st.DrawFn) -> JuryVisas:
    """Visas of a jury, each candidate once."""
    visas = draw(st.lists(VISA_LINES, max_size=4, unique_by=lambda one: one.number))
    later = draw(
        st.lists(NUMBERS.filter(lambda one: all(one != visa.number for visa in visas)), max_size=3, unique=True)
    )
    return JuryVisas(
        session=draw(st.none() | st.integers(1900, 9999)),
        academy=draw(TEXT),
        centre=CentreId(draw(TEXT)),
        jury=JuryId(draw(TEXT)),
        group=draw(st.sampled_from((1, 2))),
        edition=draw(RANKS),
        pv=draw(DIGESTS),
        president=draw(TEXT),
        sequence=draw(RANKS),
        chain=draw(DIGESTS),
        made=draw(MOMENTS),
        visas=tuple(visas),
        later=tuple(later),
        period=draw(st.sampled_from(Period)),
    )


VISAS = jury_visas()

Path = tuple[str | int, ...]


def fields_of(value: Any, at: Path = ()) -> Iterator[Path]:
    """Every place in a JSON value: the fields of its objects, and what their lists hold."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in below:
        yield (*at, name)
        yield from fields_of(inner, (*at, name))


def without(fields: dict[str, Any], path: Path) -> bytes:
    """The same JSON with one place taken out."""
    spoilt, holder = _opened(fields, path)
    del holder[path[-1]]
    return _written(spoilt)


def with_other(fields: dict[str, Any], path: Path, value: object) -> bytes:
    """The same JSON with another value at one place."""
    spoilt, holder = _opened(fields, path)
    holder[path[-1]] = value
    return _written(spoilt)


def _opened(fields: dict[str, Any], path: Path) -> tuple[dict[str, Any], Any]:
    spoilt = copy.deepcopy(fields)
    holder: Any = spoilt
    for part in path[:-1]:
        holder = holder[part]
    return spoilt, holder


def _written(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()
