# SPDX-License-Identifier: AGPL-3.0-or-later
"""What erasing one jury leaves in the sealed file itself."""

from pathlib import Path

from sqlalchemy import func, select

from lsl_desk.adapters.store import schema
from lsl_desk.domain.acts import LivretOpened
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.domain.own_check import OwnCheck
from tests.academy.model import START, AcademyModel, digest_of, livret_data
from tests.adapters.store.desks import bring_in, livret, make, reopen

J01 = JuryId("J01")
_OF_A_JURY = (
    schema.candidate,
    schema.anomaly,
    schema.identity,
    schema.page_seen,
    schema.manifest,
    schema.own_check,
    schema.contact,
    schema.version,
    schema.jury,
)


def test_no_row_of_an_erased_jury_is_left_in_any_version_and_the_log_is_empty(tmp_path: Path) -> None:
    one, corrected = livret("0417", "Trimestre 1"), livret("0417", "Trimestre 1, corrigé")
    desk = make(tmp_path)
    names = (SealedIdentity(StudentNumber("0417"), "Inventé"),)
    bring_in(desk, "J01", [one], identities=names)
    bring_in(desk, "J01", [corrected], version=2, identities=names)
    desk.see_page(J01, StudentNumber("0417"), one.digest, 0, 1.0)
    desk.record(J01, 1, LivretOpened(StudentNumber("0417"), one.digest, "dossier"))
    desk.erase_jury(J01)
    assert (tmp_path / "desk.lsl-wal").stat().st_size == 0
    with desk._rest().engines.reading() as connection:
        for table in (*_OF_A_JURY, schema.livret, schema.livret_text, schema.note):
            assert connection.scalar(select(func.count()).select_from(table)) == 0, table.name
    desk.close()
    again = reopen(tmp_path)
    assert [act.jury for act in again.acts()] == ["J01"]
    bring_in(again, "J01", [corrected])
    assert again.livret(corrected.digest) == corrected.data
    again.close()


def test_of_a_jury_with_one_candidate_on_hold_no_row_of_another_is_left(tmp_path: Path) -> None:
    held, other = livret("0417", "Trimestre 1"), livret("0418", "Trimestre 1")
    desk = make(tmp_path)
    names = tuple(SealedIdentity(StudentNumber(one.number), f"Inventé {one.number}") for one in (held, other))
    odd = (Anomaly(AnomalyCode.INE_FORMAT, "index, ligne 2", "Inventé", ""),)
    bring_in(desk, "J01", [held, other], identities=names, anomalies=odd)
    bring_in(desk, "J01", [held, other], version=2, identities=names, anomalies=odd)
    for one in (held, other):
        desk.see_page(J01, StudentNumber(one.number), one.digest, 0, 1.0)
    desk.erase_jury(J01, but={StudentNumber("0417")}, told=("told", "so"))
    assert [one.name for one in desk.names().unseal(J01)] == ["Inventé 0417"]
    assert desk.pages_seen(J01) == {"0417": {held.digest: {0: 1.0}}}
    with desk._rest().engines.reading() as connection:
        counts = {
            table.name: connection.scalar(select(func.count()).select_from(table))
            for table in (schema.candidate, schema.anomaly, schema.identity, schema.version, schema.livret_text)
        }
    assert counts == {"candidate": 1, "anomaly": 0, "identity": 1, "version": 1, "livret_text": 1}
    assert desk.note("told") == "so"
    desk.close()


def test_a_jury_that_came_from_the_academy_goes_whole_and_may_come_again(tmp_path: Path) -> None:
    desk, model, data = make(tmp_path), AcademyModel(), livret_data("0417")
    model.publish("J01", {"0417": data})
    link = desk.link()

    def bring() -> None:
        link.stage([(digest_of(data), data)])
        link.commit_version(model.manifest(J01), START)

    bring()
    (one,) = link.unchecked()
    link.keep_check(one, OwnCheck(LivretProblem.TRUNCATED, ()), (), ())
    desk.erase_jury(J01)
    with desk._rest().engines.reading() as connection:
        for table in (*_OF_A_JURY, schema.livret):
            assert connection.scalar(select(func.count()).select_from(table)) == 0, table.name
    bring()
    assert desk.jury(J01).version == 1
    desk.close()
