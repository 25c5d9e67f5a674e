# SPDX-License-Identifier: AGPL-3.0-or-later
"""Livrets, from a folder or a zip of PDF files: each finds its candidate by N° élève, and its pages are checked."""

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.livret import LivretFormat, LivretProblem, NumberCheck, PageCheck
from lsl_desk.domain.page_number import check_page
from lsl_desk.formats.file_numbers import number_parts
from lsl_desk.formats.index_checks import number_key
from lsl_desk.formats.member_names import is_pdf
from lsl_desk.members.limits import MAX_MEMBER, Members
from lsl_desk.server.db import registers, schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.registers import KnownCandidate, Tally, bring
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.imports.running import ImportReport, run

Inspect = Callable[[bytes], Callable[[], tuple[LivretProblem | None, tuple[str, ...]]]]
"""Begins to read a PDF in a process apart; the call it gives waits for why it is refused, or the text of each page."""

_AHEAD = 4


@dataclass(frozen=True, slots=True)
class _Checked:
    """A livret that was read.

    Attributes:
        candidate: whose it is.
        digest: of its bytes; None when it is refused.
        size: bytes.
        pages: verdict of the number lock on each page.
        problem: why it is refused or not to be trusted.
    """

    candidate: KnownCandidate
    digest: Digest | None
    size: int
    pages: tuple[PageCheck, ...]
    problem: LivretProblem | None


def import_livrets(
    academy: Academy,
    members: Members,
    inspect: Inspect,
    *,
    apply: bool,
    report: Callable[[int, int], None] = lambda _done, _all: None,
    actor: str = "",
) -> ImportReport:
    """Bring livrets in. The bytes go to the files first, where nobody sees them until the rows name them.

    Args:
        academy: open.
        members: folder or zip, closed by whoever opened it.
        inspect: reads PDFs in a process apart.
        apply: do it, and not only try.
        report: told how many are done, of how many.
        actor: the account that asked, "" for a command.

    Raises:
        Refusal: a member that cannot be read.
        OSError: the files' storage does not keep them.
    """
    with academy.database.reading() as connection:
        known = list(registers.candidates(connection))
    matched, odd = _matched(members, known)
    checked = list(_read(academy, members, matched, known, inspect, report, keep=apply))
    for name, one in zip((name for name, _ in matched), checked, strict=True):
        odd += _anomalies(name, one)

    def put(connection: Connection) -> tuple[Tally, tuple[Anomaly, ...]]:
        tally = Tally()
        for one in checked:
            if one.digest is not None:
                bring(
                    connection,
                    schema.livret,
                    [{"digest": one.digest, "size": one.size, "pages": len(one.pages)}],
                )
            tally += bring(connection, schema.candidate, [_values(one)], jury_of="jury")
        return tally, ()

    return run(academy, "livrets", len(matched), odd, put, apply=apply, actor=actor)


def _matched(
    members: Members, known: Sequence[KnownCandidate]
) -> tuple[list[tuple[str, KnownCandidate]], list[Anomaly]]:
    by_key = {number_key(one.number): one for one in known}
    matched: list[tuple[str, KnownCandidate]] = []
    odd: list[Anomaly] = []
    taken: dict[StudentNumber, str] = {}
    for name in members.names:
        if not is_pdf(name):
            continue
        found = {key: by_key[key] for part in number_parts(name) for key in _keys(part) if key in by_key}
        short = name.rsplit("/", 1)[-1]
        if len(found) != 1:
            odd.append(Anomaly(AnomalyCode.PDF_WITHOUT_CANDIDATE, name, short))
            continue
        ((_, candidate),) = found.items()
        if candidate.number in taken:
            odd.append(Anomaly(AnomalyCode.NUMBER_DUPLICATE, name, candidate.number))
            continue
        taken[candidate.number] = name
        if members.size(name) > MAX_MEMBER:
            odd.append(Anomaly(AnomalyCode.LIVRET_REFUSED, name, LivretProblem.TOO_LARGE.value))
            continue
        matched.append((name, candidate))
    return matched, odd


def _keys(part: str) -> set[str]:
    """A part of a file's name as a number, with and without the letters glued before it."""
    return {number_key(part), number_key(part.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))} - {""}


def _read(
    academy: Academy,
    members: Members,
    matched: Sequence[tuple[str, KnownCandidate]],
    known: Sequence[KnownCandidate],
    inspect: Inspect,
    report: Callable[[int, int], None],
    *,
    keep: bool,
) -> Iterator[_Checked]:
    of_jury: dict[JuryId, frozenset[str]] = {}
    for jury in {one.jury for one in known}:
        of_jury[jury] = frozenset(str(one.number) for one in known if one.jury == jury)
    waiting: deque[tuple[KnownCandidate, bytes, Callable[[], tuple[LivretProblem | None, tuple[str, ...]]]]] = deque()
    done = 0
    for name, candidate in matched:
        data = members.read(name)
        waiting.append((candidate, data, inspect(data)))
        if len(waiting) > _AHEAD:
            yield _check(academy, *waiting.popleft(), of_jury, keep=keep)
            done += 1
            report(done, len(matched))
    for one in waiting:
        yield _check(academy, *one, of_jury, keep=keep)
        done += 1
        report(done, len(matched))


def _check(
    academy: Academy,
    candidate: KnownCandidate,
    data: bytes,
    inspection: Callable[[], tuple[LivretProblem | None, tuple[str, ...]]],
    of_jury: dict[JuryId, frozenset[str]],
    *,
    keep: bool,
) -> _Checked:
    problem, texts = inspection()
    if problem is not None:
        return _Checked(candidate, None, 0, (), problem)
    pages = tuple(check_page(text, candidate.number, of_jury[candidate.jury]) for text in texts)
    wrong = any(page.veiled for page in pages)
    digest = academy.files.put(data) if keep else Digest(sha256(data).hexdigest())
    return _Checked(candidate, digest, len(data), pages, LivretProblem.NUMBER_MISMATCH if wrong else None)


def _values(one: _Checked) -> dict[str, object]:
    values: dict[str, object] = {
        "jury": one.candidate.jury,
        "number": one.candidate.number,
        "problem": None if one.problem is None else one.problem.value,
    }
    if one.digest is None:
        # A file that is refused does not take the place of one that was held.
        return values if one.candidate.digest is None else {name: values[name] for name in ("jury", "number")}
    pages = json.dumps([[page.check.value, page.found] for page in one.pages], separators=(",", ":"))
    values |= {"digest": one.digest, "pages": pages}
    if one.candidate.format == LivretFormat.INCONNU.value:
        values["format"] = LivretFormat.NUMERIQUE.value
    return values


def _anomalies(name: str, one: _Checked) -> list[Anomaly]:
    if one.digest is None:
        return [Anomaly(AnomalyCode.LIVRET_REFUSED, name, one.problem.value if one.problem else "")]
    odd = []
    for index, page in enumerate(one.pages, start=1):
        where = f"{name}, page {index}"
        if page.check is NumberCheck.OTHER:
            odd.append(Anomaly(AnomalyCode.PAGE_NUMBER, where, page.found or "", one.candidate.number))
        elif page.check is NumberCheck.ABSENT:
            odd.append(Anomaly(AnomalyCode.PAGE_WITHOUT_NUMBER, where, "", one.candidate.number))
    return odd
