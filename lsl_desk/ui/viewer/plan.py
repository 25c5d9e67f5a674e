# SPDX-License-Identifier: AGPL-3.0-or-later
"""In what order pictures are wished: what is on the screen, the next page, the next livret, and so on outwards."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from lsl_desk.domain.ids import Digest
from lsl_desk.domain.pages import PageSize, RenderKey
from lsl_desk.ui.viewer.layout import Box, Layout, Mode, Place, View, arrange, picture_width
from lsl_desk.ui.viewer.livret import ShownLivret
from lsl_desk.ui.viewer.requests import Wish


def key_of(digest: Digest, box: Box, mode: Mode) -> RenderKey:
    """Name the picture that fills a box."""
    return RenderKey(digest, box.page, picture_width(box), mode.rotation)


def wish_of(digest: Digest, box: Box, mode: Mode, *, ahead: bool) -> Wish:
    """Wish the picture that fills a box; four bytes a pixel."""
    key = key_of(digest, box, mode)
    return Wish(key, ahead, 4 * key.width * key.width * box.height // box.width)


def on_screen(livret: ShownLivret, mode: Mode, boxes: Iterable[Box]) -> Iterator[Wish]:
    """Wish the pages on the screen, except the veiled ones: their picture is never had."""
    return (wish_of(livret.digest, box, mode, ahead=False) for box in boxes if not livret.veiled(box.page))


def beside(
    livret: ShownLivret, sizes: Sequence[PageSize], mode: Mode, layout: Layout, boxes: Sequence[Box]
) -> Iterator[Wish]:
    """Wish the page after those on the screen, then the page before."""
    if not boxes:
        return
    for page in (boxes[-1].page + 1, boxes[0].page - 1):
        if not 0 <= page < len(sizes) or livret.veiled(page):
            continue
        box = layout.box(page) or arrange(sizes, mode, layout.view, page).box(page)
        if box is not None:
            yield wish_of(livret.digest, box, mode, ahead=True)


def opening(digest: Digest, sizes: Sequence[PageSize], mode: Mode, place: Place, view: View) -> Iterator[Wish]:
    """Wish what a neighbour will show first when it is opened."""
    layout = arrange(sizes, mode, view, place.page)
    return (wish_of(digest, box, mode, ahead=True) for box in layout.visible(layout.scroll_to(place)))


def in_turn(pages: Iterable[Wish], neighbours: Iterable[Wish]) -> Iterator[Wish]:
    """Mix the pages beside with the neighbours: next page, next livret, page before, following livret, and so on."""
    for page, neighbour in zip_longest(pages, neighbours):
        if page is not None:
            yield page
        if neighbour is not None:
            yield neighbour
