# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attacks on ``manifest.json``: its envelope, and contents that no honest post signs, signed all the same."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsl_desk.backup import strict_json
from lsl_desk.backup.dsse import key_id
from lsl_desk.backup.flaws import Flaw
from tests.backup.attack import UNSUSPECTING, attack
from tests.backup.builder import POST, ROGUE, envelope, payload_of, public, resealed, valid

MANIFEST = valid().files["manifest.json"]
PAYLOAD = base64.b64decode(json.loads(MANIFEST)["payload"])
SIGNATURE = json.loads(MANIFEST)["signatures"][0]


def _with(folder: Path, manifest: bytes) -> Path:
    return valid().changed(manifest_json=manifest).write(folder)


def _signed(folder: Path, payload: bytes) -> Path:
    return _with(folder, envelope(payload))


def _fields(folder: Path, **changes: Any) -> Path:
    """Signed fields that were changed; None takes one away."""
    found = {name: value for name, value in (payload_of(valid()) | changes).items() if value is not ...}
    return _signed(folder, strict_json.written(found))


def _edited(folder: Path, edit: Callable[[dict[str, Any]], object]) -> Path:
    fields = payload_of(valid())
    edit(fields)
    return _signed(folder, strict_json.written(fields))


# --------------------------------------------------------------------------------------------------- its envelope


@attack(Flaw.KEY_UNKNOWN)
def all_of_it_signed_by_an_unknown_key(folder: Path) -> Path:
    return valid(key=ROGUE).write(folder)


@attack(Flaw.KEY_UNKNOWN)
def two_livrets_swapped_and_all_signed_again(folder: Path) -> Path:
    one, other = (valid().files[f"livrets/{number}.pdf"] for number in ("0417", "0418"))
    return resealed(valid(), ROGUE, livrets__0417_pdf=other, livrets__0418_pdf=one).write(folder)


@attack(Flaw.KEYID_OTHER)
def signed_by_a_key_that_the_contents_do_not_name(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, ROGUE))


@attack(Flaw.KEYID_OTHER)
def a_keyid_that_is_not_the_keys(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, keyid="0" * 64))


@attack(Flaw.KEYID_OTHER)
def a_keyid_in_capitals(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, keyid=key_id(public(POST)).upper()))


@attack(Flaw.SIGNATURE_WRONG)
def signed_by_another_key_than_the_one_it_names(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, ROGUE, keyid=SIGNATURE["keyid"]))


@attack(Flaw.SIGNATURE_WRONG)
def the_signature_of_another_version(folder: Path) -> Path:
    other = json.loads(valid(1).files["manifest.json"])["signatures"][0]["sig"]
    return _with(folder, envelope(PAYLOAD, sig=other))


@attack(Flaw.SIGNATURE_WRONG)
def a_signature_over_the_bytes_without_their_type(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, sig=base64.b64encode(POST.sign(PAYLOAD)).decode()))


@attack(Flaw.SIGNATURE_WRONG)
def a_version_raised_without_signing_again(folder: Path) -> Path:
    raised = PAYLOAD.replace(b'"version":2', b'"version":3')
    return _with(folder, envelope(raised, sig=SIGNATURE["sig"]))


@attack(Flaw.SIGNATURE_NONE)
def no_signature(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, signatures=[]))


@attack(Flaw.SIGNATURE_SEVERAL)
def two_signatures(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, signatures=[SIGNATURE, SIGNATURE]))


@attack(Flaw.SIGNATURE_SHAPE)
def a_signature_one_byte_short(folder: Path) -> Path:
    short = base64.b64encode(base64.b64decode(SIGNATURE["sig"])[:-1]).decode()
    return _with(folder, envelope(PAYLOAD, sig=short))


@attack(Flaw.SIGNATURE_SHAPE)
def a_signature_in_url_base64(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, sig=SIGNATURE["sig"].replace("+", "-").replace("/", "_").replace("=", "-")))


@attack(Flaw.SIGNATURE_SHAPE)
def a_signature_that_is_no_text(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, signatures=[{"keyid": SIGNATURE["keyid"], "sig": 1}]))


@attack(Flaw.ENVELOPE_FIELDS)
def a_signature_with_a_certificate(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, signatures=[SIGNATURE | {"cert": "x"}]))


@attack(Flaw.ENVELOPE_FIELDS)
def a_signature_that_is_a_list(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, signatures=[[]]))


@attack(Flaw.ENVELOPE_FIELDS)
def signatures_that_are_no_list(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, signatures=SIGNATURE))


@attack(Flaw.ENVELOPE_FIELDS)
def an_unknown_field_in_the_envelope(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, note="x"))


@attack(Flaw.ENVELOPE_FIELDS)
def an_envelope_that_is_a_list(folder: Path) -> Path:
    return _with(folder, b"[]")


@attack(Flaw.PAYLOAD_TYPE)
def the_type_of_an_act(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, payloadType="application/vnd.lsl-desk.act+json"))


@attack(Flaw.PAYLOAD_TYPE)
def the_type_in_capitals(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, payloadType="application/vnd.lsl-desk.plan-de-secours+JSON"))


@attack(Flaw.PAYLOAD_BASE64)
def a_payload_with_a_line_break(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, payload=base64.encodebytes(PAYLOAD).decode()))


@attack(Flaw.PAYLOAD_BASE64)
def a_payload_without_its_padding(folder: Path) -> Path:
    padded = PAYLOAD + b" " * ((3 - len(PAYLOAD) % 3) % 3 + 1)
    return _with(folder, envelope(PAYLOAD, payload=base64.b64encode(padded).decode().rstrip("=")))


@attack(Flaw.PAYLOAD_BASE64)
def a_payload_with_spare_bits(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, payload="e31="))


@attack(Flaw.PAYLOAD_BASE64)
def a_payload_that_is_an_object(folder: Path) -> Path:
    return _with(folder, envelope(PAYLOAD, payload={}))


@attack(Flaw.JSON_BOM)
def an_envelope_saved_by_a_text_editor(folder: Path) -> Path:
    return _with(folder, b"\xef\xbb\xbf" + MANIFEST)


@attack(Flaw.JSON_BOM)
def an_envelope_in_utf_16(folder: Path) -> Path:
    return _with(folder, MANIFEST.decode().encode("utf-16"))


@attack(Flaw.JSON_ENCODING)
def an_envelope_in_latin_1(folder: Path) -> Path:
    return _with(folder, MANIFEST.replace(b"application", b"applic\xe9tion"))


@attack(Flaw.JSON_FORM)
def an_envelope_with_a_last_line_break(folder: Path) -> Path:
    return _with(folder, MANIFEST + b"\n")


@attack(Flaw.JSON_FORM)
def an_envelope_written_with_spaces(folder: Path) -> Path:
    return _with(folder, json.dumps(json.loads(MANIFEST)).encode())


@attack(Flaw.JSON_FORM)
def an_envelope_with_an_escaped_letter(folder: Path) -> Path:
    return _with(folder, MANIFEST.replace(b'"keyid"', b'"\\u006beyid"'))


@attack(Flaw.JSON_SYNTAX)
def an_envelope_cut_in_the_middle(folder: Path) -> Path:
    return _with(folder, MANIFEST[: len(MANIFEST) // 2])


@attack(Flaw.JSON_SYNTAX)
def something_after_the_envelope(folder: Path) -> Path:
    return _with(folder, MANIFEST + MANIFEST)


@attack(Flaw.JSON_TWICE)
def two_payloads_in_the_envelope(folder: Path) -> Path:
    return _with(folder, b'{"payload":"",' + MANIFEST[1:])


@attack(Flaw.JSON_DEPTH)
def an_envelope_nested_a_hundred_thousand_deep(folder: Path) -> Path:
    return _with(folder, b"[" * 100_000 + b"]" * 100_000)


# ---------------------------------------------------------------------------------------- contents that are signed


@attack(Flaw.JSON_NUMBER)
def not_a_number(folder: Path) -> Path:
    return _signed(folder, PAYLOAD.replace(b'"version":2', b'"version":NaN'))


@attack(Flaw.JSON_NUMBER)
def an_infinite_version(folder: Path) -> Path:
    return _signed(folder, PAYLOAD.replace(b'"version":2', b'"version":Infinity'))


@attack(Flaw.JSON_NUMBER)
def a_version_with_a_fraction(folder: Path) -> Path:
    return _signed(folder, PAYLOAD.replace(b'"version":2', b'"version":2.0'))


@attack(Flaw.JSON_NUMBER)
def a_version_of_five_thousand_digits(folder: Path) -> Path:
    return _signed(folder, PAYLOAD.replace(b'"version":2', b'"version":' + b"9" * 5000))


@attack(Flaw.JSON_NUMBER)
def a_size_with_an_exponent(folder: Path) -> Path:
    return _signed(folder, PAYLOAD.replace(b'"session":2018', b'"session":1e400'))


@attack(Flaw.JSON_TWICE)
def two_versions_in_the_contents(folder: Path) -> Path:
    return _signed(folder, PAYLOAD.replace(b'"version":2', b'"version":1,"version":2'))


@attack(Flaw.JSON_DEPTH)
def contents_nested_deep(folder: Path) -> Path:
    return _signed(folder, b'{"key":' + b"[" * 5000 + b"]" * 5000 + b"}")


@attack(Flaw.JSON_BOM)
def contents_with_a_mark(folder: Path) -> Path:
    return _signed(folder, b"\xef\xbb\xbf" + PAYLOAD)


@attack(Flaw.JSON_ENCODING)
def contents_that_are_not_utf_8(folder: Path) -> Path:
    return _signed(folder, PAYLOAD.replace("·".encode(), b"\xb7"))


@attack(Flaw.JSON_FORM)
def contents_with_half_a_sign(folder: Path) -> Path:
    return _signed(folder, PAYLOAD.replace("·".encode(), b"\\ud800"))


@attack(Flaw.JSON_FORM)
def contents_in_another_order(folder: Path) -> Path:
    turned = dict(reversed(payload_of(valid()).items()))
    return _signed(folder, json.dumps(turned, separators=(",", ":"), ensure_ascii=False).encode())


@attack(Flaw.KEY_SHAPE)
def contents_that_are_a_list(folder: Path) -> Path:
    return _signed(folder, b"[]")


@attack(Flaw.KEY_SHAPE)
def a_key_one_digit_short(folder: Path) -> Path:
    return _fields(folder, key=public(POST)[:-2])


@attack(Flaw.KEY_SHAPE)
def a_key_in_capitals(folder: Path) -> Path:
    return _fields(folder, key=public(POST).upper())


@attack(Flaw.FORMAT_NEWER)
def a_format_of_next_year(folder: Path) -> Path:
    return _fields(folder, format="2")


@attack(Flaw.FIELD_UNKNOWN)
def an_unknown_field(folder: Path) -> Path:
    return _fields(folder, note="x")


@attack(Flaw.FIELD_UNKNOWN)
def a_name_beside_a_candidate(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["candidates"][0].update(name="x"))


@attack(Flaw.FIELD_MISSING)
def no_session(folder: Path) -> Path:
    return _fields(folder, session=...)


@attack(Flaw.FIELD_MISSING)
def no_size(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["files"][0].pop("size"))


@attack(Flaw.FIELD_TYPE)
def a_version_that_is_a_text(folder: Path) -> Path:
    return _fields(folder, version="2")


@attack(Flaw.FIELD_TYPE)
def a_version_that_is_true(folder: Path) -> Path:
    return _fields(folder, version=True)


@attack(Flaw.FIELD_TYPE)
def a_candidate_that_is_a_number(folder: Path) -> Path:
    return _fields(folder, candidates=[1])


@attack(Flaw.FIELD_VALUE)
def a_version_below_one(folder: Path) -> Path:
    return _fields(folder, version=0)


@attack(Flaw.FIELD_VALUE)
def a_day_that_is_not_in_the_year(folder: Path) -> Path:
    return _fields(folder, made="2018-02-30T10:00:00Z")


@attack(Flaw.FIELD_VALUE)
def a_time_of_another_zone(folder: Path) -> Path:
    return _fields(folder, made="2018-07-02T15:42:07+02:00")


@attack(Flaw.FIELD_VALUE)
def a_jury_that_leads_out_of_its_folder(folder: Path) -> Path:
    return _fields(folder, jury="../J01")


@attack(Flaw.FIELD_VALUE)
def a_title_that_orders_the_terminal(folder: Path) -> Path:
    return _fields(folder, label="\x1b[2J")


@attack(Flaw.FIELD_VALUE)
def a_title_that_turns_the_line(folder: Path) -> Path:
    return _fields(folder, label="Jury \u202e10J")


@attack(Flaw.FIELD_VALUE)
def a_format_that_no_livret_has(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["candidates"][0].update(format="vidéo"))


@attack(Flaw.FIELD_VALUE)
def no_candidate(folder: Path) -> Path:
    return _fields(folder, candidates=[])


@attack(Flaw.FIELD_VALUE)
def a_digest_in_capitals(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["files"][0].update(sha256="A" * 64))


@attack(Flaw.CANDIDATE_FILE)
def two_livrets_swapped_in_the_manifest(folder: Path) -> Path:
    def swap(fields: dict[str, Any]) -> None:
        one, other, *_ = fields["candidates"]
        one["file"], other["file"] = other["file"], one["file"]

    return _edited(folder, swap)


@attack(Flaw.CANDIDATE_FILE)
def a_livret_out_of_its_folder(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["candidates"][0].update(file="livrets/../0417.pdf"))


@attack(Flaw.CANDIDATE_FILE)
def a_number_that_windows_takes_for_a_device(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["candidates"][0].update(number="COM1", file="livrets/COM1.pdf"))


@attack(Flaw.CANDIDATE_TWICE)
def one_number_for_two_candidates(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["candidates"].append(fields["candidates"][0]))


@attack(Flaw.CANDIDATE_CLASH)
def two_numbers_that_differ_by_capitals(folder: Path) -> Path:
    clash = {"pv": "9", "number": "a-7", "serie": "", "format": "numerique", "file": "livrets/a-7.pdf"}
    return _edited(folder, lambda fields: fields["candidates"].append(clash))


def _file(name: str) -> dict[str, object]:
    return {"name": name, "size": 1, "sha256": "0" * 64}


def _one_more(folder: Path, name: str) -> Path:
    return _edited(folder, lambda fields: fields["files"].append(_file(name)))


@attack(Flaw.FILES_NAME)
def a_file_above_the_copy(folder: Path) -> Path:
    return _one_more(folder, "../autorun.inf")


@attack(Flaw.FILES_NAME)
def a_file_of_the_computer(folder: Path) -> Path:
    return _one_more(folder, "/etc/passwd")


@attack(Flaw.FILES_NAME)
def a_file_of_a_drive(folder: Path) -> Path:
    return _one_more(folder, "C:\\livret.pdf")


@attack(Flaw.FILES_NAME)
def a_manifest_that_lists_itself(folder: Path) -> Path:
    return _one_more(folder, "manifest.json")


@attack(Flaw.FILES_TWICE)
def a_file_listed_twice(folder: Path) -> Path:
    return _one_more(folder, "index.html")


@attack(Flaw.FILES_CLASH)
def two_files_that_differ_by_capitals(folder: Path) -> Path:
    return _one_more(folder, "livrets/a-7.pdf")


@attack(Flaw.FILES_ORDER)
def files_in_another_order(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["files"].reverse())


@attack(Flaw.FILES_UNOWNED)
def a_livret_of_no_candidate(folder: Path) -> Path:
    return _one_more(folder, "livrets/a.pdf")


@attack(Flaw.FILES_LACKING)
def a_livret_without_a_digest(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["files"].pop())


@attack(Flaw.FILES_LACKING)
def no_list_to_print(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["files"].pop(0))


@attack(Flaw.FILES_SIZE)
def an_empty_livret_as_signed(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["files"][-1].update(size=0))


@attack(Flaw.FILES_SIZE)
def a_livret_larger_than_a_key(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["files"][-1].update(size=2**50))


@attack(Flaw.FILES_SIZE)
def livrets_that_are_too_large_together(folder: Path) -> Path:
    numbers = [f"{rank:04}" for rank in range(21)]
    one = {"pv": "", "serie": "", "format": "numerique"}
    candidates = [one | {"number": number, "file": f"livrets/{number}.pdf"} for number in numbers]
    files = payload_of(valid())["files"][:3] + [
        _file(f"livrets/{number}.pdf") | {"size": 200 << 20} for number in numbers
    ]
    return _fields(folder, candidates=candidates, files=files)


@attack(Flaw.PLACE_NAME, expected=UNSUSPECTING)
def a_version_lowered_and_signed_again(folder: Path) -> Path:
    return _fields(folder, version=1)
