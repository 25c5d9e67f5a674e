# SPDX-License-Identifier: AGPL-3.0-or-later
"""The limit of a plan de secours: bare PyMuPDF closes each PDF with AES-256, then fsync, re-read and SHA-256."""

import os
import shutil
from hashlib import sha256
from pathlib import Path

import pymupdf

from bench.actor import serve
from bench.figures import milliseconds

_AES_256 = 5
"""MuPDF's number for it, which PyMuPDF declares no type of."""
_PASSWORD = "abeille-tunnel-prairie-volcan-girafe-mou"  # noqa: S105 - PyMuPDF takes 40 characters at most


def copied(files: list[str], folder: str) -> float:
    """Close these PDFs into a new folder; return the milliseconds it took, without the removal of the folder."""
    target = Path(folder)
    target.mkdir(parents=True)

    def work() -> None:
        for rank, file in enumerate(files):
            _copy(Path(file), target / f"{rank}.pdf")

    took = milliseconds(work)
    shutil.rmtree(target)
    return took


def _copy(source: Path, target: Path) -> None:
    with pymupdf.open(stream=source.read_bytes(), filetype="pdf") as document:  # type: ignore[no-untyped-call] # it has no types
        data = document.tobytes(encryption=_AES_256, user_pw=_PASSWORD, owner_pw=_PASSWORD[::-1])
    written = sha256(data).hexdigest()
    with target.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    assert sha256(target.read_bytes()).hexdigest() == written


if __name__ == "__main__":
    serve({"copy": copied})
