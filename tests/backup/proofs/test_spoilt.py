# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every spoilt proof is refused, with its own code, said in French."""

from pathlib import Path

import pytest

from lsl_desk.backup.flaws import Flaw
from lsl_desk.backup.proofs.kinds import kind_at
from lsl_desk.backup.proofs.opening import check_at
from lsl_desk.backup.proofs.speech import answer, lines
from lsl_desk.backup.sentences import sentence
from tests.backup.attack import ATTACKS
from tests.backup.proofs import spoilt_erasures, spoilt_sheets
from tests.backup.proofs.spoilt import SPOILT, Spoilt
from tests.backup.test_attacks import BY_DEVICE
from tests.cases import spoilt as of_cases

_MODULES = (of_cases, spoilt_sheets, spoilt_erasures)


def test_every_flaw_is_brought_by_a_spoilt_proof_or_by_an_attack_on_a_copy() -> None:
    assert {one.flaw for one in SPOILT} | {one.flaw for one in ATTACKS} == set(Flaw) - BY_DEVICE


@pytest.mark.parametrize("one", SPOILT, ids=lambda one: one.name)
def test_a_spoilt_proof_is_refused_with_its_own_code(one: Spoilt, tmp_path: Path) -> None:
    place = one.make(tmp_path)
    kind = kind_at(place)
    assert kind is not None
    proof = check_at(place, kind, one.known)
    assert [finding.flaw for finding in proof.findings] == [one.flaw]
    assert not proof.settled
    assert not any("?" in sentence(finding) for finding in proof.findings)
    assert next(lines([("preuve", proof)])).startswith("preuve\u00a0: REFUSÉ")
    assert answer([("preuve", proof)])["ok"] is False
