# SPDX-License-Identifier: AGPL-3.0-or-later
"""`lsl-verify` on a state sheet: whose it is a key settles, and no bit of it passes changed."""

from pathlib import Path

import pytest

from lsl_desk.backup import command
from lsl_desk.backup.proofs.kinds import Kind, kind_at
from lsl_desk.backup.proofs.opening import check_at
from tests.backup.proofs.made import BY_POST, NOTHING, POST, flipped, print_of
from tests.backup.proofs.spoilt_sheets import sheet


def test_an_intact_sheet_says_what_it_is_and_a_key_settles_whose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sheet(tmp_path)
    assert kind_at(path) is Kind.STATE
    assert command.main([str(path)]) == command.UNCOMPARED
    said = capsys.readouterr().out
    assert "Feuille d’état du jury J01, faite le 2018-07-03T07:41:05.000000Z." in said
    assert "Acte n°\u00a041 du poste\u202f; acte n°\u00a0108 de l’académie." in said
    assert f"signée par le poste, empreinte de sa clé\u00a0: {print_of(POST)}" in said
    assert command.main([str(path), "--cle", POST.public.id]) == command.SETTLED


def test_no_bit_of_a_signature_or_sheet_passes_changed(tmp_path: Path) -> None:
    path = sheet(tmp_path)
    for one in (path, path.with_suffix(".pdf")):
        whole = one.read_bytes()
        for bit in range(0, 8 * len(whole), 7):
            one.write_bytes(flipped(whole, bit))
            assert not check_at(path, Kind.STATE, BY_POST).settled, f"{one.name}, bit {bit}"
        one.write_bytes(whole)
    assert check_at(path, Kind.STATE, BY_POST).settled


def test_a_signature_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    proof = check_at(tmp_path / "gone.json", Kind.STATE, NOTHING)
    assert [one.flaw.value for one in proof.findings] == ["place_unreadable"]
