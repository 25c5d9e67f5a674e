# SPDX-License-Identifier: AGPL-3.0-or-later
"""`lsl-verify` on the certificate of an erasure and on exported acts: a key settles whose, no bit passes changed."""

import json
from pathlib import Path

import pytest

from lsl_desk.backup import command
from lsl_desk.backup.proofs.kinds import ERASURE, Kind, kind_at
from lsl_desk.backup.proofs.opening import check_at
from lsl_desk.wire.erasure_record import CERTIFICATE_RECORD
from tests.backup.proofs.made import BY_POST, NOTHING, POST, flipped, print_of, zipped
from tests.backup.proofs.spoilt_erasures import COUNT, acts_file, archive, certificate


def test_a_certificate_says_what_went_and_a_key_settles_whose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = certificate(tmp_path)
    assert ERASURE == CERTIFICATE_RECORD
    assert kind_at(path) is Kind.ERASURE
    assert command.main([str(path)]) == command.UNCOMPARED
    said = capsys.readouterr().out
    assert "Effacement du jury J01, session 2018, fait le 2018-09-06T08:00:00.000000Z." in said
    assert (
        "Livrets effacés\u00a0: 2, gardés pour un recours\u00a0: 2, gardés pour un autre jury\u00a0: 1, actes" in said
    )
    assert f"signée par qui a effacé, empreinte de sa clé\u00a0: {print_of(POST)}" in said
    assert command.main([str(path), "--cle", POST.public.id, "--json"]) == command.SETTLED
    answer = json.loads(capsys.readouterr().out)
    assert (answer["kind"], answer["proofs"][0]["erased"]) == ("effacement", ["a" * 64, "b" * 64])


def test_the_archive_of_a_desk_is_checked_and_what_nothing_signs_is_said(tmp_path: Path) -> None:
    path = archive(tmp_path)
    assert kind_at(path) is Kind.ERASURE
    proof = check_at(path, Kind.ERASURE, BY_POST)
    assert proof.settled
    assert proof.told[-1] == "À côté, et que rien ne signe\u00a0: effacement.pdf."
    alone = check_at(
        zipped(tmp_path / "seul.zip", {ERASURE: certificate(tmp_path).read_bytes()}), Kind.ERASURE, BY_POST
    )
    assert (alone.settled, alone.facts["unsigned"]) == (True, [])
    broken = path.read_bytes().replace(b'"keyid"', b'"keyit"')
    path.write_bytes(broken)
    assert not check_at(path, Kind.ERASURE, BY_POST).intact, "a member that does not come out whole"


def test_acts_say_how_many_they_are_and_a_key_settles_whose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = acts_file(tmp_path)
    assert kind_at(path) is Kind.ACTS
    assert command.main([str(path), "--cle", POST.public.id, "--jury", "J01"]) == command.SETTLED
    assert "Actes d’un poste, n°\u00a05 à 8, jurys\u00a0: J01." in capsys.readouterr().out
    assert check_at(path, Kind.ACTS, NOTHING).facts == {"acts": COUNT, "first": 5, "juries": ["J01"]}


@pytest.mark.parametrize(("kind", "step"), [(Kind.ERASURE, 13), (Kind.ACTS, 67)])
def test_no_bit_passes_changed(kind: Kind, step: int, tmp_path: Path) -> None:
    path = certificate(tmp_path) if kind is Kind.ERASURE else acts_file(tmp_path)
    whole = path.read_bytes()
    for bit in range(0, 8 * len(whole), step):
        path.write_bytes(flipped(whole, bit))
        assert not check_at(path, kind, BY_POST).settled, f"bit {bit}"
    path.write_bytes(whole)
    assert check_at(path, kind, BY_POST).settled


def test_a_file_that_holds_no_act_that_holds_names_no_key(tmp_path: Path) -> None:
    head, *_ = acts_file(tmp_path).read_bytes().splitlines()
    for lines in ((head,), (b"",)):
        proof = check_at(acts_file(tmp_path, *lines), Kind.ACTS, NOTHING)
        assert (proof.intact, proof.keys) == (False, {})
