# SPDX-License-Identifier: AGPL-3.0-or-later
"""MuPDF says nothing: its messages may quote a livret, and a hostile file would send a million of them."""

from pymupdf import mupdf


def _nothing(_text: str) -> None:
    """Take a message of MuPDF and forget it."""


def be_quiet() -> None:
    """Drop MuPDF's warnings and errors, which PyMuPDF would keep in a list and print; errors are still raised."""
    mupdf.fz_set_warning_callback(_nothing)
    mupdf.fz_set_error_callback(_nothing)
