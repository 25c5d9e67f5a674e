# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file of a case as the academy makes it: from its tables, signed by its key, proved by `lsl-verify` (J4, 9)."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from lsl_desk.backup.proofs.kinds import Kind
from lsl_desk.backup.proofs.opening import check_at
from lsl_desk.backup.proofs.report import Known, Proof
from lsl_desk.domain.acts import LivretOpened
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.rights import AccountRole
from lsl_desk.domain.visas import JuryVisas, visas_of
from lsl_desk.server.cli.main import main
from lsl_desk.server.db import publications, schema
from lsl_desk.server.services import academy as academies
from lsl_desk.server.services import cases
from lsl_desk.wire.envelope import SigningKey
from lsl_desk.wire.minutes import encode_minutes
from lsl_desk.wire.pv_record import seal_record
from lsl_desk.wire.visas import seal_visas
from tests.backup.proofs.made import zipped
from tests.server.academies import Here
from tests.server.pages.test_closing_pages import here as _here
from tests.server.pages.test_closing_pages import pv_of, sign, sit
from tests.server.pages.test_sittings import post
from tests.server.pages.test_sittings import send as act

here = _here
J01 = JuryId("J01")
POST = SigningKey(b"p" * 32)


def case(here: Here, place: Path, number: str = "0501", paper: Path | None = None) -> Proof:
    """Make one and check it with the academy's key."""
    with here.academy.database.reading() as connection:
        made = cases.case_of(here.academy, connection, J01, StudentNumber(number), paper)
    path = place / "dossier.zip"
    path.write_bytes(made)
    return check_at(path, Kind.CASE, Known(key=here.academy.key.public.id))


def seal_visas_of(here: Here) -> None:
    """As a lot sends them; what lets a lot leave is tried with the pages."""
    pv = pv_of(here)
    made = visas_of(pv.minutes, pv.digest, pv.head.sequence, pv.head.chain, here.academy.clock())
    assert isinstance(made, JuryVisas)
    with here.academy.database.writing() as connection:
        office = here.accounts[AccountRole.GESTIONNAIRE_DEC]
        lot = publications.begin_lot(connection, group=1, by=office, now=here.academy.clock())
        publications.add(connection, lot, made, seal_visas(made, here.academy.key), made.visas)


def test_a_case_is_made_from_the_tables_with_its_visa_and_its_paper_and_proved(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "_AT_ONCE", 2)
    president = post(here, AccountRole.PRESIDENT)
    act(here, president, LivretOpened(StudentNumber("0501"), Digest("a" * 64), "académie"))
    sign(here, president, sit(here, president))
    seal_visas_of(here)
    pv, pdf = pv_of(here), b"%PDF"
    record = seal_record(pv.minutes, pdf, here.academy.clock(), POST.public, POST.sign)
    whole = {"pv.json": encode_minutes(pv.minutes), "pv.pdf": pdf, "pv.dsse": record}
    proof = case(here, tmp_path, paper=zipped(tmp_path / "pv.zip", whole))
    assert (proof.findings, proof.settled, proof.facts["steps"]) == ([], True, 3)
    assert proof.facts["signed"] == {"president": True, "vice_president": True}
    assert "Visa" in (tmp_path / "dossier.zip").read_bytes().decode("utf-8", "replace")
    other = zipped(tmp_path / "other.zip", whole | {"pv.pdf": b"%PDF other"})
    for paper in (other, tmp_path / "nowhere"):
        with pytest.raises(Refusal) as refused:
            case(here, tmp_path, paper=paper)
        assert (refused.value.code, refused.value.facts) == (Code.CASE_PAPERS, {"path": str(paper)})


def test_what_is_not_of_the_academy_or_does_not_lead_there_has_no_case(here: Here, tmp_path: Path) -> None:
    sit(here, post(here, AccountRole.PRESIDENT))
    with pytest.raises(Refusal, match="number_unknown"):
        case(here, tmp_path, "9999")
    with here.academy.database.reading() as connection, pytest.raises(Refusal, match="jury_unknown"):
        cases.case_of(here.academy, connection, JuryId("J99"), StudentNumber("0501"))
    with here.academy.database.writing() as connection:
        connection.execute(update(schema.mark).where(schema.mark.c.number == "0501").values(value="6"))
    with pytest.raises(Refusal) as refused:
        case(here, tmp_path)
    assert (refused.value.code, refused.value.facts["step"]) == (Code.REPLAY_BROKEN, 0)


def test_the_command_writes_it_whole_and_the_audit_says_that_it_was_made(
    here: Here, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sit(here, post(here, AccountRole.PRESIDENT))
    place = tmp_path / "dossier.zip"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(academies, "open_academy", lambda _settings: here.academy)
        patched.setattr(type(here.academy.database), "close", lambda _: None)
        assert main(["case", "J01", "0501", "-o", str(place)]) == 0
        assert main(["case", "J01", "0501", "-o", str(tmp_path / "nowhere" / "x.zip")]) == 2
    assert "Empreinte de la clé de l’académie" in capsys.readouterr().out
    assert check_at(place, Kind.CASE, Known(key=here.academy.key.public.id)).settled
    assert place.stat().st_mode & 0o777 == 0o600
    with here.academy.database.reading() as connection:
        assert connection.scalar(select(func.count()).where(schema.audit.c.action == "case_made")) == 1
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
