# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names under seal: even who reads the tables reads no name (features N18)."""

from pathlib import Path

from lsl_desk.adapters.store.connection import connect
from lsl_desk.adapters.store.keys import KeyFile
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from tests.adapters.store.desks import PASSPHRASE, bring_in, livret, make

ONE = livret("0417", "texte")
NAMES = (
    SealedIdentity(StudentNumber("0417"), "ESSAI-TOUT-INVENTE", "", "Prénom", "", "ZZ000000000AA"),
    SealedIdentity(StudentNumber("0418"), "AUTRE-ESSAI"),
)


def test_names_are_counted_read_back_and_none_is_in_the_tables(tmp_path: Path) -> None:
    desk = make(tmp_path)
    bring_in(desk, "J01", [ONE], identities=NAMES)
    bring_in(desk, "J02", [ONE])
    bring_in(desk, "J03", [ONE], identities=NAMES[:1])
    assert [desk.identities_sealed(JuryId(jury)) for jury in ("J01", "J02", "J03", "J04")] == [2, 0, 1, 0]
    bring_in(desk, "J01", [ONE], identities=NAMES[:1], version=2)
    assert desk.identities_sealed(JuryId("J01")) == 1
    names = desk.names()
    assert names.unseal(JuryId("J01")) == NAMES[:1]
    assert names.unseal(JuryId("J02")) == ()
    names.seal(JuryId("J02"), 1, NAMES[1:])
    assert (names.sealed(JuryId("J02")), names.unseal(JuryId("J02"))) == (1, NAMES[1:])
    desk.close()
    connection = connect(
        tmp_path / "desk.lsl", KeyFile(tmp_path / "desk.keys.json").open(PASSPHRASE).part("store"), writable=False
    )
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = repr([connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables])  # noqa: S608 - our own names
    connection.close()
    assert "0417" in rows
    for name in ("ESSAI", "INVENTE", "Prénom", "ZZ000000000AA"):
        assert name not in rows
