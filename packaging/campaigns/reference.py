# SPDX-License-Identifier: AGPL-3.0-or-later
"""The academy as one person with a notebook would keep it: what the model campaign compares the real one with.

Written from decision 008 and the study of reliability (§4.5), and not from `domain.board`: plain dictionaries and
lists, nothing shared with the product but the shape of an act.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from lsl_desk.domain.acts import Act, ConflictSettled, MarkRaised, SittingClosed

Mark = tuple[str, str]
"""N° élève and épreuve."""


@dataclass
class Entry:
    """An act in the book: who sent it, the digest of what was signed, what became of it, and the receipt given."""

    act: Act
    digest: str
    rank: int
    verdict: str
    code: str
    receipt: str = ""


@dataclass
class Told:
    """What a post must be told of one act: « kept » with an entry, « gap » with a rank, « invalid » with a code."""

    state: str
    entry: Entry | None = None
    expected: int = 0
    code: str = ""


@dataclass
class Jury:
    """A jury: its livrets and marks as the exam office has them, and its book."""

    livrets: dict[str, str] = field(default_factory=dict)
    office: dict[Mark, Decimal] = field(default_factory=dict)
    book: list[Entry] = field(default_factory=list)
    history: dict[Mark, list[tuple[Decimal | None, str]]] = field(default_factory=dict)
    proposals: dict[str, Mark] = field(default_factory=dict)
    closed: bool = False


@dataclass
class Post:
    """A post: what its person may do, and its acts in order."""

    role: str
    seats: frozenset[str]
    revoked: bool = False
    chain: list[Entry] = field(default_factory=list)


class Reference:
    """The whole academy; `copy.deepcopy` is its backup."""

    def __init__(self) -> None:
        """Begin with nobody and nothing."""
        self.juries: dict[str, Jury] = {}
        self.posts: dict[str, Post] = {}

    def deliver(self, device: str, acts: list[tuple[Act, str]]) -> list[Told]:
        """Take acts of a post as they arrive; the answers end at the first that is not kept."""
        told: list[Told] = []
        for act, digest in acts:
            told.append(self._one(self.posts[device], act, digest))
            if told[-1].state != "kept":
                break
        return told

    def _one(self, post: Post, act: Act, digest: str) -> Told:
        for entry in post.chain:
            if entry.act.act == act.act:
                return Told("kept", entry) if entry.digest == digest else Told("invalid", code="act_altered")
        if act.sequence > len(post.chain) + 1:
            return Told("gap", expected=len(post.chain) + 1)
        before = post.chain[-1].digest if post.chain else "0" * 64
        if act.sequence <= len(post.chain) or act.previous != before:
            return Told("invalid", code="chain_forked")
        jury = self.juries[act.jury]
        code = self._refusal(post, jury, act)
        verdict = "refused" if code else self._do(jury, act)
        entry = Entry(act, digest, len(jury.book) + 1, verdict, code)
        jury.book.append(entry)
        post.chain.append(entry)
        return Told("kept", entry)

    def _refusal(self, post: Post, jury: Jury, act: Act) -> str:
        if post.revoked:
            return "device_revoked"
        if act.author.role.value != post.role:
            return "role_other"
        if act.jury not in post.seats:
            return "jury_not_yours"
        if isinstance(act.body, MarkRaised):
            return self._mark_refusal(jury, act.body)
        if isinstance(act.body, ConflictSettled | SittingClosed):
            return self._president_refusal(post, jury, act.body)
        return ""

    @staticmethod
    def _president_refusal(post: Post, jury: Jury, body: ConflictSettled | SittingClosed) -> str:
        if post.role != "president":
            return "president_only"
        if isinstance(body, ConflictSettled):
            return "" if body.conflict in jury.proposals else "conflict_unknown"
        return "sitting_closed" if jury.closed else "conflict_open" if jury.proposals else ""

    @staticmethod
    def _mark_refusal(jury: Jury, body: MarkRaised) -> str:
        mark = (body.number, body.exam)
        if jury.closed:
            return "sitting_closed"
        if mark not in jury.office:
            return "mark_unknown"
        if not 0 <= body.after <= 20:
            return "mark_out_of_range"
        changes = jury.history.get(mark, [])
        unseen = body.seen > len(changes) or not changes
        return "mark_stale" if unseen and not _saw(jury, body) else ""

    @staticmethod
    def _do(jury: Jury, act: Act) -> str:
        body = act.body
        if isinstance(body, MarkRaised):
            mark = (body.number, body.exam)
            if mark in jury.proposals.values() or not _saw(jury, body):
                jury.proposals[act.act] = mark
                return "conflict"
            jury.history.setdefault(mark, []).append((body.after, act.act))
        elif isinstance(body, ConflictSettled):
            disputed = jury.proposals.pop(body.conflict)
            jury.history.setdefault(disputed, []).append((body.chosen, act.act))
        elif isinstance(body, SittingClosed):
            jury.closed = True
        return "accepted"


def _saw(jury: Jury, body: MarkRaised) -> bool:
    """Whether the person had before them the mark that is in force."""
    mark = (body.number, body.exam)
    changes = jury.history.get(mark, [])
    value = changes[-1][0] if changes else jury.office[mark]
    return body.seen == len(changes) and body.before == value
