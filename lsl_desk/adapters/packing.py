# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files in a zip whose bytes are those of its files: it says nothing of when it was packed."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

_WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can tell: when it was packed says nothing, and would make two archives differ."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """Pack files, by name, in this order."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()
