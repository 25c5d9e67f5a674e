# SPDX-License-Identifier: AGPL-3.0-or-later
"""A centre head's post in memory on the eve: two juries from an academy, and the use cases over them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from lsl_desk.client.link.values import PinnedAcademy
from lsl_desk.client.prepare.known import Eve
from lsl_desk.client.prepare.preparation import Preparation
from lsl_desk.client.prepare.recording import Recorder
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.ids import CentreId, JuryId, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.manifest import PaperList
from tests.academy.memory_link import MemoryLink, SigningStore
from tests.academy.model import START, AcademyModel, livret_data
from tests.fakes.eve import MemoryEve
from tests.fakes.outside import Around

HEAD = Author("Chef de centre d’essai", Role.CHEF_DE_CENTRE)
PRESIDENT = Author("Présidente d’essai", Role.PRESIDENT)
J01, J02 = JuryId("J01"), JuryId("J02")
NINE = datetime(2018, 7, 3, 7, 0, tzinfo=UTC)
PAPERS: Mapping[JuryId, tuple[str, ...]] = {J01: ("0432", "0433"), J02: ("1432",)}


def number(text: str) -> StudentNumber:
    return StudentNumber(text)


@dataclass
class Post:
    """A post of the centre; several may share an academy."""

    model: AcademyModel = field(default_factory=AcademyModel)
    author: Author = HEAD
    seed: int = 9

    def __post_init__(self) -> None:
        self.store = SigningStore(self.seed, self.author)
        self.link = MemoryLink(self.store)
        self.model.take_post(self.link.public, self.author.role)
        key = self.model.key.public.raw
        self.link.pin(
            PinnedAcademy("https://a.example", "Académie", key, "Poste", self.author.role, CentreId("0750001Z"))
        )
        self.around = Around(self.store)
        self.eve = Eve(self.store, MemoryEve(self.store, self.link))
        self.waiting = 0
        self.desk = Preparation(
            self.eve, Recorder(self.store, lambda: self.store.author, self._waits), self.around.outside
        )

    def _waits(self) -> None:
        self.waiting += 1

    def publish(
        self,
        jury: JuryId = J01,
        numbers: tuple[str, ...] = ("0417", "0418", "0419"),
        *,
        heads: Mapping[Role, str] | None = None,
        ocean: PaperList | None = None,
        changed: Mapping[str, Candidate] | None = None,
        padding: Mapping[str, int] | None = None,
        sitting: datetime | None = NINE,
    ) -> None:
        """The academy's next list of a jury, and every livret of it, come to this post."""
        livrets = {one: livret_data(one, padding=(padding or {}).get(one, 0)) for one in numbers}
        made = self.model.publish(
            jury, livrets, papers=PAPERS[jury], sitting=sitting, changed=dict(changed) if changed else None
        )
        made = replace(made, heads=dict(heads or {}), ocean=ocean, sitting=sitting)
        self.model.juries[jury].versions[-1] = made
        self.fetch(jury)

    def fetch(self, jury: JuryId) -> None:
        """Take the academy's newest list of a jury, with its livrets."""
        made = self.model.juries[jury].versions[-1]
        self.link.stage([(digest, self.model.livrets[digest]) for digest in made.livrets])
        self.link.commit_version(self.model.manifest(jury), START)

    def send(self) -> None:
        """Everything that waits goes up, and every jury's acts come back."""
        waiting = self.link.pending(99)
        if waiting:
            self.model.receive(self.store.key.public.id, [one.envelope for one in waiting])
        for jury, kept in self.model.juries.items():
            self.link.keep_feed(jury, kept.feed[len(self.link.feed(jury)) :])


def centre() -> Post:
    """A post whose two juries are as the academy lists them."""
    post = Post()
    post.publish(J01)
    post.publish(J02, ("1417",))
    return post
