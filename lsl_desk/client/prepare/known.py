# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury as the pages of the eve read it: its file, what the academy signed of it, and its acts in one order."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from lsl_desk.client.ports import DeskStore
from lsl_desk.client.prepare.ports import EveAct, EveStore
from lsl_desk.client.prepare.values import Sent
from lsl_desk.domain.acts import Act, Role
from lsl_desk.domain.ids import CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import JuryFile
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.manifest import JuryManifest


@dataclass(frozen=True, slots=True)
class KnownJury:
    """A jury and its eve.

    Attributes:
        file: its current version.
        manifest: what the academy signed of that version, None when it came from elsewhere.
        lines: the acts of the eve, those refused among them.
    """

    file: JuryFile
    manifest: JuryManifest | None
    lines: tuple[EveAct, ...]

    @property
    def jury(self) -> JuryId:
        """Its identifier."""
        return self.file.jury

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts that have their effect, in order; their version is the one this post keeps the same file under."""
        return tuple(
            one.act if one.act.version == one.version else replace(one.act, version=one.version)
            for one in self.lines
            if one.sent is not Sent.REFUSED
        )

    @property
    def sitting(self) -> datetime | None:
        """UTC, when it deliberates, None when nobody said."""
        return self.manifest.sitting if self.manifest else None

    @property
    def listed(self) -> datetime:
        """UTC, the date of its list."""
        return self.manifest.made if self.manifest else self.file.imported

    @property
    def livrets(self) -> Mapping[StudentNumber, Digest]:
        """The livrets it holds now, in the order of the PV."""
        return {one.number: one.livret.digest for one in self.file.candidates if one.livret}

    @property
    def expected(self) -> tuple[StudentNumber, ...]:
        """The candidates whose numeric livret is held or expected."""
        return tuple(one.number for one in self.file.candidates if one.livret or one.format is LivretFormat.NUMERIQUE)

    def office(self, role: Role) -> str:
        """The exam office's name for a seat, "" when it gave none."""
        return self.manifest.heads.get(role, "") if self.manifest else ""


class Eve:
    """The juries of this post with their eve. Everything is read anew: another post may have moved it."""

    def __init__(self, store: DeskStore, eve: EveStore) -> None:
        """Take the store and what it knows of the eve."""
        self.store = store
        self._eve = eve

    def jury(self, jury: JuryId) -> KnownJury:
        """One jury.

        Raises:
            Refusal: JURY_UNKNOWN.
        """
        return self._known(jury, self._eve.acts())

    def all(self) -> tuple[KnownJury, ...]:
        """Every jury held, by identifier."""
        acts = self._eve.acts()
        return tuple(self._known(one.jury, acts) for one in self.store.summaries())

    @property
    def centre(self) -> CentreId:
        """The deliberation centre, "" while no academy named it."""
        return self._eve.centre()

    def session(self, juries: Collection[JuryId]) -> int | None:
        """The session of some juries, None when no source said; of several, the last."""
        years = [one.session for one in self.store.summaries() if one.jury in juries and one.session]
        return max(years, default=None)

    def livrets(self, jury: JuryId, version: int) -> Mapping[StudentNumber, Digest]:
        """The livrets of a version of a jury's file; nothing for a version that is not here."""
        return self._eve.digests(jury, version)

    def _known(self, jury: JuryId, acts: Mapping[JuryId, tuple[EveAct, ...]]) -> KnownJury:
        return KnownJury(self.store.jury(jury), self._eve.manifest(jury), acts.get(jury, ()))
