# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much a page worker may take: time, memory, documents, pixels (``reliability.md`` §4.8)."""

import os
from dataclasses import dataclass

MIB = 1 << 20


def _inspectors() -> int:
    """Reading text keeps a core busy; sealing what was read needs part of one."""
    return max(1, min(3, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Caps:
    """The limits of the page lane.

    Attributes:
        seconds: for one request; the worker is then replaced and the page is « illisible ».
        patience: seconds after which a picture nobody waits for is ended when a wanted one is asked.
        start_seconds: for a worker to be ready.
        memory: bytes of private memory of a worker; MuPDF is refused more.
        recycle_memory: resident bytes above which a worker is replaced once it has answered.
        documents: opened by one worker before it is replaced.
        handover: seconds given to a successor to be ready before it takes over, so that nobody waits for it.
        idle: seconds after which a worker that inspects files is sent home.
        inspectors: workers that inspect files at the same time.
        pdf_size: bytes of a PDF.
        pdf_pages: pages of a PDF.
        pdf_side: points of a page's side.
        open_documents: PDFs a worker keeps open.
        open_bytes: bytes of the PDFs a worker keeps open.
        drawings: pages a worker keeps read, ready for another zoom.
        slots: bytes of pictures kept in warm memory, and the most that pictures rendered ahead may take.
        arena: bytes of pictures in all.
        picture: bytes of one picture.
    """

    seconds: float = 10.0
    patience: float = 0.5
    start_seconds: float = 20.0
    memory: int = 512 * MIB
    recycle_memory: int = 224 * MIB
    documents: int = 200
    handover: float = 2.0
    idle: float = 3.0
    inspectors: int = _inspectors()
    pdf_size: int = 64 * MIB
    pdf_pages: int = 200
    pdf_side: float = 5000.0
    open_documents: int = 8
    open_bytes: int = 24 * MIB
    drawings: int = 12
    slots: int = 176 * MIB
    arena: int = 384 * MIB
    picture: int = 160 * MIB
