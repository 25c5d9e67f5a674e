# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures of bar codes as people take them: turned, small, dark, noisy, in the formats phones and scanners write."""

import random
from typing import Any

import pymupdf as untyped

from lsl_desk.barcodes.drawing import draw_code

pymupdf: Any = untyped
"""PyMuPDF declares no types."""


def drawn(text: str, *, scale: float = 4.0, margin: int = 40) -> Any:
    """A bar code alone on white."""
    with pymupdf.open(stream=draw_code(text).svg.encode(), filetype="svg") as document:
        code = document[0].get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY)
    return on_white(code, margin)


def on_white(code: Any, margin: int) -> Any:
    box = pymupdf.IRect(0, 0, code.width + 2 * margin, code.height + 2 * margin)
    sheet = pymupdf.Pixmap(pymupdf.csGRAY, box)
    sheet.clear_with(255)
    code.set_origin(margin, margin)
    sheet.copy(code, pymupdf.IRect(margin, margin, margin + code.width, margin + code.height))
    return sheet


def photographed(
    text: str, *, degrees: float = 0, scale: float = 4.0, black: int = 0, white: int = 255, noise: int = 0
) -> Any:
    """A label held askew under a poor light.

    Args:
        text: of the code.
        degrees: how far it is turned.
        scale: pixels of the narrowest bar, before turning.
        black: grey of the bars.
        white: grey of the paper.
        noise: how far a pixel may be off.
    """
    flat = drawn(text, scale=scale)
    turned = turn(flat, degrees) if degrees else flat
    chance = random.Random(7)  # noqa: S311 - noise, the same at each run
    samples = bytearray(turned.samples)
    for place, grey in enumerate(samples):
        value = black + grey * (white - black) // 255 + (chance.randint(-noise, noise) if noise else 0)
        samples[place] = max(0, min(255, value))
    return pymupdf.Pixmap(pymupdf.csGRAY, turned.width, turned.height, bytes(samples), False)


def turn(picture: Any, degrees: float) -> Any:
    """Turn a picture on a white table, as large as it takes."""
    side = picture.width + picture.height
    with pymupdf.open() as document:
        page = document.new_page(width=picture.width, height=picture.height)
        page.insert_image(page.rect, pixmap=picture)
        table = pymupdf.open()
        around = table.new_page(width=side, height=side)
        place = pymupdf.Rect(0, 0, picture.width, picture.height) + (side / 8, side / 4) * 2
        around.show_pdf_page(place, document, 0, rotate=0)
        matrix = pymupdf.Matrix(degrees)
        return around.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY)


def grey_of(picture: Any) -> tuple[memoryview, int, int]:
    return memoryview(picture.samples), picture.width, picture.height
