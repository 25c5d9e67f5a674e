# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that are cut, locked, or not what they say."""

from tests.hostile.writer import flate, livret, page, pdf, stream

_IMAGE = b"/Type/XObject/Subtype/Image/Width 900/Height 900/ColorSpace/DeviceGray/BitsPerComponent 8"
_SHOWN = b"500 0 0 500 0 0 cm /I Do"


def empty() -> bytes:
    """No byte."""
    return b""


def not_a_pdf() -> bytes:
    """A web page with the name of a livret."""
    return b"<!DOCTYPE html><html><body>Session expir\xc3\xa9e</body></html>"


def header_only() -> bytes:
    """The first line of a PDF."""
    return b"%PDF-1.7\n"


def cut_at_a_tenth() -> bytes:
    """A livret whose transfer stopped early."""
    whole = livret()
    return whole[: len(whole) // 10]


def cut_at_half() -> bytes:
    """A livret whose transfer stopped."""
    whole = livret()
    return whole[: len(whole) // 2]


def cut_in_the_table() -> bytes:
    """A livret without its last lines."""
    whole = livret()
    return whole[: whole.rindex(b"trailer")]


def garbage_before() -> bytes:
    """2 KB of zeros before the header."""
    return b"\0" * 2048 + livret()


def garbage_everywhere() -> bytes:
    """A header and noise."""
    return b"%PDF-1.7\n" + bytes(number * number * 31 % 256 for number in range(200_000)) + b"\nstartxref\n9\n%%EOF"


def zeros() -> bytes:
    """A livret whose second half the disk filled with zeros."""
    whole = livret()
    return whole[: len(whole) // 2] + b"\0" * (len(whole) // 2)


def wrong_table() -> bytes:
    """A cross-reference table that points elsewhere."""
    return livret().replace(b" 00000 n", b" 00001 n").replace(b"startxref\n", b"startxref\n9")


def no_page() -> bytes:
    """A catalogue without a page."""
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])


def page_count_lies() -> bytes:
    """One page announced as a hundred."""
    return page(b"0 0 9 9 re f").replace(b"/Count 1", b"/Count 100")


def negative_count() -> bytes:
    """Minus two billion pages."""
    return page(b"0 0 9 9 re f").replace(b"/Count 1", b"/Count -2147483648")


def encrypted() -> bytes:
    """A file whose password nobody has."""
    locked = b"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<%s>/U<%s>>>" % (b"31" * 32, b"32" * 32)
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>", locked,
    ], b"/Encrypt 4 0 R/ID[<00><00>]")  # fmt: skip


def unknown_lock() -> bytes:
    """A file locked by a handler that does not exist."""
    return page(b"0 0 9 9 re f", more=[b"<</Filter/Serrure/V 9>>"]).replace(b"/Size", b"/Encrypt 5 0 R/Size")


def negative_stream() -> bytes:
    """Contents of minus one byte."""
    return page(b"<</Length -1>>stream\n0 0 9 9 re f\nendstream")


def oversized_stream() -> bytes:
    """Contents of two billion bytes, of which twelve are there."""
    return page(b"<</Length 2147483647>>stream\n0 0 9 9 re f\nendstream")


def nan_box() -> bytes:
    """A page box of no number."""
    return page(b"0 0 9 9 re f", box=b"0 0 nan 1e999")


def flat_page() -> bytes:
    """A page without area."""
    return page(b"0 0 9 9 re f", box=b"10 10 10 10")


def text_box() -> bytes:
    """A page box of words."""
    return page(b"0 0 9 9 re f", box=b"(a)(b)/c null")


def jbig2_garbage() -> bytes:
    """Noise announced as JBIG2, with globals of noise."""
    noise = bytes(number * 7919 % 256 for number in range(9000))
    image = stream(noise, _IMAGE + b"/Filter/JBIG2Decode/DecodeParms<</JBIG2Globals 6 0 R>>")
    return page(_SHOWN, b"/XObject<</I 5 0 R>>", more=[image, stream(noise)])


def jpx_garbage() -> bytes:
    """A JPEG 2000 header that announces four billion points, then noise."""
    header = bytes.fromhex(
        "ff4fff510029000000ffffffffffffffff0000000000000000ffffffffffffffff00000000000000000001070101"
    )
    noise = bytes(number * 104_729 % 256 for number in range(9000))
    return page(_SHOWN, b"/XObject<</I 5 0 R>>", more=[stream(header + noise, _IMAGE + b"/Filter/JPXDecode")])


def jpeg_garbage() -> bytes:
    """A JPEG of 65,500 × 65,500 points whose data never come."""
    header = bytes.fromhex("ffd8ffc0001108ffdcffdc03012200021101031101ffda000c03010002110311003f00")
    return page(_SHOWN, b"/XObject<</I 5 0 R>>", more=[stream(header + b"\0" * 999, _IMAGE + b"/Filter/DCTDecode")])


def fax_garbage() -> bytes:
    """A fax of a million columns."""
    entries = _IMAGE + b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 1000000/Rows 1000000>>"
    return page(_SHOWN, b"/XObject<</I 5 0 R>>", more=[stream(bytes(range(256)) * 40, entries)])


def font_garbage() -> bytes:
    """Noise announced as a TrueType font and as a CFF font."""
    noise = bytes(number * 31_337 % 256 for number in range(9000))
    fonts = b"/Font<</F<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor<</FontFile2 5 0 R/Flags 4>>>>"
    fonts += b"/G<</Type/Font/Subtype/Type1/BaseFont/B/FontDescriptor<</FontFile3 6 0 R/Flags 4>>>>>>"
    more = [flate(b"\0\1\0\0\0\x20" + noise), flate(b"\1\0\4\4" + noise, b"/Subtype/Type1C")]
    return page(b"BT /F 20 Tf 50 50 Td (abc) Tj /G 20 Tf (abc) Tj ET", fonts, more=more)


def profile_garbage() -> bytes:
    """Noise announced as a colour profile."""
    profile = stream(bytes(number * 17 % 256 for number in range(4000)), b"/N 3")
    return page(b"/C cs 1 0 0 scn 0 0 500 500 re f", b"/ColorSpace<</C[/ICCBased 5 0 R]>>", more=[profile])


def null_everything() -> bytes:
    """Every entry of the page is null."""
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R null 99 0 R]/Count 3>>", b"null"])


def operators_without_operands() -> bytes:
    """Every operator of the language, with nothing or nonsense before it."""
    operators = (
        b"b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q "
        b"re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \""
    ).split()
    nonsense = [b"", b"/x", b"(a)", b"[1 2", b"<<", b"1e999 -1e999 1e-999 0 0 0 "]
    return page(flate(b"\n".join(b"%s %s" % (before, one) for before in nonsense for one in operators)))
