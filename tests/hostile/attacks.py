# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that want something done: a program run, an address opened, a file read or written."""

from tests.hostile.writer import flate, page, stream

_DRAWN = b"1 0 0 rg 50 700 100 40 re f"


def javascript_on_open() -> bytes:
    """JavaScript that never ends, and one that calls home, run when the file opens."""
    script = b"<</S/JavaScript/JS(while\\(true\\){} app.launchURL\\('http://127.0.0.1:9/'\\);)>>"
    names = b"/Names<</JavaScript<</Names[(a)%s]>>>>" % script
    return page(_DRAWN, catalogue=b"/OpenAction%s/AA<</WC%s>>%s" % (script, script, names))


def javascript_in_a_field() -> bytes:
    """A form field computed and formatted by JavaScript, its appearance to be made."""
    act = b"<</S/JavaScript/JS(while\\(true\\){})>>"
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(1)/Rect[50 50 200 90]/DA(/Helv 12 Tf)/AA<</F%s/C%s/K%s/V%s/PO%s>>>>"
        % (act, act, act, act, act)
    )
    form = b"/AcroForm<</Fields[5 0 R]/NeedAppearances true/CO[5 0 R]>>"
    return page(_DRAWN, entries=b"/Annots[5 0 R]", more=[field], catalogue=form)


def launch() -> bytes:
    """A program to launch on opening, on showing the page, and on a link."""
    act = b"<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c calc)>>/Unix<</F(/bin/sh)>>>>"
    link = b"<</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A%s>>" % act
    return page(_DRAWN, entries=b"/AA<</O%s>>/Annots[%s]" % (act, link), catalogue=b"/OpenAction%s" % act)


def uri() -> bytes:
    """An address to open on opening the file, and base addresses for all links."""
    act = b"<</S/URI/URI(http://127.0.0.1:9/ouvert)>>"
    return page(
        _DRAWN, entries=b"/AA<</O%s>>" % act, catalogue=b"/OpenAction%s/URI<</Base(http://127.0.0.1:9/)>>" % act
    )


def go_to_remote() -> bytes:
    """Another file to open, on a share, so that a password's hash leaves."""
    act = b"<</S/GoToR/F(\\\\\\\\127.0.0.1\\\\partage\\\\a.pdf)/D[0/Fit]>>"
    return page(_DRAWN, entries=b"/AA<</O%s>>" % act, catalogue=b"/OpenAction%s" % act)


def submit_form() -> bytes:
    """A form that sends itself."""
    act = b"<</S/SubmitForm/F<</FS/URL/F(http://127.0.0.1:9/)>>/Flags 4>>"
    return page(_DRAWN, catalogue=b"/OpenAction%s/AcroForm<</Fields[]>>" % act)


def embedded_program() -> bytes:
    """A program enclosed, announced as a text, with a rich-media page part that plays it."""
    file = b"<</Type/Filespec/F(livret.txt)/UF(../../../../tmp/lsl-hostile)/EF<</F 6 0 R>>>>"
    media = b"<</Type/Annot/Subtype/RichMedia/Rect[0 0 99 99]/RichMediaContent<</Assets<</Names[(a)5 0 R]>>>>>>"
    program = stream(b"MZ" + b"\x90" * 99, b"/Type/EmbeddedFile")
    names = b"/Names<</EmbeddedFiles<</Names[(a)5 0 R]>>>>"
    return page(_DRAWN, entries=b"/Annots[%s]" % media, more=[file, program], catalogue=names)


def external_stream() -> bytes:
    """A page whose contents are said to be in a file of the machine."""
    return page(b"<</Length 0/F(/etc/passwd)/FFilter/FlateDecode>>stream\n\nendstream")


def external_image() -> bytes:
    """An image and a reference form in other files."""
    image = b"<</Type/XObject/Subtype/Image/Width 9/Height 9/Length 0/F<</FS/URL/F(http://127.0.0.1:9/i.jpg)>>>>stream\n\nendstream"
    form = stream(b"", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Ref<</F(/etc/passwd)/Page 0>>")
    return page(b"/I Do /R Do", b"/XObject<</I 5 0 R/R 6 0 R>>", more=[image, form])


def xfa() -> bytes:
    """An XFA form with an external entity and a thousand million laughs."""
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10))
    xml = b'<!DOCTYPE x [<!ENTITY l0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">%s]><xdp>&f;&l9;</xdp>' % laughs
    return page(_DRAWN, catalogue=b"/AcroForm<</Fields[]/XFA 5 0 R>>/NeedsRendering true", more=[flate(xml)])


def font_from_a_path() -> bytes:
    """Fonts whose names are paths, and a character map named after a file."""
    font = (
        b"<</Type/Font/Subtype/TrueType/BaseFont/#2Fetc#2Fpasswd/FontDescriptor<</FontName/#2Fetc#2Fpasswd/Flags 4>>>>"
    )
    wide = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/..#2F..#2Fetc#2Fpasswd/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(../..)/Ordering(etc/passwd)/Supplement 0>>>>]>>"
    )
    return page(b"BT /F 9 Tf (abc) Tj /G 9 Tf (abc) Tj ET", b"/Font<</F 5 0 R/G 6 0 R>>", more=[font, wide])
