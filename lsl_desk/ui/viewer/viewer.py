# SPDX-License-Identifier: AGPL-3.0-or-later
"""The livret viewer: what the reading room puts between the candidates and the marks."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from lsl_desk.client.ports import Pages
from lsl_desk.client.sit.position import Position
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.livret import NumberCheck, PageCheck
from lsl_desk.domain.pages import RenderKey
from lsl_desk.sentences import sentence
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.viewer.bar import ViewerBar
from lsl_desk.ui.viewer.commands import Commands
from lsl_desk.ui.viewer.find import Match
from lsl_desk.ui.viewer.find_bar import FindBar
from lsl_desk.ui.viewer.lane import Lane
from lsl_desk.ui.viewer.layout import A4, PAGE, WIDTH, Mode, Place, factor_of
from lsl_desk.ui.viewer.lending import Lending
from lsl_desk.ui.viewer.livret import ShownLivret
from lsl_desk.ui.viewer.marking import Marking
from lsl_desk.ui.viewer.navigation import Navigation
from lsl_desk.ui.viewer.page_view import PageView
from lsl_desk.ui.viewer.picking import Picking
from lsl_desk.ui.viewer.pictures import Pictures
from lsl_desk.ui.viewer.presence import Presence
from lsl_desk.ui.viewer.text_layer import TextLayer
from lsl_desk.ui.viewer.thumbnails import Thumbnails
from lsl_desk.ui.viewer.veil import scan_sentence
from lsl_desk.ui.viewer.wanting import Wanting

SENTENCE_SCALE = 1.5
"""Size of the sentence in place of pages against the text around it: it is read from where a page would be."""


class LivretViewer(QWidget):
    """Shows one livret at a time, from pictures that another process renders."""

    pages_visible = Signal(object)
    """tuple[int, ...]: the pages that can be read now; () when none. The reading record is made of it."""
    page_changed = Signal(int, int)
    """Current page (index from 0), number of pages."""
    moved = Signal()
    """`position` may be another one."""
    veiled = Signal(int, object)
    """Page, PageCheck: a veiled page came on the screen; once a page each time a livret is shown."""
    first_painted = Signal(str)
    """Digest: the true picture of its current page reached the screen."""
    failed = Signal(object)
    """Refusal: the livret, or a page of it, cannot be read."""

    def __init__(self, pages: Pages, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lane = Lane(pages, self)
        self._pictures = Pictures(lane, self)
        self._text = TextLayer(lane, self)
        self._view = PageView(self._pictures)
        self._sentence = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True, margin=64)
        self._livret = QWidget()
        self._stack = QStackedWidget()
        self._strip = Thumbnails()
        self._strip.hide()
        self._find_bar = FindBar(self._text)
        self._bar = ViewerBar(actions)
        self._navigation = Navigation(self._view)
        self._picking = Picking(self._view, self._text)
        self._wanting = Wanting(self._view, self._pictures, self._strip)
        self.lending = Lending(self._view, self._pictures, self._wanting)
        self._commands = Commands(actions, self._view, self._navigation, self._picking, self._find_bar, self._strip)
        Marking(self._view, self._picking, self._find_bar)
        self._presence = Presence(self._view)
        self._readable: tuple[int, ...] = ()
        self._first_due = False
        self._veils_told: set[int] = set()
        self.setFocusProxy(self._view)
        self._put_together()
        self._connect()
        self.show_sentence("")

    # ---------------------------------------------------------------------------------------------- what to show

    def show_livret(
        self, digest: Digest, number: StudentNumber, checks: tuple[PageCheck, ...], position: Position | None
    ) -> None:
        """Show a livret, at a position or at its beginning. What can be read is () until its picture is painted."""
        self._leave()
        livret = ShownLivret(digest, number, checks)
        self._first_due = True
        self._pictures.forgive(digest)
        self._text.open(livret)
        self._stack.setCurrentWidget(self._livret)
        mode, place = (self._commands.habit, Place()) if position is None else _restored(position)
        sizes = self._pictures.sizes(digest) or (A4,) * max(1, len(checks))
        self._strip.open(livret, sizes)
        self._view.open(livret, sizes, mode, place)
        self._find_bar.open(livret, len(sizes))
        self._tell_page()

    def show_sentence(self, text: str) -> None:
        """Show no livret, and say why in its place."""
        self._leave()
        self._text.open(None)
        self._strip.open(None, ())
        self._view.open(None, (), self._view.sheet.mode, Place())
        self._find_bar.open(None, 0)
        self._sentence.setText(text)
        self._sentence.setAccessibleName(text or "Aucun livret ouvert")
        self._stack.setCurrentWidget(self._sentence)
        self._tell_page()

    def prefetch(self, digests: Sequence[Digest]) -> None:
        """Have the first screens of neighbours ready, the likeliest first; replaces the earlier wish."""
        self._wanting.expect(tuple(digests), self._commands.habit)

    def position(self) -> Position:
        """Where one is."""
        sheet = self._view.sheet
        place, mode = sheet.place, sheet.mode
        return Position(place.page, place.offset, place.offset_x, mode.zoom, mode.rotation, mode.continuous)

    def go_to(self, page: int, words: str = "") -> None:
        """Go to a page (index from 0), with these words marked."""
        self._view.go_to(page)
        if words:
            self._find_bar.seek(words, page)

    def mark_seen(self, pages: Collection[int]) -> None:
        """Say which pages of this livret counted as read: the thumbnails show it."""
        self._strip.set_seen(pages)

    # ------------------------------------------------------------------------------------------- coming and going

    def suspend(self) -> None:
        """Something covers the viewer: nothing can be read."""
        self._presence.suspend(True)

    def resume(self) -> None:
        """Nothing covers the viewer any more."""
        self._presence.suspend(False)

    def shut(self) -> None:
        """Forget the livret and give every picture back; to be called before the page lane is closed."""
        self.show_sentence("")
        self._pictures.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Larger pages take more memory: the neighbours must fit beside the livret on the screen."""
        super().resizeEvent(event)
        self._pictures.fit(round(self.width() * self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        """Take the theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._view.viewport().update()

    def _put_together(self) -> None:
        font = self._sentence.font()
        font.setPointSizeF(font.pointSizeF() * SENTENCE_SCALE)
        self._sentence.setFont(font)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._strip)
        middle.addWidget(self._view, 1)
        livret = _column(self._livret)
        livret.addWidget(self._find_bar)
        livret.addLayout(middle, 1)
        self._stack.addWidget(self._livret)
        self._stack.addWidget(self._sentence)
        column = _column(self)
        column.addWidget(self._stack, 1)
        column.addWidget(self._bar)
        # Tab that comes to what has a focus proxy goes on from the proxy: what stands before the page would be skipped.
        line, *buttons = self._find_bar.stops
        for before, after in pairwise((self._view, self._strip, line, *buttons)):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self._view.reached.connect(self._reached)
        self._view.current_changed.connect(self._tell_page)
        self._view.mode_changed.connect(self._tell_where)
        self._view.moved.connect(self.moved)
        self._presence.changed.connect(self._tell_readable)
        self._pictures.arrived.connect(self._arrived)
        self._pictures.sized.connect(self._sized)
        self._pictures.refused.connect(self._refused)
        self._pictures.page_refused.connect(self._page_refused)
        self._strip.chosen.connect(self._view.go_to)
        self._find_bar.went.connect(self._show_match)
        self._find_bar.closed.connect(self._view.setFocus)

    def _leave(self) -> None:
        livret = self._view.sheet.livret
        if livret is not None:
            self._wanting.remember(livret.digest, self._view.sheet.mode, self._view.sheet.place)
        self._first_due = False
        self._veils_told.clear()
        self._picking.clear()
        self._set_readable(())

    # --------------------------------------------------------------------------------------------- what came

    def _arrived(self, key: RenderKey) -> None:
        self._strip.take(key, self._pictures.image)
        self._view.renew(key)
        self._wanting.pin()

    def _sized(self, digest: Digest) -> None:
        livret = self._view.sheet.livret
        if livret is not None and digest == livret.digest:
            sizes = self._pictures.sizes(digest) or ()
            self._strip.open(livret, sizes)
            self._view.learn_sizes(sizes)
            self._find_bar.set_pages(len(sizes))
            self._tell_page()
        else:
            self._wanting.again()

    def _refused(self, digest: Digest, refusal: Refusal) -> None:
        livret = self._view.sheet.livret
        if livret is not None and digest == livret.digest:
            self.show_sentence(sentence(refusal))
            self.failed.emit(refusal)

    def _page_refused(self, key: RenderKey, refusal: Refusal) -> None:
        livret = self._view.sheet.livret
        if livret is not None and key.digest == livret.digest:
            self.failed.emit(refusal)

    def _reached(self) -> None:
        sheet = self._view.sheet
        if sheet.livret is not None and self._first_due and self._view.painted(sheet.current):
            self._first_due = False
            self.first_painted.emit(sheet.livret.digest)
        self._tell_readable()
        if sheet.livret is not None:
            self._wanting.plan()

    # ------------------------------------------------------------------------------------------------- what to say

    def _tell_readable(self) -> None:
        if not self._presence.here():
            self._set_readable(())
            return
        self._set_readable(self._view.readable())
        livret = self._view.sheet.livret
        if livret is not None:
            for box in self._view.on_screen():
                if livret.veiled(box.page) and box.page not in self._veils_told:
                    self._veils_told.add(box.page)
                    self.veiled.emit(box.page, livret.check(box.page))

    def _set_readable(self, pages: tuple[int, ...]) -> None:
        if pages != self._readable:
            self._readable = pages
            self.pages_visible.emit(pages)

    def _tell_page(self) -> None:
        sheet = self._view.sheet
        self._strip.set_current(sheet.current)
        self._commands.refresh()
        self._tell_where()
        if sheet.livret is not None:
            self.page_changed.emit(sheet.current, len(sheet.sizes))

    def _tell_where(self) -> None:
        sheet = self._view.sheet
        if sheet.livret is None:
            self._bar.show_where("")
            self._bar.show_note("")
            self._view.setAccessibleName("Livret")
            return
        where = f"page {sheet.current + 1} sur {len(sheet.sizes)}"
        check = sheet.livret.check(sheet.current)
        self._bar.show_where(f"{where} · {round(100 * sheet.factor())}\u00a0%")
        self._bar.show_note(scan_sentence(sheet.current) if check.check is NumberCheck.NO_TEXT else "")
        self._view.setAccessibleName(
            f"Livret {sheet.livret.number}, {where}" + (", page voilée" if check.veiled else "")
        )

    def _show_match(self, match: Match) -> None:
        self._view.bring(match.page, self._find_bar.rects(match))


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _restored(position: Position) -> tuple[Mode, Place]:
    zoom, factor = position.zoom, factor_of(position.zoom)
    if factor is not None:
        zoom = f"{factor:g}"
    elif zoom not in {WIDTH, PAGE}:
        zoom = WIDTH
    rotation = position.rotation % 360 // 90 * 90
    return Mode(zoom, rotation, position.continuous), Place(position.page, position.offset, position.offset_x)
