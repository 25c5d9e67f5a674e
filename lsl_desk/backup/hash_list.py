# SPDX-License-Identifier: AGPL-3.0-or-later
"""``empreintes.txt``: the SHA-256 of livrets, index and box, as ``sha256sum -c`` reads them and as one prints them."""

from collections.abc import Iterable

from lsl_desk.backup.manifest import CopyFile


def hash_list(files: Iterable[CopyFile]) -> bytes:
    """Write one line a member, by name: digest, two spaces, name; the list itself and the manifest are not in it."""
    return "".join(f"{one.sha256}  {one.name}\n" for one in sorted(files, key=lambda one: one.name)).encode()
