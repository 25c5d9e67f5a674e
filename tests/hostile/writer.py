# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write a PDF from its objects, well or badly on purpose. Everything depends on the arguments only."""

import zlib
from collections.abc import Iterable, Mapping


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object, its length right."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def flate(data: bytes, entries: bytes = b"", level: int = 9) -> bytes:
    """A stream object, deflated."""
    return stream(zlib.compress(data, level), b"/Filter/FlateDecode" + entries)


def bomb(size: int, layers: int = 1, fill: bytes = b"\0") -> bytes:
    """Deflated bytes that unfold to ``size`` bytes after ``layers`` rounds.

    One MiB is packed so that it stands alone, then repeated: a bomb is made in no time. The checksum at its end is
    wrong, which whoever gets there may say.
    """
    packer = zlib.compressobj(9)
    block = fill * ((1 << 20) // len(fill))
    first = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = first + again * (size // len(block) - 1) + packer.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    return packed


def pdf(
    objects: Iterable[bytes] | Mapping[int, bytes], trailer: bytes = b"", *, header: bytes = b"%PDF-1.7\n"
) -> bytes:
    """A PDF whose first object is the catalogue, with a right cross-reference table."""
    numbered = dict(objects) if isinstance(objects, Mapping) else dict(enumerate(objects, start=1))
    whole, places = bytearray(header), {}
    for number, content in numbered.items():
        places[number] = len(whole)
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(whole), max(numbered) + 1
    whole += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        place = places.get(number)
        whole += b"%010d 65535 f \n" % 0 if place is None else b"%010d 00000 n \n" % place
    whole += b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(whole)


def page(contents: bytes, resources: bytes = b"", entries: bytes = b"", more: Iterable[bytes] = (), *,
         catalogue: bytes = b"", box: bytes = b"0 0 595 842") -> bytes:  # fmt: skip
    """A PDF of one page: objects 1 to 4 are catalogue, pages, page and contents; ``more`` begins at 5."""
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s>>%s>>" % (box, resources, entries),
        contents if b"stream" in contents else stream(contents),
        *more,
    ])  # fmt: skip


def livret(number: str = "0417", pages: int = 3) -> bytes:
    """An honest livret: its number and some lines on each page."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for index in range(pages):
        said = f"N° élève {number} page {index + 1} sur {pages}".encode("cp1252")
        lines = [b"BT /F1 14 Tf 50 780 Td (%s) Tj ET" % said, b"0.8 0.2 0.1 rg 50 700 100 40 re f 0 g"]
        lines += [b"BT /F1 9 Tf 50 %d Td (Ligne %d du livret) Tj ET" % (680 - 12 * line, line) for line in range(40)]
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (5 + 2 * index),
            flate(b"\n".join(lines)),
        ]
    return pdf(objects)
