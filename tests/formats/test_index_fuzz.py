# SPDX-License-Identifier: AGPL-3.0-or-later
"""No bytes make a reader raise anything but a refusal (reliability, test 13)."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsl_desk.domain.errors import Refusal
from lsl_desk.formats.candidate_list import read_list
from lsl_desk.formats.columns import Choice
from lsl_desk.formats.html_page import read_page
from lsl_desk.formats.jury_index import read_index
from lsl_desk.formats.member_names import MemberNames, link_targets
from lsl_desk.formats.spreadsheet import UnreadableSheet
from tests.chance import chance
from tests.formats.index_shapes import PDFS, SHAPES
from tests.formats.test_candidate_list import cyclades

TAGS = [
    "<table>",
    "<tr>",
    "<td>",
    "<th>",
    "</table>",
    "<td rowspan=9999999>",
    "<td colspan=-1>",
    "<a href='0417.pdf'>",
    "</a>",
    "<li>",
    "<dl><dt>",
    "<dd>",
    "<pre>",
    "<frameset>",
    "<frame src='index.html'>",
    "<iframe src='a.html'>",
    "<option value='0417.pdf'>",
    "N° PV",
    "N° élève",
    "0417",
    "12",
    " ",
    "\n",
    "Série : ES",
    "papier",
    "Jury J01",
    "session 2018",
    "\x00",
    "²",
    "٣",
    "<!--",
    "<![CDATA[",
    "<script>",
    "&nbsp;",
    "&#0;",
    "\udc80",
]


def survive(files: dict[str, bytes], choice: Choice | None = None) -> None:
    with suppress(Refusal):
        read_index(MemberNames(sorted(files)), files.__getitem__, choice)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000), st.binary(max_size=500))
def test_any_bytes_as_an_index(data: bytes, other: bytes) -> None:
    survive({"index.html": data, "a.html": other, "0417.pdf": b"", **PDFS})


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(TAGS) | st.text(max_size=12), max_size=60), st.none() | st.text(max_size=3))
def test_any_soup_of_tags_as_an_index(parts: list[str], column: str | None) -> None:
    data = "".join(parts).encode("utf-8", "surrogatepass")
    survive({"index.html": data, "a.html": data, "0417.pdf": b"", **PDFS}, Choice(column, None))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_damaged_index_of_each_shape(shape: str) -> None:
    dice = chance(417)
    whole = dict(SHAPES[shape]())
    pages = [name for name in whole if not name.endswith(".pdf")]
    for _ in range(12):
        files = dict(whole)
        for name in pages:
            data = bytearray(files[name])
            for _ in range(dice.randrange(12)):
                if data:
                    data[dice.randrange(len(data))] = dice.randrange(256)
            files[name] = bytes(data[: dice.choice((len(data), dice.randrange(len(data) + 1)))])
        survive(files)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=1500))
def test_any_bytes_as_a_candidate_list(data: bytes) -> None:
    for given_bytes in (data, cyclades() + data):
        try:
            read_list(given_bytes)
        except UnreadableSheet:
            continue


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_any_href_finds_one_of_the_files_or_none(href: str, base: str) -> None:
    names = MemberNames(["index.html", "livrets/0417.pdf"])
    for target in (href, *link_targets(href)):
        assert names.find(target, base) in {None, *names.all}


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>" * 3000,
        "<div>" * 20_000,
        "<table><tr>" + "<td rowspan=65000 colspan=65000>x" * 2000,
        "<a href='0417.pdf'>" * 3000,
        "<tr><td>1<td><a href=0417.pdf>2" * 3000,
        "<p><a href=0417.pdf>" + "1 " * 50_000,
        "n° pv " * 30_000 + "<a href=0417.pdf>x</a>",
        "<pre>" + "12 0417 papier\n" * 5000 + "<a href=0417.pdf>12 0417</a>",
        "<frameset>" + "<frame src='index.html'>" * 5000,
    ],
)
def test_a_page_without_end_comes_to_one(body: str) -> None:
    data = body.encode()
    read_page(data)
    survive({"index.html": data, "0417.pdf": b""})
