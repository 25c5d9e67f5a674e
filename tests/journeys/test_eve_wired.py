# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eve of a Desk as `main` wires it: real store, page workers, documents, spreadsheets and copies."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lsl_desk.adapters.paths import DataFolder
from lsl_desk.client.desk import Desk
from lsl_desk.client.prepare.values import ListKind, Matter, Standing
from lsl_desk.client.progress import silent
from lsl_desk.domain.acts import Author, Entry, Role
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.main import LocalGate
from tests.adapters.store.desks import refusal_of
from tests.builders import Line, index_html, livret_pdf, write_folder

J01 = JuryId("J01")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A centre head's Desk with one jury: two livrets, one on paper."""
    lines = [
        Line("12", "0417", file="livrets/0417.pdf"),
        Line("13", "0418", file="livrets/0418.pdf"),
        Line("14", "0432", format="papier"),
    ]
    files = {
        "index.html": index_html(lines),
        "livrets/0417.pdf": livret_pdf("0417"),
        "livrets/0418.pdf": livret_pdf("0418"),
    }
    folder = write_folder(tmp_path / "J01", files)
    gate = LocalGate(DataFolder(tmp_path / "data"))
    made = gate.create("quatre mots sans aucun lien", Author("Chef de centre", Role.CHEF_DE_CENTRE), keyring=False)
    try:
        made.import_jury(str(folder))
        yield made
    finally:
        made.lock()


def test_a_jury_is_made_safe_and_its_papers_printed(desk: Desk, tmp_path: Path) -> None:
    eve, key = desk.preparation, tmp_path / "cle"
    key.mkdir()
    assert not eve.readiness()[0].ready
    assert eve.receive_paper("*0432*", Entry.SCANNED).count == (1, 1)
    eve.name_head(J01, Role.PRESIDENT, "Claire Roy")
    (copy,) = eve.make_copies([J01], str(key), archive=False, report=silent)
    assert copy.refusal is None
    assert copy.state is not None
    assert (copy.state.version, copy.state.livrets, copy.state.changed) == (1, 2, ())
    done = eve.drill([J01], 0, silent, only_waiting=False)
    assert (done.livrets, done.pages, done.refusals) == (2, 4, {})
    assert eve.readiness()[0].ready
    eve.keep_help_phone("01 98 76 54 32")
    written = [tmp_path / name for name in ("liste.pdf", "liste.xlsx", "excel.csv", "echange.csv")]
    for path, kind in zip(written, ListKind, strict=True):
        eve.write_paper_list(str(path), kind, [J01])
    labels, certificate, sheet = (tmp_path / name for name in ("etiquettes.pdf", "attestation.pdf", "feuille.pdf"))
    eve.write_labels(str(labels), J01, [StudentNumber("0432")])
    eve.write_certificate(str(certificate), [J01])
    eve.write_room_sheets(str(sheet), [J01])
    written += [labels, certificate, sheet]
    assert [path.read_bytes()[:2] for path in written] == [b"%P", b"PK", b"\xef\xbb", b"Ju", b"%P", b"%P", b"%P"]
    assert "0432" in written[2].read_text("utf-8-sig")
    assert refusal_of(lambda: eve.write_labels(str(tmp_path / "no" / "x.pdf"), J01, [])) is Code.OUTPUT_UNWRITABLE


def test_the_copy_of_a_livret_that_changed_is_to_be_made_again(desk: Desk, tmp_path: Path) -> None:
    eve, key = desk.preparation, tmp_path / "cle"
    key.mkdir()
    eve.make_copies([J01], str(key), archive=False, report=silent)
    eve.drill([J01], 0, silent, only_waiting=False)
    (tmp_path / "J01" / "livrets" / "0418.pdf").write_bytes(livret_pdf("0418", 3))
    desk.import_jury(str(tmp_path / "J01"))
    items = {item.matter: item for item in eve.readiness()[0].items}
    assert (items[Matter.COPY].standing, items[Matter.COPY].wanted - items[Matter.COPY].have) == (Standing.AGAIN, 1)
    assert (items[Matter.DRILL].standing, eve.drills()[0].waiting) == (Standing.AGAIN, ("0418",))
    (again,) = eve.make_copies([J01], str(key), archive=False, report=silent)
    assert (again.kept, again.made) == (1, 1)
    assert again.state is not None
    assert [line[0] for line in again.state.log] == [1]


def test_a_picture_and_a_list_come_in_by_their_adapters(desk: Desk, tmp_path: Path) -> None:
    eve = desk.preparation
    ocean = tmp_path / "ocean.csv"
    ocean.write_text("N° élève;Jury\n0418;J01\n0432;J01\n", "utf-8")
    assert eve.import_ocean(str(ocean)) == 2
    assert eve.paper_lists(J01).differences == 1
    assert refusal_of(lambda: eve.read_code(str(ocean))) is Code.PICTURE_UNREADABLE
    assert refusal_of(lambda: eve.read_code(str(tmp_path / "absent.png"))) is Code.PATH_MISSING
    assert [one.operation for one in eve.deadlines(eve.readiness(), date(2018, 7, 2))] != []
    assert refusal_of(lambda: eve.receive_paper("0902", Entry.TYPED)) is Code.NUMBER_NOWHERE
