# SPDX-License-Identifier: AGPL-3.0-or-later
from pathlib import Path

from lsl_desk.backup.box_reader import open_vouched
from lsl_desk.backup.check import Expected, check
from lsl_desk.backup.places import open_copy
from tests.backup import builder


def test_a_valid_copy_is_intact_and_settled_by_its_key_or_its_code(tmp_path: Path) -> None:
    place = builder.valid().write(tmp_path)
    report = check(open_copy(place), Expected(key=builder.key_print()))
    assert report.findings == ()
    assert report.settled
    assert report.whole == builder.LIVRETS
    report = check(open_copy(place), Expected(code=builder.CODE), open_box=open_vouched)
    assert report.findings == ()
    assert report.settled
    report = check(open_copy(place))
    assert report.intact
    assert not report.settled


def test_a_valid_zip_is_intact(tmp_path: Path) -> None:
    for method in (0, 8):
        members = open_copy(builder.valid().write_zip(tmp_path, method=method))
        assert check(members).findings == ()
        members.close()
