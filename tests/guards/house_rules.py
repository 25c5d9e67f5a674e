# SPDX-License-Identifier: AGPL-3.0-or-later
"""The house rules as functions: each takes a text and returns the faults found, as « place: what » lines."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from lsl_desk.domain.placeholders import placeholder_in

_FILE_LINES = 500
_FUNCTION_LINES = 60
_SPDX = "# SPDX-License-Identifier: AGPL-3.0-or-later"

# An absolute path of the machine it was written on, a package index given by its address, a tool of that place.
# The words are cut in two so that this file does not hold what it looks for.
_WORKPLACE = re.compile(
    "|".join(
        (
            r"(?<![\w.~/-])/(?:wo" + r"rk|ro" + r"ot|op" + r"t)/",
            r"py" + r"pi\.org|files\.python" + r"hosted|--(?:extra-)?index" + r"-url[ =]|\bfarm" + r"-\w",
            r"registry\.np" + r"mjs|deb\.deb" + r"ian\.org|prox" + r"y\.golang",
        )
    )
)

_NARROW, _WIDE = "\u202f", "\u00a0"
_TYPOGRAPHY = (
    (re.compile(r"[ \u00a0][;!?](?!\w)"), "U+202F stands before ; ! ?"),
    (re.compile(r"\w[!?](?=$|[\s»])"), "U+202F stands before ! ?"),
    (re.compile(r"[ \u202f]:(?=$|\s)"), "U+00A0 stands before :"),
    (re.compile(r"(?<=[a-zà-ÿ]):(?=\s)"), "U+00A0 stands before :"),
    (re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"), "U+00A0 stands inside « »"),
    (re.compile(r"(?<=\w)'(?=\w)"), "the apostrophe is ’"),
    (re.compile(r"\.\.\."), "the ellipsis is …"),
)


def size(text: str) -> Iterator[str]:
    """Files of 500 lines at most, functions of 60."""
    lines = text.count("\n")
    if lines > _FILE_LINES:
        yield f"1: {lines} lines, {_FILE_LINES} allowed"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > _FUNCTION_LINES:
                yield f"{node.lineno}: {node.name} has {length} lines, {_FUNCTION_LINES} allowed"


def licence(text: str) -> Iterator[str]:
    """Say the licence in the first line (the second after a ``#!``)."""
    lines = text.splitlines()
    first = lines[1:2] if lines and lines[0].startswith("#!") else lines[:1]
    if lines and first != [_SPDX]:
        yield f"1: the first line is {_SPDX}"


def docstrings(text: str) -> Iterator[str]:
    """Describe every module, class and public function."""
    tree = ast.parse(text)
    if tree.body and not ast.get_docstring(tree):
        yield "1: the module has no docstring"
    for node in _public(tree):
        if not ast.get_docstring(node):
            yield f"{node.lineno}: {node.name} has no docstring"


def _public(scope: ast.Module | ast.ClassDef) -> Iterator[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in scope.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node
            yield from _public(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            decorators = {ast.unparse(decorator).rpartition(".")[2] for decorator in node.decorator_list}
            if not decorators & {"override", "overload", "setter"}:
                yield node


def excuses(text: str) -> Iterator[str]:
    """Let a ``type: ignore`` name its code, and give its reason beside it or in the comment above."""
    lines = ["", *text.splitlines()]
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        found = re.match(r"#\s*type:\s*ignore(.*)", token.string) if token.type == tokenize.COMMENT else None
        if not found:
            continue
        coded = re.match(r"\[[\w, -]+\](.*)", found[1])
        number = token.start[0]
        if not coded or not (re.search(r"\w", coded[1]) or lines[number - 1].lstrip().startswith("#")):
            yield f"{number}: # type: ignore[code] and then # the reason"


def waits(text: str) -> Iterator[str]:
    """Wait for a signal or an event, never for a time."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in {"sleep", "time.sleep", "asyncio.sleep", "qtbot.wait", "QTest.qWait", "QThread.msleep"}:
                yield f"{node.lineno}: {called}"


def workplace(text: str) -> Iterator[str]:
    """Name no machine, package index or tool of the place this was written at."""
    for number, line in enumerate(text.splitlines(), 1):
        found = _WORKPLACE.search(line)
        if found:
            yield f"{number}: {found[0]}"


def blanks(text: str) -> Iterator[str]:
    """Leave none of the memo's blanks for a reader to fill."""
    for number, line in enumerate(text.splitlines(), 1):
        found = placeholder_in(line)
        if found:
            yield f"{number}: {found}"


def typography(text: str) -> Iterator[str]:
    """Set French sentences as the Imprimerie nationale does; `text` is Python source, its strings are read."""
    for number, sentence in _sentences(ast.parse(text)):
        for pattern, rule in _TYPOGRAPHY:
            found = pattern.search(sentence)
            if found:
                near = sentence[max(0, found.start() - 15) : found.end() + 10]
                yield f"{number}: {rule}: {near!r}"


def _sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Return the strings a person reads: of two words or more, with an accent or a French sign."""
    docstrings_of_things = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings_of_things:
            continue
        if " " in node.value and re.search(r"[à-ÿÀ-ßœ«»’…]", node.value):
            yield node.lineno, node.value


def under(root: Path, *folders: str) -> list[Path]:
    """Return our Python files in these folders, and those of them that are files, in a stable order."""
    single = [root / one for one in folders if one.endswith(".py")]
    found = [path for folder in folders for path in (root / folder).rglob("*.py") if "build" not in path.parts]
    return sorted(single + found)
