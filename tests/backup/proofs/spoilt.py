# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ways to spoil a proof, each with the code it must be refused with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lsl_desk.backup.flaws import Flaw
from lsl_desk.backup.proofs.report import Known, Noted
from lsl_desk.wire.envelope import RECEIPT
from lsl_desk.wire.pv_record import PV_JSON, PV_PDF, PV_RECORD
from tests.backup.proofs.made import (
    ACADEMY,
    NOTHING,
    POST,
    ROGUE,
    flipped,
    folder,
    payload_of,
    pv_files,
    resigned_record,
    resigned_visas,
    visas,
    written,
    zipped,
)

Maker = Callable[[Path], Path]
OTHER_WORDS = Known(noted=Noted(("abeille",) * 8))


@dataclass(frozen=True)
class Spoilt:
    """One way of being wrong: its name, the code it must be refused with, what writes it, what the person knows."""

    name: str
    flaw: Flaw
    make: Maker
    known: Known


SPOILT: list[Spoilt] = []


def spoilt(flaw: Flaw, known: Known = NOTHING) -> Callable[[Maker], Maker]:
    """Register a function that makes a proof which must be refused with this code, whoever signed it."""

    def register(make: Maker) -> Maker:
        SPOILT.append(Spoilt(make.__name__, flaw, make, known))
        return make

    return register


def _visas(place: Path, data: bytes) -> Path:
    path = place / "visas-J01.dsse"
    path.write_bytes(data)
    return path


def _pv(place: Path, **files: bytes | None) -> Path:
    changed = {name: files.get(name.replace(".", "_"), data) for name, data in pv_files().items()}
    return folder(place / "pv", {name: data for name, data in changed.items() if data is not None})


@spoilt(Flaw.SIGNATURE_WRONG)
def visas_of_which_a_bit_changed(place: Path) -> Path:
    fields = payload_of(visas())
    signed = ACADEMY.sign(RECEIPT, written(fields))
    return _visas(place, visas().replace(visas()[-100:], signed.to_bytes()[-100:]))


@spoilt(Flaw.PAYLOAD_TYPE)
def a_receipt_in_the_place_of_visas(place: Path) -> Path:
    return _visas(place, ACADEMY.sign(RECEIPT, written(payload_of(visas()))).to_bytes())


@spoilt(Flaw.KEYID_OTHER)
def visas_that_name_another_key(place: Path) -> Path:
    return _visas(place, resigned_visas(payload_of(visas()), ROGUE))


@spoilt(Flaw.SIGNER_OTHER, Known(key=POST.public.id))
def visas_of_another_academy(place: Path) -> Path:
    return _visas(place, visas())


@spoilt(Flaw.JURY_OTHER, Known(jury="J02"))
def visas_of_another_jury(place: Path) -> Path:
    return _visas(place, visas())


@spoilt(Flaw.FORMAT_NEWER)
def visas_of_a_later_version(place: Path) -> Path:
    return _visas(place, resigned_visas(payload_of(visas()) | {"protocol": "2031-01-01", "more": 1}))


@spoilt(Flaw.FIELD_UNKNOWN)
def visas_that_say_more(place: Path) -> Path:
    return _visas(place, resigned_visas(payload_of(visas()) | {"more": 1}))


@spoilt(Flaw.VISA_TWICE)
def visas_that_name_one_twice(place: Path) -> Path:
    fields = payload_of(visas())
    return _visas(place, resigned_visas(fields | {"later": [fields["visas"][0]["number"]]}))


@spoilt(Flaw.VISA_NOBODY)
def a_visa_of_nobody(place: Path) -> Path:
    fields = payload_of(visas())
    fields["visas"][0]["by"] = None
    return _visas(place, resigned_visas(fields))


@spoilt(Flaw.VISA_NOBODY)
def a_visa_of_no_livret_that_was_read(place: Path) -> Path:
    fields = payload_of(visas())
    fields["visas"][0]["livret"] = None
    return _visas(place, resigned_visas(fields))


@spoilt(Flaw.WORDS_OTHER, OTHER_WORDS)
def visas_of_another_pv_than_the_one_noted(place: Path) -> Path:
    return _visas(place, visas())


@spoilt(Flaw.PROOF_OTHER)
def any_other_file(place: Path) -> Path:
    return _visas(place, b"{}")


@spoilt(Flaw.PV_ALTERED)
def a_pv_of_which_a_mark_changed(place: Path) -> Path:
    return _pv(place, pv_json=pv_files()[PV_JSON].replace(b'"after":"35"', b'"after":"36"'))


@spoilt(Flaw.JSON_SYNTAX)
def a_pv_that_was_cut(place: Path) -> Path:
    return _pv(place, pv_json=pv_files()[PV_JSON][:-1])


@spoilt(Flaw.FIELD_MISSING)
def a_pv_that_says_nothing_of_its_jury(place: Path) -> Path:
    return _pv(place, pv_json=b"{}")


@spoilt(Flaw.PDF_ALTERED)
def a_pv_whose_paper_changed(place: Path) -> Path:
    return _pv(place, pv_pdf=flipped(pv_files()[PV_PDF], 9))


@spoilt(Flaw.MEMBER_MISSING)
def a_pv_without_its_record(place: Path) -> Path:
    return _pv(place, pv_dsse=None)


@spoilt(Flaw.MEMBER_MISSING)
def a_record_without_its_pv(place: Path) -> Path:
    return _pv(place, pv_json=None)


@spoilt(Flaw.RECORD_OTHER)
def a_record_of_another_edition(place: Path) -> Path:
    return _pv(place, pv_dsse=resigned_record(payload_of(pv_files()[PV_RECORD]) | {"edition": 2}))


@spoilt(Flaw.FIELD_VALUE)
def a_record_of_a_third_group(place: Path) -> Path:
    return _pv(place, pv_dsse=resigned_record(payload_of(pv_files()[PV_RECORD]) | {"group": 3}))


@spoilt(Flaw.SIGNER_OTHER, Known(key=ACADEMY.public.id))
def a_pv_of_another_post(place: Path) -> Path:
    return _pv(place)


@spoilt(Flaw.WORDS_OTHER, OTHER_WORDS)
def another_pv_than_the_one_noted(place: Path) -> Path:
    return _pv(place)


@spoilt(Flaw.MEMBER_LINK)
def a_pv_that_is_elsewhere(place: Path) -> Path:
    made = _pv(place)
    (place / "other.pdf").write_bytes(pv_files()[PV_PDF])
    (made / PV_PDF).unlink()
    (made / PV_PDF).symlink_to(place / "other.pdf")
    return made


@spoilt(Flaw.FIELD_VALUE)
def visas_of_a_day_that_is_none(place: Path) -> Path:
    return _visas(place, resigned_visas(payload_of(visas()) | {"made": "2018-02-30T00:00:00.000000Z"}))


@spoilt(Flaw.FIELD_VALUE)
def visas_made_at_a_time_written_otherwise(place: Path) -> Path:
    return _visas(place, resigned_visas(payload_of(visas()) | {"made": "2018-07-04"}))


@spoilt(Flaw.ZIP_CRC)
def a_zip_of_a_pv_whose_sum_is_another(place: Path) -> Path:
    path = zipped(place / "pv.zip", pv_files())
    path.write_bytes(path.read_bytes().replace(b"of the PV", b"of the pv"))
    return path
