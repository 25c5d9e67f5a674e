# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bar code of a label, as SVG: Code 128, which every hand reader knows; QR for what Code 128 cannot hold."""

import re
from dataclasses import dataclass

import zxingcpp

_WIDTH = re.compile(r'<svg width="(\d+)"')

LONGEST_LINEAR = 16
"""Signs of a Code 128 that still fits a label of 70 mm with bars a hand reader tells apart (0,3 mm)."""


@dataclass(frozen=True, slots=True)
class BarCode:
    """A bar code drawn.

    Attributes:
        svg: an SVG document, its quiet zones within.
        modules: narrowest bars that its width holds.
        linear: bars that may be drawn as high as one likes; False for a square.
    """

    svg: str
    modules: int
    linear: bool


def draw_code(text: str) -> BarCode:
    """Draw a text as a bar code, without the text under it."""
    linear = text.isascii() and text.isprintable() and 0 < len(text) <= LONGEST_LINEAR
    kind = zxingcpp.BarcodeFormat.Code128 if linear else zxingcpp.BarcodeFormat.QRCode
    svg = zxingcpp.write_barcode_to_svg(zxingcpp.create_barcode(text, kind), scale=1)
    (modules,) = _WIDTH.findall(svg)[:1]
    return BarCode(svg, int(modules), linear)
