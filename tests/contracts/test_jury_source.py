# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every `JurySource` keeps to: a folder, a zip, the academy server, a plan de secours."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pymupdf
import pytest

from lsl_desk.adapters.academy.http_academy import HttpAcademies
from lsl_desk.adapters.academy.jury_source import AcademySource
from lsl_desk.adapters.sources.opening import LocalSources
from lsl_desk.adapters.sources.secours import LocalShelf
from lsl_desk.client.link.values import Network
from lsl_desk.client.ports import ColumnChoice, JurySource
from lsl_desk.client.prepare.import_jury import import_jury
from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.livret import LivretFormat
from tests.academy.loopback import serving
from tests.academy.memory_link import MemoryLink, SigningStore
from tests.academy.model import AcademyModel
from tests.adapters.copies.centre import CODE, paging, post
from tests.builders import fx_j_files, livret_pdf, write_folder, write_zip
from tests.fakes.desk import FixedClock

Make = Callable[[Mapping[str, bytes]], JurySource]

KINDS = {
    "folder": lambda place, files: write_folder(place / "J01", files),
    "folder holding the jury's folder": lambda place, files: write_folder(place / "x" / "J01", files).parent,
    "zip": lambda place, files: write_zip(place / "J01.zip", files),
    "zip with one top folder": lambda place, files: write_zip(place / "x.zip", files, "export/J01/"),
}


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    def made(files: Mapping[str, bytes]) -> JurySource:
        source = LocalSources().open(str(KINDS[request.param](tmp_path, files)))
        request.addfinalizer(source.close)
        return source

    return made


@pytest.fixture(params=[*KINDS, "academy"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """What does not depend on files: the academy's juries too, published from the same folder, over HTTP."""

    def made(files: Mapping[str, bytes]) -> JurySource:
        source: JurySource
        if request.param == "academy":
            source = request.getfixturevalue("published")(files)
        else:
            source = LocalSources().open(str(KINDS[request.param](tmp_path, files)))
        request.addfinalizer(source.close)
        return source

    return made


@pytest.fixture(params=[*KINDS, "academy", "plan de secours"])
def anything(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """What does not depend on the bytes either: a plan de secours made of the folder and opened with its code too."""

    def made(files: Mapping[str, bytes]) -> JurySource:
        source: JurySource
        if request.param == "academy":
            source = request.getfixturevalue("published")(files)
        elif request.param == "plan de secours":
            source = request.getfixturevalue("copied")(files)
        else:
            source = LocalSources().open(str(KINDS[request.param](tmp_path, files)))
        request.addfinalizer(source.close)
        return source

    return made


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Make]:
    """Make the plan de secours of a folder, of which the three first livrets are enough, and open it."""
    (tmp_path / "key").mkdir()
    with paging() as lane, post(tmp_path / "desk", lane) as here:

        def made(files: Mapping[str, bytes]) -> JurySource:
            folder = write_folder(tmp_path / "J01", {name: data for name, data in files.items() if "04" not in name})
            few = [name for name in files if "04" in name][:3]
            source = LocalSources().open(str(write_folder(folder, {name: files[name] for name in few})))
            import_jury(source, here.store, lane.inspect_later, here.clock)
            return LocalShelf(lane).look(here.make(tmp_path / "key").where).opened(CODE)

        yield made


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Make]:
    """Publish the numeric livrets of a folder at an academy on loopback."""
    model, store = AcademyModel(), SigningStore()
    link = MemoryLink(store)
    model.take_post(link.public)
    with serving(model) as (_, url):

        def made(files: Mapping[str, bytes]) -> JurySource:
            folder = LocalSources().open(str(write_folder(tmp_path / "J01", files)))
            offered = folder.offer()
            data = {str(one.number): folder.read(one.file) for one in offered.candidates if one.file}
            model.publish("J01", data, papers=[one.number for one in offered.candidates if not one.file])
            academy = HttpAcademies(link, FixedClock()).open(url, model.key.public.raw, Network())
            return AcademySource(academy, JuryId("J01"))

        yield made


def test_fx_j_is_74_candidates_of_which_68_numeric_5_paper_1_unknown_and_2_pdf_besides(make: Make) -> None:
    offered = make(fx_j_files()).offer()
    assert (offered.jury, offered.label, offered.session) == ("J01", "Jury J01 · ES · Session 2018", 2018)
    assert Counter(one.format for one in offered.candidates) == {
        LivretFormat.NUMERIQUE: 68,
        LivretFormat.PAPIER: 5,
        LivretFormat.INCONNU: 1,
    }
    assert [file.rsplit("/", 1)[-1] for file in offered.unlisted] == ["0901.pdf", "0902.pdf"]
    assert [(one.pv, one.number) for one in offered.candidates if one.pv == "12"] == [("12", "0417")]
    assert Counter(odd.code for odd in offered.anomalies) == {
        AnomalyCode.FORMAT_EMPTY: 1,
        AnomalyCode.PDF_WITHOUT_CANDIDATE: 2,
    }


def test_all_68_links_open_the_livret_of_their_number(shared: Make) -> None:
    source = shared(fx_j_files())
    opened = {one.number: source.read(one.file) for one in source.offer().candidates if one.file}
    assert opened == {number: livret_pdf(number) for number in opened}
    assert len(opened) == 68


def test_the_same_source_offers_the_same_twice(anything: Make) -> None:
    source = anything(fx_j_files())
    assert source.offer() == source.offer()


def test_a_member_it_does_not_hold_is_refused(anything: Make) -> None:
    source = anything(fx_j_files())
    for name in ("../secret.pdf", "/etc/passwd", "livrets/9999.pdf", ""):
        with pytest.raises(Refusal) as refused:
            source.read(name)
        assert refused.value.code is Code.MEMBER_OUTSIDE


def test_it_says_in_french_what_it_is(anything: Make) -> None:
    assert anything(fx_j_files()).kind in {"dossier", "archive zip", "académie", "plan de secours"}


def test_a_livret_that_is_offered_is_read_and_shows_its_number(anything: Make) -> None:
    source = anything(fx_j_files())
    number, file = next((one.number, one.file) for one in source.offer().candidates if one.file)
    with pymupdf.open(stream=source.read(file), filetype="pdf") as document:  # type: ignore[no-untyped-call] # it declares no types
        assert number in document[0].get_text()


def test_an_empty_file_is_read_as_it_is(make: Make) -> None:
    source = make({**fx_j_files(), "livrets/0417.pdf": b""})
    file = next(one.file for one in source.offer().candidates if one.number == "0417")
    assert file is not None
    assert source.read(file) == b""


def test_without_an_index_the_file_names_are_the_numbers(make: Make) -> None:
    offered = make({f"livrets/{number}.pdf": livret_pdf(number) for number in ("0417", "0418", "1000")}).offer()
    assert [(one.pv, one.number) for one in offered.candidates] == [("", "0417"), ("", "0418"), ("", "1000")]
    assert offered.jury in {"J01", "livrets"}
    assert offered.session is None


def test_two_numbers_in_the_file_names_are_asked_about(make: Make) -> None:
    source = make(
        {f"J01_{pv}_{number}.pdf": b"%PDF" for pv, number in (("12", "0417"), ("14", "0418"), ("19", "0432"))}
    )
    with pytest.raises(Refusal) as refused:
        source.offer()
    assert refused.value.code is Code.INDEX_AMBIGUOUS
    assert refused.value.facts["second_rows"] == "0417\n0418\n0432"
    settled = source.offer(ColumnChoice(number="2"))
    assert [(one.pv, one.number) for one in settled.candidates] == [("12", "0417"), ("14", "0418"), ("19", "0432")]


def test_file_names_without_a_number_leave_it_to_the_pages(make: Make) -> None:
    offered = make({"scan-a.pdf": b"%PDF", "scan-b.pdf": b"%PDF"}).offer()
    assert [(one.number, one.format) for one in offered.candidates] == [("", LivretFormat.NUMERIQUE)] * 2
    assert [odd.code for odd in offered.anomalies] == [AnomalyCode.NUMBER_MISSING] * 2


@pytest.mark.parametrize("files", [{}, {"lisez-moi.txt": b"x"}, {"photo.jpg": b"x", "un/autre.doc": b"x"}])
def test_what_holds_no_livret_and_no_index_is_no_jury(make: Make, files: Mapping[str, bytes]) -> None:
    with pytest.raises(Refusal) as refused:
        make({**files, ".cache": b""}).offer()
    assert refused.value.code is Code.NOT_A_JURY


def test_an_index_without_a_link_is_refused(make: Make) -> None:
    with pytest.raises(Refusal) as refused:
        make({"index.html": b"<p>Rien</p>", "livrets/0417.pdf": livret_pdf("0417")}).offer()
    assert refused.value.code is Code.INDEX_NO_LINK


def test_several_juries_are_named(make: Make) -> None:
    files = {f"{jury}/{name}": data for jury in ("J01", "J02") for name, data in fx_j_files(1).items()}
    with pytest.raises(Refusal) as refused:
        make(files).offer()
    assert refused.value.code is Code.SEVERAL_JURIES
    assert "J01, " in str(refused.value.facts["names"])
    assert "J02" in str(refused.value.facts["names"])


def test_livrets_beside_an_index_in_a_folder_of_its_own_are_one_jury(make: Make) -> None:
    files = {name.replace("livrets/", "pdf/"): data for name, data in fx_j_files(1).items() if name != "index.html"}
    index = fx_j_files(1)["index.html"].replace(b"livrets/", b"../pdf/")
    offered = make({**files, "html/index.html": index}).offer()
    assert sum(1 for one in offered.candidates if one.file) == 68


def test_a_list_that_cannot_be_read_is_refused(make: Make) -> None:
    with pytest.raises(Refusal) as refused:
        make({**fx_j_files(1), "liste.xlsx": b"PK\x03\x04 not a workbook"}).offer()
    assert refused.value.code is Code.LIST_UNREADABLE
    assert str(refused.value.facts["member"]).endswith("liste.xlsx")
