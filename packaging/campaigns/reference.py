# SPDX-License-Identifier: AGPL-3.0-or-later
"""The academy as one person with a notebook would keep it: what the model campaign compares the real one with.

Written from decision 008 and the study of reliability (§4.5), and not from `domain.board`: plain dictionaries and
lists, nothing shared with the product but the shape of an act. What an act does to a jury is in `campaigns.notebook`.
"""

from dataclasses import dataclass, field

from campaigns import notebook
from lsl_desk.domain.acts import Act


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
class Jury(notebook.Jury):
    """A jury with its book."""

    book: list[Entry] = field(default_factory=list)


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
        verdict = "refused" if code else jury.do(act)
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
        return jury.refusal(act)
