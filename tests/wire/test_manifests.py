# SPDX-License-Identifier: AGPL-3.0-or-later
"""Manifests as bytes: what is written comes back, and what is not understood is refused."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.acts import Member, Presence, Quality, Role
from lsl_desk.domain.ids import CentreId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.manifest import Edition, JuryManifest, PaperList
from lsl_desk.domain.marks import ExamCode, ExamMark
from lsl_desk.domain.period import Period
from lsl_desk.wire.manifests import ManifestUnreadable, decode_manifest, edition, encode_manifest, heads_of, tag
from lsl_desk.wire.strict import MAX_CANDIDATES
from tests.wire.values import Path, fields_of, manifests, with_other, without

FIRST, SECOND = StudentNumber("0417"), StudentNumber("0418")
LIVRET = LivretRef(
    Digest("a" * 64), 12_345, (PageCheck(NumberCheck.MATCH), PageCheck(NumberCheck.OTHER, StudentNumber("0418")))
)
ONE = JuryManifest(
    JuryId("J01"),
    CentreId("0750001Z"),
    "Jury J01 · ES",
    2018,
    3,
    datetime(2018, 7, 3, 18, 5, 0, 123456, tzinfo=UTC),
    datetime(2018, 7, 4, 6, 0, tzinfo=UTC),
    (
        Candidate(PvNumber("12"), FIRST, "ES", LivretFormat.NUMERIQUE, "", LIVRET, LivretProblem.NUMBER_MISMATCH),
        Candidate(PvNumber(""), SECOND, "L", LivretFormat.ABSENT, "opposition de la famille"),
    ),
    {FIRST: (ExamMark(ExamCode("PHILO"), Decimal(7), Decimal("9.50")), ExamMark(ExamCode("OPT1"), Decimal(0), None))},
    {Role.PRESIDENT: "Présidente d’essai"},
    PaperList(datetime(2018, 6, 19, 8, 0, tzinfo=UTC), (SECOND,)),
)
SECOND_GROUP = replace(
    ONE,
    marks={FIRST: (ExamMark(ExamCode("PHILO"), Decimal(7), Decimal(8), Decimal(11), chosen=True),)},
    group=2,
    members=(Member("Membre d’essai", Quality.PROFESSIONAL, Presence.AWAY),),
)
"""What came with the deliberation."""
GOLDEN = (
    '{"candidates":['
    f'{{"format":"numerique","livret":{{"digest":"{"a" * 64}","pages":[["match",null],["other","0418"]],"size":12345}},'
    '"marks":[{"coefficient":"7","exam":"PHILO","value":"9.50"},{"coefficient":"0","exam":"OPT1","value":null}],'
    '"number":"0417","problem":"number_mismatch","pv":"12","reason":"","serie":"ES"},'
    '{"format":"absent","livret":null,"marks":[],"number":"0418","problem":null,"pv":"",'
    '"reason":"opposition de la famille","serie":"L"}],'
    '"centre":"0750001Z","heads":{"president":"Présidente d’essai","vice_president":null},'
    '"jury":"J01","label":"Jury J01 · ES","made":"2018-07-03T18:05:00.123456Z",'
    '"ocean":{"made":"2018-06-19T08:00:00.000000Z","numbers":["0418"]},'
    '"protocol":"2026-11-25","session":2018,"sitting":"2018-07-04T06:00:00.000000Z","version":3}'
)
FIELDS: dict[str, Any] = json.loads(GOLDEN)
PLACES = list(fields_of(FIELDS))
FIELDS_OF_SECOND: dict[str, Any] = json.loads(encode_manifest(SECOND_GROUP))


def test_the_bytes_are_these_for_ever() -> None:
    assert encode_manifest(ONE).decode() == GOLDEN


def test_a_manifest_is_named_by_its_version_and_signature() -> None:
    one = edition(3, b"signature")
    assert one == Edition(3, Digest(sha256(b"signature").hexdigest()))
    assert tag(one) == f'"3-{one.digest}"'
    assert decode_manifest(GOLDEN.encode()) == ONE


def test_the_second_group_the_marks_chosen_there_and_the_members_are_told() -> None:
    assert decode_manifest(encode_manifest(SECOND_GROUP)) == SECOND_GROUP
    told = {path[-1] for path in fields_of(FIELDS_OF_SECOND)} - {path[-1] for path in PLACES}
    assert told == {"group", "members", "name", "quality", "second", "chosen"}, "and nothing of them otherwise"


def test_a_list_of_september_says_so_and_one_of_june_is_as_it_was() -> None:
    september = replace(ONE, period=Period.SEPTEMBER)
    written = encode_manifest(september)
    assert decode_manifest(written) == september
    assert json.loads(written) == {**json.loads(GOLDEN), "period": "septembre"}


def test_a_list_of_an_overseas_academy_tells_its_zone_and_one_of_paris_is_as_it_was() -> None:
    reunion = replace(ONE, zone="Indian/Reunion")
    written = encode_manifest(reunion)
    assert decode_manifest(written) == reunion
    assert json.loads(written) == {**json.loads(GOLDEN), "zone": "Indian/Reunion"}
    for name in ("", "../../etc/passwd", "Indian/", "/Reunion"):
        with pytest.raises(ManifestUnreadable, match=r"^not a manifest: zone$"):
            decode_manifest(json.dumps({**json.loads(written), "zone": name}).encode())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("group",), 3),
        (("group",), "2"),
        (("period",), "octobre"),
        (("members", 0, "name"), ""),
        (("members", 0, "quality"), "invité"),
        (("members",), [{"name": "x", "quality": "examiner"}] * 201),
        (("candidates", 0, "marks", 0, "second"), "-1"),
        (("candidates", 0, "marks", 0, "chosen"), 1),
    ],
)
def test_what_is_almost_a_second_group_is_refused_by_its_place(path: Path, value: object) -> None:
    with pytest.raises(ManifestUnreadable, match=rf"^not a manifest: {told(path)}$"):
        decode_manifest(with_other(FIELDS_OF_SECOND, path, value))


@given(manifests())
def test_a_manifest_comes_back_from_its_bytes_marks_and_times_exact(manifest: JuryManifest) -> None:
    back = decode_manifest(encode_manifest(manifest))
    assert back == manifest
    assert encode_manifest(back) == encode_manifest(manifest), "a mark keeps its zeros"


def test_no_name_of_a_candidate_has_a_place_in_a_manifest() -> None:
    named = {part for path in PLACES for part in path if isinstance(part, str)}
    assert named == {
        *("protocol", "jury", "centre", "label", "session", "version", "made", "sitting", "candidates"),
        *("pv", "number", "serie", "format", "reason", "problem", "livret", "digest", "size", "pages"),
        *("marks", "exam", "coefficient", "value"),
        *("heads", "president", "vice_president", "ocean", "numbers"),
    }


def told(path: Path) -> str:
    """The place as a refusal tells it."""
    return r"\.".join(map(str, path))


def test_a_manifest_signed_before_heads_and_lists_were_in_it_is_read() -> None:
    assert decode_manifest(without(FIELDS, ("heads",))) == replace(ONE, heads={})
    assert decode_manifest(without(FIELDS, ("ocean",))) == replace(ONE, ocean=None)


@given(manifests())
def test_the_heads_are_read_alone_as_with_the_rest(manifest: JuryManifest) -> None:
    assert set(heads_of(encode_manifest(manifest))) == set(manifest.heads.values())
    assert heads_of(without(FIELDS, ("heads",))) == ()


LATER = [("heads",), ("ocean",)]


@pytest.mark.parametrize("path", [path for path in PLACES if isinstance(path[-1], str) and path not in LATER], ids=told)
def test_a_field_that_is_not_there_is_refused_by_its_place(path: Path) -> None:
    with pytest.raises(ManifestUnreadable, match=rf"^not a manifest: {told(path)}$"):
        decode_manifest(without(FIELDS, path))


FREE_TEXT = {"jury", "centre", "label", "pv", "number", "serie", "reason", "exam", "president", "vice_president"}


@pytest.mark.parametrize("path", PLACES, ids=told)
def test_a_field_of_another_shape_is_refused_by_its_place_and_its_value_not_told(path: Path) -> None:
    found = path[-3:-2] == ("pages",) and path[-1] == 1
    listed = path[-2:-1] == ("numbers",)
    text = "Inventée" * 60 if found or listed or path[-1] in FREE_TEXT else "Inventée"
    for value in (True, 1.5, -1, text, {}, {"Inventée": "x"}, ["Inventée" * 60]):
        with pytest.raises(ManifestUnreadable, match=rf"^not a manifest: {told(path)}") as refused:
            decode_manifest(with_other(FIELDS, path, value))
        assert "Invent" not in str(refused.value)
        assert refused.value.__cause__ is None, "the cause would carry the values into a report"


HOLDERS: list[Path] = [(), ("candidates", 0), ("candidates", 0, "livret"), ("candidates", 0, "marks", 1)]


@pytest.mark.parametrize("path", HOLDERS)
def test_a_field_more_is_refused_and_its_name_not_told(path: Path) -> None:
    place = told((*path, ""))
    with pytest.raises(ManifestUnreadable, match=rf"^not a manifest: {place}\?$"):
        decode_manifest(with_other(FIELDS, (*path, "Inventée"), "Inventée"))


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("protocol",), "2026-11-23T", "protocol"),
        (("protocol",), "2031-01-01", "protocol"),
        (("session",), 18, "session"),
        (("version",), 0, "version"),
        (("made",), "2018-02-30T00:00:00.000000Z", "made"),
        (("sitting",), "2018-07-04T24:30:00.000000Z", "sitting"),
        (("candidates", 0, "livret", "pages"), [], "candidates.0.livret.pages"),
        (("candidates", 0, "livret", "pages"), [["match", None]] * 1001, "candidates.0.livret.pages"),
        (("candidates", 0, "livret", "pages", 0), ["match", None, None], "candidates.0.livret.pages.0"),
        (("candidates", 0, "livret", "size"), 0, "candidates.0.livret.size"),
        (("candidates", 0, "format"), "NUMERIQUE", "candidates.0.format"),
        (("candidates", 0, "marks", 0, "coefficient"), "-7", "candidates.0.marks.0.coefficient"),
        (("candidates", 0, "marks", 1, "exam"), "PHILO", "candidates.0.marks"),
        (("candidates", 1, "number"), "0417", "candidates"),
    ],
)
def test_what_is_almost_a_manifest_is_refused(path: Path, value: object, place: str) -> None:
    with pytest.raises(ManifestUnreadable) as refused:
        decode_manifest(with_other(FIELDS, path, value))
    assert str(refused.value) == f"not a manifest: {place}" or str(refused.value).startswith(
        f"not a manifest: {place}."
    )


def test_more_candidates_than_a_jury_can_have_are_refused() -> None:
    many = tuple(replace(ONE.candidates[1], number=StudentNumber(str(rank))) for rank in range(MAX_CANDIDATES + 1))
    assert len(decode_manifest(encode_manifest(replace(ONE, candidates=many[1:]))).candidates) == MAX_CANDIDATES
    with pytest.raises(ManifestUnreadable, match=r"candidates$"):
        encode_manifest(replace(ONE, candidates=many))


def test_nothing_is_written_that_could_not_be_read_again() -> None:
    twice = replace(ONE, candidates=(ONE.candidates[0], ONE.candidates[0]))
    for wrong in (twice, replace(ONE, version=0), replace(ONE, label="x" * 401)):
        with pytest.raises(ManifestUnreadable):
            encode_manifest(wrong)
    with pytest.raises(ValueError, match="UTC"):
        encode_manifest(replace(ONE, made=ONE.made.replace(tzinfo=None)))


@given(st.binary(max_size=100))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(ManifestUnreadable):
        decode_manifest(noise)
