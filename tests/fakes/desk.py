# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Desk in memory for the tests of screens: the true `Desk` and use cases over fakes behind the ports."""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Self

from lsl_desk.client.carried import CarriedJury
from lsl_desk.client.close.for_screens import ClosingDesk
from lsl_desk.client.desk import Desk
from lsl_desk.client.hall.for_screens import HallDesk
from lsl_desk.client.ports import ColumnChoice, Hit, NewLivret, OfferedCandidate, OfferedJury, Trail
from lsl_desk.client.prepare.for_screens import PreparationDesk
from lsl_desk.client.prepare.kept_notes import keys_of
from lsl_desk.client.sit.drafts import note_key as drafts_key
from lsl_desk.client.sit.for_screens import DeliberationDesk
from lsl_desk.client.sit.position import note_key
from lsl_desk.client.summary import JurySummary
from lsl_desk.domain.acts import NO_PREVIOUS, Act, Author, Body, LivretOpened, LivretRead, NumberIncident, Role
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, PvNumber, StudentNumber, same_number
from lsl_desk.domain.jury import JuryFile, SealedIdentity
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.period import Period
from tests.fakes.files import Files
from tests.fakes.link import FakeLink
from tests.fakes.pages import PaintedPage, PaintedPages, in_lines
from tests.fakes.source import inspect_text

PASSPHRASE = "quatre mots sans lien"
AUTHOR = Author("Poste 3", Role.PRESIDENT)
IMPORTED = datetime(2018, 7, 2, 15, 42, tzinfo=UTC)


class MemoryStore:
    """A `DeskStore` that forgets all when the process ends."""

    def __init__(self, author: Author = AUTHOR) -> None:
        self.author, self.files = author, Files()
        self.odd: dict[JuryId, tuple[Anomaly, ...]] = {}
        self.sealed: dict[JuryId, int] = {}
        self.livrets: dict[Digest, NewLivret] = {}
        self.journal: list[Act] = []
        self.notes: dict[str, str] = {}
        self.seen: dict[JuryId, dict[StudentNumber, dict[Digest, dict[int, float]]]] = {}
        self.carried: dict[JuryId, CarriedJury] = {}
        self.read_elsewhere: dict[JuryId, list[LivretRead]] = {}
        self.periods: dict[JuryId, Period] = {}
        self.closed = 0

    def summaries(self) -> tuple[JurySummary, ...]:
        return tuple(self._summary(self.files[jury]) for jury in sorted(self.files))

    def jury(self, jury: JuryId) -> JuryFile:
        if jury not in self.files:
            raise Refusal(Code.JURY_UNKNOWN, jury=jury)
        return self.files[jury]

    def jury_of(self, number: str) -> tuple[JuryId, ...]:
        held = [(jury, one.number) for jury, file in sorted(self.files.items()) for one in file.candidates]
        exact = [jury for jury, one in held if one == number]
        return tuple(dict.fromkeys(exact or [jury for jury, one in held if same_number(one, number)]))

    def anomalies(self, jury: JuryId) -> tuple[Anomaly, ...]:
        return self.odd.get(jury, ())

    def identities_sealed(self, jury: JuryId) -> int:
        return self.sealed.get(jury, 0)

    def incoming(self) -> "MemoryIncoming":
        return MemoryIncoming(self)

    def erase_jury(
        self, jury: JuryId, *, but: Collection[StudentNumber] = (), told: tuple[str, str] | None = None
    ) -> None:
        gone, _ = self.livrets_of(jury, but)
        file = self.files[jury]
        del self.files[jury]
        self.odd.pop(jury, None)
        if but:
            self.files[jury] = replace(file, candidates=tuple(one for one in file.candidates if one.number in but))
            self.sealed[jury] = min(self.sealed.get(jury, 0), len(but))
            self.seen[jury] = {number: seen for number, seen in self.seen.get(jury, {}).items() if number in but}
        else:
            self.sealed.pop(jury, None)
            self.seen.pop(jury, None)
        for key in (*keys_of(jury), drafts_key(jury)):
            self.notes.pop(key, None)
        for digest in gone:
            self.livrets.pop(digest, None)
            self.notes.pop(note_key(digest), None)
        if told is not None:
            self.notes[told[0]] = told[1]

    def livrets_of(self, jury: JuryId, but: Collection[StudentNumber] = ()) -> tuple[frozenset[Digest], ...]:
        self.jury(jury)
        return self.files.livrets_of(jury, but)

    def livret(self, digest: Digest) -> bytes:
        if digest not in self.livrets:
            raise Refusal(Code.NO_LIVRET, number="?")
        return self.livrets[digest].data

    def search(self, jury: JuryId, words: str) -> tuple[Hit, ...]:
        wanted = words.casefold()
        return tuple(
            Hit(one.number, page, text)
            for one in self.jury(jury).candidates
            if one.livret
            for page, text in enumerate(self.livrets[one.livret.digest].texts)
            if wanted in text.casefold()
        )

    def pages_seen(self, jury: JuryId) -> Mapping[StudentNumber, Mapping[Digest, Mapping[int, float]]]:
        return self.seen.get(jury, {})

    def see_page(self, jury: JuryId, number: StudentNumber, digest: Digest, page: int, seconds: float) -> None:
        pages = self.seen.setdefault(jury, {}).setdefault(number, {}).setdefault(digest, {})
        pages[page] = max(seconds, pages.get(page, 0.0))

    def record(self, jury: JuryId, version: int, body: Body) -> Act:
        sequence = len(self.journal) + 1
        act = Act(
            act=ActId(f"{sequence:032x}"),
            jury=jury,
            device=DeviceId("device"),
            sequence=sequence,
            previous=NO_PREVIOUS,
            author=self.author,
            time=IMPORTED + timedelta(seconds=sequence),
            version=version,
            body=body,
        )
        self.journal.append(act)
        return act

    def acts(self, jury: JuryId | None = None) -> Iterator[Act]:
        return iter([act for act in self.journal if jury in {None, act.jury}])

    def trail(self, jury: JuryId) -> Trail:
        bodies = [act.body for act in self.acts(jury)]
        opened = [body.number for body in bodies if isinstance(body, LivretOpened)]
        incidents = frozenset(body for body in bodies if isinstance(body, NumberIncident))
        return Trail(opened[-1] if opened else None, incidents)

    def livrets_read(self, jury: JuryId) -> Mapping[StudentNumber, frozenset[Digest]]:
        read: dict[StudentNumber, set[Digest]] = {}
        for body in [*(act.body for act in self.acts(jury)), *self.read_elsewhere.get(jury, [])]:
            if isinstance(body, LivretRead):
                read.setdefault(body.number, set()).add(body.digest)
        return {number: frozenset(digests) for number, digests in read.items()}

    def note(self, key: str) -> str | None:
        return self.notes.get(key)

    def notes_of(self, keys: Collection[str]) -> Mapping[str, str]:
        return {key: self.notes[key] for key in keys if key in self.notes}

    def keep_note(self, key: str, value: str) -> None:
        self.notes[key] = value

    def close(self) -> None:
        self.closed += 1

    def _summary(self, file: JuryFile) -> JurySummary:
        held = {one.number: one.livret.digest for one in file.candidates if one.livret}
        read = self.livrets_read(file.jury)
        return JurySummary(
            jury=file.jury,
            label=file.label,
            session=file.session,
            version=file.version,
            imported=file.imported,
            candidates=len(file.candidates),
            livrets=len(held),
            formats={form: sum(one.format is form for one in file.candidates) for form in LivretFormat},
            read=sum(held.get(number) in digests for number, digests in read.items()),
            problems=sum(one.problem is not None for one in file.candidates),
            period=self.periods.get(file.jury, Period.JUNE),
        )


class MemoryIncoming:
    """A jury's file being written into a `MemoryStore`, and its context."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._livrets: dict[Digest, NewLivret] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._livrets.clear()

    def add(self, livret: NewLivret) -> None:
        self._livrets[livret.digest] = livret

    def commit(
        self,
        file: JuryFile,
        identities: tuple[SealedIdentity, ...],
        anomalies: tuple[Anomaly, ...],
        read: Collection[tuple[StudentNumber, Digest]] = (),
        carried: CarriedJury | None = None,
    ) -> None:
        if carried is not None:
            self.carry(file, carried)
        self._store.livrets |= self._livrets
        self._store.files[file.jury] = file
        self._store.odd[file.jury] = anomalies
        self._store.sealed[file.jury] = len(identities)
        self._store.read_elsewhere.setdefault(file.jury, []).extend(
            LivretRead(number, digest, (), "plan de secours") for number, digest in read
        )

    def carry(self, file: JuryFile, carried: CarriedJury) -> None:
        self._store.carried[file.jury] = carried


class PagesOf(Mapping[Digest, tuple[PaintedPage, ...]]):
    """The livrets of a `MemoryStore` as painted pages: white, A4, nine words a line."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def __getitem__(self, digest: Digest) -> tuple[PaintedPage, ...]:
        return tuple(PaintedPage(in_lines(text)) for text in self._store.livrets[digest].texts)

    def __iter__(self) -> Iterator[Digest]:
        return iter(self._store.livrets)

    def __len__(self) -> int:
        return len(self._store.livrets)


class FakeSource:
    """A jury folder that exists only in the test: livrets are text, pages separated by form feeds."""

    kind = "dossier"

    def __init__(self, offered: OfferedJury, livrets: Mapping[str, str]) -> None:
        self._offered = offered
        self._livrets = livrets

    def offer(self, _choice: ColumnChoice | None = None) -> OfferedJury:
        return self._offered

    def read(self, file: str) -> bytes:
        return self._livrets[file].encode()

    def close(self) -> None:
        """Nothing is open."""


class HeldSource(FakeSource):
    """A jury folder on a slow disk: reading waits until the test lets it go on."""

    def __init__(self, source: FakeSource) -> None:
        super().__init__(source._offered, source._livrets)
        self.reached, self.go_on = threading.Event(), threading.Event()

    def read(self, file: str) -> bytes:
        self.reached.set()
        assert self.go_on.wait(10)
        return super().read(file)


class FakeSources:
    """Folders by path; a `Refusal` in place of a folder is raised; a path ending in « ambigu » asks for a choice."""

    def __init__(self) -> None:
        self.folders: dict[str, FakeSource | Refusal] = {}
        self.choices: list[ColumnChoice | None] = []

    def open(self, path: str) -> "FakeSource | _Ambiguous":
        found = self.folders.get(path)
        if found is None:
            raise Refusal(Code.PATH_MISSING, path=path)
        if isinstance(found, Refusal):
            raise found
        return _Ambiguous(found, self) if path.endswith("ambigu") else found


class _Ambiguous:
    """A source whose index can be read in two ways until someone chose."""

    kind = "dossier"

    def __init__(self, source: FakeSource, sources: FakeSources) -> None:
        self._source = source
        self._sources = sources

    def offer(self, choice: ColumnChoice | None = None) -> OfferedJury:
        self._sources.choices.append(choice)
        if choice is None:
            raise ambiguous()
        return self._source.offer(choice)

    def read(self, file: str) -> bytes:
        return self._source.read(file)

    def close(self) -> None:
        """Nothing is open."""


def ambiguous() -> Refusal:
    """The refusal of an index whose two columns of numbers could each be the N° élève."""
    return Refusal(
        Code.INDEX_AMBIGUOUS,
        first="colonne 1",
        second="colonne 2",
        first_column="1",
        second_column="2",
        first_rows="0012\n0013\n0014",
        second_rows="0417\n0432\n0418",
    )


class FixedClock:
    """A clock that says when the test was."""

    def now(self) -> datetime:
        return IMPORTED


def livret_text(number: str, pages: int) -> str:
    """The text of an invented livret, the number on each page."""
    return "\f".join(f"N° élève {number} page {page} sur {pages} Avis favorable" for page in range(1, pages + 1))


def jury_source(jury: str = "J01", label: str = "Jury J01 · ES", candidates: int = 74) -> FakeSource:
    """A jury of invented candidates: most have a livret of 1 to 4 pages, some have none, one is misfiled.

    N° élève count from 0401 in J01, 1401 in J02…; N° PV from 1.
    """
    first = (int(jury[1:]) - 1) * 1000 + 401 if jury[1:].isdigit() else 401
    offered, livrets = [], {}
    for index in range(candidates):
        number = f"{first + index:04d}"
        form = LivretFormat.NUMERIQUE
        if index % 15 == 7:
            form = LivretFormat.PAPIER
        elif index % 37 == 20:
            form = LivretFormat.ABSENT
        elif index % 41 == 30:
            form = LivretFormat.INCONNU
        file = f"livrets/{number}.pdf" if form is LivretFormat.NUMERIQUE else None
        if file:
            printed = "9999" if index == 5 else number
            livrets[file] = livret_text(printed, 1 + index % 4)
        reason = "opposition de la famille" if form is LivretFormat.ABSENT else ""
        serie = ("ES", "S", "L")[index % 3]
        offered.append(
            OfferedCandidate(
                PvNumber(str(index + 1)), StudentNumber(number), serie, form, reason, file, f"ligne {index}"
            )
        )
    anomalies = (
        Anomaly(AnomalyCode.FORMAT_EMPTY, "index.html, ligne 31", ""),
        Anomaly(AnomalyCode.PDF_WITHOUT_CANDIDATE, "livrets/0999.pdf", "0999"),
        Anomaly(AnomalyCode.ROWS_ANNOUNCED, "index.html", "22", "422"),
    )
    unlisted = ("livrets/0998.pdf", "livrets/0999.pdf")
    return FakeSource(OfferedJury(JuryId(jury), label, 2018, tuple(offered), (), unlisted, anomalies), livrets)


def make_desk(
    juries: int = 2,
    store: MemoryStore | None = None,
    sources: FakeSources | None = None,
    link: FakeLink | None = None,
    author: Author = AUTHOR,
    preparation: Callable[[Desk], PreparationDesk] | None = None,
    deliberation: Callable[[Desk], DeliberationDesk] | None = None,
    hall: Callable[[Desk], HallDesk] | None = None,
    closing: Callable[[Desk], ClosingDesk] | None = None,
) -> Desk:
    """A Desk with some juries imported: J01 of 74 candidates, J02 of 80, and so on."""
    store, sources = store or MemoryStore(), sources or FakeSources()
    desk = Desk(
        store=store,
        pages=PaintedPages(PagesOf(store)),
        inspect_later=lambda data: lambda: inspect_text(data),
        sources=sources,
        clock=FixedClock(),
        author=author,
        link=None if link is None else lambda _desk: link,
        preparation=preparation,
        deliberation=deliberation,
        closing=closing,
        hall=hall,
        enrolled=lambda: link is not None and link.academy is not None,
    )
    for index in range(juries):
        jury = f"J{index + 1:02d}"
        path = f"/invented/{jury}"
        sources.folders[path] = jury_source(jury, f"Jury {jury} · {('ES', 'S', 'STMG')[index % 3]}", 74 + 6 * index)
        desk.import_jury(path)
    return desk
