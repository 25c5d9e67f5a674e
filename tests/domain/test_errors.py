# SPDX-License-Identifier: AGPL-3.0-or-later
from lsl_desk.domain.errors import Code, Refusal


def test_a_refusal_shows_its_code_and_facts_to_a_developer() -> None:
    assert repr(Refusal(Code.PAGE_UNKNOWN, page=9)) == "Refusal(page_unknown, page=9)"
    assert repr(Refusal(Code.DISK_FULL)) == "Refusal(disk_full)"
    assert str(Refusal(Code.DISK_FULL)) == "disk_full"
