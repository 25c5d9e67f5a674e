# SPDX-License-Identifier: AGPL-3.0-or-later
"""A post in memory, enrolled with an academy in memory: what the tests of the link's use cases begin with."""

from dataclasses import dataclass, field

from lsl_desk.client.link.values import JuryProgress, PinnedAcademy
from lsl_desk.domain.acts import LivretRead, Role
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.sync_plan import OfferedVersion
from tests.academy.fake import URL, FakeAcademy
from tests.academy.memory_link import MemoryLink, SigningStore
from tests.academy.model import CENTRE, NAME, AcademyModel, digest_of, livret_data

J01, J02 = JuryId("J01"), JuryId("J02")


def livrets(count: int, first: int = 401, *, padding: int = 0) -> dict[str, bytes]:
    """Livrets of invented candidates."""
    return {f"{first + at:04d}": livret_data(f"{first + at:04d}", padding=padding) for at in range(count)}


def pinned(model: AcademyModel) -> PinnedAcademy:
    return PinnedAcademy(URL, NAME, model.key.public.raw, "Poste d’essai", Role.PRESIDENT, CENTRE)


@dataclass
class Post:
    """One post and its way to the academy."""

    model: AcademyModel
    store: SigningStore
    link: MemoryLink
    academy: FakeAcademy
    bars: list[JuryProgress] = field(default_factory=list)

    def offered(self, jury: JuryId = J01) -> OfferedVersion:
        return next(one.offered for one in self.academy.juries() if one.offered.jury == jury)

    def read(self, number: str, jury: JuryId = J01) -> None:
        digest = digest_of(livret_data(number))
        self.store.record(jury, 1, LivretRead(StudentNumber(number), digest, ("1.0", "1.0"), "académie"))


def post(model: AcademyModel | None = None, seed: int = 9) -> Post:
    """Enrol a post."""
    model = model or AcademyModel()
    store = SigningStore(seed)
    link = MemoryLink(store)
    model.take_post(link.public)
    link.pin(pinned(model))
    return Post(model, store, link, FakeAcademy(model, link, model.key.public.raw))


class Ticking:
    """A clock that goes forward by so many seconds each time it is read."""

    def __init__(self, step: float = 1.0) -> None:
        self.step = step
        self.at = 0.0

    def __call__(self) -> float:
        self.at += self.step
        return self.at
