# SPDX-License-Identifier: AGPL-3.0-or-later
"""The facts that a French sentence names, held against those given where its code is raised."""

import ast
import string
from collections.abc import Iterator, Mapping

_RAISES = frozenset({"Refusal", "Refused", "Problem", "Forbidden"})


def named(sentence: str) -> frozenset[str]:
    """The facts a sentence speaks of: its ``{names}``."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def given(text: str) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Line, name of the code and names of the facts of each refusal that can be read in Python source.

    ``Refusal(Code.X, name=…)``, ``Refused(Code.X, {"name": …})``, ``Problem(code=Code.X, facts={"name": …})``.
    A refusal that passes on a code or a mapping made elsewhere is left out.
    """
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _RAISES:
            facts = _facts(node)
            for code in _codes(node) if facts is not None else ():
                yield node.lineno, code, facts or frozenset()


def _codes(call: ast.Call) -> Iterator[str]:
    said = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "code")]
    for node in (inner for one in said for inner in ast.walk(one)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Code":
            yield node.attr


def _facts(call: ast.Call) -> frozenset[str] | None:
    names: list[object] = []
    for keyword in call.keywords:
        if isinstance(keyword.value, ast.Dict) and keyword.arg == "facts":
            names += map(_constant, keyword.value.keys)
        elif keyword.arg != "code":
            names.append(keyword.arg)
    for mapping in call.args[1:]:
        names += map(_constant, mapping.keys) if isinstance(mapping, ast.Dict) else [None]
    known = [name for name in names if isinstance(name, str)]
    return frozenset(known) if len(known) == len(names) else None


def _constant(key: ast.expr | None) -> object:
    return key.value if isinstance(key, ast.Constant) else None


def missing(text: str, sentences: Mapping[str, str]) -> Iterator[str]:
    """Facts a sentence would show as « ? », as « line: what » lines."""
    for line, code, facts in given(text):
        lacking = named(sentences[code]) - facts
        if lacking:
            yield f"{line}: {code} is raised without {', '.join(sorted(lacking))}"
