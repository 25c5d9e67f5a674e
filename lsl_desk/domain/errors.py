# SPDX-License-Identifier: AGPL-3.0-or-later
"""The expected refusals. Anything else that is raised is a fault of ours."""

from enum import StrEnum

Fact = str | int


class Code(StrEnum):
    """Why something was refused. The French sentence of each is in `client.sentences`; a test holds them together."""

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
    PAGE_UNKNOWN = "page_unknown"
    PAGE_UNREADABLE = "page_unreadable"
    PAGE_VEILED = "page_veiled"
    PAGE_WORKER_DOWN = "page_worker_down"
    VALUE_OUT_OF_RANGE = "value_out_of_range"
    QUERY_FIELD = "query_field"
    QUERY_VALUE = "query_value"
    SETTINGS_UNREADABLE = "settings_unreadable"
    OUTPUT_UNWRITABLE = "output_unwritable"


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
