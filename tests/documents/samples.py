# SPDX-License-Identifier: AGPL-3.0-or-later
"""One of each paper of the eve, of invented people; and words that are hard to print."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

from lsl_desk.documents.certificate import certificate_pdf
from lsl_desk.documents.erasure import erasure_pdf
from lsl_desk.documents.labels import labels_pdf
from lsl_desk.documents.register import register_pdf
from lsl_desk.documents.room_sheet import room_sheets_pdf
from lsl_desk.domain.eve_papers import Certificate, CertifiedJury, Label, PaperRegister, PaperRow, RoomSheet
from lsl_desk.domain.ids import CentreId, DeviceId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.retention import ErasureRecord, Kept, falls

PARIS = timezone(timedelta(hours=2))
EVE = datetime(2018, 7, 2, 17, 42, tzinfo=PARIS)
J01, CENTRE = JuryId("J01"), CentreId("0750001Z")

MARKUP = "#pagebreak() $x$ *gras* _ital_ `code` @ref <label> \\ // = Titre #sys.inputs \"{}[] 'x'"
HARD = (
    MARKUP,
    "مرحبا \u202eevil\u202c שלום \N{GRINNING FACE} \x00 \ue000 \ud800".encode("utf-8", "replace").decode(),
    "nom " * 200,
    "X" + "yz" * 200,
    "ligne\nligne\r\n\tligne",
    "=1+1",
)
"""Markup of typst, both directions, signs without a glyph, endless words, many lines."""


def digest(text: str) -> Digest:
    return Digest(sha256(text.encode()).hexdigest())


def sheet(livrets: int = 80, **changes: Any) -> RoomSheet:
    numbers = [StudentNumber(f"{417 + rank:04d}") for rank in range(livrets)]
    whole = RoomSheet(
        jury=J01,
        label="Jury J01, série ES",
        centre=CENTRE,
        session=2018,
        sitting=datetime(2018, 7, 3, 8, 0, tzinfo=PARIS),
        president="Hortense Valdieu",
        vice_president="Anselme Corbières",
        code="canal-tulipe-orage-vigne-lampe-sentier-ruban",
        phone="01 44 62 40 40",
        copy=2,
        made=EVE,
        place="clé USB",
        livrets=livrets,
        manifest=digest("manifest"),
        key="0123 4567 89ab cdef",
        prints=tuple((number, digest(number)[:8]) for number in numbers),
        papers=(StudentNumber("0902"), StudentNumber("0903")),
    )
    return replace(whole, **changes)


def certified(**changes: Any) -> CertifiedJury:
    whole = CertifiedJury(
        jury=J01,
        label="Jury J01, série ES",
        version=3,
        proved=68,
        wanted=68,
        failed=(),
        waiting=(),
        last=EVE,
        seconds=320,
        pages=204,
        copy=2,
        slowest=(StudentNumber("0417"), 842),
    )
    return replace(whole, **changes)


def certificate(*juries: CertifiedJury, who: str = "Chef de centre, poste 3") -> Certificate:
    return Certificate(CENTRE, 2018, EVE, who, juries or (certified(),))


def row(rank: int = 0, **changes: Any) -> PaperRow:
    number = StudentNumber(f"{418 + rank:04d}")
    whole = PaperRow(J01, PvNumber(str(rank + 1)), number, "ES", "sans profil type", None if rank % 2 else EVE, "")
    return replace(whole, **changes)


def register(*rows: PaperRow, **changes: Any) -> PaperRegister:
    return replace(PaperRegister(CENTRE, 2018, ((J01, "académie", EVE),), EVE, rows), **changes)


def label(number: str = "0418", **changes: Any) -> Label:
    return replace(Label(J01, PvNumber("14"), StudentNumber(number)), **changes)


def erased(jury: str, number: str) -> ErasureRecord:
    """What went of a jury, and what a dispute and September keep."""
    published = datetime(2018, 7, 4, 8, tzinfo=UTC)
    one, other, third = (Digest(sign * 64) for sign in "abc")
    return ErasureRecord(
        jury=JuryId(jury),
        session=2018,
        published=published,
        date=falls(published, Kept.ACTIVE),
        erased_at=datetime(2018, 9, 5, 8, tzinfo=UTC),
        erased=(one,),
        held=((StudentNumber(number), other),),
        elsewhere=(third,),
        acts=512,
    )


def every_paper(words: str = "") -> Mapping[str, bytes]:
    """Each template of the eve, set; with words of a person, these are wherever a person's words can be."""
    person: dict[str, Any] = {"label": words, "president": words, "vice_president": words} if words else {}
    jury: dict[str, Any] = {"label": words, "failed": (words,), "waiting": (words,), "proved": 66} if words else {}
    line: dict[str, Any] = {"reason": words, "serie": words, "school": words} if words else {}
    makers: dict[str, Callable[[], bytes]] = {
        "room_sheet": lambda: room_sheets_pdf([sheet(**person)]),
        "certificate": lambda: certificate_pdf(certificate(certified(**jury), who=words or "Chef de centre")),
        "register": lambda: register_pdf(register(row(), row(1, **line))),
        "erasure": lambda: erasure_pdf(erased(words or "J01", words or "0417"), DeviceId("d" * 64)),
        "labels": lambda: labels_pdf([label(), label(jury=JuryId(words or "J01"), pv=PvNumber(words))]),
    }
    return {name: make() for name, make in makers.items()}
