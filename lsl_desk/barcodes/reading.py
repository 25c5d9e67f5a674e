# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bar codes in a picture of grey pixels. Run in the page worker only: a picture is as hostile as a PDF."""

import zxingcpp

MOST_CODES = 16
LONGEST_TEXT = 200

_FORMATS = (
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.Code39,
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.DataMatrix,
)
"""What offices print numbers as. Others, such as EAN and ITF, are found by chance in the ruling of a table."""


def read_codes(grey: memoryview, width: int, height: int) -> tuple[str, ...]:
    """Return the texts of the bar codes of a picture, each once, as they lie from the top.

    Args:
        grey: one byte a pixel, 0 black; width × height of them, row by row.
        width: pixels across.
        height: pixels down.
    """
    picture = zxingcpp.ImageView(grey, width, height, zxingcpp.ImageFormat.Lum)
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(_FORMATS))
    found.sort(key=lambda one: (one.position.top_left.y, one.position.top_left.x))
    texts = (one.text.strip() for one in found[:MOST_CODES])
    return tuple(dict.fromkeys(text for text in texts if text and len(text) <= LONGEST_TEXT and text.isprintable()))
