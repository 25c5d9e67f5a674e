# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sets a template of ``resources/typst`` with data: A4 or a label, tagged, PDF/UA-1, in French.

People's words reach a template as JSON and are only shown: nothing of theirs is markup. Only the fonts inside typst are
used, and no date is written, so that the same content gives the same bytes on every machine with the same typst.
"""

import json
import re
import threading
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import cast

import typst

from lsl_desk.bundled import bundled

_ONE_AT_A_TIME = threading.Lock()
"""A compiler is not for two threads at once; whoever prints waits a fraction of a second."""
_SHORTENED = "…"


def press(template: str, data: Mapping[str, object]) -> bytes:
    """Set a document.

    Args:
        template: its name, without « .typ »; the data are ``sys.inputs`` of the same name.
        data: what JSON can hold.

    Returns:
        the PDF, the same bytes for the same data.
    """
    inputs = {template.replace("_", "-"): json.dumps(data, ensure_ascii=False)}
    with _ONE_AT_A_TIME:
        try:
            pdf = _compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])
        except typst.TypstError:
            # PDF/UA forbids a sign that no font has, and a person may write one: the document is set all the same,
            # tagged, only without the claim. A fault of the template is raised again here.
            pdf = _compiler(template).compile(format="pdf", sys_inputs=inputs)
    return cast("bytes", pdf)  # one PDF and no output path: bytes, whatever the other formats return


def plain(text: str, longest: int) -> str:
    """One line of a person's words: no control sign, no sign that turns the reading direction, shortened with « … ».

    A phone number stays in one piece, and so does a word with the sign that follows it.
    """
    shown = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    line = re.sub(r"(?<=\d) (?=\d\d)|(?<=\xab) | (?=(?:\xbb|:(?: |$)))", "\u00a0", " ".join(shown.split()))
    line = re.sub(r" (?=[;!?](?: |$))", "\u202f", line)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + _SHORTENED


def counted(value: int, word: str) -> str:
    """« 1 livret », « 68 livrets », « 0 livret »; the blank does not break."""
    return f"{value}\u00a0{word}{'s' if value > 1 else ''}"


@cache
def _compiler(template: str) -> typst.Compiler:
    source = bundled("typst", f"{template}.typ")
    return typst.Compiler(str(source), root=str(source.parent), font_paths=[], ignore_system_fonts=True)
