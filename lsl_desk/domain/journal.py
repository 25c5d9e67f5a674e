# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal: acts chained for each device, and what they amount to once replayed (design §5).

A chain that nobody can reorder or thin out: each act carries the rank it has on its device and the digest of the act
before it. A chain cut at its end still holds: only a head noted elsewhere proves it whole, so heads can be asked for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lsl_desk.domain.acts import NO_PREVIOUS, Act, LivretOpened, LivretRead, NumberIncident
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a device's chain.

    Attributes:
        sequence: rank of its last act, 0 before the first.
        digest: SHA-256 of the signed bytes of that act.
    """

    sequence: int = 0
    digest: Digest = NO_PREVIOUS


class ChainBroken(Exception):  # noqa: N818 - the state of the chain, as the caller reports it
    """An act does not follow the one before it on its device.

    Attributes:
        sequence: rank that was expected.
    """

    def __init__(self, sequence: int) -> None:
        super().__init__(f"the chain breaks at act {sequence}")
        self.sequence = sequence


def follow(head: Head, act: Act, digest: Digest) -> Head:
    """Return the head of the chain once this act is added.

    Args:
        head: the chain so far, of the act's device.
        act: the next act.
        digest: SHA-256 of its signed bytes.

    Raises:
        ChainBroken: a rank is missing or repeated, or the act names another act than the last one.
    """
    if act.sequence != head.sequence + 1 or act.previous != head.digest:
        raise ChainBroken(head.sequence + 1)
    return Head(act.sequence, digest)


def verified(links: Iterable[tuple[Act, Digest]], heads: dict[DeviceId, Head] | None = None) -> Iterator[Act]:
    """Yield the acts of a journal, each only once its place in its device's chain is proved.

    Args:
        links: acts in the order written, each with the SHA-256 of its signed bytes; devices may be interleaved.
        heads: where each chain stood, moved forward as acts are yielded; empty by default.

    Raises:
        ChainBroken: at the first act that does not follow.
    """
    ends = {} if heads is None else heads
    for act, digest in links:
        ends[act.device] = follow(ends.get(act.device, Head()), act, digest)
        yield act


@dataclass(frozen=True, slots=True)
class JuryJournal:
    """What the journal says of one jury.

    Attributes:
        read: for each N° élève, the livret versions read.
        openings: the acts « livret opened », in order (who, what, when, from which copy; features P38).
        incidents: the acts « number incident », in order (features N02).
    """

    read: Mapping[StudentNumber, frozenset[Digest]] = field(default_factory=lambda: MappingProxyType({}))
    openings: tuple[Act, ...] = ()
    incidents: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class JournalState:
    """What the journal amounts to.

    Attributes:
        juries: for each jury that has an act.
    """

    juries: Mapping[JuryId, JuryJournal]

    def of(self, jury: JuryId) -> JuryJournal:
        """What it says of a jury, nothing when no act names it."""
        return self.juries.get(jury, JuryJournal())


@dataclass(slots=True)
class _Tally:
    read: dict[StudentNumber, set[Digest]] = field(default_factory=dict)
    openings: list[Act] = field(default_factory=list)
    incidents: list[Act] = field(default_factory=list)

    def add(self, act: Act) -> None:
        if isinstance(act.body, LivretRead):
            self.read.setdefault(act.body.number, set()).add(act.body.digest)
        elif isinstance(act.body, LivretOpened):
            self.openings.append(act)
        elif isinstance(act.body, NumberIncident):
            self.incidents.append(act)

    def frozen(self) -> JuryJournal:
        read = {number: frozenset(digests) for number, digests in self.read.items()}
        return JuryJournal(MappingProxyType(read), tuple(self.openings), tuple(self.incidents))


def replay(acts: Iterable[Act]) -> JournalState:
    """Say what acts amount to. An act met twice counts once: reading records are a grow-only set.

    Marks, their conflicts and the closing are not told here: they depend on the academy's order (`domain.board`).
    """
    seen: set[ActId] = set()
    tallies: dict[JuryId, _Tally] = {}
    for act in acts:
        if act.act not in seen:
            seen.add(act.act)
            tallies.setdefault(act.jury, _Tally()).add(act)
    return JournalState(MappingProxyType({jury: tally.frozen() for jury, tally in tallies.items()}))
