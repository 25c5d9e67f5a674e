# SPDX-License-Identifier: AGPL-3.0-or-later
"""Run apart by `test_density`, since the density of a screen is fixed when Qt starts: prints what the screen shows.

Pages are columns one pixel wide, black and white in turn: any scaling or half-pixel shift makes greys.
"""

import sys
from itertools import pairwise

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.pages import RenderKey
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.viewer.viewer import LivretViewer
from tests.ui.viewer.scripted_pages import GOOD, ScriptedFrame, ScriptedPages


class StripedPages(ScriptedPages):
    """Pages of columns."""

    def _frame(self, key: RenderKey) -> ScriptedFrame:
        width, height = key.width, round(key.width * 1.414)
        row = (b"\x00\x00\x00\xff\xff\xff\xff\xff" * width)[: width * 4]
        return ScriptedFrame(key, width, height, bytearray(row * height))


def main() -> None:
    """Show a livret and print: ratio, width asked for, columns that follow one another unblurred."""
    QApplication([])
    actions, pages, loop = Actions(), StripedPages(), QEventLoop()
    viewer = LivretViewer(pages, actions)
    viewer.resize(1101, 503)
    viewer.first_painted.connect(loop.quit)
    viewer.show()
    viewer.show_livret(Digest("0417"), StudentNumber("0417"), (GOOD,) * 4, None)
    loop.exec()
    image = viewer.grab().toImage()
    row = [QColor(image.pixel(x, image.height() // 3)).red() for x in range(image.width())]
    sharp = sum(1 for one, other in pairwise(row) if {one, other} == {0, 255})
    sys.stdout.write(f"{viewer.devicePixelRatioF()} {pages.rendered[0].width} {sharp}\n")
    viewer.shut()


if __name__ == "__main__":
    main()
