# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read the pages of what came from the academy: for the number lock, and to make them searchable.

It runs after a version is current and costs the fetching nothing (decision 008). Until then the academy's verdicts
stand; where this post reads a page otherwise, the graver verdict stands from then on.
"""

from collections.abc import Callable

from lsl_desk.client.link.ports import LinkStore
from lsl_desk.client.link.values import Unchecked
from lsl_desk.client.ports import DeskStore
from lsl_desk.client.prepare.import_jury import InspectLater
from lsl_desk.client.progress import Cancelled, Progress, Report, silent
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.own_check import OwnCheck, differences
from lsl_desk.domain.page_number import check_page
from lsl_desk.domain.pages import Inspection

Moved = Callable[[JuryId], None]
_AHEAD = 4
"""Livrets being read while earlier ones are kept."""


def check_pages(
    store: DeskStore,
    link: LinkStore,
    inspect_later: InspectLater,
    *,
    report: Report = silent,
    moved: Moved = lambda _: None,
) -> int:
    """Read every livret of a current version from the academy that was not read yet.

    Args:
        store: gives the bytes.
        link: keeps what was read.
        inspect_later: the page worker.
        report: told at each livret; answering False stops, what was read is kept.
        moved: told which jury changed, after each livret.

    Returns:
        Livrets read.

    Raises:
        Cancelled: ``report`` said so.
        Refusal: DISK_FULL, STORE_DAMAGED…
    """
    todo = link.unchecked()
    manifests = {jury: link.manifest(jury) for jury in {one.jury for one in todo}}
    begun: list[tuple[Unchecked, Callable[[], Inspection]]] = []
    done = 0
    for at, one in enumerate(todo):
        if not report(Progress(at, len(todo), one.number)):
            raise Cancelled
        begun.append((one, _begin(store, inspect_later, one)))
        if len(begun) > _AHEAD:
            done += _finish(link, manifests, begun.pop(0), moved)
    for pair in begun:
        done += _finish(link, manifests, pair, moved)
    report(Progress(len(todo), len(todo), ""))
    return done


def _begin(store: DeskStore, inspect_later: InspectLater, one: Unchecked) -> Callable[[], Inspection]:
    try:
        return inspect_later(store.livret(one.digest))
    except Refusal as refusal:
        if refusal.code not in {Code.LIVRET_REFUSED, Code.NO_LIVRET}:
            raise
        return lambda: Inspection(LivretProblem.DIGEST_MISMATCH, ())


def _finish(
    link: LinkStore,
    manifests: dict[JuryId, JuryManifest | None],
    pair: tuple[Unchecked, Callable[[], Inspection]],
    moved: Moved,
) -> int:
    one, inspected = pair
    inspection = inspected()
    manifest = manifests[one.jury]
    candidate = _candidate(manifest, one)
    if manifest is None or candidate is None:
        return 0  # a newer version took its place meanwhile; that one will be read
    known = frozenset(str(other.number) for other in manifest.candidates)
    pages = tuple(check_page(text, one.number, known) for text in inspection.texts)
    own = OwnCheck(inspection.problem, () if inspection.problem else pages)
    link.keep_check(one, own, inspection.texts, tuple(differences(candidate, own)))
    moved(one.jury)
    return 1


def _candidate(manifest: JuryManifest | None, one: Unchecked) -> Candidate | None:
    listed = manifest.candidates if manifest else ()
    return next(
        (
            other
            for other in listed
            if other.number == one.number and other.livret and other.livret.digest == one.digest
        ),
        None,
    )
