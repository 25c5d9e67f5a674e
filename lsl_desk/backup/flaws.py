# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ways a plan de secours can be wrong, one stable code each. Their French sentences are in `sentences`."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Flaw(StrEnum):
    """A way of being wrong; the value is the code that ``lsl-verify --json`` prints."""

    # The text of manifest.json (« part » says whether of the envelope or of what it signs).
    JSON_BOM = "json_bom"
    JSON_ENCODING = "json_encoding"
    JSON_SYNTAX = "json_syntax"
    JSON_DEPTH = "json_depth"
    JSON_NUMBER = "json_number"
    JSON_TWICE = "json_twice"
    JSON_FORM = "json_form"

    # The envelope.
    ENVELOPE_FIELDS = "envelope_fields"
    PAYLOAD_TYPE = "payload_type"
    PAYLOAD_BASE64 = "payload_base64"
    SIGNATURE_NONE = "signature_none"
    SIGNATURE_SEVERAL = "signature_several"
    SIGNATURE_SHAPE = "signature_shape"
    SIGNATURE_WRONG = "signature_wrong"
    KEY_SHAPE = "key_shape"
    KEYID_OTHER = "keyid_other"

    # What is signed.
    FORMAT_NEWER = "format_newer"
    FIELD_UNKNOWN = "field_unknown"
    FIELD_MISSING = "field_missing"
    FIELD_TYPE = "field_type"
    FIELD_VALUE = "field_value"
    CANDIDATE_TWICE = "candidate_twice"
    CANDIDATE_CLASH = "candidate_clash"
    CANDIDATE_FILE = "candidate_file"
    FILES_NAME = "files_name"
    FILES_TWICE = "files_twice"
    FILES_CLASH = "files_clash"
    FILES_ORDER = "files_order"
    FILES_UNOWNED = "files_unowned"
    FILES_LACKING = "files_lacking"
    FILES_SIZE = "files_size"


ENVELOPE: Final = "enveloppe"
CONTENT: Final = "contenu signé"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        flaw: which.
        file: the member concerned, "" when it is the copy itself.
        facts: what its sentence names.
    """

    flaw: Flaw
    file: str = ""
    facts: dict[str, str] = field(default_factory=dict)


class Flawed(ValueError):  # noqa: N818 - the state of the copy, as the caller reports it
    """What was read is not what it should be; `finding` says how."""

    def __init__(self, flaw: Flaw, file: str = "", **facts: str) -> None:
        super().__init__(flaw.value)
        self.finding = Finding(flaw, file, facts)
