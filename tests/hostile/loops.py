# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that come back to themselves, or branch without end."""

import zlib

from tests.hostile.writer import flate, page, pdf, stream

_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"


def form_loop() -> bytes:
    """A form that draws itself (583 bytes in the study)."""
    return page(
        b"/X Do", b"/XObject<</X 5 0 R>>", more=[stream(b"/X Do", _FORM + b"/Resources<</XObject<</X 5 0 R>>>>")]
    )


def form_ring() -> bytes:
    """Two forms that draw each other."""
    one = stream(b"/Y Do", _FORM + b"/Resources<</XObject<</Y 6 0 R>>>>")
    two = stream(b"/X Do", _FORM + b"/Resources<</XObject<</X 5 0 R>>>>")
    return page(b"/X Do", b"/XObject<</X 5 0 R>>", more=[one, two])


def form_tree() -> bytes:
    """24 forms, each drawing the next twice: 2^24 drawings."""
    forms = [
        stream(b"/X Do /X Do", _FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % (6 + level)) for level in range(24)
    ]
    return page(b"/X Do", b"/XObject<</X 5 0 R>>", more=[*forms, stream(b"0 0 1 1 re f", _FORM)])


def form_chain() -> bytes:
    """20,000 forms, each inside the one before."""
    forms = [stream(b"/X Do", _FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % (6 + level)) for level in range(20_000)]
    return page(b"/X Do", b"/XObject<</X 5 0 R>>", more=[*forms, stream(b"0 0 1 1 re f", _FORM)])


def page_tree_loop() -> bytes:
    """A page tree whose kid is the tree."""
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 3/Parent 2 0 R>>"])


def page_tree_doubling() -> bytes:
    """A page tree of 30 levels, each naming the next twice: 2^30 pages announced as 1."""
    levels = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 1>>" % (3 + level, 3 + level) for level in range(30)]
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", *levels, b"<</Type/Page/MediaBox[0 0 9 9]>>"])


def parent_loop() -> bytes:
    """A page without a box, whose parents inherit from each other."""
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 4 0 R>>",
        b"<</Type/Page/Parent 2 0 R/Contents 5 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>",
        stream(b"0 0 9 9 re f"),
    ])  # fmt: skip


def reference_loop() -> bytes:
    """Objects that are each the reference to the next, in a ring."""
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"3 0 R", b"4 0 R", b"2 0 R"])


def outline_loop() -> bytes:
    """Bookmarks that follow each other in a ring."""
    return page(
        b"0 0 9 9 re f", catalogue=b"/Outlines 5 0 R",
        more=[b"<</First 6 0 R/Last 7 0 R/Count 9>>", b"<</Title(a)/Next 7 0 R/First 6 0 R/Parent 5 0 R>>",
              b"<</Title(b)/Next 6 0 R/Prev 6 0 R/Parent 5 0 R>>"],
    )  # fmt: skip


def name_tree_loop() -> bytes:
    """A tree of names that is its own branch, and a destination that needs it."""
    names = b"<</Kids[5 0 R 5 0 R]/Limits[(a)(z)]>>"
    return page(b"0 0 9 9 re f", catalogue=b"/Names<</Dests 5 0 R>>/OpenAction<</S/GoTo/D(k)>>", more=[names])


def type3_recursion() -> bytes:
    """A drawn font whose letter is written in that font."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 97"
        b"/Widths[1000]/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>"
    )
    letter = stream(b"1000 0 d0 BT /F 900 Tf (aa) Tj ET")
    return page(b"BT /F 50 Tf 50 50 Td (aaaa) Tj ET", b"/Font<</F 5 0 R>>", more=[font, letter])


def pattern_recursion() -> bytes:
    """A tiling pattern painted with itself, every hundredth of a point."""
    entries = (
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep .01/YStep .01"
        b"/Resources<</Pattern<</P 5 0 R>>>>"
    )
    tile = stream(b"/Pattern cs /P scn 0 0 9 9 re f", entries)
    return page(b"/Pattern cs /P scn 0 0 595 842 re f", b"/Pattern<</P 5 0 R>>", more=[tile])


def soft_mask_recursion() -> bytes:
    """A transparency mask that needs itself."""
    mask = b"<</Type/ExtGState/SMask<</S/Luminosity/G 6 0 R>>>>"
    group = stream(
        b"/G gs 0 0 500 500 re f",
        _FORM + b"/Group<</S/Transparency/CS/DeviceGray>>/Resources<</ExtGState<</G 5 0 R>>>>",
    )
    return page(b"/G gs 0 0 500 500 re f", b"/ExtGState<</G 5 0 R>>", more=[mask, group])


def xref_stream_loop() -> bytes:
    """A cross-reference stream whose predecessor is itself."""
    start = len(b"%PDF-1.7\n")
    entries = b"/Type/XRef/Size 2/W[1 2 1]/Root 1 0 R/Prev %d" % start
    body = b"%PDF-1.7\n1 0 obj\n" + stream(zlib.compress(b"\1\0\t\0" * 2), b"/Filter/FlateDecode" + entries)
    return body + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def object_stream_in_itself() -> bytes:
    """An object stream that holds itself and extends itself."""
    inner = b"2 0 5 20 <</Type/Catalog/Pages 3 0 R>> <<>>"
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R>>",
        b"null", stream(inner, b"/Type/ObjStm/N 2/First 8/Extends 5 0 R"),
    ])  # fmt: skip


def length_loop() -> bytes:
    """A stream whose length is the stream."""
    return page(b"<</Length 4 0 R>>stream\n0 0 9 9 re f\nendstream")


def deep_arrays() -> bytes:
    """An array 200,000 levels deep, in a page's contents and in an object."""
    return page(flate(b"[" * 200_000 + b"]" * 200_000), entries=b"/Deep 5 0 R", more=[b"[" * 200_000])


def deep_dictionaries() -> bytes:
    """A dictionary 100,000 levels deep as the catalogue's metadata."""
    return page(b"0 0 9 9 re f", catalogue=b"/Metadata 5 0 R", more=[b"<</A" * 100_000 + b" 1" + b">>" * 100_000])


def function_loop() -> bytes:
    """A stitching function stitched from itself."""
    function = b"<</FunctionType 3/Domain[0 1]/Functions[5 0 R 5 0 R]/Bounds[.5]/Encode[0 1 0 1]>>"
    shading = b"/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 500 500]/Function 5 0 R>>>>"
    return page(b"/S sh", shading, more=[function])


def colour_space_loop() -> bytes:
    """A colour space based on itself."""
    return page(
        b"/C cs 0 scn 0 0 500 500 re f", b"/ColorSpace<</C 5 0 R>>", more=[b"[/Indexed 5 0 R 1 <000000FFFFFF>]"]
    )
