# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings as a small TOML file that a person may read and edit. It holds nothing personal."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from lsl_desk.client.settings import NAMES, Settings
from lsl_desk.domain.errors import Code, Refusal

_KINDS: dict[str, type | tuple[type, ...]] = {
    field.name: (int, float) if isinstance(field.default, float) else type(field.default) for field in fields(Settings)
}
_AT_LINE = re.compile(r"at line (\d+)")


def read_settings(path: Path) -> Settings:
    """Read the settings; the defaults when there is no file, or for what the file does not name.

    Raises:
        Refusal: SETTINGS_UNREADABLE, naming the line (« ligne 3 ») or the setting; the file is left as it is.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError as error:
        raise _unreadable("caractères qui ne sont pas en UTF-8") from error
    except OSError as error:
        raise _unreadable(path.name) from error
    values = _values(text)
    for name, value in values.items():
        kind = _KINDS.get(name)
        if kind is None or not isinstance(value, kind) or isinstance(value, bool):
            raise _unreadable(_where(text, name))
    try:
        return Settings(**values)
    except Refusal as refusal:
        raise _unreadable(_where(text, str(refusal.facts["name"]))) from refusal


def _values(text: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - few have such a file, and every start looks for it

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        raise _unreadable(f"ligne {found[1]}" if found else "dernière ligne") from error


def write_settings(path: Path, settings: Settings) -> None:
    """Write all the settings, in place of the file there may be.

    Raises:
        Refusal: OUTPUT_UNWRITABLE; the file is as before.
    """
    from lsl_desk.atomic_file import replace_file  # noqa: PLC0415 - not when reading

    lines = [f"{name} = {_toml(getattr(settings, name))}" for name in NAMES]
    try:
        replace_file(path, ("\n".join(lines) + "\n").encode())
    except OSError as error:
        raise Refusal(Code.OUTPUT_UNWRITABLE, path=path.name) from error


def _toml(value: float | str) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _where(text: str, name: str) -> str:
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*[\[\"']*{re.escape(name)}\b", line):
            return f"ligne {number}, « {name} »"
    return f"« {name} »"


def _unreadable(where: str) -> Refusal:
    return Refusal(Code.SETTINGS_UNREADABLE, where=where)
