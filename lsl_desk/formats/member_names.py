# SPDX-License-Identifier: AGPL-3.0-or-later
"""From what a link says to a file that is there: the one place that reads an href."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]+:/*")
_DRIVE = re.compile(r"^/*[A-Za-z]:[/]?")
_ELSEWHERE = ("mailto:", "data:", "tel:", "about:", "ftp:")
_QUOTED_FILE = re.compile(r"[\"']([^\"'<>]{1,400}?\.(?:pdf|x?html?)(?:[?#][^\"']*)?)[\"']", re.IGNORECASE)


class MemberNames:
    """The files of a jury's folder or zip, by relative path with ``/``; finds the one an href means."""

    def __init__(self, names: Iterable[str]) -> None:
        self.all = tuple(names)
        self._by_key: dict[str, str] = {}
        self._by_base: dict[str, list[str]] = {}
        for name in self.all:
            key = _key(name)
            self._by_key[key] = name
            self._by_base.setdefault(posixpath.basename(key), []).append(key)

    def find(self, href: str, base: str = "") -> str | None:
        """Return the file an href of the page ``base`` leads to, None when it leads to none of them.

        Percent-encoding, backslashes, drive letters, ``file:`` and ``http:`` addresses, fragments, queries and the case
        of letters are all seen through. A path that is not there as written is sought by its end, the longest end that
        names one file only: the folder was moved since the index was made. What is found is always one of the names.
        """
        for path in _readings(href):
            here = _normal(posixpath.join(posixpath.dirname(base), path.lstrip("/") if _is_root(path) else path))
            found = self._by_key.get(_key(here)) or self._by_end(path)
            if found is not None:
                return found
        return None

    def _by_end(self, path: str) -> str | None:
        parts = [part for part in _key(path).split("/") if part not in {"", ".", ".."}]
        if not parts:
            return None
        ends = self._by_base.get(parts[-1], [])
        for length in range(len(parts), 0, -1):
            end = parts[-length:]
            found = [key for key in ends if key.split("/")[-length:] == end]
            if found:
                return self._by_key[found[0]] if len(found) == 1 else None
        return None


def link_targets(href: str) -> tuple[str, ...]:
    """The addresses in an href: itself, or the files quoted in its script; () when it leads nowhere."""
    stripped = href.strip()
    if not stripped or stripped.startswith("#") or stripped.lower().startswith(_ELSEWHERE):
        return ()
    if stripped.lower().startswith("javascript:"):
        return quoted_files(stripped)
    return (stripped,)


def quoted_files(script: str) -> tuple[str, ...]:
    """The PDF and HTML files quoted in a script, such as ``window.open('livrets/0417.pdf')``."""
    return tuple(_QUOTED_FILE.findall(script))


def is_pdf(path: str) -> bool:
    """Tell whether a path or href names a PDF."""
    return _ends(path, (".pdf",))


def is_html(path: str) -> bool:
    """Tell whether a path or href names a page."""
    return _ends(path, (".html", ".htm", ".xhtml", ".xht"))


def _ends(path: str, suffixes: tuple[str, ...]) -> bool:
    return re.split(r"[?#]", path, maxsplit=1)[0].strip().lower().endswith(suffixes)


def _readings(href: str) -> list[str]:
    """An href as a path: as it stands, without fragment and query, then percent-decoded as UTF-8 or as cp1252."""
    spaceless = href.strip().replace("\\", "/").replace("\t", "").replace("\n", "").replace("\r", "")
    cut = re.split(r"[?#]", spaceless, maxsplit=1)[0]
    paths = [spaceless, cut]
    raw = unquote_to_bytes(cut.encode("utf-8", "surrogatepass"))
    for charset in ("utf-8", "cp1252"):
        try:
            paths.append(raw.decode(charset).replace("\\", "/"))
        except UnicodeDecodeError:
            continue
    return [
        _DRIVE.sub("/", _SCHEME.sub("/", path)) if _SCHEME.match(path) or _DRIVE.match(path) else path for path in paths
    ]


def _is_root(path: str) -> bool:
    return path.startswith("/")


def _normal(path: str) -> str:
    return posixpath.normpath(path).lstrip("/")


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
