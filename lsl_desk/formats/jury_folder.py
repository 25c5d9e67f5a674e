# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the jury stands among the files of a folder or zip: itself, or in one single folder inside it."""

import posixpath
from collections.abc import Iterable

from lsl_desk.formats.member_names import is_html, is_pdf

_LISTS = (".csv", ".xlsx", ".xls", ".ods")


def is_list(name: str) -> bool:
    """Tell whether a file may be a candidate list."""
    return name.lower().endswith(_LISTS)


def jury_places(names: Iterable[str]) -> tuple[str, ...]:
    """Find the folders that are juries, entering a folder that stands alone.

    Returns:
        "" for the whole, « J01/ » for a folder inside; nothing when nothing looks like a jury.
    """
    useful = [name for name in names if is_html(name) or is_pdf(name) or is_list(name)]
    if not useful:
        return ()
    level = ""
    while True:
        below = [name.removeprefix(level) for name in useful if name.startswith(level)]
        folders = sorted({name.split("/", 1)[0] for name in below if "/" in name})
        if any("/" not in name for name in below):
            return (level,)
        if len(folders) > 1:
            juries = _juries(folders, below)
            return tuple(f"{level}{one}/" for one in juries) or (level,)
        level = f"{level}{folders[0]}/"


def _juries(folders: list[str], names: list[str]) -> list[str]:
    """Of several folders, those that are a jury each: with an index, else with pages and livrets, else with livrets."""
    inside = {folder: [name for name in names if name.startswith(f"{folder}/")] for folder in folders}
    with_index = [one for one in folders if any(_is_index(name) for name in inside[one])]
    whole = [one for one in folders if any(map(is_html, inside[one])) and any(map(is_pdf, inside[one]))]
    if with_index or whole:
        return with_index or whole
    if any(is_html(name) for name in names):
        return []  # pages in one folder, livrets in another: one jury
    return [one for one in folders if any(map(is_pdf, inside[one]))] or folders


def _is_index(name: str) -> bool:
    return is_html(name) and posixpath.basename(name).casefold().startswith("index")
