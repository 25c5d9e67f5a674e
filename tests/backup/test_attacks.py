# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every attack is refused, with its own code, said in French; nothing but the attack is found."""

import warnings
from collections import Counter
from pathlib import Path

import pytest

from lsl_desk.backup.box_reader import open_vouched
from lsl_desk.backup.command import verify
from lsl_desk.backup.flaws import Flaw
from lsl_desk.backup.sentences import sentence
from tests.backup import attacks_manifest, attacks_members, attacks_pages, attacks_zip
from tests.backup.attack import ATTACKS, Attack

_MODULES = (attacks_manifest, attacks_members, attacks_pages, attacks_zip)
BY_DEVICE = {Flaw.MEMBER_UNREADABLE, Flaw.PLACE_UNREADABLE}
"""Only a device that fails brings these two: in test_command. That every other has its attack: `proofs.test_spoilt`."""


def test_there_are_enough_attacks_each_under_one_name() -> None:
    assert len(ATTACKS) >= 60
    assert max(Counter(one.name for one in ATTACKS).values()) == 1


@pytest.mark.parametrize("one", ATTACKS, ids=lambda one: one.name)
def test_an_attack_is_refused_with_its_own_code(one: Attack, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile: two entries of one name
        made = one.make(tmp_path)
    places = made if isinstance(made, tuple) else (made,)
    reports = [report for _, report in verify(places, one.expected, open_vouched)]
    found = [finding for report in reports for finding in report.findings]
    assert one.flaw in {finding.flaw for finding in found}
    assert {finding.flaw for finding in found} <= {one.flaw} | one.also
    assert not any(report.settled for report in reports if report.findings)
    assert not any("?" in sentence(finding) for finding in found)
