# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every `Academy` promises: the one over HTTP, on loopback, and the one that the tests of use cases have."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

import pytest

from lsl_desk.adapters.academy.http_academy import HttpAcademies
from lsl_desk.client.link.ports import Academy
from lsl_desk.client.link.values import EnrolmentStage, FeedHead, Gap, Invalid, JuryEvent, Kept, Network
from lsl_desk.client.progress import Cancelled
from lsl_desk.domain.acts import LivretRead, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.wire.envelope import SigningKey
from tests.academy.fake import FakeAcademy
from tests.academy.loopback import serving
from tests.academy.memory_link import MemoryLink, SigningStore
from tests.academy.model import CENTRE, AcademyModel, digest_of, livret_data
from tests.client.close.retaining import sealed_erasure
from tests.fakes.desk import FixedClock

J01 = JuryId("J01")
DATA = {number: livret_data(number, padding=3000) for number in ("0417", "0418", "0419")}
DIGESTS = [digest_of(data) for data in DATA.values()]


@dataclass
class Line:
    """An academy, this post, and the hands of the test on both."""

    academy: Academy
    model: AcademyModel
    store: SigningStore
    spoil: Callable[[Digest], None]
    says: Callable[[bool | None], None]
    digits: Callable[[], str]
    reopen: Callable[[bytes], Academy]
    ticks: list[int] = field(default_factory=list)

    def tick(self, count: int) -> bool:
        self.ticks.append(count)
        return True

    def read(self, number: str) -> None:
        digest = digest_of(DATA[number])
        self.store.record(J01, 1, LivretRead(StudentNumber(number), digest, ("1.0", "1.0"), "académie"))


@pytest.fixture(params=["http", "fake"])
def line(request: pytest.FixtureRequest) -> Iterator[Line]:
    model, store = AcademyModel(), SigningStore()
    model.publish("J01", DATA)
    link = MemoryLink(store)
    if request.param == "fake":
        fake = FakeAcademy(model, link)

        def says(word: bool | None) -> None:
            fake.yes = word

        yield Line(
            fake, model, store, fake.faults.spoilt.add, says, lambda: "123456",
            lambda key: FakeAcademy(model, link, key, fake.faults),
        )  # fmt: skip
        return
    with serving(model) as (loop, url):
        academies = HttpAcademies(link, FixedClock())
        opened: list[Academy] = []

        def reopen(key: bytes | None) -> Academy:
            opened.append(academies.open(url, key, Network()))
            return opened[-1]

        def says_over_http(word: bool | None) -> None:
            loop.yes = word

        yield Line(reopen(None), model, store, loop.spoilt.add, says_over_http, lambda: loop.digits, reopen)
        for one in opened:
            one.close()


@pytest.fixture
def mine(line: Line) -> Line:
    """Enrolled, with the academy's key pinned."""
    line.model.take_post(line.store.key.public.raw)
    return replace(line, academy=line.reopen(line.model.key.public.raw))


def refusal_of(ask: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        ask()
    return refused.value


def test_it_says_who_it_is(line: Line) -> None:
    card = line.academy.hello()
    line.academy.probe()
    assert (card.name, card.session, card.key) == ("Académie d’essai", 2018, line.model.key.public.raw)
    assert card.now == line.model.now


def test_another_academy_at_the_same_address_is_refused(line: Line) -> None:
    other = line.reopen(AcademyModel(2).key.public.raw)
    assert refusal_of(other.hello).code is Code.NET_OTHER_SERVER


def test_a_post_is_enrolled_once_the_academy_says_yes(line: Line) -> None:
    line.says(None)
    offer = line.academy.begin_enrolment("Poste 3, salle 12")
    assert (offer.academy.name, offer.digits) == ("Académie d’essai", line.digits())
    assert line.academy.enrolment(offer).stage is EnrolmentStage.WAITING
    line.says(True)
    answer = line.academy.enrolment(offer)
    assert (answer.stage, answer.role, answer.centre) == (EnrolmentStage.APPROVED, Role.PRESIDENT, CENTRE)
    assert line.store.key.public.id in line.model.posts


def test_an_enrolment_that_is_refused_or_forgotten_says_so(line: Line) -> None:
    offer = line.academy.begin_enrolment("Poste 3")
    line.says(False)
    assert refusal_of(lambda: line.academy.enrolment(offer)).code is Code.ENROLMENT_REFUSED
    gone = replace(offer, enrolment="f" * 32)
    assert refusal_of(lambda: line.academy.enrolment(gone)).code is Code.ENROLMENT_EXPIRED


def test_an_unknown_post_is_told_so(line: Line) -> None:
    stranger = line.reopen(line.model.key.public.raw)
    assert refusal_of(stranger.device).code is Code.DEVICE_UNKNOWN
    assert refusal_of(stranger.juries).code is Code.DEVICE_UNKNOWN


def test_it_knows_how_many_acts_of_this_post_it_holds(mine: Line) -> None:
    assert (mine.academy.device().head.sequence, mine.academy.device().revoked) == (0, False)
    mine.read("0417")
    mine.academy.send(mine.store.signed)
    state = mine.academy.device()
    assert (state.head.sequence, state.head.digest) == (1, mine.store.signed[0].digest)
    assert state.device == mine.store.key.public.id


def test_a_revoked_post_may_send_its_acts_and_nothing_else(mine: Line) -> None:
    mine.read("0417")
    mine.model.post(mine.store.key.public.id).revoked = "poste volé"
    assert (mine.academy.device().revoked, mine.academy.device().reason) == (True, "poste volé")
    for ask in (
        mine.academy.juries,
        lambda: mine.academy.manifest(J01, None),
        lambda: mine.academy.feed(J01, 0),
        lambda: mine.academy.livret(J01, DIGESTS[0], mine.tick),
        lambda: list(mine.academy.livrets(J01, DIGESTS, mine.tick)),
        lambda: next(mine.academy.events()),
    ):
        assert refusal_of(ask).code is Code.DEVICE_REVOKED
    (answer,) = mine.academy.send(mine.store.signed)
    assert isinstance(answer, Kept)
    assert answer.receipt.receipt.code == "device_revoked"


def test_it_lists_the_juries(mine: Line) -> None:
    (jury,) = mine.academy.juries()
    assert (jury.offered.jury, jury.offered.version, jury.offered.sitting, jury.head) == ("J01", 1, None, FeedHead())


def test_a_manifest_comes_when_it_is_newer(mine: Line) -> None:
    signed = mine.academy.manifest(J01, None)
    assert signed is not None
    assert signed.manifest == mine.model.juries[J01].versions[0]
    assert mine.academy.manifest(J01, signed.edition) is None
    assert mine.academy.juries()[0].offered.edition == signed.edition
    mine.model.publish("J01", {"0417": DATA["0417"]})
    newer = mine.academy.manifest(J01, signed.edition)
    assert newer is not None
    assert newer.manifest.version == 2
    assert refusal_of(lambda: mine.academy.manifest(JuryId("J99"), None)).code is Code.JURY_NOT_YOURS


def test_a_version_given_twice_is_told_apart(mine: Line) -> None:
    backup = mine.model.backup()
    mine.model.publish("J01", {"0417": DATA["0417"]})
    lost = mine.academy.manifest(J01, None)
    mine.model.restore(backup)
    mine.model.publish("J01", {"0418": DATA["0418"]})
    (listed,) = mine.academy.juries()
    assert lost is not None
    assert (listed.offered.version, listed.offered.edition == lost.edition) == (2, False)
    other = mine.academy.manifest(J01, lost.edition)
    assert other is not None
    assert (other.edition, other.manifest.candidates) == (
        listed.offered.edition,
        mine.model.juries[J01].versions[-1].candidates,
    )


def test_a_restored_academy_goes_past_a_list_that_it_signed_and_only_such_a_one(mine: Line) -> None:
    backup = mine.model.backup()
    for _ in range(3):
        mine.model.publish("J01", {"0417": DATA["0417"]})
    lost = mine.academy.manifest(J01, None)
    assert lost is not None
    mine.model.restore(backup)
    before = mine.academy.manifest(J01, None)
    past = mine.academy.renumber(J01, lost.envelope)
    assert before is not None
    assert (past.manifest.version, past.manifest.candidates) == (5, before.manifest.candidates)
    again = mine.academy.renumber(J01, lost.envelope)
    assert (again.edition, mine.academy.manifest(J01, None)) == (past.edition, again)
    forged = lost.envelope.replace(b'"sig":"', b'"sig":"00')
    assert refusal_of(lambda: mine.academy.renumber(J01, forged)).code is Code.MANIFEST_UNSIGNED
    assert refusal_of(lambda: mine.academy.renumber(JuryId("J99"), lost.envelope)).code is Code.JURY_NOT_YOURS


def test_an_erasure_is_told_once_by_the_post_that_signed_it(mine: Line) -> None:
    record = sealed_erasure(mine.store.key)
    first = mine.academy.tell_erasure(J01, record)
    assert mine.academy.tell_erasure(J01, record) == first
    assert list(mine.model.erasures.values()) == [first]
    for jury, odd, code in (
        (J01, record[:-9], Code.ERASURE_ALTERED),
        (J01, sealed_erasure(SigningKey(b"q" * 32)), Code.ERASURE_STRANGER),
        (JuryId("J99"), record, Code.JURY_NOT_YOURS),
    ):
        refusal = refusal_of(partial(mine.academy.tell_erasure, jury, odd))
        assert (refusal.code, refusal.facts) == (code, {"jury": jury})


def test_livrets_come_in_one_stream_and_a_bad_one_stops_none(mine: Line) -> None:
    mine.spoil(DIGESTS[1])
    del mine.model.livrets[DIGESTS[2]]
    came = dict(mine.academy.livrets(J01, DIGESTS, mine.tick))
    assert came == {DIGESTS[0]: DATA["0417"], DIGESTS[1]: None, DIGESTS[2]: None}
    assert sum(mine.ticks) >= len(DATA["0417"])


def test_fetching_stops_when_it_is_told_to(mine: Line) -> None:
    with pytest.raises(Cancelled):
        list(mine.academy.livrets(J01, DIGESTS, lambda _: False))
    with pytest.raises(Cancelled):
        mine.academy.livret(J01, DIGESTS[0], lambda _: False)


def test_one_livret_is_fetched_by_itself(mine: Line) -> None:
    assert mine.academy.livret(J01, DIGESTS[0], mine.tick) == DATA["0417"]
    assert sum(mine.ticks) == len(DATA["0417"])
    mine.spoil(DIGESTS[0])
    altered = refusal_of(lambda: mine.academy.livret(J01, DIGESTS[0], mine.tick))
    assert altered.code is Code.LIVRET_ALTERED
    del mine.model.livrets[DIGESTS[1]]
    assert refusal_of(lambda: mine.academy.livret(J01, DIGESTS[1], mine.tick)).code is Code.NOT_FOUND


def test_the_same_act_again_has_the_same_receipt(mine: Line) -> None:
    for number in DATA:
        mine.read(number)
    first = mine.academy.send(mine.store.signed[:2])
    assert mine.academy.send(mine.store.signed)[:2] == first
    assert [type(one) for one in first] == [Kept, Kept]
    assert mine.model.ranks("J01") == [one.act.act for one in mine.store.signed]


def test_acts_that_are_missing_are_named(mine: Line) -> None:
    for number in DATA:
        mine.read(number)
    assert mine.academy.send(mine.store.signed[1:]) == (Gap(1),)


def test_an_act_that_was_altered_is_invalid(mine: Line) -> None:
    mine.read("0417")
    mine.academy.send(mine.store.signed)
    reinstalled = SigningStore()
    reinstalled.record(J01, 1, LivretRead(StudentNumber("0418"), DIGESTS[1], ("1.0", "1.0"), "académie"))
    (answer,) = mine.academy.send(reinstalled.signed)
    assert isinstance(answer, Invalid)
    assert answer.problem.code is Code.ACT_ALTERED


def test_the_feed_gives_the_acts_after_a_rank(mine: Line) -> None:
    for number in (*DATA, "0417", "0418"):
        mine.read(number)
    mine.academy.send(mine.store.signed)
    page = mine.academy.feed(J01, 1)
    assert page.last == 5
    assert page.lines == tuple(mine.model.juries[J01].feed[1 : 1 + len(page.lines)])
    assert mine.academy.feed(J01, 5).lines == ()


def test_a_centre_head_is_told_whom_to_call_and_a_juror_is_not(mine: Line) -> None:
    assert refusal_of(lambda: mine.academy.schools(J01)).code is Code.FORBIDDEN
    mine.model.posts[mine.store.key.public.id].role = Role.CHEF_DE_CENTRE
    assert mine.academy.schools(J01) == {}
    mine.model.schools["J01"] = {"0417": ("Lycée Exemple", "01 99 00 12 34"), "0418": ("Lycée Modèle", "")}
    assert mine.academy.schools(J01) == {
        "0417": "Lycée Exemple, 01 99 00 12 34",
        "0418": "Lycée Modèle",
    }
    assert refusal_of(lambda: mine.academy.schools(JuryId("J99"))).code is Code.JURY_NOT_YOURS


def test_the_heads_of_a_jury_are_told_its_names_and_a_centre_head_is_not(mine: Line) -> None:
    assert mine.academy.names(J01) == ()
    who = SealedIdentity(StudentNumber("0417"), "EXEMPLE", "Modèle", "Alix")
    mine.model.names["J01"] = (who,)
    assert mine.academy.names(J01) == (who,)
    assert refusal_of(lambda: mine.academy.names(JuryId("J99"))).code is Code.JURY_NOT_YOURS
    mine.model.posts[mine.store.key.public.id].role = Role.CHEF_DE_CENTRE
    assert refusal_of(lambda: mine.academy.names(J01)).code is Code.FORBIDDEN


def test_when_results_are_published_is_told_with_the_list_of_juries(mine: Line) -> None:
    assert [one.published for one in mine.academy.juries()] == [None]
    at = datetime(2018, 7, 4, 8, tzinfo=UTC)
    mine.model.published["J01"] = at
    assert [one.published for one in mine.academy.juries()] == [at]


def test_a_centre_head_is_told_whose_a_paper_livret_is_and_a_juror_is_not(mine: Line) -> None:
    mine.model.papers["0902"] = [("0990020B", "Lycée d’à côté"), ("0990021C", "")]
    assert refusal_of(lambda: mine.academy.whose("0902")).code is Code.FORBIDDEN
    mine.model.posts[mine.store.key.public.id].role = Role.CHEF_DE_CENTRE
    assert mine.academy.whose("0902") == ("0990020B, Lycée d’à côté", "0990021C")
    for nobody in ("0903", "", "9" * 41, "0902\0"):
        assert mine.academy.whose(nobody) == ()


def test_it_says_whom_to_call_on_the_day(mine: Line) -> None:
    assert mine.academy.device().help_phone == ""
    mine.model.help_phone = "01 99 00 00 17"
    assert mine.academy.device().help_phone == "01 99 00 00 17"


def test_events_begin_with_where_each_jury_stands(mine: Line) -> None:
    assert next(mine.academy.events()) == JuryEvent(J01, 0, 1)


def test_once_closed_it_is_cut(mine: Line) -> None:
    mine.academy.juries()
    mine.academy.close()
    assert refusal_of(mine.academy.juries).code is Code.NET_CUT


def test_it_has_a_report(mine: Line) -> None:
    assert any(text.startswith("Serveur\u00a0: ") for text in mine.academy.diagnose())
