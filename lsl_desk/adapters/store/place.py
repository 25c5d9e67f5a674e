# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a folder may hold the store: SQLite's write-ahead log needs memory shared on one machine, never a share."""

import sys
from pathlib import Path

_REMOTE = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "davfs", "fuse.sshfs", "fuse.rclone")
_DRIVE_REMOTE = 4


def on_network(folder: Path) -> bool:
    """Tell whether a folder is known to lie on a network share; False when the system does not say."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - this system only

        return folder.anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _DRIVE_REMOTE
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return filesystem_of(folder.resolve(), mounts).startswith(_REMOTE)


def filesystem_of(folder: Path, mounts: str) -> str:
    r"""Return the type of the file system that holds a folder.

    Args:
        folder: absolute, without links.
        mounts: the lines of ``/proc/self/mounts`` (device, place, type…; a space in a place is written ``\040``).
    """
    found = ""
    longest = -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) > 2:
            place = Path(fields[1].replace("\\040", " "))
            if folder.is_relative_to(place) and len(place.parts) >= longest:
                found, longest = fields[2], len(place.parts)
    return found
