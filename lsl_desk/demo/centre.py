# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demonstration's centre on disk: a folder a jury, as « Édition LSL par jury » gives, imported as any other."""

import hashlib
import json
import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from lsl_desk.bundled import bundled
from lsl_desk.demo.candidate_list import FILE as LIST_FILE
from lsl_desk.demo.candidate_list import candidate_list
from lsl_desk.demo.index_pages import index_pages, livret_file
from lsl_desk.demo.plan import CentrePlan, PlannedJury, Sheet, plan_centre
from lsl_desk.demo.press import Job, print_livret
from lsl_desk.domain.errors import Code, Refusal

MARKER = "centre.json"
"""Written first as « not finished », and last as finished: a folder whose marker does not say so is done again."""

JURIES = 5
SEED = 2018
_PRINTERS = 2


@dataclass(frozen=True, slots=True)
class DemoCentre:
    """The centre, on disk.

    Attributes:
        folder: the centre's folder; each jury's is in it, by its identifier.
        plan: who is in it, with what livret and result.
        made: False when it was there already.
    """

    folder: Path
    plan: CentrePlan
    made: bool

    @property
    def juries(self) -> tuple[Path, ...]:
        """The jury folders, to be imported one by one."""
        return tuple(self.folder / jury.jury for jury in self.plan.juries)


def generate(
    folder: Path, *, seed: int = SEED, juries: int = JURIES, report: Callable[[int, int], None] | None = None
) -> DemoCentre:
    """Make the invented centre, or find it already made.

    Args:
        folder: where; made if absent. What an earlier run left in it is replaced, nothing else is ever removed.
        seed: the same seed gives the same bytes.
        juries: how many juries, 1 to 5.
        report: called with the livrets printed and the number to print.

    Raises:
        Refusal: OUTPUT_UNWRITABLE: the folder holds other things, or cannot be written.
    """
    plan = plan_centre(seed, juries)
    identity: dict[str, object] = {"generator": _generator(), "seed": seed, "juries": juries}
    if _marker(folder) == {**identity, "finished": True}:
        return DemoCentre(folder, plan, made=False)
    try:
        _clear(folder)
        _mark(folder, {**identity, "finished": False})
        _write_indexes(folder, plan, seed)
        _print(list(_jobs(folder, plan)), report)
        _mark(folder, {**identity, "finished": True})
    except OSError as error:
        raise Refusal(Code.OUTPUT_UNWRITABLE, path=str(folder)) from error
    return DemoCentre(folder, plan, made=True)


@cache
def _generator() -> str:
    """Name this generator by what it is made of, so that a changed phrase or template makes the centre again."""
    package = Path(__file__).parent.parent
    parts = [
        *bundled("demo").glob("*.toml"),
        bundled("typst", "livret.typ"),
        *(package / "demo").glob("*.py"),
        *(package / "documents").glob("*.py"),
        package / "domain" / "livret_content.py",
        package / "pdf" / "rework.py",
    ]
    digest = hashlib.sha256(f"typst {version('typst')} pymupdf {version('pymupdf')}".encode())
    for part in sorted(parts):
        if part.exists():  # a frozen build has no sources: there the versions and the data speak for it
            digest.update(part.name.encode() + part.read_bytes())
    return digest.hexdigest()


def _marker(folder: Path) -> dict[str, object] | None:
    try:
        found = json.loads((folder / MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _mark(folder: Path, words: dict[str, object]) -> None:
    (folder / MARKER).write_text(json.dumps(words), "utf-8")


def _clear(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        return
    if _marker(folder) is None:
        raise Refusal(Code.OUTPUT_UNWRITABLE, path=str(folder))
    for jury in plan_centre(SEED, JURIES).juries:
        shutil.rmtree(folder / jury.jury, ignore_errors=True)


def _write_indexes(folder: Path, plan: CentrePlan, seed: int) -> None:
    for jury in plan.juries:
        (folder / jury.jury / "livrets").mkdir(parents=True)
        for name, page in index_pages(jury, plan.session).items():
            (folder / jury.jury / name).write_bytes(page)
        (folder / jury.jury / LIST_FILE).write_bytes(candidate_list(jury, plan.session, plan.code, seed))


def _jobs(folder: Path, plan: CentrePlan) -> Iterator[Job]:
    for jury in plan.juries:
        yield from _jury_jobs(folder / jury.jury, jury)


def _jury_jobs(folder: Path, jury: PlannedJury) -> Iterator[Job]:
    pupils = {candidate.pupil.number: candidate.pupil for candidate in jury.candidates}
    for candidate in jury.candidates:
        if candidate.sheet is None or candidate.sheet is Sheet.MISSING:
            continue
        stray = jury.foreign.get(candidate.pupil.number)
        yield Job(
            candidate.pupil,
            folder / livret_file(candidate.pupil.number),
            candidate.sheet,
            (stray[0], pupils[stray[1]]) if stray else None,
        )
    for pupil in jury.unlisted:
        yield Job(pupil, folder / livret_file(pupil.number))


def _print(jobs: list[Job], report: Callable[[int, int], None] | None) -> None:
    # Fresh processes, not forks: the window may be open, and a fork would carry its threads and connections.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_PRINTERS, mp_context=fresh) as printers:
        try:
            waiting = [printers.submit(print_livret, job) for job in jobs]
            for done, printed in enumerate(as_completed(waiting), start=1):
                printed.result()
                if report is not None:
                    report(done, len(jobs))
        finally:
            printers.shutdown(cancel_futures=True)  # whoever cuts the work short does not wait for the rest of it
