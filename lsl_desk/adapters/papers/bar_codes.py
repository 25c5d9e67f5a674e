# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bar codes in pictures: `client.prepare.ports.BarCodes` over the page worker: a picture is as hostile as a PDF."""

from collections.abc import Callable

from lsl_desk.adapters.papers.reading import read_capped
from lsl_desk.domain.errors import Code, Refusal

LARGEST = 64 << 20
"""Bytes of a picture."""
_SHOWN = 5


class PictureCodes:
    """Implements `client.prepare.ports.BarCodes`.

    Args:
        look: finds the bar codes of a picture, None when it is no picture: `pages.lane.PageLane.codes`.
    """

    def __init__(self, look: Callable[[bytes], tuple[str, ...] | None]) -> None:
        self._look = look

    def read(self, path: str) -> str:
        """Return the text of the one bar code in a picture; a code that is there twice is one.

        Raises:
            Refusal: PATH_MISSING, PATH_UNREADABLE, PICTURE_UNREADABLE, CODE_NOT_FOUND, CODE_SEVERAL, PAGE_WORKER_DOWN.
        """
        data = read_capped(path, LARGEST)
        texts = None if data is None else self._look(data)
        if texts is None:
            raise Refusal(Code.PICTURE_UNREADABLE, path=path)
        if not texts:
            raise Refusal(Code.CODE_NOT_FOUND, path=path)
        if len(texts) > 1:
            raise Refusal(Code.CODE_SEVERAL, path=path, codes=", ".join(texts[:_SHOWN]))
        return texts[0]
