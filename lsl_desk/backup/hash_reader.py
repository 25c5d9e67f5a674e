# SPDX-License-Identifier: AGPL-3.0-or-later
"""``empreintes.txt`` read back: the lines that `sha256sum -c` reads, and notes that begin with ``#``."""

import re
from collections.abc import Iterator, Mapping

from lsl_desk.backup import names
from lsl_desk.backup.flaws import Finding, Flaw, Flawed
from lsl_desk.backup.manifest import CopyManifest

_LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f\\]{1,200})")


def read(data: bytes) -> Mapping[str, str]:
    """Return name → digest.

    Raises:
        Flawed: HASHES_TEXT for a line that `sha256sum` would not read as we do, HASHES_TWICE.
    """
    found: dict[str, str] = {}
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Flawed(Flaw.HASHES_TEXT, names.HASHES, line="1") from error
    if not text.endswith("\n"):
        raise Flawed(Flaw.HASHES_TEXT, names.HASHES, line=str(text.count("\n") + 1))
    for rank, line in enumerate(text[:-1].split("\n"), start=1):
        if (line.startswith("#") and "\r" not in line) or not line:
            continue
        parts = _LINE.fullmatch(line)
        if parts is None:
            raise Flawed(Flaw.HASHES_TEXT, names.HASHES, line=str(rank))
        if parts[2] in found:
            raise Flawed(Flaw.HASHES_TWICE, names.HASHES, name=parts[2])
        found[parts[2]] = parts[1]
    return found


def findings(data: bytes, manifest: CopyManifest) -> Iterator[Finding]:
    """Yield how the list differs from the manifest: it names every file but itself and the manifest."""
    try:
        listed = read(data)
    except Flawed as flawed:
        yield flawed.finding
        return
    signed = {one.name: one.sha256 for one in manifest.files if one.name != names.HASHES}
    for flaw, odd in (
        (Flaw.HASHES_OTHER, [name for name in signed if listed.get(name, signed[name]) != signed[name]]),
        (Flaw.HASHES_LACKING, sorted(signed.keys() - listed.keys())),
        (Flaw.HASHES_EXTRA, sorted(listed.keys() - signed.keys())),
    ):
        for name in odd:
            yield Finding(flaw, names.HASHES, {"name": name})
