# SPDX-License-Identifier: AGPL-3.0-or-later
"""An academy in memory, as plain as can be: the reference that the tests of the link compare with.

It keeps what decision 008 says, signs for real, and can be copied (a backup) and put back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from lsl_desk.client.link.values import (
    ActAnswer,
    FeedAct,
    Gap,
    Invalid,
    Kept,
    SignedManifest,
    SignedReceipt,
)
from lsl_desk.domain.acts import Act, Role
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Conflicted
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId, DeviceId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.journal import Head
from lsl_desk.domain.jury import Candidate, SealedIdentity
from lsl_desk.domain.livret import LivretFormat, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.manifest import Edition, JuryManifest
from lsl_desk.domain.marks import ExamMark
from lsl_desk.domain.period import Period
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, Verdict, next_chain
from lsl_desk.wire import envelope
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.envelope import EnvelopeBroken, Signed, SigningKey, VerifyingKey
from lsl_desk.wire.erasure_record import ErasureUnreadable, open_erasure
from lsl_desk.wire.manifests import decode_manifest, edition, encode_manifest
from lsl_desk.wire.receipts import encode_receipt

START = datetime(2018, 7, 3, 6, 0, tzinfo=UTC)
NAME = "Académie d’essai"
CENTRE = CentreId("0750001Z")


def livret_data(number: str, pages: int = 2, *, wrong: str = "", padding: int = 0) -> bytes:
    """A livret that `tests.fakes.source.inspect_text` reads: text, a form feed between pages."""
    filler = "".join(sha256(f"{number}{at}".encode()).hexdigest() for at in range(padding // 64))
    return "\f".join(f"N° élève\u00a0: {wrong or number} page {page} {filler}" for page in range(1, pages + 1)).encode()


def digest_of(data: bytes) -> Digest:
    """Its name."""
    return Digest(sha256(data).hexdigest())


def candidate(number: str, data: bytes | None, *, pv: str = "") -> Candidate:
    """A candidate whose livret's pages all bear their number, as the academy says."""
    if data is None:
        return Candidate(PvNumber(pv), StudentNumber(number), "ES", LivretFormat.PAPIER, "sans profil type")
    pages = tuple(PageCheck(NumberCheck.MATCH) for _ in data.split(b"\f"))
    ref = LivretRef(digest_of(data), len(data), pages)
    return Candidate(PvNumber(pv), StudentNumber(number), "ES", LivretFormat.NUMERIQUE, livret=ref)


@dataclass
class Post:
    """A post as the academy knows it."""

    key: VerifyingKey
    role: Role = Role.PRESIDENT
    revoked: str = ""
    acts: list[tuple[Act, Signed, SignedReceipt]] = field(default_factory=list)

    @property
    def head(self) -> Head:
        return Head(len(self.acts), self.acts[-1][1].digest) if self.acts else Head()


@dataclass
class Jury:
    """A jury at the academy: its versions, newest last, and its acts in order."""

    label: str
    sitting: datetime | None
    versions: list[JuryManifest] = field(default_factory=list)
    feed: list[FeedAct] = field(default_factory=list)


Backup = tuple[dict[DeviceId, Post], dict[JuryId, Jury]]


class AcademyModel:
    """The academy.

    Attributes:
        livrets: what it can give, by digest; a test may take one away, or spoil it.
        asked: each livret given, once for each time.
        schools: jury → N° élève → name and phone of the school to call.
        names: jury → who its candidates are.
        published: jury → when its results were published.
        papers: N° élève → code and name of each centre that expects a paper livret of it.
        help_phone: whom to call on the day.
        erasures: digest of what a post signed of an erasure → when it was first told.
    """

    def __init__(self, seed: int = 1) -> None:
        self.key = SigningKey(bytes([seed]) * 32)
        self.posts: dict[DeviceId, Post] = {}
        self.juries: dict[JuryId, Jury] = {}
        self.livrets: dict[Digest, bytes] = {}
        self.asked: list[Digest] = []
        self.schools: dict[str, dict[str, tuple[str, str]]] = {}
        self.names: dict[str, tuple[SealedIdentity, ...]] = {}
        self.published: dict[str, datetime] = {}
        self.papers: dict[str, list[tuple[str, str]]] = {}
        self.help_phone = ""
        self.erasures: dict[Digest, datetime] = {}
        self.manifests_given = 0
        self.now = START

    # ------------------------------------------------------------------------------------ what a test sets up

    def take_post(self, public: bytes, role: Role = Role.PRESIDENT) -> Post:
        post = Post(VerifyingKey(public), role)
        return self.posts.setdefault(post.key.id, post)

    def publish(
        self,
        jury: str,
        livrets: dict[str, bytes],
        *,
        papers: Sequence[str] = (),
        marks: dict[str, tuple[ExamMark, ...]] | None = None,
        sitting: datetime | None = None,
        changed: dict[str, Candidate] | None = None,
        period: Period = Period.JUNE,
    ) -> JuryManifest:
        """Make the next version of a jury."""
        kept = self.juries.setdefault(JuryId(jury), Jury(f"Jury {jury}", sitting))
        kept.sitting = sitting or kept.sitting
        self.livrets |= {digest_of(data): data for data in livrets.values()}
        people = [candidate(number, data, pv=str(at)) for at, (number, data) in enumerate(livrets.items(), start=1)]
        people += [candidate(number, None, pv=f"9{number}") for number in papers]
        made = JuryManifest(
            jury=JuryId(jury),
            centre=CENTRE,
            label=kept.label,
            session=2018,
            version=kept.versions[-1].version + 1 if kept.versions else 1,
            made=self._tick(),
            sitting=kept.sitting,
            candidates=tuple((changed or {}).get(one.number, one) for one in people),
            marks={StudentNumber(number): known for number, known in (marks or {}).items()},
            period=period,
        )
        kept.versions.append(made)
        return made

    def backup(self) -> Backup:
        """What a restore brings back."""
        posts = {name: replace(post, acts=list(post.acts)) for name, post in self.posts.items()}
        juries = {
            name: replace(one, versions=list(one.versions), feed=list(one.feed)) for name, one in self.juries.items()
        }
        return posts, juries

    def restore(self, backup: Backup) -> None:
        """Go back to a backup: what was received since is lost."""
        self.posts, self.juries = backup
        self.posts, self.juries = self.backup()

    # ------------------------------------------------------------------------------------ what a post may ask

    def post(self, device: DeviceId, *, even_revoked: bool = False) -> Post:
        post = self.posts.get(device)
        if post is None:
            raise Refusal(Code.DEVICE_UNKNOWN)
        if post.revoked and not even_revoked:
            raise Refusal(Code.DEVICE_REVOKED)
        return post

    def head_of(self, device: DeviceId) -> Post:
        """As `post`, for what only a centre's head may ask."""
        post = self.post(device)
        if post.role is not Role.CHEF_DE_CENTRE:
            raise Refusal(Code.FORBIDDEN)
        return post

    def seated(self, device: DeviceId) -> Post:
        """As `post`, for what only the heads of a jury may ask."""
        post = self.post(device)
        if post.role is Role.CHEF_DE_CENTRE:
            raise Refusal(Code.FORBIDDEN)
        return post

    def jury(self, jury: JuryId) -> Jury:
        if jury not in self.juries:
            raise Refusal(Code.JURY_NOT_YOURS, jury=jury)
        return self.juries[jury]

    def manifest(self, jury: JuryId) -> SignedManifest:
        self.manifests_given += 1
        made = self.jury(jury).versions[-1]
        return SignedManifest(made, self.signed_manifest(made).to_bytes(), self.edition(made))

    def signed_manifest(self, made: JuryManifest) -> Signed:
        return self.key.sign(envelope.MANIFEST, encode_manifest(made))

    def edition(self, made: JuryManifest) -> Edition:
        return edition(made.version, self.signed_manifest(made).signature)

    def renumber(self, jury: JuryId, shown: bytes) -> SignedManifest:
        """Go past a list that this academy signed and has no more."""
        versions = self.jury(jury).versions
        try:
            signed = Signed.from_bytes(shown)
            self.key.public.verify(signed, envelope.MANIFEST)
        except EnvelopeBroken as error:
            raise Refusal(Code.MANIFEST_UNSIGNED, jury=jury) from error
        held = decode_manifest(signed.payload)
        if held.jury != jury:
            raise Refusal(Code.MANIFEST_UNSIGNED, jury=jury)
        if not self.edition(versions[-1]).follows(self.edition(held)):
            versions.append(replace(versions[-1], version=held.version + 1, made=self._tick()))
        return self.manifest(jury)

    def livret(self, jury: JuryId, digest: Digest) -> bytes | None:
        listed = {digest for one in self.jury(jury).versions for digest in one.livrets}
        if digest not in listed:
            return None
        self.asked.append(digest)
        return self.livrets.get(digest)

    def erased(self, device: DeviceId, jury: JuryId, record: bytes) -> datetime:
        """Take what a post erased of one of its juries."""
        self.post(device)
        self.jury(jury)
        try:
            told, signer = open_erasure(record)
        except (EnvelopeBroken, ErasureUnreadable) as error:
            raise Refusal(Code.ERASURE_ALTERED, jury=jury) from error
        if (signer, told.jury) != (device, jury):
            raise Refusal(Code.ERASURE_STRANGER, jury=jury)
        return self.erasures.setdefault(Signed.from_bytes(record).digest, self._tick())

    def receive(self, device: DeviceId, envelopes: Sequence[bytes]) -> tuple[ActAnswer, ...]:
        """Take acts in order; stop at a gap or at what is not an act of this post."""
        post = self.post(device, even_revoked=True)
        answers: list[ActAnswer] = []
        for data in envelopes:
            answers.append(self._one(post, data))
            if not isinstance(answers[-1], Kept):
                break
        return tuple(answers)

    def ranks(self, jury: str) -> list[str]:
        """The acts of a jury in order, by identifier."""
        return [line.act.act for line in self.juries[JuryId(jury)].feed]

    def _one(self, post: Post, data: bytes) -> ActAnswer:
        signed = Signed.from_bytes(data)
        post.key.verify(signed, envelope.ACT)
        act = decode_act(signed.payload)
        if act.sequence <= len(post.acts):
            known, other, receipt = post.acts[act.sequence - 1]
            if (known.act, other.digest) == (act.act, signed.digest):
                return Kept(receipt)
            return Invalid(Refusal(Code.ACT_ALTERED))
        if act.sequence > len(post.acts) + 1:
            return Gap(len(post.acts) + 1)
        if act.previous != post.head.digest:
            return Invalid(Refusal(Code.CHAIN_FORKED, sequence=act.sequence))
        receipt = self._keep(post, act, signed, data)
        post.acts.append((act, signed, receipt))
        return Kept(receipt)

    def _keep(self, post: Post, act: Act, signed: Signed, data: bytes) -> SignedReceipt:
        jury = self.juries.setdefault(act.jury, Jury(f"Jury {act.jury}", None))
        verdict, code, facts = self._verdict(post, jury, act)
        chain = jury.feed[-1].receipt.chain if jury.feed else NO_CHAIN
        receipt = Receipt(
            act=act.act,
            digest=signed.digest,
            jury=act.jury,
            sequence=len(jury.feed) + 1,
            chain=next_chain(chain, signed.digest, verdict, code),
            verdict=verdict,
            received=self._tick(),
            code=code,
            facts=facts,
        )
        kept = SignedReceipt(receipt, self.key.sign(envelope.RECEIPT, encode_receipt(receipt)).to_bytes())
        jury.feed.append(FeedAct(act, receipt, data, kept.envelope, post.key.raw))
        return kept

    def _verdict(self, post: Post, jury: Jury, act: Act) -> tuple[Verdict, str, dict[str, str | int]]:
        if post.revoked:
            return Verdict.REFUSED, Code.DEVICE_REVOKED.value, {}
        if act.author.role is not post.role:
            return Verdict.REFUSED, Code.ROLE_OTHER.value, {}
        outcome = self.board(jury).take(act)
        if isinstance(outcome, Accepted):
            return Verdict.ACCEPTED, "", {}
        if isinstance(outcome, Conflicted):
            return Verdict.CONFLICT, "", {}
        return Verdict.REFUSED, outcome.code.value, dict(outcome.facts)

    @staticmethod
    def board(jury: Jury) -> Board:
        """The board of a jury, replayed."""
        made = jury.versions[-1] if jury.versions else None
        board = Board({}) if made is None else Board(made.marks, made.candidates, group=made.group)
        for line in jury.feed:
            if line.receipt.verdict is not Verdict.REFUSED:
                board.take(line.act)
        return board

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now
