# SPDX-License-Identifier: AGPL-3.0-or-later
"""Prints one livret of the centre to its file; runs in child processes, one typst compiler each."""

from dataclasses import dataclass
from pathlib import Path

from lsl_desk.demo.chance import chance
from lsl_desk.demo.plan import Sheet
from lsl_desk.demo.pupil import Pupil
from lsl_desk.documents.livret import livret_pdf


@dataclass(frozen=True, slots=True)
class Job:
    """A livret to print.

    Attributes:
        pupil: whose.
        path: where.
        sheet: in what state.
        stray: for a livret with a page of another: the page's rank from 1, and that other pupil.
    """

    pupil: Pupil
    path: Path
    sheet: Sheet = Sheet.PLAIN
    stray: tuple[int, Pupil] | None = None


def print_livret(job: Job) -> None:
    """Set the livret, spoil it as the plan says, and write it."""
    job.path.write_bytes(_spoiled(job, livret_pdf(job.pupil.livret())))


def _spoiled(job: Job, pdf: bytes) -> bytes:
    if job.sheet is Sheet.TRUNCATED:
        return pdf[: len(pdf) // 2]
    if job.sheet is Sheet.PLAIN:
        return pdf
    from lsl_desk.pdf.rework import scanned, with_page_of  # noqa: PLC0415 - PyMuPDF stays out of the parent process

    if job.stray is not None:
        page, other = job.stray
        return with_page_of(pdf, page, livret_pdf(other.livret()))
    draw = chance(job.pupil.seed, "scan", job.pupil.number)
    return scanned(pdf, dpi=draw.choice((150, 200)), tilt=draw.uniform(0.1, 0.5))
