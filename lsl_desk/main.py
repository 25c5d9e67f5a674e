# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only place that wires: adapters to use cases to screens and commands.

Imports are in the functions that need them: the window paints before anything heavy is loaded.
"""

import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lsl_desk.adapters.clock import SystemClock
from lsl_desk.adapters.crash_dumps import forbid_crash_dumps
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.client.settings import Settings
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.errors import Code, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lsl_desk.adapters.secrets import SecretHolder
    from lsl_desk.adapters.store.desk_store import SealedDesk
    from lsl_desk.client.desk import Desk
    from lsl_desk.client.gate import KeyringUse
    from lsl_desk.client.link.for_screens import LinkDesk, Listener
    from lsl_desk.client.prepare.import_jury import InspectLater
    from lsl_desk.client.progress import Progress, Report

COMMAND_AUTHOR = Author("Ligne de commande", Role.CHEF_DE_CENTRE)
"""Who acts in a store made by a command; the window asks instead."""

_DEMO_PASSPHRASE = "centre inventé pour la démonstration"  # noqa: S105 - the demonstration protects nobody's data
_ASK_AGAIN = 0.5
"""Seconds between two questions to the academy while a person compares the digits."""
_DEMO_AUTHOR = Author("Poste de démonstration", Role.PRESIDENT)


class LocalGate:
    """Implements `client.gate.Gate` over a data folder."""

    def __init__(self, folder: DataFolder, *, for_window: bool = False) -> None:
        """Remember where; nothing is read yet.

        Args:
            folder: the data folder.
            for_window: start the page worker as soon as the store is open, since a person will read.
        """
        self._folder = folder
        self._for_window = for_window

    def exists(self) -> bool:
        """Tell whether the data folder holds a store."""
        return self._folder.keys.exists()

    def has_keyring_slot(self) -> bool:
        """Tell whether the account's keyring may open it."""
        from lsl_desk.adapters.store.opening import has_keyring_slot

        return self.exists() and has_keyring_slot(self._folder)

    def create(self, passphrase: str, author: Author, *, keyring: bool) -> "Desk":
        """Make a store and open it; see `adapters.store.opening.create_store`."""
        from lsl_desk.adapters.store.opening import create_store

        holder = _keyring() if keyring else None
        if keyring and holder is None:
            raise Refusal(Code.KEYRING_ABSENT)
        return self._desk(create_store(self._folder, passphrase, author, SystemClock(), keyring=holder))

    def keyring(self) -> "KeyringUse":
        """Say whether the account's keyring opens the store, or might."""
        from lsl_desk.client.gate import KeyringUse

        if self.has_keyring_slot():
            return KeyringUse.ON
        return KeyringUse.ABSENT if _keyring() is None else KeyringUse.OFF

    def add_keyring(self, passphrase: str) -> None:
        """Let the account's keyring open the store too; see `adapters.store.opening.add_keyring`."""
        from lsl_desk.adapters.store.opening import add_keyring

        holder = _keyring()
        if holder is None:
            raise Refusal(Code.KEYRING_ABSENT)
        if not add_keyring(self._folder, passphrase, holder):
            raise Refusal(Code.KEYRING_REFUSED)

    def remove_keyring(self) -> None:
        """Let only the passphrase open the store."""
        from lsl_desk.adapters.store.opening import remove_keyring

        remove_keyring(self._folder, _keyring())

    def create_by_command(self, passphrase: str) -> "Desk":
        """Make a store for a script, whose passphrase is its author's choice: a weak one is taken (decision 004)."""
        from lsl_desk.adapters.store.opening import create_store

        return self._desk(create_store(self._folder, passphrase, COMMAND_AUTHOR, SystemClock(), weak_too=True))

    def unlock(self, passphrase: str | None) -> "Desk":
        """Open the store with its passphrase, or with the keyring when None."""
        from lsl_desk.adapters.store.opening import unlock, unlock_with_keyring

        if passphrase is None:
            return self._desk(unlock_with_keyring(self._folder, _keyring(), SystemClock()))
        return self._desk(unlock(self._folder, passphrase, SystemClock()))

    def _desk(self, store: "SealedDesk") -> "Desk":
        from lsl_desk import wiring
        from lsl_desk.adapters.sources.opening import LocalSources
        from lsl_desk.client.desk import Desk
        from lsl_desk.pages.lane import PageLane

        lane = PageLane(store.livret)
        sitting = wiring.SittingDesks(store)
        if self._for_window:
            lane.warm()
        return Desk(
            store=store,
            pages=lane,
            inspect_later=lane.inspect_later,
            sources=LocalSources(),
            clock=SystemClock(),
            author=store.author,
            link=lambda desk: self._link(desk, store, lane.inspect_later),
            enrolled=store.enrolled,
            preparation=lambda desk: wiring.preparation(desk, store, lane),
            copying=lambda desk: wiring.copying(desk, store, lane),
            shelf=lambda: wiring.shelf(lane),
            deliberation=sitting.deliberation,
            closing=sitting.closing,
            hall=lambda desk: wiring.hall(desk, store),
        )

    def _link(self, desk: "Desk", store: "SealedDesk", inspect_later: "InspectLater") -> "LinkDesk":
        from lsl_desk.adapters.academy.http_academy import HttpAcademies
        from lsl_desk.client.link.liaison import Liaison

        def take_seat(author: Author) -> None:
            store.take_seat(author)
            desk.author = author

        def erase() -> None:
            from lsl_desk.adapters.store.opening import erase

            if self._for_window:
                return  # it leaves the livret on the screen first, then locks and erases: `ui.link.linking`
            desk.lock()
            erase(self._folder, _keyring())

        link = store.link()
        return Liaison(
            store=store,
            link=link,
            academies=HttpAcademies(link, SystemClock()),
            inspect_later=inspect_later,
            clock=SystemClock(),
            take_seat=take_seat,
            erase=erase,
            names=store.names(),
        )

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the store's key under another passphrase."""
        from lsl_desk.adapters.store.opening import change_passphrase

        change_passphrase(self._folder, old, new)

    def erase(self) -> None:
        """Erase the store; see `adapters.store.opening.erase`."""
        from lsl_desk.adapters.store.opening import erase

        erase(self._folder, _keyring() if self.has_keyring_slot() else None)

    def settings(self) -> Settings:
        """The settings kept, or the defaults."""
        from lsl_desk.adapters.settings_file import read_settings

        return read_settings(self._folder.settings)

    def keep_settings(self, settings: Settings) -> None:
        """Keep the settings."""
        from lsl_desk.adapters.settings_file import write_settings

        self._folder.make()
        write_settings(self._folder.settings, settings)


class DemoGate(LocalGate):
    """The demonstration's store opens by itself: its people are invented and its passphrase is in this file."""

    def has_keyring_slot(self) -> bool:
        """It opens without a passphrase."""
        return True

    def keyring(self) -> "KeyringUse":
        """There is nothing to choose."""
        from lsl_desk.client.gate import KeyringUse

        return KeyringUse.FIXED

    def unlock(self, passphrase: str | None) -> "Desk":
        """Open it, with the passphrase given or its own."""
        return super().unlock(_DEMO_PASSPHRASE if passphrase is None else passphrase)


@contextmanager
def logged_in(what: str, *, demo: bool = False) -> "Iterator[None]":
    """Log what is done inside, and how it ends, in the data folder; see `adapters.logs`.

    Args:
        what: a word of ours: the command, or « window ».
        demo: in the folder of the demonstration.
    """
    from lsl_desk.adapters.logs import logged

    with logged(_folder(demo=demo).log, what):
        yield


def _folder(*, demo: bool = False, linked: bool = False) -> DataFolder:
    folder = DataFolder.find(os.environ)
    return DataFolder(folder.root / ("demo-academy" if linked else "demo")) if demo else folder


def open_window(
    *, demo: bool, jury: str | None, livret: str | None, full_screen: bool, academy: str | None = None
) -> int:
    """Show the window until it is closed, and return the exit code.

    Args:
        demo: on the invented centre, made first if it is not there.
        jury: jury to open at once.
        livret: N° élève or N° PV to open in it.
        full_screen: fill the screen.
        academy: with ``demo``, address of the invented academy to fetch the centre from, instead of making it.
    """
    forbid_crash_dumps()
    folder = _folder(demo=demo, linked=academy is not None)
    if demo:
        try:
            if academy is None:
                make_demo(folder)
            else:
                make_linked_demo(folder, academy, _say_digits)
        except Refusal as refusal:
            # It is open in another window, which holds the whole centre: `run` brings that one forward.
            if refusal.code is not Code.STORE_BUSY:
                raise
    folder.make()
    from lsl_desk.ui.run import Start, run

    gate = (DemoGate if demo else LocalGate)(folder, for_window=True)
    return run(gate, Start(folder.root, demo, jury, livret, full_screen, warm=WARM))


def make_demo(folder: DataFolder) -> None:
    """Make the invented centre, write it as jury folders and import them by the ordinary path; once.

    Raises:
        Refusal: DISK_FULL, DISK_FAILED.
    """
    from lsl_desk.demo.centre import generate

    tell = console_progress(quiet=False)
    folder.make()
    centre = generate(
        folder.root / "centre", report=lambda done, total: _tell_step(tell, done, total, "livrets inventés")
    )
    gate = DemoGate(folder)
    desk = gate.unlock(None) if gate.exists() else gate.create(_DEMO_PASSPHRASE, _DEMO_AUTHOR, keyring=False)
    try:
        held = {str(one.jury) for one in desk.juries()}
        for path in centre.juries:
            if path.name not in held:
                desk.import_jury(str(path), report=tell)
    finally:
        desk.lock()


def make_linked_demo(folder: DataFolder, url: str, ask: "Callable[[str], None]") -> None:
    """Enrol the invented post with the invented academy, once, and fetch what is new.

    Args:
        folder: the data folder.
        url: where the academy is now; it may have another port than the last time.
        ask: told the six digits that somebody has to compare at the academy.

    Raises:
        Refusal: what the link or the disk refuses.
    """
    folder.make()
    gate = DemoGate(folder)
    desk = gate.unlock(None) if gate.exists() else gate.create(_DEMO_PASSPHRASE, _DEMO_AUTHOR, keyring=False)
    try:
        if not _moved(desk, url):
            offer = desk.link.begin_enrolment(url, "Poste de démonstration")
            ask(offer.digits)
            while desk.link.enrolment_done(offer) is None:
                time.sleep(_ASK_AGAIN)
        desk.link.sync()
        desk.link.check_pages(console_progress(quiet=False))
    finally:
        desk.lock()


def _moved(desk: "Desk", url: str) -> bool:
    """Reach the academy at another address, unless there is none yet, or another one answers there."""
    try:
        desk.link.move(url)
    except Refusal as refusal:
        if refusal.code not in {Code.NOT_ENROLLED, Code.NET_OTHER_SERVER}:
            raise
        return False
    return True


def _say_digits(digits: str) -> None:
    print(f"Six chiffres à comparer à l’académie\u00a0: {digits[:3]} {digits[3:]}", flush=True)


@contextmanager
def unlocked(passphrase: str | None, *, create: bool = False) -> "Iterator[Desk]":
    """The Desk of the data folder, for a command; locked again at the end.

    Args:
        passphrase: None opens with the keyring.
        create: make the store if there is none.

    Raises:
        Refusal: STORE_MISSING, PASSPHRASE_WRONG, STORE_BUSY…
    """
    forbid_crash_dumps()
    gate = LocalGate(DataFolder.find(os.environ))
    if create and not gate.exists() and passphrase is not None:
        desk = gate.create_by_command(passphrase)
    else:
        desk = gate.unlock(passphrase)
    try:
        yield desk
    finally:
        desk.lock()


def store_exists() -> bool:
    """Tell whether the data folder holds a store."""
    return LocalGate(DataFolder.find(os.environ)).exists()


def keyring_opens() -> bool:
    """Tell whether the data folder's store has a keyring slot."""
    return LocalGate(DataFolder.find(os.environ)).has_keyring_slot()


def console_progress(*, quiet: bool) -> "Report":
    """Progress on the terminal's error stream, on one line; silent when asked to be, or when it is not a terminal."""
    from lsl_desk.client.progress import silent

    if quiet or not sys.stderr.isatty():
        return silent

    def tell(progress: "Progress") -> bool:
        end = "\n" if progress.done == progress.total else ""
        print(f"\r{progress.done} / {progress.total} {progress.item:<24}", end=end, file=sys.stderr, flush=True)
        return True

    return tell


def console_sync(*, quiet: bool) -> "Listener":
    """Progress of a sync on the terminal's error stream, on one line a jury; silent as `console_progress` is."""
    from lsl_desk.client.link.for_screens import News, SyncMoved
    from lsl_desk.client.link.values import Phase

    def tell(news: News) -> None:
        if isinstance(news, SyncMoved) and not quiet and sys.stderr.isatty():
            bar = news.progress
            end = "\n" if bar.phase in {Phase.DONE, Phase.FAILED} else ""
            rate = "" if bar.rate is None else f"{bar.rate / 1_000_000:.1f} Mo/s"
            print(f"\r{bar.jury} {bar.done} / {bar.total} {rate:<12}", end=end, file=sys.stderr, flush=True)

    return tell


def write_output(path: Path, data: bytes) -> None:
    """Write a file a command was asked for.

    Raises:
        Refusal: OUTPUT_UNWRITABLE; nothing half-written is left.
    """
    from lsl_desk.atomic_file import replace_file

    try:
        replace_file(path, data)
    except OSError as error:
        raise Refusal(Code.OUTPUT_UNWRITABLE, path=str(path)) from error


def place_of(fault: BaseException) -> str:
    """Name a fault by its type and the line of ours that raised it: never by its message, which may hold a value."""
    import traceback

    frames = [one for one in traceback.extract_tb(fault.__traceback__) if "lsl_desk" in one.filename]
    where = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(fault).__name__}{where}"


def _tell_step(tell: "Report", done: int, total: int, item: str) -> None:
    from lsl_desk.client.progress import Progress

    tell(Progress(done, total, item))


def _keyring() -> "SecretHolder | None":
    from lsl_desk.adapters.keyring_slot import os_keyring

    return os_keyring()


def _warm_tables() -> None:
    from lsl_desk.adapters.store import opening, schema

    del opening, schema


def _warm_acts() -> None:
    from lsl_desk.wire import acts

    del acts


def _warm_journal() -> None:
    from lsl_desk.adapters.store import records, sittings

    del records, sittings


def _warm_sitting() -> None:
    from lsl_desk.adapters import livret_texts, rule_book
    from lsl_desk.client.sit import deliberation, position, reading_record
    from lsl_desk.formats.rule_packs import book

    del book, deliberation, livret_texts, position, reading_record, rule_book


def _warm_pages() -> None:
    from lsl_desk.members import folder
    from lsl_desk.pages import lane

    del folder, lane


def _warm_eve() -> None:
    from lsl_desk.client.prepare import preparation

    del preparation


WARM = (_warm_tables, _warm_acts, _warm_journal, _warm_sitting, _warm_pages, _warm_eve)
"""Import what unlocking, then opening a jury, then the rest need: in the store lane, once the window has painted."""
