# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which folders are on a network share."""

from pathlib import Path

import pytest

from lsl_desk.adapters.store.place import filesystem_of, on_network

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
server:/export /mnt/share nfs4 rw 0 0
//server/users /mnt/my\\040share cifs rw 0 0
tmpfs /mnt/share/local tmpfs rw 0 0
short
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/var/data", "ext4"), ("/mnt/share/a", "nfs4"), ("/mnt/shared", "ext4"), ("/mnt/my share/a", "cifs"),
     ("/mnt/share/local/a", "tmpfs")],
)  # fmt: skip
def test_the_nearest_mount_says_what_holds_a_folder(folder: str, kind: str) -> None:
    assert filesystem_of(Path(folder), MOUNTS) == kind


def test_a_folder_of_this_machine_is_not_on_the_network(tmp_path: Path) -> None:
    assert not on_network(tmp_path)


def test_a_system_that_does_not_say_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object, **__: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refuses)
    assert not on_network(tmp_path)
