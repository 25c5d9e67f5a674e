# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bytes that changed under us: named as such, and never a crash, never a wrong livret (reliability study, test 7)."""

import random
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.store import opening
from lsl_desk.adapters.store.connection import connect
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.adapters.store.keys import KeyFile
from lsl_desk.adapters.store.proved import ENOUGH
from lsl_desk.domain.acts import LivretOpened
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.wire.envelope import Signed, VerifyingKey
from tests.adapters.store.desks import PASSPHRASE, bring_in, livret, make, refusal_of, reopen
from tests.fakes.desk import FixedClock

if TYPE_CHECKING:
    from collections.abc import Callable

LIVRETS = [livret(f"{number:04}", "texte", padding=90_000) for number in range(6)]
J01 = JuryId("J01")
FLIPS = 80
EXPECTED = {Code.STORE_DAMAGED, Code.LIVRET_REFUSED, Code.NO_LIVRET, Code.JOURNAL_BROKEN}


def filled(root: Path) -> Path:
    desk = make(root)
    bring_in(desk, "J01", LIVRETS)
    for one in LIVRETS:
        desk.record(J01, 1, LivretOpened(StudentNumber(one.number), one.digest, "dossier"))
    desk.close()
    return root / "desk.lsl"


def statement(root: Path, sql: str, *values: object) -> None:
    """Change a closed store as somebody who has its key could."""
    connection = connect(
        root / "desk.lsl", KeyFile(root / "desk.keys.json").open(PASSPHRASE).part("store"), writable=True
    )
    connection.execute("PRAGMA foreign_keys = OFF")
    assert connection.execute(sql, values).rowcount != 0
    connection.close()


def visit(desk: SealedDesk) -> set[Code]:
    """Ask for everything; return the refusals met. What is given is right."""

    def same(one: int) -> None:
        assert desk.livret(LIVRETS[one].digest) == LIVRETS[one].data

    questions: list[Callable[[], object]] = [
        desk.summaries,
        lambda: desk.jury(J01),
        lambda: list(desk.acts()),
        lambda: desk.search(J01, "texte"),
        lambda: desk.keep_note("a", "b"),
        *(partial(same, one) for one in range(len(LIVRETS))),
    ]
    return {code for code in map(refusal_of, questions) if code}


def visit_again(root: Path) -> set[Code]:
    """The same of a store that is opened for it, and closed."""
    try:
        desk = reopen(root)
    except Refusal as refusal:
        return {refusal.code}
    met = visit(desk)
    return met | {code for code in [refusal_of(desk.close)] if code}


def test_a_bit_flipped_anywhere_is_met_as_damage_or_not_at_all(tmp_path: Path, rng: random.Random) -> None:
    store = filled(tmp_path)
    whole = store.read_bytes()
    refused = 0
    slice_of = len(whole) * 8 // FLIPS
    for at in range(FLIPS):  # one in each part of the file, so that how many are met is no matter of luck
        spoilt = bytearray(whole)
        bit = at * slice_of + rng.randrange(slice_of)
        spoilt[bit // 8] ^= 1 << bit % 8
        store.write_bytes(bytes(spoilt))
        met = visit_again(tmp_path)
        assert met <= EXPECTED, met
        refused += bool(met)
    # About half of this small store is what the visit reads; the rest are pages of tables that hold little or nothing.
    assert refused > FLIPS // 4, "livrets and rows are a good part of this store: many flips must be met"


def test_one_damaged_livret_leaves_the_others_readable_in_the_same_session(tmp_path: Path) -> None:
    store = filled(tmp_path)
    whole = store.read_bytes()
    pages = len(whole) // 32768
    for page in range(pages - 1, 2, -1):
        store.write_bytes(whole[: page * 32768 + 9] + bytes([whole[page * 32768 + 9] ^ 1]) + whole[page * 32768 + 10 :])
        desk = reopen(tmp_path)
        good, bad = 0, 0
        for one in LIVRETS * 2:
            refused = refusal_of(partial(desk.livret, one.digest))
            assert refused in {None, Code.STORE_DAMAGED}
            bad += refused is not None
            good += refused is None
        desk.close()
        if bad == 2:
            assert good == 2 * len(LIVRETS) - 2
            return
    pytest.fail("no page of this store belongs to one livret alone")


def test_a_livret_that_no_longer_bears_its_digest_is_refused_by_its_number(tmp_path: Path) -> None:
    filled(tmp_path)
    statement(tmp_path, "UPDATE livret SET data = ? WHERE digest = ?", b"%PDF-other", LIVRETS[0].digest)
    desk = reopen(tmp_path)
    with pytest.raises(Refusal) as refused:
        desk.livret(LIVRETS[0].digest)
    assert (refused.value.code, refused.value.facts["number"]) == (Code.LIVRET_REFUSED, LIVRETS[0].number)
    assert desk.livret(LIVRETS[1].digest) == LIVRETS[1].data
    desk.close()


@pytest.mark.parametrize(
    ("sql", "sequence"),
    [
        ("DELETE FROM act WHERE sequence = 3", 3),
        ("DELETE FROM act WHERE sequence = 6", 6),
        ("UPDATE act SET position = position + 10 WHERE sequence = 2", 2),
        ("UPDATE act SET signature = zeroblob(64) WHERE sequence = 4", 4),
        ("UPDATE act SET signature = zeroblob(3) WHERE sequence = 4", 4),
        ("UPDATE act SET payload = CAST('{}' AS BLOB) WHERE sequence = 5", 5),
        (
            "UPDATE act SET payload = CAST(replace(CAST(payload AS TEXT), '\"version\":1', '\"version\":2') AS BLOB) "
            "WHERE sequence = 2",
            2,
        ),
        ("UPDATE act SET device = 'another' WHERE sequence = 1", 1),
    ],
)
def test_a_journal_that_was_touched_is_said_broken_at_its_place(tmp_path: Path, sql: str, sequence: int) -> None:
    filled(tmp_path)
    statement(tmp_path, sql)
    desk = reopen(tmp_path)
    with pytest.raises(Refusal) as refused:
        desk.acts(J01)
    assert (refused.value.code, refused.value.facts["sequence"]) == (Code.JOURNAL_BROKEN, sequence)
    desk.close()


@pytest.mark.parametrize("spoilt", [b"", b"not a store", b"SQLite format 3\x00" + b"\x00" * 4096])
def test_a_file_that_is_not_our_store_is_damaged(tmp_path: Path, spoilt: bytes) -> None:
    store = filled(tmp_path)
    store.write_bytes(spoilt)
    with pytest.raises(Refusal) as refused:
        reopen(tmp_path)
    assert refused.value.code is Code.STORE_DAMAGED
    assert store.read_bytes() == spoilt, "what a person may want to have repaired is not written to"


def test_a_store_cut_short_is_damaged(tmp_path: Path) -> None:
    store = filled(tmp_path)
    store.write_bytes(store.read_bytes()[: 32768 * 2 + 100])
    assert Code.STORE_DAMAGED in visit_again(tmp_path)


def test_a_store_without_its_device_or_person_says_so(tmp_path: Path) -> None:
    filled(tmp_path)
    statement(tmp_path, "UPDATE device SET private = NULL")
    statement(tmp_path, "DELETE FROM person")
    desk = reopen(tmp_path)
    with pytest.raises(Refusal, match=Code.STORE_DAMAGED.value):
        _ = desk.author
    with pytest.raises(Refusal, match=Code.STORE_DAMAGED.value):
        desk.record(J01, 1, LivretOpened(StudentNumber("0001"), LIVRETS[1].digest, "dossier"))
    desk.close()


def test_another_store_s_keys_do_not_open_this_one(tmp_path: Path) -> None:
    filled(tmp_path / "one")
    make(tmp_path / "two").close()
    (tmp_path / "two" / "desk.keys.json").replace(tmp_path / "one" / "desk.keys.json")
    with pytest.raises(Refusal, match=Code.STORE_DAMAGED.value):
        opening.unlock(DataFolder(tmp_path / "one"), PASSPHRASE, FixedClock())


def proved(root: Path) -> None:
    """A journal so long that its proof is kept for the next session, and one act more."""
    desk = make(root)
    bring_in(desk, "J01", LIVRETS)
    body = LivretOpened(StudentNumber(LIVRETS[0].number), LIVRETS[0].digest, "dossier")
    for _ in range(ENOUGH):
        desk.record(J01, 1, body)
    assert len(list(desk.acts(J01))) == ENOUGH
    desk.record(J01, 1, body)
    desk.record(JuryId("J02"), 1, body)
    desk.close()


def test_what_was_proved_is_not_verified_again_and_what_came_since_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proved(tmp_path)
    verified: list[Signed] = []
    verify = VerifyingKey.verify

    def counted(key: VerifyingKey, signed: Signed, payload_type: str) -> None:
        verified.append(signed)
        verify(key, signed, payload_type)

    monkeypatch.setattr(VerifyingKey, "verify", counted)
    desk = reopen(tmp_path)
    assert [act.sequence for act in desk.acts(J01)] == list(range(1, ENOUGH + 2))
    assert len(verified) == 2, "the two acts written after the proof"
    assert [act.sequence for act in desk.acts(JuryId("J02"))] == [ENOUGH + 2]
    assert len(list(desk.acts())) == ENOUGH + 2
    assert len(verified) == 2, "nothing was written since"
    desk.close()


@pytest.mark.parametrize(
    ("sql", "sequence"),
    [
        ("UPDATE act SET signature = zeroblob(64) WHERE sequence = 40", 40),
        ("UPDATE act SET position = position + 1000 WHERE sequence = 7", 7),
        ("DELETE FROM act WHERE sequence = 50", 50),
        ("DELETE FROM act WHERE sequence > 50", 51),
        ("UPDATE act SET signature = zeroblob(64) WHERE sequence = 101", 101),
        ("UPDATE act SET payload = CAST(payload || ' ' AS BLOB) WHERE sequence = 12", 12),
    ],
)
def test_a_journal_touched_after_its_proof_was_kept_is_said_broken_at_its_place(
    tmp_path: Path, sql: str, sequence: int
) -> None:
    proved(tmp_path)
    statement(tmp_path, sql)
    desk = reopen(tmp_path)
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            desk.acts(J01)
        assert (refused.value.code, refused.value.facts["sequence"]) == (Code.JOURNAL_BROKEN, sequence)
    desk.close()
