# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ways a copy or a proof can be wrong, one stable code each. Their French sentences are in `sentences`."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Flaw(StrEnum):
    """A way of being wrong; the value is the code that ``lsl-verify --json`` prints."""

    # Where one looks.
    PLACE_MISSING = "place_missing"
    PLACE_UNREADABLE = "place_unreadable"
    PLACE_OTHER = "place_other"
    PLACE_NAME = "place_name"
    MANIFEST_MISSING = "manifest_missing"

    # The members, by their names and kinds.
    MEMBER_OUTSIDE = "member_outside"
    MEMBER_ABSOLUTE = "member_absolute"
    MEMBER_BACKSLASH = "member_backslash"
    MEMBER_DRIVE = "member_drive"
    MEMBER_ENCODING = "member_encoding"
    MEMBER_LINK = "member_link"
    MEMBER_DEVICE = "member_device"
    MEMBER_CASE_CLASH = "member_case_clash"
    MEMBER_UNICODE_CLASH = "member_unicode_clash"
    MEMBER_TWICE = "member_twice"
    MEMBER_EXTRA = "member_extra"
    MEMBER_LITTER = "member_litter"
    MEMBER_TOO_MANY = "member_too_many"

    # The members, by their bytes.
    MEMBER_MISSING = "member_missing"
    MEMBER_UNREADABLE = "member_unreadable"
    MEMBER_TOO_LARGE = "member_too_large"
    MEMBER_EMPTY = "member_empty"
    MEMBER_SHORT = "member_short"
    MEMBER_LONG = "member_long"
    MEMBER_ALTERED = "member_altered"
    MEMBER_SWAPPED = "member_swapped"
    MEMBER_OTHER_VERSION = "member_other_version"

    # The zip.
    ZIP_BAD = "zip_bad"
    ZIP_PREPENDED = "zip_prepended"
    ZIP_TRAILING = "zip_trailing"
    ZIP_GAP = "zip_gap"
    ZIP_OVERLAP = "zip_overlap"
    ZIP_HEADERS = "zip_headers"
    ZIP_ENCRYPTED = "zip_encrypted"
    ZIP_METHOD = "zip_method"
    ZIP_STREAMED = "zip_streamed"
    ZIP_LARGE = "zip_large"
    ZIP_SPLIT = "zip_split"
    ZIP_COMMENT = "zip_comment"
    ZIP_FIELD = "zip_field"
    ZIP_BOMB = "zip_bomb"
    ZIP_DATA = "zip_data"
    ZIP_CRC = "zip_crc"
    ZIP_ROOT = "zip_root"

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

    # What the pages beside it say.
    INDEX_TEXT = "index_text"
    INDEX_SCRIPT = "index_script"
    INDEX_RESOURCE = "index_resource"
    INDEX_LINK = "index_link"
    INDEX_ROW = "index_row"
    INDEX_ROWS = "index_rows"
    HASHES_TEXT = "hashes_text"
    HASHES_TWICE = "hashes_twice"
    HASHES_OTHER = "hashes_other"
    HASHES_EXTRA = "hashes_extra"
    HASHES_LACKING = "hashes_lacking"

    # Whose copy it is, and which.
    JURY_OTHER = "jury_other"
    JURY_NOWHERE = "jury_nowhere"
    VERSION_OLD = "version_old"
    VERSION_DOUBLE = "version_double"
    KEY_UNKNOWN = "key_unknown"
    CODE_FORM = "code_form"
    CODE_WRONG = "code_wrong"
    BOX_TEXT = "box_text"
    BOX_KDF = "box_kdf"
    BOX_CONTENT = "box_content"
    BOX_OTHER = "box_other"
    BOX_LACKING = "box_lacking"

    # What is no copy: visas, a PV.
    PROOF_OTHER = "proof_other"
    SIGNER_OTHER = "signer_other"
    WORDS_OTHER = "words_other"
    VISA_TWICE = "visa_twice"
    VISA_NOBODY = "visa_nobody"
    PV_ALTERED = "pv_altered"
    PDF_ALTERED = "pdf_altered"
    RECORD_OTHER = "record_other"
    SHEET_ALTERED = "sheet_altered"
    SHEET_LACKING = "sheet_lacking"

    # A journal, by its lines.
    WORDS_NOWHERE = "words_nowhere"
    LINE_MISSING = "line_missing"
    LINES_MISSING = "lines_missing"
    LINE_MOVED = "line_moved"
    LINE_UNREADABLE = "line_unreadable"
    LINE_UNHELD = "line_unheld"
    LINE_CHAIN = "line_chain"

    # The file of a case, by what its acts say.
    CASE_MIXED = "case_mixed"
    CASE_STEP = "case_step"
    CASE_END = "case_end"
    CASE_DECISION = "case_decision"
    CASE_UNEXAMINED = "case_unexamined"
    CASE_VISA = "case_visa"
    CASE_PV = "case_pv"


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


class Flawed(Exception):  # noqa: N818 - the state of the copy, as the caller reports it
    """What was read is not what it should be; `finding` says how."""

    def __init__(self, flaw: Flaw, file: str = "", **facts: str) -> None:
        super().__init__(flaw.value)
        self.finding = Finding(flaw, file, facts)
