# SPDX-License-Identifier: AGPL-3.0-or-later
"""A PDF of one page, for the worker to try everything on before it closes its doors."""


def _specimen() -> bytes:
    drawing = b"BT /F1 12 Tf 20 60 Td (specimen) Tj ET 0.5 g 10 10 30 30 re f q 40 0 0 40 50 50 cm /I1 Do Q"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</I1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n"
        b"\x80\nendstream",
    )
    whole, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(whole))
        whole += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(whole)
    count = len(objects) + 1
    whole += b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size %d>>\n" % (count, table, count)
    return bytes(whole + b"startxref\n%d\n%%%%EOF\n" % start)


SPECIMEN = _specimen()
"""The bytes."""
