# SPDX-License-Identifier: AGPL-3.0-or-later
"""No contents of a case or a journal make the verifier fail, whoever signed them."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsl_desk.backup.fields import exact_text
from lsl_desk.backup.proofs.case import check_case
from lsl_desk.backup.proofs.case_file import CaseAbout, build_case, case_name, read_list
from lsl_desk.backup.proofs.journal import check_journal
from lsl_desk.backup.proofs.lines import next_chain
from lsl_desk.backup.proofs.report import Known, Noted, Proof
from lsl_desk.backup.proofs.speech import answer, lines
from lsl_desk.backup.sentences import sentence
from lsl_desk.wire.envelope import ACT, RECEIPT, Signed
from tests.backup.builder import InMemory
from tests.backup.proofs.made import ACADEMY, BY_ACADEMY, MADE, NOTHING, POST, payload_of, written
from tests.cases.jury import case, closed, files
from tests.cases.spoilt import members

_LEAVES = st.none() | st.booleans() | st.integers(-9, 2**54) | st.text(max_size=6) | st.sampled_from(["0417", "1e9"])
_JSON: st.SearchStrategy[Any] = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
)
PLACES = st.integers(0, 99)


def _said(proof: Proof) -> None:
    assert all(lines([("preuve", proof)]))
    assert json.dumps(answer([("preuve", proof)]))
    assert all(sentence(one) for one in proof.findings)


def _spoilt(fields: Any, places: tuple[int, int, int], value: Any) -> Any:
    """The same JSON with another value somewhere, down to three places deep."""
    whole = json.loads(json.dumps(fields))
    holder, name = whole, None
    for place in places:
        inner = holder if name is None else holder[name]
        names = list(inner) if isinstance(inner, dict) else list(range(len(inner))) if isinstance(inner, list) else []
        if not names:
            break
        holder, name = inner, names[place % len(names)]
    holder[name] = value
    return whole


def _signed_again(held: dict[str, bytes]) -> dict[str, bytes]:
    about = CaseAbout("J01", "0417", 2018, 1, ACADEMY.public.raw.hex(), MADE)
    data = build_case(about, held, POST.public.raw.hex(), lambda kind, one: POST.sign(kind, one).signature)
    assert len(data) > len(held["journal.jsonl"])
    return files(data)


@settings(max_examples=40)
@given(name=st.sampled_from(["dossier.json", "pv.json"]), places=st.tuples(PLACES, PLACES, PLACES), value=_JSON)
def test_no_facts_make_it_fail(name: str, places: tuple[int, int, int], value: Any) -> None:
    held = members()
    spoilt = held | {name: written(_spoilt(json.loads(held[name]), places, value))}
    _said(check_case(InMemory(_signed_again(spoilt)), Known(noted=Noted(("abeille",) * 8))))


@given(places=st.tuples(PLACES, PLACES, PLACES), value=_JSON)
def test_no_list_makes_it_fail(places: tuple[int, int, int], value: Any) -> None:
    held = files(case())
    fields = _spoilt(payload_of(held["dossier.dsse"]), places, value)
    kind = Signed.from_bytes(held["dossier.dsse"]).payload_type
    _said(check_case(InMemory(held | {"dossier.dsse": POST.sign(kind, written(fields)).to_bytes()}), NOTHING))


@settings(max_examples=40)
@given(rank=st.integers(0, 14), body=_JSON, places=st.tuples(PLACES, PLACES, PLACES), received=st.booleans())
def test_no_act_that_both_signed_makes_it_fail(
    rank: int, body: Any, places: tuple[int, int, int], received: bool
) -> None:
    held = members()
    head, *told = held["journal.jsonl"].splitlines()
    act = _spoilt(payload_of(closed().acts[rank].envelope), places, body)
    signed = POST.sign(ACT, written(act))
    line: dict[str, Any] = {
        "act": json.loads(signed.to_bytes()), "key": POST.public.raw.hex(), "rank": rank + 1, "receipt": None,
    }  # fmt: skip
    if received:
        receipt = payload_of(closed().acts[rank].receipt_envelope or b"") | {"digest": signed.digest}
        before = closed().acts[rank - 1].receipt if rank else None
        chain = "0" * 64 if before is None else before.chain
        receipt["chain"] = next_chain(chain, signed.digest, receipt["verdict"], receipt["code"])
        line["receipt"] = json.loads(ACADEMY.sign(RECEIPT, written(receipt)).to_bytes())
    told[rank] = written(line)
    data = b"\n".join([head, *told]) + b"\n"
    _said(check_journal(data, "journal.jsonl", BY_ACADEMY))
    _said(check_case(InMemory(_signed_again(held | {"journal.jsonl": data})), BY_ACADEMY))


@given(places=st.tuples(PLACES, PLACES, PLACES), value=_JSON, rank=st.integers(0, 15), noise=st.binary(max_size=30))
def test_no_line_makes_it_fail(places: tuple[int, int, int], value: Any, rank: int, noise: bytes) -> None:
    told = members()["journal.jsonl"].splitlines()
    told[rank] = written(_spoilt(json.loads(told[rank]), places, value))
    _said(check_journal(b"\n".join(told) + b"\n", "journal.jsonl", BY_ACADEMY))
    _said(check_journal(b"\n".join([*told[:rank], noise, *told[rank:]]), "journal.jsonl", NOTHING))


def test_a_case_of_names_that_no_folder_takes_is_named_plainly() -> None:
    assert case_name("J01", "0417") == "dossier-J01-0417"
    assert case_name("J/1", "0417") == case_name("J01", "../..") == "dossier"
    assert read_list(_signed_again(members())["dossier.dsse"]).made == exact_text(MADE)
    with pytest.raises(ValueError, match="UTC"):
        exact_text(MADE.replace(tzinfo=None))
