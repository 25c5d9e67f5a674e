# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every `LinkStore` promises: the sealed store's side of the link, and the one in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest

from lsl_desk.client.link.ports import LinkStore
from lsl_desk.client.link.values import (
    FeedAct,
    FeedHead,
    Gap,
    HeldVersion,
    Kept,
    Network,
    PinnedAcademy,
    SignedAct,
    SignedReceipt,
    TakenList,
    Unchecked,
)
from lsl_desk.client.ports import DeskStore
from lsl_desk.client.prepare.ports import EveStore
from lsl_desk.client.prepare.values import Sent
from lsl_desk.domain.acts import Body, Entry, HeadNamed, LivretOpened, LivretRead, MarkRaised, PaperReceived, Role
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.ids import CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.livret import LivretProblem, NumberCheck, PageCheck
from lsl_desk.domain.own_check import OwnCheck
from lsl_desk.domain.period import Period
from lsl_desk.domain.receipts import Verdict
from tests.academy.memory_link import MemoryLink, SigningStore
from tests.academy.model import START, AcademyModel, digest_of, livret_data
from tests.adapters.store.desks import bring_in, livret, make
from tests.fakes.eve import MemoryEve

J01, J02 = JuryId("J01"), JuryId("J02")
ONE, TWO, THREE = (livret_data(number) for number in ("0417", "0418", "0419"))
MATCH, OTHER = PageCheck(NumberCheck.MATCH), PageCheck(NumberCheck.OTHER, StudentNumber("0999"))


@dataclass
class Both:
    """A Desk's store, its side of the link, and what it knows of the eve."""

    store: DeskStore
    link: LinkStore
    eve: EveStore
    model: AcademyModel
    public: bytes

    def read(self, number: str, data: bytes = ONE, jury: JuryId = J01) -> SignedAct:
        self.store.record(jury, 1, LivretRead(StudentNumber(number), digest_of(data), ("1.0", "1.0"), "académie"))
        return self.link.own_acts(self.link.own_head().sequence - 1, 1)[0]

    def receipted(self, *acts: SignedAct) -> list[SignedReceipt]:
        post = self.model.take_post(self.public)
        answers = self.model.receive(post.key.id, [one.envelope for one in acts])
        return [answer.receipt for answer in answers if isinstance(answer, Kept)]


@pytest.fixture(params=["sealed", "memory"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Both]:
    model = AcademyModel()
    pinned = PinnedAcademy(
        "https://a.example", "Académie", model.key.public.raw, "Poste 3", Role.PRESIDENT, CentreId("0750001Z")
    )
    if request.param == "memory":
        store = SigningStore()
        memory = MemoryLink(store)
        memory.pin(pinned)
        yield Both(store, memory, MemoryEve(store, memory), model, memory.public)
        return
    desk = make(tmp_path)
    link = desk.link()
    link.pin(pinned)
    yield Both(desk, link, desk.eve(), model, link.public)
    desk.close()


def publish(both: Both, livrets: dict[str, bytes], *, stage: bool = True) -> None:
    both.model.publish("J01", livrets)
    if stage:
        both.link.stage([(digest_of(data), data) for data in livrets.values()])
    both.link.commit_version(both.model.manifest(J01), START)


def other_post(both: Both, *acts: SignedAct) -> tuple[FeedAct, ...]:
    """Let another post of the jury send acts, and give all of the jury's feed."""
    post = both.model.take_post(SigningStore(7).key.public.raw)
    both.model.receive(post.key.id, [one.envelope for one in acts])
    return tuple(both.model.jury(J01).feed)


def test_the_academy_pinned_is_remembered_and_replaced(both: Both) -> None:
    first = both.link.academy()
    assert first is not None
    assert (first.name, first.role, first.centre) == ("Académie", Role.PRESIDENT, "0750001Z")
    other = replace(first, url="https://b.example", role=None)
    both.link.pin(other)
    assert both.link.academy() == other


def test_the_network_is_remembered(both: Both) -> None:
    assert both.link.network() == Network()
    both.link.keep_network(Network("http://u:p@proxy:3128", "PEM"))
    assert both.link.network() == Network("http://u:p@proxy:3128", "PEM")


def test_acts_wait_until_their_receipt_is_kept_in_the_order_of_the_chain(both: Both) -> None:
    first, second, third = both.read("0417"), both.read("0418", TWO), both.read("0419", THREE)
    assert both.link.own_head().digest == third.digest
    assert both.link.pending(2) == (first, second)
    assert (both.link.outbox(), both.link.receipted()) == (3, 0)
    receipts = both.receipted(first, second, third)
    both.link.keep_receipts(receipts[1:2])
    assert both.link.pending(9) == (first, third)
    assert (both.link.outbox(), both.link.receipted()) == (2, 0)
    both.link.keep_receipts(receipts)
    both.link.keep_receipts([])
    assert (both.link.pending(9), both.link.outbox(), both.link.receipted()) == ((), 0, 3)
    assert both.link.own_acts(1, 1) == (second,)


def test_a_receipt_of_another_academy_is_no_receipt(both: Both) -> None:
    both.link.keep_receipts(both.receipted(both.read("0417")))
    pinned = both.link.academy()
    assert pinned is not None
    both.link.pin(replace(pinned, key=AcademyModel(2).key.public.raw))
    assert both.link.outbox() == 1
    both.link.pin(pinned)
    assert both.link.outbox() == 0


def test_a_refused_act_is_kept_and_shown_with_its_reason(both: Both) -> None:
    raised = MarkRaised(StudentNumber("0417"), "PHILO", None, Decimal(12), 0, "")
    both.store.record(J01, 1, raised)
    (act,) = both.link.own_acts(0, 1)
    both.link.keep_receipts(both.receipted(act))
    (refused,) = both.link.refused()
    assert refused.act.body == raised
    assert (refused.receipt.code, refused.receipt.facts) == ("sitting_not_open", {"jury": "J01"})
    assert both.link.outbox() == 0


def test_acts_that_the_feed_has_not_brought_back_are_ahead_of_it(both: Both) -> None:
    fed, received, waiting = both.read("0417"), both.read("0418", TWO), both.read("0419", THREE)
    both.read("0417", ONE, J02)
    both.store.record(J01, 1, MarkRaised(StudentNumber("0417"), "PHILO", None, Decimal(12), 0, ""))
    refused = both.link.own_acts(4, 1)
    assert both.link.ahead(J01) == (fed, received, waiting, *refused)
    both.link.keep_receipts(both.receipted(*both.link.own_acts(0, 9)))
    assert both.link.ahead(J01) == (fed, received, waiting)
    both.link.keep_feed(J01, both.model.jury(J01).feed[:1])
    assert both.link.ahead(J01) == (received, waiting)
    both.link.keep_feed(J01, (), afresh=True)
    assert both.link.ahead(J01) == (fed, received, waiting)


def test_livrets_are_held_before_a_version_names_them(both: Both) -> None:
    assert both.link.held() == frozenset()
    both.link.stage([(digest_of(ONE), ONE), (digest_of(TWO), TWO)])
    both.link.stage([(digest_of(ONE), ONE)])
    both.link.stage([])
    assert both.link.held() == {digest_of(ONE), digest_of(TWO)}
    assert both.store.summaries() == ()
    assert both.store.livret(digest_of(ONE)) == ONE


def test_a_manifest_becomes_the_current_version(both: Both) -> None:
    assert (both.link.manifest(J01), both.link.floor(J01), both.link.contact(J01)) == (None, 0, None)
    publish(both, {"0417": ONE, "0418": TWO})
    file = both.store.jury(J01)
    assert (file.version, file.source, file.imported, file.session) == (1, "académie", START, 2018)
    assert file.candidates == both.model.juries[J01].versions[0].candidates
    assert both.link.manifest(J01) == both.model.juries[J01].versions[0]
    assert (both.link.floor(J01), both.link.contact(J01)) == (1, START)
    publish(both, {"0417": THREE, "0418": TWO})
    assert (both.store.jury(J01).version, both.link.floor(J01)) == (2, 2)
    assert both.link.manifest(J01) == both.model.juries[J01].versions[1]


def test_a_jury_of_september_is_told_from_one_of_june_and_stays_so(both: Both) -> None:
    publish(both, {"0417": ONE})
    both.model.publish("J02", {"0417": ONE, "0418": TWO}, period=Period.SEPTEMBER)
    both.link.commit_version(both.model.manifest(J02), START)
    both.link.stage([(digest_of(TWO), TWO)])
    both.link.complete_version(J02)
    told = {one.jury: (one.period, one.livrets) for one in both.store.summaries()}
    assert told == {J01: (Period.JUNE, 1), J02: (Period.SEPTEMBER, 2)}


def test_a_livret_that_did_not_come_is_named_and_completes_the_version_later(both: Both) -> None:
    both.link.stage([(digest_of(ONE), ONE)])
    publish(both, {"0417": ONE, "0418": TWO}, stage=False)
    here, missing = both.store.jury(J01).candidates
    assert here.livret is not None
    assert (missing.livret, missing.problem) == (None, LivretProblem.NOT_RECEIVED)
    assert both.store.summaries()[0].problems == 1
    both.link.stage([(digest_of(TWO), TWO)])
    both.link.complete_version(J01)
    both.link.complete_version(J02)
    assert both.store.jury(J01).candidates == both.model.juries[J01].versions[0].candidates
    assert (both.store.summaries()[0].problems, both.store.jury(J01).version) == (0, 1)


def test_a_jury_brought_in_from_a_folder_is_followed_by_the_academys_version(both: Both) -> None:
    bring_in(both.store, "J01", [livret("0417", "texte")])
    bring_in(both.store, "J01", [livret("0417", "autre")], version=2)
    publish(both, {"0417": ONE})
    assert (both.store.jury(J01).version, both.link.floor(J01)) == (3, 1)
    bring_in(both.store, "J01", [livret("0417", "encore")], version=4)
    assert both.link.manifest(J01) is None
    assert both.link.floor(J01) == 1
    assert both.link.unchecked() == ()
    both.link.commit_version(both.model.manifest(J01), START)
    assert both.store.jury(J01).version == 5
    assert both.link.manifest(J01) is not None


def test_a_jury_is_whole_when_its_newest_list_is_here_with_every_livret(both: Both) -> None:
    assert both.link.whole() == {}
    both.link.stage([(digest_of(ONE), ONE)])
    publish(both, {"0417": ONE, "0418": TWO}, stage=False)
    assert both.link.whole() == {}
    both.link.stage([(digest_of(TWO), TWO)])
    both.link.complete_version(J01)
    assert both.link.whole() == {J01: HeldVersion(both.model.manifest(J01).edition, 2)}
    for one in both.link.unchecked():
        both.link.keep_check(one, OwnCheck(None, (MATCH, OTHER)), ("", ""), ())
    assert both.link.whole() == {J01: HeldVersion(both.model.manifest(J01).edition, 2)}, (
        "what is veiled here is no reason to ask again"
    )
    older = both.model.manifest(J01)
    publish(both, {"0417": THREE})
    assert both.link.whole() == {J01: HeldVersion(both.model.manifest(J01).edition, 1)}
    newest = TakenList(both.model.manifest(J01).edition, both.model.manifest(J01).envelope)
    assert both.link.taken(J01) == newest
    both.link.commit_version(older, START)
    assert both.link.taken(J01) == newest
    assert both.link.whole() == {}, "an older list is current: the newest is to be asked for"
    bring_in(both.store, "J01", [livret("0417", "texte")], version=4)
    assert both.link.whole() == {}


def test_an_erased_jury_leaves_the_number_of_its_highest_list_and_nothing_to_show(both: Both) -> None:
    assert both.link.taken(J01) is None
    publish(both, {"0417": ONE})
    publish(both, {"0417": TWO})
    edition = both.model.manifest(J01).edition
    both.store.erase_jury(J01)
    assert (both.link.taken(J01), both.link.floor(J01)) == (TakenList(edition, None), 2)
    assert both.link.whole() == {}
    publish(both, {"0417": THREE})
    assert (both.link.floor(J01), list(both.link.whole())) == (3, [J01])


def test_versions_of_another_academy_say_nothing_of_this_ones(both: Both) -> None:
    pinned = both.link.academy()
    assert pinned is not None
    publish(both, {"0417": ONE})
    both.link.pin(replace(pinned, name="Même clé"))
    assert both.link.floor(J01) == 1
    both.link.pin(replace(pinned, key=AcademyModel(seed=2).key.public.raw))
    assert (both.link.taken(J01), both.link.floor(J01), both.link.whole()) == (None, 0, {})


def test_what_was_not_read_here_waits_for_it(both: Both) -> None:
    publish(both, {"0417": ONE, "0418": TWO})
    waiting = (
        Unchecked(J01, StudentNumber("0417"), digest_of(ONE)),
        Unchecked(J01, StudentNumber("0418"), digest_of(TWO)),
    )
    assert both.link.unchecked() == waiting
    assert both.link.unchecked(J02) == ()
    both.link.keep_check(waiting[0], OwnCheck(None, (MATCH, MATCH)), ("Trimestre un", "Trimestre deux"), ())
    assert both.link.unchecked(J01) == waiting[1:]
    assert [(hit.number, hit.page) for hit in both.store.search(J01, "trimestre deux")] == [("0417", 1)]


def test_a_page_that_this_post_reads_otherwise_is_veiled_and_stays_so(both: Both) -> None:
    publish(both, {"0417": ONE})
    (one,) = both.link.unchecked()
    odd = Anomaly(AnomalyCode.OTHER_VERDICT, "livret 0417, page 2", "other", "match")
    both.link.keep_check(one, OwnCheck(None, (MATCH, OTHER)), ("", ""), (odd,))
    veiled = both.store.jury(J01).candidates[0]
    assert veiled.livret is not None
    assert veiled.livret.pages == (MATCH, OTHER)
    assert veiled.problem is LivretProblem.NUMBER_MISMATCH
    assert both.store.anomalies(J01) == (odd,)
    assert both.store.summaries()[0].problems == 1
    publish(both, {"0417": ONE, "0418": TWO})
    assert both.store.jury(J01).candidates[0] == veiled, "a newer list that trusts the page again changes nothing"
    assert [one.number for one in both.link.unchecked()] == ["0418"]


def test_a_livret_that_cannot_be_shown_is_a_problem(both: Both) -> None:
    publish(both, {"0417": ONE, "0418": TWO})
    first, second = both.link.unchecked()
    odd = tuple(Anomaly(AnomalyCode.LIVRET_REFUSED, f"livret {number}", "truncated") for number in ("0417", "0418"))
    both.link.keep_check(first, OwnCheck(LivretProblem.TRUNCATED, ()), (), odd[:1])
    both.link.keep_check(second, OwnCheck(LivretProblem.TRUNCATED, ()), (), odd[1:])
    assert [one.problem for one in both.store.jury(J01).candidates] == [LivretProblem.TRUNCATED] * 2
    assert both.store.anomalies(J01) == odd
    both.link.complete_version(J01)
    assert both.store.jury(J01).candidates[0].livret is None


def test_the_last_contact_is_kept(both: Both) -> None:
    both.link.keep_contact([J01, J02], START)
    both.link.keep_contact([J01], both.model.now)
    both.link.keep_contact([], both.model.now)
    assert (both.link.contact(J01), both.link.contact(J02)) == (both.model.now, START)


def test_acts_of_other_posts_are_kept_in_the_academys_order(both: Both) -> None:
    publish(both, {"0417": ONE, "0418": TWO})
    other = SigningStore(7)
    other.record(J01, 1, LivretRead(StudentNumber("0417"), digest_of(ONE), ("1.0", "1.0"), "académie"))
    other.record(J01, 1, LivretOpened(StudentNumber("0418"), digest_of(TWO), "académie"))
    lines = other_post(both, *other.signed)
    assert both.link.feed_head(J01) == FeedHead()
    both.link.keep_feed(J01, lines)
    both.link.keep_feed(J01, ())
    assert both.link.feed(J01) == lines
    assert both.link.feed_head(J01) == FeedHead(2, lines[1].receipt.chain)
    assert both.link.feed(J02) == ()
    assert both.store.livrets_read(J01) == {"0417": {digest_of(ONE)}}
    assert both.store.summaries()[0].read == 1
    assert list(both.store.acts()) == [], "the journal of this post is its own"


def test_the_feed_brings_the_receipts_of_own_acts_whose_answer_was_lost(both: Both) -> None:
    own = both.read("0417")
    both.receipted(own)
    assert both.link.outbox() == 1
    both.link.keep_feed(J01, both.model.jury(J01).feed)
    assert both.link.outbox() == 0
    assert [line.act for line in both.link.feed(J01)] == [own.act]


def test_after_a_restore_what_was_held_waits_without_a_rank(both: Both) -> None:
    other = SigningStore(7)
    for number in ("0417", "0418"):
        other.record(J01, 1, LivretOpened(StudentNumber(number), digest_of(ONE), "académie"))
    before = both.model.backup()
    lines = other_post(both, *other.signed)
    both.link.keep_feed(J01, lines)
    both.model.restore(before)
    own = both.read("0417")
    both.receipted(own)
    again = other_post(both, *other.signed)
    both.link.keep_feed(J01, again[:1], afresh=True)
    assert [line.act.act for line in both.link.feed(J01)] == [own.act.act]
    both.link.keep_feed(J01, again[1:])
    assert both.link.feed(J01) == again
    assert both.link.feed_head(J01).sequence == 3


def test_another_academy_orders_nothing_that_is_held(both: Both) -> None:
    other = SigningStore(7)
    other.record(J01, 1, LivretOpened(StudentNumber("0417"), digest_of(ONE), "académie"))
    both.link.keep_feed(J01, other_post(both, *other.signed))
    pinned = both.link.academy()
    assert pinned is not None
    both.link.pin(replace(pinned, name="Même clé"))
    assert both.link.feed_head(J01).sequence == 1
    both.link.pin(replace(pinned, key=AcademyModel(2).key.public.raw))
    assert both.link.feed_head(J01) == FeedHead()
    assert both.link.feed(J01) == ()


def test_the_model_itself_keeps_to_the_protocol(both: Both) -> None:
    first, second = both.read("0417"), both.read("0418", TWO)
    post = both.model.take_post(both.public)
    assert both.model.receive(post.key.id, [second.envelope]) == (Gap(1),)
    once = both.model.receive(post.key.id, [first.envelope])
    assert both.model.receive(post.key.id, [first.envelope]) == once
    assert isinstance(once[0], Kept)
    assert once[0].receipt.receipt.verdict is Verdict.ACCEPTED
    assert Digest(first.digest) == once[0].receipt.receipt.digest


def told(both: Both, jury: JuryId = J01) -> list[tuple[Body, Sent, int]]:
    return [(one.act.body, one.sent, one.rank) for one in both.eve.acts().get(jury, ())]


RECEIVED, OF_OTHERS = (PaperReceived(StudentNumber(number), True, Entry.TYPED) for number in ("0418", "0419"))
NAMED = HeadNamed(Role.PRESIDENT, "Claire Roy", "")


def test_the_eve_knows_the_centre_and_what_the_academy_signed(both: Both) -> None:
    assert (both.eve.centre(), both.eve.manifest(J01)) == ("0750001Z", None)
    publish(both, {"0417": ONE})
    assert both.eve.manifest(J01) == both.link.manifest(J01) is not None


def test_a_post_without_an_academy_replays_what_it_did_itself(both: Both) -> None:
    assert both.eve.acts() == {}
    both.store.record(J01, 1, RECEIVED)
    both.read("0417")
    both.store.record(J02, 1, NAMED)
    both.store.record(J01, 1, NAMED)
    assert told(both) == [(RECEIVED, Sent.HERE, 0), (NAMED, Sent.HERE, 0)]
    assert told(both, J02) == [(NAMED, Sent.HERE, 0)]
    assert both.eve.acts()[J01][0].act == next(iter(both.store.acts()))


def test_the_acts_of_the_eve_stand_in_the_academys_order_then_those_that_wait(both: Both) -> None:
    both.store.record(J01, 1, RECEIVED)
    (own,) = both.link.own_acts(0, 1)
    other = SigningStore(7)
    other.record(J01, 1, OF_OTHERS)
    other.record(J01, 1, LivretOpened(StudentNumber("0418"), digest_of(TWO), "académie"))
    other_post(both, *other.signed)
    both.receipted(own)
    both.store.record(J01, 1, NAMED)
    assert told(both) == [(RECEIVED, Sent.HERE, 0), (NAMED, Sent.HERE, 0)]
    both.link.keep_feed(J01, both.model.jury(J01).feed)
    in_order = [(OF_OTHERS, Sent.RECEIVED, 1), (RECEIVED, Sent.RECEIVED, 3)]
    assert told(both) == [*in_order, (NAMED, Sent.HERE, 0)]
    other.record(J01, 1, NAMED)
    lines = other_post(both, other.signed[-1])
    both.link.keep_feed(J01, lines[3:])
    assert told(both) == [*in_order, (NAMED, Sent.RECEIVED, 4), (NAMED, Sent.HERE, 0)]


def test_an_own_act_receipted_and_not_fed_back_waits_no_more(both: Both) -> None:
    both.store.record(J01, 1, RECEIVED)
    both.store.record(J01, 1, NAMED)
    both.link.keep_receipts(both.receipted(*both.link.own_acts(0, 1)))
    assert told(both) == [(RECEIVED, Sent.RECEIVED, 1), (NAMED, Sent.HERE, 0)]


def test_a_refused_act_of_the_eve_says_so_fed_back_or_not(both: Both) -> None:
    both.model.take_post(both.public).revoked = "perdu"
    both.store.record(J01, 1, NAMED)
    both.link.keep_receipts(both.receipted(*both.link.own_acts(0, 1)))
    assert told(both) == [(NAMED, Sent.REFUSED, 1)]
    both.link.keep_feed(J01, both.model.jury(J01).feed)
    assert told(both) == [(NAMED, Sent.REFUSED, 1)]


def test_after_a_restore_the_acts_of_others_count_once_they_have_a_rank_again(both: Both) -> None:
    both.store.record(J01, 1, RECEIVED)
    other = SigningStore(7)
    other.record(J01, 1, OF_OTHERS)
    other_post(both, *other.signed)
    both.receipted(*both.link.own_acts(0, 1))
    both.link.keep_feed(J01, both.model.jury(J01).feed)
    both.link.keep_feed(J01, (), afresh=True)
    assert [body for body, _, _ in told(both)] == [RECEIVED]
    both.link.keep_feed(J01, both.model.jury(J01).feed)
    assert [body for body, _, _ in told(both)] == [OF_OTHERS, RECEIVED]


def test_the_livrets_of_a_version_are_known_until_the_jury_is_erased(both: Both) -> None:
    publish(both, {"0417": ONE, "0418": TWO})
    publish(both, {"0417": THREE})
    assert both.eve.digests(J01, 1) == {"0417": digest_of(ONE), "0418": digest_of(TWO)}
    assert both.eve.digests(J01, 2) == {"0417": digest_of(THREE)}
    assert both.eve.digests(J01, 3) == both.eve.digests(J02, 1) == {}
    both.store.record(J01, 2, RECEIVED)
    both.store.erase_jury(J01)
    assert both.eve.digests(J01, 1) == {}
    assert told(both) == [(RECEIVED, Sent.HERE, 0)], "the journal stays whole"


def test_what_another_post_did_is_of_the_version_that_this_post_keeps_that_list_under(both: Both) -> None:
    bring_in(both.store, "J01", [livret("0417", "texte")])
    publish(both, {"0417": ONE})
    both.store.record(J01, 2, RECEIVED)
    other = SigningStore(7)
    other.record(J01, 1, OF_OTHERS)
    other.record(J01, 9, NAMED)
    other_post(both, *other.signed)
    both.receipted(*both.link.own_acts(0, 1))
    both.link.keep_feed(J01, both.model.jury(J01).feed)
    versions = [(one.act.version, one.version) for one in both.eve.acts()[J01]]
    assert versions == [(1, 2), (9, 9), (2, 2)]
