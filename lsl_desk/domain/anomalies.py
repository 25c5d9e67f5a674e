# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the import doctor lists (features P45): odd things that do not stop an import, each at its place."""

from dataclasses import dataclass
from enum import StrEnum


class AnomalyCode(StrEnum):
    """What is odd. The French sentence of each is in `sentences`."""

    INE_FORMAT = "ine_format"
    OTHER_SESSION = "other_session"
    FORMAT_EMPTY = "format_empty"
    FORMAT_UNKNOWN = "format_unknown"
    ROWS_ANNOUNCED = "rows_announced"
    NUMBER_DUPLICATE = "number_duplicate"
    PV_DUPLICATE = "pv_duplicate"
    NUMBER_MISSING = "number_missing"
    PDF_WITHOUT_CANDIDATE = "pdf_without_candidate"
    CANDIDATE_WITHOUT_PDF = "candidate_without_pdf"
    PAGE_NUMBER = "page_number"
    PAGE_WITHOUT_NUMBER = "page_without_number"
    LIVRET_REFUSED = "livret_refused"
    SERIE_UNKNOWN = "serie_unknown"
    LIST_WITHOUT_MATCH = "list_without_match"
    LIST_CONTRADICTS = "list_contradicts"
    ZERO_RESTORED = "zero_restored"
    LINK_BROKEN = "link_broken"
    SAME_FILE_TWICE = "same_file_twice"
    PAGES_ANNOUNCED = "pages_announced"
    OTHER_VERDICT = "other_verdict"
    # the lists an academy takes in
    CELL_EMPTY = "cell_empty"
    CELL_FORMAT = "cell_format"
    ROW_REPEATED = "row_repeated"
    CENTRE_UNKNOWN = "centre_unknown"
    JURY_UNKNOWN = "jury_unknown"
    CANDIDATE_UNKNOWN = "candidate_unknown"
    CANDIDATE_ELSEWHERE = "candidate_elsewhere"
    CANDIDATE_NOT_SENT = "candidate_not_sent"
    ACCOUNT_UNKNOWN = "account_unknown"
    SCHOOL_UNKNOWN = "school_unknown"
    EXAM_UNKNOWN = "exam_unknown"
    EXAM_ABSENT = "exam_absent"
    MARK_STEP = "mark_step"
    ORAL_GROUP = "oral_group"
    ORAL_EXAM = "oral_exam"
    ORAL_UNTOLD = "oral_untold"
    ORAL_COUNT = "oral_count"


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One line of the import doctor.

    Attributes:
        code: what is odd.
        where: the row or file, in words a centre head can follow (« index, ligne 12 », « livrets/0417.pdf, page 3 »).
        value: what was read, as it was read; never a name.
        expected: what was expected, or "".
    """

    code: AnomalyCode
    where: str
    value: str
    expected: str = ""
