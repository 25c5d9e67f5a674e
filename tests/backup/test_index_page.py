# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page and the list of a copy, as lsl-verify and a person read them."""

from dataclasses import replace
from datetime import UTC, datetime

from lsl_desk.backup import hash_reader, index_reader
from lsl_desk.backup.hash_list import hash_list
from lsl_desk.backup.index_page import index_page
from lsl_desk.backup.manifest import CopyCandidate, CopyFile, CopyManifest

CANDIDATES = (
    CopyCandidate("12", "0417", "ES", "numerique", "livrets/0417.pdf"),
    CopyCandidate("13", "0418", "ES", "papier", None),
    CopyCandidate("", "0419", "", "absent", None),
    CopyCandidate("15", "0420", "L & <S>", "inconnu", "livrets/0420.pdf"),
    CopyCandidate("16", "0421", "ES", "numerique", None),
)
MADE = datetime(2018, 7, 1, 15, 42, tzinfo=UTC)
MANIFEST = CopyManifest("J01", "Jury J01 « ES »", 2018, 2, 3, MADE, "ab" * 32, CANDIDATES, ())


def page(manifest: CopyManifest = MANIFEST, **warned: str) -> str:
    return index_page(manifest, {name.removeprefix("n"): text for name, text in warned.items()}, MADE).decode()


def test_the_verifier_finds_each_candidate_with_its_own_link() -> None:
    assert list(index_reader.findings(page().encode(), MANIFEST)) == []
    assert list(index_reader.findings(page(n0417="attention").encode(), MANIFEST)) == []


def test_the_format_is_in_words() -> None:
    for words in ("papier", "sans livret", "(inconnu)", "numérique, absent de cette copie"):
        assert words in page()


def test_it_says_what_to_do_when_and_of_which_copy() -> None:
    said = page()
    assert "code du jury" in said
    assert "copie n°\u00a02 du 1er juillet 2018 à" in said
    assert "15:42" in said
    assert "Session 2018 · " in said
    assert "5 candidats, 2 livrets dans cette copie" in said


def test_a_livret_not_to_be_read_blindly_is_said_so_beside_its_link() -> None:
    assert "Ouvrir</a> — une page porte un autre numéro" in page(n0417="une page porte un autre numéro")


def test_without_a_session_or_title_nothing_is_said_of_them() -> None:
    one = replace(MANIFEST, session=None, label="", candidates=CANDIDATES[:1])
    assert "Session" not in page(one)
    assert "<h1>Plan de secours · J01</h1>" in page(one)
    assert "1 candidat, 1 livret dans" in page(one)


def test_it_loads_nothing_and_runs_nothing() -> None:
    said = page().casefold()
    for word in ("<script", "src=", "url(", "@import", "http://", "https://", "javascript"):
        assert word not in said


def test_the_list_is_read_back_by_name() -> None:
    files = (CopyFile("livrets/0417.pdf", 3, "ab" * 32), CopyFile("index.html", 2, "cd" * 32))
    assert hash_reader.read(hash_list(files)) == {"index.html": "cd" * 32, "livrets/0417.pdf": "ab" * 32}
