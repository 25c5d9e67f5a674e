# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.formats.member_names import MemberNames, is_html, is_pdf, link_targets

NAMES = MemberNames(
    ["index.html", "a/0417.pdf", "a/0418.pdf", "b/0418.pdf", "été 100%.pdf", "c/pages/x.html", "n°#2.pdf"]
)


@pytest.mark.parametrize(
    ("href", "base", "found"),
    [
        ("a/0417.pdf", "index.html", "a/0417.pdf"),
        ("A/0417.PDF", "index.html", "a/0417.pdf"),
        ("../../a/0417.pdf", "c/pages/x.html", "a/0417.pdf"),
        ("0417.pdf", "index.html", "a/0417.pdf"),
        ("\\\\serveur\\partage\\a\\0417.pdf", "index.html", "a/0417.pdf"),
        ("C:a\\0418.pdf", "index.html", "a/0418.pdf"),
        ("D:\\export\\b\\0418.pdf#page=2", "index.html", "b/0418.pdf"),
        ("0418.pdf", "index.html", None),
        ("x/0418.pdf", "index.html", None),
        ("0418.pdf", "b/index.html", "b/0418.pdf"),
        ("%C3%A9t%C3%A9%20100%25.pdf", "index.html", "été 100%.pdf"),
        ("%E9t%E9%20100%25.pdf", "index.html", "été 100%.pdf"),
        ("été 100%.pdf", "index.html", "été 100%.pdf"),
        ("e\u0301te\u0301 100%.pdf", "index.html", "été 100%.pdf"),
        ("n°#2.pdf", "index.html", "n°#2.pdf"),
        ("https://example.org/a/0417.pdf?x=1", "index.html", "a/0417.pdf"),
        ("", "index.html", None),
        ("..", "index.html", None),
        ("9999.pdf", "index.html", None),
    ],
)
def test_an_href_leads_to_the_file_it_means(href: str, base: str, found: str | None) -> None:
    assert NAMES.find(href, base) == found


@pytest.mark.parametrize(
    ("href", "targets"),
    [
        ("0417.pdf", ("0417.pdf",)),
        (" 0417.pdf ", ("0417.pdf",)),
        ("javascript:void(0)", ()),
        ("JavaScript:open('a.pdf', \"b.htm?x\")", ("a.pdf", "b.htm?x")),
        ("#top", ()),
        ("mailto:dec@example.org", ()),
        ("data:text/html,x", ()),
        ("", ()),
    ],
)
def test_an_href_that_leads_nowhere_has_no_target(href: str, targets: tuple[str, ...]) -> None:
    assert link_targets(href) == targets


def test_kinds_are_told_by_the_end_of_the_path() -> None:
    assert is_pdf("a/0417.PDF?x=1#page=2")
    assert is_html("menu.htm#haut")
    assert is_html("menu.xhtml")
    assert not is_pdf("pdf.html")
