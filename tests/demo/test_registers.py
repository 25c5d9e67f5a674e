# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office's lists of the invented centre: what the eve has to meet, and nobody real in any of it."""

import csv
import io
from collections import Counter
from datetime import date

from lsl_desk.demo import registers
from lsl_desk.demo.centre import JURIES, SEED
from lsl_desk.demo.plan import centre_data, plan_centre
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.phone import french_phone

PLAN = plan_centre(SEED, JURIES)
TODAY = date(2018, 7, 2)
FICTION = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49")
KEYS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def _lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_phones_are_of_those_kept_for_fiction() -> None:
    phones = [line["Téléphone"] for line in _lines(registers.schools())] + [registers.help_phone()]
    assert all(phone.startswith(FICTION) for phone in phones)
    assert [french_phone(phone).replace("\u00a0", " ") for phone in phones] == phones


def test_no_code_can_be_a_school_s() -> None:
    codes = [line["Code UAI"] for line in (*_lines(registers.schools()), *_lines(registers.centres(PLAN)))]
    assert len(codes) == 6
    assert all(code[7] != KEYS[int(code[:7]) % 23] for code in codes)


def test_one_jury_has_no_president_and_one_person_sits_in_two_at_one_hour() -> None:
    seats = _lines(registers.seats(PLAN))
    assert [line["Qualité"] for line in seats if line["Jury"] == "J03"] == ["vice-président"]
    twice = [login for login, count in Counter(line["Identifiant"] for line in seats).items() if count > 1]
    sits = {line["Jury"] for line in seats if line["Identifiant"] in twice}
    hours = {line["Jury"]: line["Heure"] for line in _lines(registers.juries(PLAN, TODAY))}
    assert (len(twice), sits, {hours[jury] for jury in sits}) == (1, {"J04", "J05"}, {"9h00"})
    assert [line["Jury"] for line in _lines(registers.seats(plan_centre(SEED, 1)))] == ["J01", "J01", "J90"]


def test_the_two_lists_of_papers_differ_in_two_places() -> None:
    listed = {(line["Jury"], line["N° Candidat"][-4:]) for line in _lines(registers.papers(PLAN, TODAY))}
    ours = {("J90", "0902")} | {
        (jury.jury, one.pupil.number)
        for jury in PLAN.juries
        for one in jury.candidates
        if one.format is LivretFormat.PAPIER
    }
    assert listed ^ ours == {("J01", "0432"), ("J01", "5919")}


def test_the_neighbour_s_number_is_nobody_s_of_ours() -> None:
    near = centre_data()["neighbour"]
    ours = {one.pupil.number for jury in PLAN.juries for one in (*jury.candidates,)}
    assert near["number"] not in ours
    (line,) = (line for line in _lines(registers.candidates(PLAN, SEED)) if line["N° élève"] == near["number"])
    assert (line["Jury"], line["Format livret"]) == (near["jury"], "papier")


def test_every_candidate_has_a_school_that_has_a_phone() -> None:
    codes = {line["Code UAI"] for line in _lines(registers.schools())}
    candidates = _lines(registers.candidates(PLAN, SEED))
    assert {line["Code UAI"] for line in candidates if line["Jury"] != "J90"} == codes
