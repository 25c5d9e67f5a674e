# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether Desks, academy and notebook say the same once nothing is under way (invariants I1 to I7 of the study)."""

from collections.abc import Sequence
from hashlib import sha256

from campaigns.notebook import POINTS
from campaigns.office import CANARY, EXAM, JURIES, NUMBERS, Office, chain_of
from campaigns.posts import DeskPost
from campaigns.reference import Jury
from lsl_desk.domain.board import Board
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.marks import ExamCode


def quiet(posts: Sequence[DeskPost], retired: Sequence[DeskPost]) -> None:
    """Let every Desk say and fetch all there is, until nothing is left to say."""
    for post in (*retired, *posts, *posts):
        if not post.erased:
            problems = post.contact()
            assert not problems, [f"{one.code.value} {dict(one.facts)}" for one in problems]


def faults(office: Office, posts: Sequence[DeskPost], retired: Sequence[DeskPost], lost: set[str]) -> list[str]:
    """What does not hold.

    Args:
        office: the academy.
        posts: those in use.
        retired: those withdrawn.
        lost: acts of Desks that were erased before the academy lost them too: nobody has them any more.
    """
    found = office.faults()
    books = [str(one.act.act) for jury in office.reference.juries.values() for one in jury.book]
    for post in (*posts, *retired):
        found += [f"I1: act {act} is {books.count(act)} times there" for act in post.acts
                  if books.count(act) != 1 and act not in lost]  # fmt: skip
    for post in posts:
        if [act.act for act in post.store.acts()] != post.acts:
            found.append("I7: the journal of a Desk")
        if post.link.outbox():
            found.append("I3: an act waits on a Desk")
        for jury in JURIES:
            found += [f"{one} of {jury}" for one in _of_jury(post, jury, office.reference.juries[jury])]
            taken = post.link.taken(JuryId(jury))
            if taken is None or taken.edition != office.edition(jury):
                found.append(f"I3: the list of {jury} is {taken and taken.edition.version}, or another of that number")
    found += [f"I6: plaintext in {path.name}" for post in posts[:1] for path in post.folder.rglob("*")
              if path.is_file() and CANARY.encode() in path.read_bytes()]  # fmt: skip
    return found


def _of_jury(post: DeskPost, name: str, jury: Jury) -> list[str]:
    found: list[str] = []
    lines = post.link.feed(JuryId(name))
    if [line.act.act for line in lines] != [one.act.act for one in jury.book]:
        found.append(f"I3: {len(lines)} acts and not {len(jury.book)}, or others,")
    elif [(line.receipt.verdict.value, line.receipt.code) for line in lines] != [
        (one.verdict, one.code) for one in jury.book
    ]:
        found.append("I3: the verdicts")
    if post.link.feed_head(JuryId(name)).chain != chain_of([(one.digest, one.verdict, one.code) for one in jury.book]):
        found.append("I7: the chain")
    board = post.liaison.board(JuryId(name))
    for number in NUMBERS:
        cell = board.mark(StudentNumber(number), ExamCode(EXAM))
        changes = jury.history.get((number, EXAM), [])
        value = jury.value((number, EXAM))
        if cell is None or (cell.version, cell.value) != (len(changes), value):
            found.append(
                f"I3: a mark is {cell and (cell.version, cell.value)} and not {len(changes), value}, in the list"
            )
    if sorted(one.act for one in board.conflicts) != sorted(jury.proposals):
        found.append("I3: the conflicts")
    found += _of_decisions(board, jury)
    if (board.presiding().value, board.opened()) != (jury.presiding, jury.opened):
        found.append("I3: who presides")
    if board.closed() != jury.closed:
        found.append("I3: the closing")
    listed = post.link.manifest(JuryId(name))
    digests = {one.number: one.livret.digest for one in listed.candidates if one.livret} if listed else {}
    if digests != jury.livrets:
        found.append("I3: the livrets")
    false = [one for one in digests.values() if sha256(post.store.livret(Digest(one))).hexdigest() != one]
    return found + ["I5: a livret" for _ in false]


def _of_decisions(board: Board, jury: Jury) -> list[str]:
    found: list[str] = []
    for number in NUMBERS:
        known, taken = board.dossier(StudentNumber(number)), jury.decisions.get(number, [])
        in_force = known.decision.decision.ruling if known and known.decision.decision else None
        if known is None or (known.decision.version, in_force) != (len(taken), taken[-1].ruling if taken else None):
            found.append("I3: a decision")
        elif known.points != jury.value((number, POINTS)) or known.digest != jury.seen_by(number):
            found.append("I3: the points of the jury")
        if (board.decision_conflict(StudentNumber(number)) is not None) != (number in jury.contested):
            found.append("I3: a decision in dispute")
    return found
