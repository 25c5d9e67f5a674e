# SPDX-License-Identifier: AGPL-3.0-or-later
"""The expected refusals. Anything else that is raised is a fault of ours."""

from enum import StrEnum

Fact = str | int


class Code(StrEnum):
    """Why something was refused. The French sentence of each is in `sentences`; a test holds them together."""

    # the path given
    PATH_MISSING = "path_missing"
    PATH_UNREADABLE = "path_unreadable"
    PATH_VANISHED = "path_vanished"
    NOT_A_JURY = "not_a_jury"
    SEVERAL_JURIES = "several_juries"
    # a zip
    ZIP_BAD = "zip_bad"
    ZIP_ENCRYPTED = "zip_encrypted"
    ZIP_BOMB = "zip_bomb"
    # members of a folder or zip
    MEMBER_OUTSIDE = "member_outside"
    MEMBER_LINK = "member_link"
    MEMBER_CASE_CLASH = "member_case_clash"
    # the index
    INDEX_NO_LINK = "index_no_link"
    INDEX_AMBIGUOUS = "index_ambiguous"
    INDEX_COLUMN_UNKNOWN = "index_column_unknown"
    LIST_UNREADABLE = "list_unreadable"
    LIST_HEADER = "list_header"
    JURY_OTHER_SESSION = "jury_other_session"
    # the store
    STORE_MISSING = "store_missing"
    STORE_EXISTS = "store_exists"
    STORE_LOCKED = "store_locked"
    STORE_DAMAGED = "store_damaged"
    STORE_NEWER = "store_newer"
    STORE_BUSY = "store_busy"
    STORE_ON_NETWORK = "store_on_network"
    PASSPHRASE_WRONG = "passphrase_wrong"  # noqa: S105 - a code
    PASSPHRASE_WEAK = "passphrase_weak"  # noqa: S105 - a code
    KEYRING_ABSENT = "keyring_absent"
    KEYRING_REFUSED = "keyring_refused"
    DISK_FULL = "disk_full"
    DISK_FAILED = "disk_failed"
    JOURNAL_BROKEN = "journal_broken"
    JOURNAL_KEPT = "journal_kept"
    # asking for something
    JURY_UNKNOWN = "jury_unknown"
    NUMBER_UNKNOWN = "number_unknown"
    NO_LIVRET = "no_livret"
    LIVRET_REFUSED = "livret_refused"
    LIVRET_SHUT = "livret_shut"
    PAGE_UNKNOWN = "page_unknown"
    PAGE_UNREADABLE = "page_unreadable"
    PAGE_VEILED = "page_veiled"
    PAGE_OTHER_NUMBER = "page_other_number"
    PAGE_NO_NUMBER = "page_no_number"
    PAGE_WORKER_DOWN = "page_worker_down"
    VALUE_OUT_OF_RANGE = "value_out_of_range"
    QUERY_FIELD = "query_field"
    QUERY_VALUE = "query_value"
    SETTINGS_UNREADABLE = "settings_unreadable"
    OUTPUT_UNWRITABLE = "output_unwritable"
    # the eve of the deliberation
    CENTRE_HEAD_ONLY = "centre_head_only"
    NUMBER_NOWHERE = "number_nowhere"
    NUMBER_ELSEWHERE = "number_elsewhere"
    NUMBER_AMBIGUOUS = "number_ambiguous"
    PICTURE_UNREADABLE = "picture_unreadable"
    CODE_NOT_FOUND = "code_not_found"
    CODE_SEVERAL = "code_several"
    MESSAGE_EMPTY = "message_empty"
    MESSAGE_TOO_LONG = "message_too_long"
    DRILL_MISSING = "drill_missing"
    PHONE_ODD = "phone_odd"
    SHEET_INCOMPLETE = "sheet_incomplete"
    # the plan de secours
    COPY_GONE = "copy_gone"
    COPY_READ_ONLY = "copy_read_only"
    COPY_NO_ROOM = "copy_no_room"
    COPY_FULL = "copy_full"
    COPY_TOO_LARGE = "copy_too_large"
    COPY_FAILED = "copy_failed"
    COPY_NOT_WHOLE = "copy_not_whole"
    COPY_EMPTY = "copy_empty"
    COPY_NO_NAME = "copy_no_name"
    COPY_LIVRET = "copy_livret"
    COPY_UNKNOWN = "copy_unknown"
    COPY_BROKEN = "copy_broken"
    COPY_BOX = "copy_box"
    COPY_CODE_NEEDED = "copy_code_needed"
    COPY_CODE_ODD = "copy_code_odd"
    COPY_CODE_OTHER = "copy_code_other"
    COPY_CODE_WRONG = "copy_code_wrong"
    COPY_CODE_WAIT = "copy_code_wait"
    COPY_OLDER = "copy_older"
    # what the academy refuses of an act it keeps (`domain.board`)
    SITTING_CLOSED = "sitting_closed"
    SITTING_OPENED = "sitting_opened"
    MARK_UNKNOWN = "mark_unknown"
    MARK_STALE = "mark_stale"
    MARK_OUT_OF_RANGE = "mark_out_of_range"
    PRESIDENT_ONLY = "president_only"
    CONFLICT_UNKNOWN = "conflict_unknown"
    CONFLICT_OPEN = "conflict_open"
    ROLE_OTHER = "role_other"
    JURY_NOT_YOURS = "jury_not_yours"
    # the way to the academy
    NET_BY_CHOICE = "net_by_choice"
    NET_NAME = "net_name"
    NET_REFUSED = "net_refused"
    NET_TIMEOUT = "net_timeout"
    NET_CUT = "net_cut"
    NET_TLS_UNKNOWN = "net_tls_unknown"
    NET_TLS_DATE = "net_tls_date"
    NET_TLS_NAME = "net_tls_name"
    NET_PROXY_AUTH = "net_proxy_auth"
    NET_PROXY = "net_proxy"
    NET_PORTAL = "net_portal"
    NET_GATEWAY = "net_gateway"
    NET_LENGTH = "net_length"
    NET_ENCODING = "net_encoding"
    NET_OTHER_SERVER = "net_other_server"
    NET_ANSWER = "net_answer"
    # what the academy answers to a request
    NOT_ENROLLED = "not_enrolled"
    DEVICE_UNKNOWN = "device_unknown"
    DEVICE_REVOKED = "device_revoked"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - a code
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    REQUEST_INVALID = "request_invalid"
    TOO_LARGE = "too_large"
    TOO_MANY_REQUESTS = "too_many_requests"
    SERVER_FAULT = "server_fault"
    SERVER_FULL = "server_full"
    ADDRESS_TAKEN = "address_taken"
    SERVER_NEWER = "server_newer"
    ENROLMENT_EXPIRED = "enrolment_expired"
    ENROLMENT_REFUSED = "enrolment_refused"
    ENROLMENT_CHANGED = "enrolment_changed"
    ACT_ALTERED = "act_altered"
    ACT_UNREADABLE = "act_unreadable"
    ACT_UNSIGNED = "act_unsigned"
    CHAIN_FORKED = "chain_forked"
    FEED_BROKEN = "feed_broken"
    MANIFEST_OLDER = "manifest_older"
    MANIFEST_UNSIGNED = "manifest_unsigned"
    RECEIPT_UNSIGNED = "receipt_unsigned"
    LIVRET_ALTERED = "livret_altered"
    # accounts, posts and pages of the academy
    SIGN_IN_WRONG = "sign_in_wrong"
    CODE_WRONG = "code_wrong"
    PASSWORD_WEAK = "password_weak"  # noqa: S105 - a code
    PASSWORD_OTHER = "password_other"  # noqa: S105 - a code
    LOGIN_TAKEN = "login_taken"
    LOGIN_INVALID = "login_invalid"
    ACCOUNT_UNKNOWN = "account_unknown"
    ACCOUNT_CENTRE = "account_centre"
    CENTRE_UNKNOWN = "centre_unknown"
    FORM_STALE = "form_stale"
    SIGN_IN_NEEDED = "sign_in_needed"
    RIGHT_MISSING = "right_missing"
    REASON_MISSING = "reason_missing"
    OIDC_FAILED = "oidc_failed"
    OIDC_UNKNOWN = "oidc_unknown"
    CHALLENGE_REFUSED = "challenge_refused"
    ENROLMENT_EARLY = "enrolment_early"
    ENROLMENT_DECIDED = "enrolment_decided"
    DEVICE_KNOWN = "device_known"


class Refusal(Exception):  # noqa: N818 - the word of the trade: the input is refused, nothing went wrong with us
    """The input or the moment is refused: a stable code and the facts its French sentence needs.

    Facts never hold a name, an INE or the text of a livret: a refusal may be logged.
    """

    def __init__(self, code: Code, **facts: Fact) -> None:
        super().__init__(code.value)
        self.code = code
        self.facts = facts

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"Refusal({self.code.value}{', ' if facts else ''}{facts})"
