# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small files that want much time or memory."""

from itertools import chain, repeat

from tests.hostile.writer import bomb, flate, page, pdf, stream

_GIB = 1 << 30


def flate_bomb_small() -> bytes:
    """2 KB that unfold to 1 GiB of spaces, in two rounds."""
    return page(stream(bomb(_GIB, 2, b" "), b"/Filter[/FlateDecode/FlateDecode]"))


def flate_bomb_large() -> bytes:
    """1 MB that unfolds to 1 GiB of drawing."""
    return page(stream(bomb(_GIB, 1, b"0 0 9 9 re f S\n"), b"/Filter/FlateDecode"))


def flate_bomb_image() -> bytes:
    """An image of 30,000 × 30,000 colour points in 2.6 MB."""
    entries = b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceRGB/BitsPerComponent 8"
    image = stream(bomb(30_000 * 30_000 * 3), entries + b"/Filter/FlateDecode")
    return page(b"500 0 0 500 0 0 cm /I Do", b"/XObject<</I 5 0 R>>", more=[image])


def endless_image() -> bytes:
    """An image of 60,000 × 60,000 points with 4 bytes of data."""
    entries = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceCMYK/BitsPerComponent 16"
    return page(b"500 0 0 500 0 0 cm /I Do", b"/XObject<</I 5 0 R>>", more=[stream(b"\0\0\0\0", entries)])


def lzw_bomb() -> bytes:
    """An LZW stream around a Flate bomb around nothing."""
    return page(stream(bomb(_GIB // 4), b"/Filter[/FlateDecode/LZWDecode]"))


def ascii85_bomb() -> bytes:
    """1 GiB of « z », four zero bytes each."""
    return page(stream(bomb(_GIB, 2, b"z"), b"/Filter[/FlateDecode/FlateDecode/ASCII85Decode]"))


def run_length_bomb() -> bytes:
    """Runs of 128 equal bytes, 256 MiB of them."""
    packed = bomb(_GIB // 64, 1, b"\x81 ")
    return page(stream(packed, b"/Filter[/FlateDecode/RunLengthDecode]"))


def forty_filters() -> bytes:
    """A stream behind forty filters."""
    return page(stream(b"x" * 100, b"/Filter[" + b"/ASCIIHexDecode" * 20 + b"/FlateDecode" * 20 + b"]"))


def endless_drawing() -> bytes:
    """128 KB that ask for half a million large circles, half transparent."""
    circle = b"q .5 g 9 0 m 9 500 500 500 500 9 c h f Q\n"
    return page(flate(circle * 500_000), b"/ExtGState<</G<</ca .5>>>>")


def endless_strokes() -> bytes:
    """One path of a million dashed segments."""
    points = b"".join(b"%d %d l\n" % (x * 7919 % 595, x * 104_729 % 842) for x in range(300_000))
    return page(flate(b"[.01 .01] 0 d .1 w 0 0 m\n" + points + b"S"))


def endless_saves() -> bytes:
    """A million states saved and never restored, each with a clip."""
    return page(flate(b"q 0 0 595 842 re W n\n" * 1_000_000))


def endless_text() -> bytes:
    """Five million letters on one page."""
    shown = b"BT /F 1 Tf (" + b"a" * 5_000_000 + b") Tj ET"
    return page(flate(shown), b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>")


def transparency_stack() -> bytes:
    """300 transparency groups, each of the whole page and inside the one before."""
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Group<</S/Transparency/I true/K true>>"
    forms = [
        stream(b"/G gs /X Do", entries + b"/Resources<</ExtGState<</G<</ca .9/BM/Luminosity>>>>/XObject<</X %d 0 R>>>>"
               % (6 + level)) for level in range(300)]  # fmt: skip
    return page(b"/X Do", b"/XObject<</X 5 0 R>>", more=[*forms, stream(b"0 0 500 500 re f", entries)])


def tiny_tiles() -> bytes:
    """A pattern repeated every 0.001 point over a page."""
    entries = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 2/BBox[0 0 1 1]/XStep .001/YStep .001/Resources<<>>"
    tile = stream(b"0 0 1 1 re f", entries)
    return page(b"/Pattern cs /P scn 0 0 595 842 re f", b"/Pattern<</P 5 0 R>>", more=[tile])


def huge_function() -> bytes:
    """A sampled function of 32 inputs, and a shading that asks it for each point."""
    entries = b"/FunctionType 0/Domain[" + b"0 1 " * 32 + b"]/Range[0 1]/Size[" + b"99 " * 32 + b"]/BitsPerSample 32"
    shading = b"/Shading<</S<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 1e9 0 1e9]/Function 5 0 R>>>>"
    return page(b"/S sh", shading, more=[stream(b"\0" * 64, entries)])


def slow_function() -> bytes:
    """A PostScript function of 200,000 operators for each point of a shading."""
    program = b"{" + b"dup mul sqrt " * 60_000 + b"pop}"
    function = flate(program, b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1]")
    shading = b"/Shading<</S<</ShadingType 1/ColorSpace/DeviceGray/Matrix[595 0 0 842 0 0]/Function 5 0 R>>>>"
    return page(b"/S sh", shading, more=[function])


def mesh_of_a_million() -> bytes:
    """A free-form shading of a million triangles."""
    entries = (
        b"/ShadingType 4/ColorSpace/DeviceRGB/BitsPerCoordinate 8/BitsPerComponent 8/BitsPerFlag 8"
        b"/Decode[0 595 0 842 0 1 0 1 0 1]"
    )
    thousand = b"".join(bytes((0, x % 256, x * 7 % 256, x % 251, 9, 9)) for x in range(1000))
    mesh = flate(thousand * 1000, entries)
    return page(b"/S sh", b"/Shading<</S 5 0 R>>", more=[mesh])


def thousands_of_annotations() -> bytes:
    """20,000 notes on a page, without an appearance, so that a viewer must make one for each."""
    note = b"<</Type/Annot/Subtype/FreeText/Rect[0 0 500 500]/DA(/Helv 12 Tf)/Contents(" + b"mot " * 50 + b")>>"
    return page(b"0 0 9 9 re f", entries=b"/Annots[" + b" ".join(repeat(note, 20_000)) + b"]")


def ten_thousand_pages() -> bytes:
    """10,000 pages, each well made."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    pages = repeat(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>", 10_000)
    catalogue = b"<</Type/Catalog/Pages 2 0 R>>"
    return pdf(chain([catalogue, b"<</Type/Pages/Count 10000/Kids[%s]>>" % kids], pages))


def a_million_objects() -> bytes:
    """A table that announces two billion objects."""
    return (
        page(b"0 0 9 9 re f").replace(b"/Size 5", b"/Size 2147483647").replace(b"xref\n0 5", b"xref\n0 2147483647", 1)
    )


def huge_box() -> bytes:
    """A page of 14 million points on each side."""
    return page(b"0 0 9 9 re f", box=b"0 0 14400000 14400000")


def user_unit() -> bytes:
    """An A4 page whose unit is 75,000 points."""
    return page(b"0 0 9 9 re f", entries=b"/UserUnit 75000")


def needle() -> bytes:
    """A page one point wide and five thousand high: a screen's width of it is a tower."""
    return page(b"0 0 1 5000 re f", box=b"0 0 1 5000")


def huge_font() -> bytes:
    """A letter of a billion points, dashed."""
    shown = b"BT 1 Tr [.001] 0 d /F 1000000000 Tf -1e8 -1e8 Td (W) Tj ET"
    return page(shown, b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>")
