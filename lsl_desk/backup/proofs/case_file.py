# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file of a case (features N10; decision 017): one zip, the same bytes for the same contents, and what signs it."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from lsl_desk.backup import dsse, names, strict_json
from lsl_desk.backup.fields import LAST_RANK, NONE, Fields, Kinds, exact_text, is_digest
from lsl_desk.backup.flaws import Flaw
from lsl_desk.backup.manifest import MAX_LIVRET
from lsl_desk.backup.proofs.kinds import CASE, JOURNAL, PV_JSON, PV_PDF, PV_RECORD, VISAS

FORMAT: Final = "1"
TYPE: Final = "application/vnd.lsl-desk.case+json"
FACTS: Final = "dossier.json"
PAGE: Final = "dossier.html"
ALWAYS: Final = frozenset({FACTS, PAGE, JOURNAL})
SOMETIMES: Final = frozenset({PV_JSON, PV_PDF, PV_RECORD, VISAS})

_LIST: Final[Mapping[str, Kinds]] = {
    "academy": (str, NONE),
    "files": list,
    "format": str,
    "group": int,
    "jury": str,
    "key": str,
    "made": str,
    "number": str,
    "session": (int, NONE),
}
_FILE: Final[Mapping[str, Kinds]] = {"name": str, "sha256": str, "size": int}
_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every member: a zip has no other clock."""


@dataclass(frozen=True, slots=True)
class CaseAbout:
    """Whose case it is.

    Attributes:
        jury: identifier.
        number: N° élève.
        session: year, None when it is not known.
        group: of épreuves, 1 or 2.
        academy: its public key, 64 hexadecimal digits; None for a jury of no academy.
        made: UTC.
    """

    jury: str
    number: str
    session: int | None
    group: int
    academy: str | None
    made: datetime


@dataclass(frozen=True, slots=True)
class CaseList:
    """What ``dossier.dsse`` signs.

    Attributes:
        jury: identifier.
        number: N° élève.
        session: year, None when it is not known.
        group: of épreuves, 1 or 2.
        academy: public key, 64 hexadecimal digits; None for a jury of no academy.
        made: UTC, as text.
        keyid: of who made the file.
        files: name → SHA-256 of every other member.
    """

    jury: str
    number: str
    session: int | None
    group: int
    academy: str | None
    made: str
    keyid: str
    files: Mapping[str, str]


def build_case(about: CaseAbout, members: Mapping[str, bytes], key: str, sign: dsse.Sign) -> bytes:
    """Write the file of a case.

    Args:
        about: whose.
        members: every file of it, by the names of this module, but for the list that signs them.
        key: public key of who makes it, 64 hexadecimal digits.
        sign: with that key.

    Raises:
        Flawed: `read_list` would refuse it.
        ValueError: the time is not in UTC.
    """
    files = [
        {"name": name, "sha256": sha256(data).hexdigest(), "size": len(data)} for name, data in sorted(members.items())
    ]
    fields = {
        "academy": about.academy,
        "files": files,
        "format": FORMAT,
        "group": about.group,
        "jury": about.jury,
        "key": key,
        "made": exact_text(about.made),
        "number": about.number,
        "session": about.session,
    }
    listed = dsse.sealed(TYPE, strict_json.written(fields), key, sign)
    read_list(listed)
    root, out = case_name(about.jury, about.number), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted({**members, CASE: listed}.items()):
            archive.writestr(zipfile.ZipInfo(f"{root}/{name}", _DAY), data)
    return out.getvalue()


def case_name(jury: str, number: str) -> str:
    """Name the folder of a case, such as ``dossier-J01-0417``; ``dossier`` where those cannot be in a file name."""
    possible = names.can_name_a_copy(jury) and names.can_name_a_livret(number)
    return f"dossier-{jury}-{number}" if possible else "dossier"


def read_list(data: bytes) -> CaseList:
    """Read ``dossier.dsse``; the signature is verified before anything else is believed.

    Raises:
        Flawed: it is not one, or its signature does not hold.
    """
    envelope = dsse.opened(data, TYPE, CASE)
    read = envelope.verified()
    fields = Fields(CASE)
    if isinstance(read, dict) and isinstance(read.get("format"), str) and read["format"] != FORMAT:
        raise fields.wrong(Flaw.FORMAT_NEWER, "format")
    fields.shape(read, _LIST)
    fields.texts(read, ("jury", "number"))
    fields.need(read["group"] in {1, 2}, "group")
    fields.need(read["session"] is None or 1900 <= read["session"] <= 9999, "session")
    fields.need(read["academy"] is None or dsse.is_key(read["academy"]), "academy")
    fields.moment(read["made"], "made")
    return CaseList(
        read["jury"],
        read["number"],
        read["session"],
        read["group"],
        read["academy"],
        read["made"],
        envelope.keyid,
        _files(fields, read["files"]),
    )


def _files(fields: Fields, read: list[Any]) -> Mapping[str, str]:
    for rank, one in enumerate(read):
        place = f"files.{rank}"
        fields.shape(one, _FILE, place)
        fields.need(one["name"] in ALWAYS | SOMETIMES, f"{place}.name")
        fields.need(is_digest(one["sha256"]), f"{place}.sha256")
        fields.need(0 <= one["size"] <= min(MAX_LIVRET, LAST_RANK), f"{place}.size")
    listed = [one["name"] for one in read]
    fields.need(listed == sorted(set(listed)), "files")
    fields.need(set(listed) >= ALWAYS, "files")
    return {one["name"]: one["sha256"] for one in read}
