# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attacks on what the pages of a copy say, signed all the same: refused whoever signed them."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from lsl_desk.backup import sealed_box
from lsl_desk.backup.check import Expected
from lsl_desk.backup.flaws import Flaw
from tests.backup.attack import UNSUSPECTING, attack
from tests.backup.builder import CHEAP, CODE, POST, ROGUE, box, box_content, resealed, valid

OPENED = Expected(code=CODE)
INDEX = valid().files["index.html"]
HASHES = valid().files["empreintes.txt"]
LIVRETS = {name: data for name, data in valid().files.items() if name.startswith("livrets/")}


def _page(folder: Path, *changes: tuple[bytes, bytes]) -> Path:
    page = INDEX
    for old, new in changes:
        assert old in page
        page = page.replace(old, new, 1)
    return resealed(valid(), ROGUE, index_html=page).write(folder)


def _list(folder: Path, data: bytes) -> Path:
    return resealed(valid(), ROGUE, empreintes_txt=data).write(folder)


# ------------------------------------------------------------------------------------------------------ index.html


@attack(Flaw.INDEX_LINK, expected=UNSUSPECTING)
def a_link_to_another_livret(folder: Path) -> Path:
    return _page(folder, (b'"livrets/0417.pdf"', b'"livrets/0418.pdf"'))


@attack(Flaw.INDEX_LINK, expected=UNSUSPECTING)
def two_links_swapped(folder: Path) -> Path:
    return _page(
        folder,
        (b'"livrets/0417.pdf"', b'"-"'),
        (b'"livrets/0418.pdf"', b'"livrets/0417.pdf"'),
        (b'"-"', b'"livrets/0418.pdf"'),
    )


@attack(Flaw.INDEX_ROW, expected=UNSUSPECTING)
def two_numbers_swapped(folder: Path) -> Path:
    return _page(folder, (b">0417<", b">-<"), (b">0418<", b">0417<"), (b">-<", b">0418<"))


@attack(Flaw.INDEX_LINK, expected=UNSUSPECTING)
def a_link_that_is_gone(folder: Path) -> Path:
    return _page(folder, (b'<a href="livrets/0417.pdf">0417</a>', b"0417"))


@attack(Flaw.INDEX_LINK, expected=UNSUSPECTING)
def a_link_to_the_web(folder: Path) -> Path:
    return _page(folder, (b'"livrets/0417.pdf"', b'"https://academie.example/0417.pdf"'))


@attack(Flaw.INDEX_LINK, expected=UNSUSPECTING)
def a_link_out_of_the_copy(folder: Path) -> Path:
    return _page(folder, (b'"livrets/0417.pdf"', b'"livrets/../../0417.pdf"'))


@attack(Flaw.INDEX_LINK, expected=UNSUSPECTING)
def one_more_link_beside_the_table(folder: Path) -> Path:
    return _page(folder, (b"<h1>", b'<p><a href="livrets/0417.pdf">0418</a></p><h1>'))


@attack(Flaw.INDEX_ROWS, expected=UNSUSPECTING)
def a_row_that_is_gone(folder: Path) -> Path:
    start = INDEX.index(b"<tr><td>2")
    return _page(folder, (INDEX[start : INDEX.index(b"</tr>", start) + 5], b""))


@attack(Flaw.INDEX_SCRIPT, expected=UNSUSPECTING)
def a_script_in_the_index(folder: Path) -> Path:
    return _page(folder, (b"<h1>", b"<script>alert(1)</script><h1>"))


@attack(Flaw.INDEX_SCRIPT, expected=UNSUSPECTING)
def a_script_in_a_link(folder: Path) -> Path:
    return _page(folder, (b'"livrets/0417.pdf"', b'" javascript:alert(1)"'))


@attack(Flaw.INDEX_SCRIPT, expected=UNSUSPECTING)
def a_script_in_an_attribute(folder: Path) -> Path:
    return _page(folder, (b"<h1>", b'<h1 onclick="alert(1)">'))


@attack(Flaw.INDEX_SCRIPT, expected=UNSUSPECTING)
def a_form_in_the_index(folder: Path) -> Path:
    return _page(folder, (b"<h1>", b'<form><input name="code"></form><h1>'))


@attack(Flaw.INDEX_SCRIPT, expected=UNSUSPECTING)
def a_frame_in_the_index(folder: Path) -> Path:
    return _page(folder, (b"<h1>", b"<iframe></iframe><h1>"))


@attack(Flaw.INDEX_RESOURCE, expected=UNSUSPECTING)
def a_picture_from_elsewhere(folder: Path) -> Path:
    return _page(folder, (b"<h1>", b'<img src="https://academie.example/x.png"><h1>'))


@attack(Flaw.INDEX_RESOURCE, expected=UNSUSPECTING)
def a_style_sheet_from_elsewhere(folder: Path) -> Path:
    return _page(folder, (b"<style>", b'<link rel="stylesheet" href="https://academie.example/x.css"><style>'))


@attack(Flaw.INDEX_RESOURCE, expected=UNSUSPECTING)
def a_style_that_loads(folder: Path) -> Path:
    return _page(folder, (b"padding: 0 1em", b"background: url(https://academie.example/x.png)"))


@attack(Flaw.INDEX_RESOURCE, expected=UNSUSPECTING)
def a_style_that_loads_behind_an_escape(folder: Path) -> Path:
    return _page(folder, (b"padding: 0 1em", b"background: u\\72l(//academie.example/x.png)"))


@attack(Flaw.INDEX_RESOURCE, expected=UNSUSPECTING)
def a_page_that_goes_elsewhere(folder: Path) -> Path:
    return _page(folder, (b"<style>", b'<meta http-equiv="refresh" content="0; url=x.html"><style>'))


@attack(Flaw.INDEX_RESOURCE, expected=UNSUSPECTING)
def links_that_begin_elsewhere(folder: Path) -> Path:
    return _page(folder, (b"<style>", b'<base href="https://academie.example/"><style>'))


@attack(Flaw.INDEX_TEXT, expected=UNSUSPECTING)
def a_comment_in_the_index(folder: Path) -> Path:
    return _page(folder, (b"<h1>", b"<!--[if IE]> x <![endif]--><h1>"))


@attack(Flaw.INDEX_TEXT, expected=UNSUSPECTING)
def a_value_without_quotes(folder: Path) -> Path:
    return _page(folder, (b'<a href="livrets/0417.pdf">', b"<a href=livrets/0417.pdf>"))


@attack(Flaw.INDEX_TEXT, expected=UNSUSPECTING)
def a_cell_outside_the_table(folder: Path) -> Path:
    return _page(folder, (b"<h1>", b"<td>0417</td><h1>"))


@attack(Flaw.INDEX_TEXT, expected=UNSUSPECTING)
def a_row_within_a_row(folder: Path) -> Path:
    return _page(folder, (b"<td>1</td>", b"<td>1</td><tr>"))


@attack(Flaw.INDEX_TEXT, expected=UNSUSPECTING)
def a_row_that_ends_twice(folder: Path) -> Path:
    return _page(folder, (b"</tr>\n", b"</tr></tr>\n"))


@attack(Flaw.INDEX_TEXT, expected=UNSUSPECTING)
def the_end_of_an_element_that_no_page_has(folder: Path) -> Path:
    return _page(folder, (b"<h1>", b"</noscript><h1>"))


@attack(Flaw.INDEX_TEXT, expected=UNSUSPECTING)
def an_element_in_capitals(folder: Path) -> Path:
    return _page(folder, (b"<h1>", b"<SCRIPT>x</SCRIPT><h1>"))


@attack(Flaw.INDEX_TEXT, expected=UNSUSPECTING)
def a_link_given_twice(folder: Path) -> Path:
    return _page(folder, (b'<a href="livrets/0417.pdf">', b'<a href="livrets/0417.pdf" href="livrets/0418.pdf">'))


@attack(Flaw.INDEX_TEXT, expected=UNSUSPECTING)
def an_index_that_is_not_utf_8(folder: Path) -> Path:
    return _page(folder, ("élève".encode(), b"\xe9l\xe8ve"))


@attack(Flaw.INDEX_TEXT, expected=UNSUSPECTING)
def an_index_with_a_mark(folder: Path) -> Path:
    return _page(folder, (b"<!DOCTYPE", b"\xef\xbb\xbf<!DOCTYPE"))


@attack(Flaw.INDEX_TEXT, expected=UNSUSPECTING)
def an_index_that_is_a_pdf(folder: Path) -> Path:
    return resealed(valid(), ROGUE, index_html=valid().files["livrets/0417.pdf"]).write(folder)


# -------------------------------------------------------------------------------------------------- empreintes.txt


@attack(Flaw.HASHES_OTHER, expected=UNSUSPECTING)
def a_digest_that_is_not_the_manifests(folder: Path) -> Path:
    return _list(folder, b"0" * 64 + HASHES[64:])


@attack(Flaw.HASHES_LACKING, expected=UNSUSPECTING)
def a_livret_that_is_not_on_the_list(folder: Path) -> Path:
    return _list(folder, HASHES[: HASHES.rindex(b"\n", 0, -1) + 1])


@attack(Flaw.HASHES_EXTRA, expected=UNSUSPECTING)
def a_file_that_is_on_the_list_only(folder: Path) -> Path:
    return _list(folder, HASHES + b"0" * 64 + b"  livrets/9999.pdf\n")


@attack(Flaw.HASHES_TWICE, expected=UNSUSPECTING)
def a_file_twice_on_the_list(folder: Path) -> Path:
    return _list(folder, HASHES + HASHES)


@attack(Flaw.HASHES_TEXT, expected=UNSUSPECTING)
def a_list_with_the_line_ends_of_windows(folder: Path) -> Path:
    return _list(folder, HASHES.replace(b"\n", b"\r\n"))


@attack(Flaw.HASHES_TEXT, expected=UNSUSPECTING)
def a_list_without_its_last_line_break(folder: Path) -> Path:
    return _list(folder, HASHES[:-1])


@attack(Flaw.HASHES_TEXT, expected=UNSUSPECTING)
def a_list_of_shorter_digests(folder: Path) -> Path:
    return _list(folder, HASHES.replace(HASHES[:64], HASHES[:40]))


@attack(Flaw.HASHES_TEXT, expected=UNSUSPECTING)
def a_list_that_is_not_utf_8(folder: Path) -> Path:
    return _list(folder, HASHES + b"# \xff\n")


# -------------------------------------------------------------------------------------------------------- jury.lsl


def _boxed(folder: Path, data: bytes) -> Path:
    return resealed(valid(), POST, jury_lsl=data).write(folder)


def _edited(folder: Path, edit: Callable[[dict[str, dict[str, object]]], object]) -> Path:
    fields = json.loads(valid().files["jury.lsl"])
    edit(fields)
    return _boxed(folder, json.dumps(fields).encode())


def _content(folder: Path, content: bytes) -> Path:
    return _boxed(folder, sealed_box.seal(content, CODE, sealed_box.Binding.of(valid().manifest), CHEAP))


@attack(Flaw.CODE_WRONG, expected=OPENED)
def the_box_of_another_version_signed_again(folder: Path) -> Path:
    return _boxed(folder, valid(1).files["jury.lsl"])


@attack(Flaw.CODE_WRONG, expected=OPENED)
def the_box_beside_a_manifest_of_another_key(folder: Path) -> Path:
    return resealed(valid(), ROGUE).write(folder)


@attack(Flaw.BOX_OTHER, expected=OPENED)
def a_livret_that_the_box_does_not_vouch_for(folder: Path) -> Path:
    return resealed(valid(), POST, livrets__0417_pdf=b"%PDF-1.7 another").write(folder)


@attack(Flaw.BOX_LACKING, expected=OPENED)
def a_livret_that_the_box_does_not_name(folder: Path) -> Path:
    rest = {name: data for name, data in LIVRETS.items() if name != "livrets/0417.pdf"}
    return _boxed(folder, box(valid().manifest, rest))


@attack(Flaw.BOX_OTHER, expected=OPENED)
def a_livret_that_only_the_box_names(folder: Path) -> Path:
    return _boxed(folder, box(valid().manifest, LIVRETS | {"livrets/9999.pdf": b"x"}))


@attack(Flaw.BOX_KDF, expected=OPENED)
def a_box_that_asks_for_all_the_memory(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["kdf"].update(memory=2**31))


@attack(Flaw.BOX_KDF, expected=OPENED)
def a_box_that_asks_for_a_century(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["kdf"].update(passes=10**9))


@attack(Flaw.BOX_KDF, expected=OPENED)
def a_box_whose_code_costs_nothing(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["kdf"].update(memory=1))


@attack(Flaw.BOX_KDF, expected=OPENED)
def a_box_of_another_derivation(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields["kdf"].update(name="md5"))


@attack(Flaw.BOX_TEXT, expected=OPENED)
def a_box_that_is_no_box(folder: Path) -> Path:
    return _boxed(folder, b"PK\3\4")


@attack(Flaw.BOX_TEXT, expected=OPENED)
def a_box_without_a_nonce(folder: Path) -> Path:
    return _edited(folder, lambda fields: fields.pop("nonce"))


@attack(Flaw.BOX_CONTENT, expected=OPENED)
def a_box_that_holds_a_picture(folder: Path) -> Path:
    return _content(folder, b"\x89PNG")


@attack(Flaw.BOX_CONTENT, expected=OPENED)
def a_box_that_names_a_file_elsewhere(folder: Path) -> Path:
    one = json.loads(box_content(LIVRETS))["livrets"][0]
    return _content(folder, json.dumps({"livrets": [one | {"number": "../0417"}]}).encode())


@attack(Flaw.BOX_CONTENT, expected=OPENED)
def a_box_that_names_a_livret_twice(folder: Path) -> Path:
    one = json.loads(box_content(LIVRETS))["livrets"][0]
    return _content(folder, json.dumps({"livrets": [one, one | {"digest": sha256(b"").hexdigest()}]}).encode())
