# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands, on the real store, the real page worker and real folders (design §11)."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lsl_desk.cli import DONE, OUR_FAULT, REFUSED, main
from lsl_desk.client.desk import Desk
from lsl_desk.client.sit.published import keep_published
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretRef, NumberCheck, PageCheck
from lsl_desk.main import unlocked
from tests.academy.loopback import serving
from tests.academy.model import AcademyModel, candidate, digest_of
from tests.builders import Line, fx_j_files, index_html, livret_pdf, write_folder, write_zip

PASSPHRASE = "quatre mots sans aucun lien"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with the passphrase in the environment: exit code, stdout, stderr."""
    monkeypatch.setenv("LSL_PASSPHRASE", PASSPHRASE)

    def go(*arguments: str | Path) -> tuple[int, str, str]:
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as stop:  # argparse's own way out
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


@pytest.fixture
def jury(tmp_path: Path) -> Path:
    """FX-J as a folder, page 3 of 0417 bearing 0471."""
    files = fx_j_files()
    files["livrets/0417.pdf"] = livret_pdf("0417", 3, wrong={2: "0471"})
    return write_folder(tmp_path / "J01", files)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Three candidates, one with a page of another, one on paper."""
    lines = [
        Line("12", "0417", file="livrets/0417.pdf"),
        Line("13", "0418", file="livrets/0418.pdf"),
        Line("14", "0419", format="papier"),
    ]
    files = {
        "index.html": index_html(lines),
        "livrets/0417.pdf": livret_pdf("0417", 3, wrong={2: "0471"}),
        "livrets/0418.pdf": livret_pdf("0418"),
    }
    return write_folder(tmp_path / "J01", files)


def answer(result: tuple[int, str, str]) -> Any:
    code, out, err = result
    assert (code, err) == (DONE, "")
    return json.loads(out)


def test_a_jury_is_imported_listed_shown_and_checked(run: Run, jury: Path) -> None:
    done = answer(run("import", jury, "--json"))
    assert done["jury"] == "J01"
    assert done["candidates"] == 74
    assert done["formats"] == {"numerique": 68, "papier": 5, "absent": 0, "inconnu": 1}
    assert len(done["unlisted"]) == 2
    (odd,) = [one for one in done["anomalies"] if one["code"] == "page_number"]
    assert (odd["value"], odd["expected"]) == ("0471", "0417")
    assert "0471" in odd["message"]

    (row,) = answer(run("juries", "--json"))["juries"]
    assert (row["id"], row["candidates"], row["livrets"], row["version"]) == ("J01", 74, 68, 1)

    shown = answer(run("jury", "J01", "--json"))
    assert shown["id"] == "J01"
    by_pv = {one["pv"]: one for one in shown["candidates"]}
    assert by_pv["12"]["number"] == "0417"
    assert by_pv["12"]["read"] == "unread"
    assert by_pv["12"]["decision"] is None
    assert sum(one["format"] == LivretFormat.PAPIER for one in shown["candidates"]) == 5

    checked = {one["number"]: one for one in answer(run("check", "J01", "--json"))["livrets"]}
    assert len(checked) == 68
    assert checked["0417"] == {"number": "0417", "pages": 3, "ok": False, "problem": "number_mismatch"}
    assert sum(one["ok"] for one in checked.values()) == 67


def test_a_jury_whose_date_has_come_is_erased_by_its_name(run: Run, small: Path, tmp_path: Path) -> None:
    run("import", small)
    with unlocked(PASSPHRASE) as desk:
        keep_published(desk._store, JuryId("J01"), datetime(2018, 7, 6, 8, tzinfo=UTC))
    (line,) = answer(run("retention", "--json"))["juries"]
    assert (line["due"], line["livrets"], line["candidates"]) == (True, 2, 3)
    code, out, err = run("retention", "--apply", "J01", "-o", tmp_path / "certificat.zip")
    assert (code, err) == (DONE, "")
    assert "livrets effacés\u00a0: 2" in out
    assert zipfile.is_zipfile(tmp_path / "certificat.zip")
    assert answer(run("juries", "--json")) == {"juries": []}


def test_the_same_answers_in_words(run: Run, jury: Path) -> None:
    code, out, _ = run("import", jury)
    assert code == DONE
    assert "74 lignes, 68 PDF, 5 papier, 1 sans fichier, 2 PDF hors index" in out
    assert "74 candidats, 68 livrets" in run("juries")[1]
    assert "0417" in run("jury", "J01")[1]
    assert "68 livrets contrôlés, 1 à revoir." in run("check", "J01")[1]


def test_a_zip_gives_the_same_jury_as_its_folder(run: Run, small: Path, tmp_path: Path) -> None:
    files = {str(path.relative_to(small)): path.read_bytes() for path in small.rglob("*") if path.is_file()}
    archive = write_zip(tmp_path / "jury.zip", files, "J01/")
    from_zip = answer(run("import", archive, "--json"))
    from_folder = answer(run("import", small, "--json"))
    assert from_folder["version"] == from_zip["version"] == 1
    assert from_folder["formats"] == from_zip["formats"]


def test_a_page_comes_as_png(run: Run, small: Path, tmp_path: Path) -> None:
    run("import", small)
    target = tmp_path / "page.png"
    assert run("page", "J01", "0418", "--page", "2", "--dpi", "72", "-o", target) == (DONE, "", "")
    assert target.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("page", "J01", "0418", "--page", "9", "-o", "x.png"), "n’a pas de page 9"),
        (("page", "J01", "0418", "--dpi", "9000", "-o", "x.png"), "de 36 à 600"),
        (("page", "J01", "0417", "--page", "3", "-o", "x.png"), "porte un autre numéro"),
        (("page", "J01", "9999", "-o", "x.png"), "n’est pas dans le jury"),
        (("jury", "J09"), "n’est pas sur ce poste"),
        (("check", "J09", "--json"), "n’est pas sur ce poste"),
        (("import", "nulle-part"), "n’existe pas"),
        (("page", "J01"), "Commande incomplète"),
        (("inconnue",), "Commande incomplète"),
    ],
)
def test_what_is_refused_is_one_french_sentence(
    run: Run, small: Path, arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", small)
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert (code, out) == (REFUSED, "")
    assert said in err
    assert err.count("\n") == 1
    assert not (tmp_path / "x.png").exists()


def test_an_output_that_cannot_be_written_is_refused(run: Run, small: Path, tmp_path: Path) -> None:
    run("import", small)
    code, _, err = run("page", "J01", "0418", "-o", tmp_path / "no" / "page.png")
    assert code == REFUSED
    assert "ne peut pas être écrit" in err


def test_the_passphrase_comes_from_a_file_too_and_a_wrong_one_is_refused(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", small)
    monkeypatch.delenv("LSL_PASSPHRASE")
    right, wrong = tmp_path / "phrase", tmp_path / "autre"
    right.write_text(PASSPHRASE + "\n", "utf-8")
    wrong.write_text("pas du tout cette phrase", "utf-8")
    assert len(answer(run("juries", "--json", "--passphrase-file", right))["juries"]) == 1
    code, _, err = run("juries", "--passphrase-file", wrong)
    assert code == REFUSED
    assert "inexacte" in err
    assert run("juries", "--passphrase-file", tmp_path / "absent")[0] == REFUSED


def test_without_a_passphrase_or_a_store_it_says_what_to_do(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Aucun jury n’est encore gardé" in run("juries")[2]
    monkeypatch.delenv("LSL_PASSPHRASE")
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert "donnez la phrase de passe" in run("juries")[2]


def test_an_ambiguous_index_is_settled_by_naming_the_column(run: Run, tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{100 + n}</td><td>{200 + n}</td><td><a href='{n}.pdf'>ouvrir</a></td></tr>" for n in (1, 2)
    )
    files = {"index.html": f"<html><title>Jury J07</title><table>{rows}</table></html>".encode()}
    files |= {f"{n}.pdf": livret_pdf(str(200 + n), 1) for n in (1, 2)}
    folder = write_folder(tmp_path / "J07", files)
    code, _, err = run("import", folder)
    assert code == REFUSED
    assert "Dites laquelle" in err
    assert "Ajoutez «\u00a0--number-column 1\u00a0» (101, 102) ou «\u00a0--number-column 2\u00a0» (201, 202)." in err
    assert run("juries", "--json")[1].count('"id"') == 0
    done = answer(run("import", folder, "--pv-column", "1", "--number-column", "2", "--json"))
    assert done["anomalies"] == []
    assert [one["number"] for one in answer(run("jury", "J07", "--json"))["candidates"]] == ["201", "202"]


@pytest.mark.logs("juries: KeyError")
def test_a_fault_of_ours_is_a_sentence_without_a_traceback(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", small)

    def broken(_desk: Desk) -> None:
        raise KeyError("a value that must not be shown")

    monkeypatch.setattr(Desk, "juries", broken)
    code, out, err = run("juries")
    assert (code, out) == (OUR_FAULT, "")
    assert "KeyError" in err
    assert "must not be shown" not in err
    written = (Path(os.environ["LSL_HOME"]) / "desk.log").read_text("utf-8")
    assert "import: ended" in written
    assert "juries: KeyError" in written
    assert "must not be shown" not in written


def test_a_command_leaves_the_store_locked_behind_it(run: Run, small: Path) -> None:
    run("import", small)
    with unlocked(PASSPHRASE) as desk:
        assert len(desk.juries()) == 1
        code, _, err = run("juries")
    assert code == REFUSED
    assert "déjà ouvert" in err
    assert run("juries")[0] == DONE


def test_a_script_may_choose_a_weak_passphrase_and_is_warned_once(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LSL_PASSPHRASE", "court")
    code, _, err = run("import", small, "--json")
    assert code == DONE
    assert "est faible" in err
    assert run("import", small, "--json")[2] == ""


def test_the_commands_run_as_a_program(small: Path) -> None:
    environment = os.environ | {"LSL_PASSPHRASE": PASSPHRASE, "PYTHONPATH": os.pathsep.join(sys.path)}
    for arguments in (["import", str(small), "--json"], ["juries", "--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "lsl_desk", *arguments], capture_output=True, env=environment, check=True, timeout=60
        )
        assert json.loads(done.stdout)
        assert done.stderr == b""


def test_a_reader_that_goes_away_is_no_fault(small: Path) -> None:
    environment = os.environ | {"LSL_PASSPHRASE": PASSPHRASE, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-m", "lsl_desk", "import", str(small), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    ) as importing:  # fmt: skip
        assert importing.stdout is not None
        assert importing.stderr is not None
        importing.stdout.close()
        assert importing.stderr.read() == b""
    assert importing.returncode == DONE


def test_help_is_in_french(run: Run) -> None:
    for arguments in (("--help",), ("page", "--help")):
        code, out, _ = run(*arguments)
        assert code == DONE
        assert out.startswith("utilisation\u00a0: ")
        assert not {"usage", "positional", "show"} & set(out.split())


# ------------------------------------------------------------------------------------------ the academy


def test_a_post_is_enrolled_syncs_and_sends_from_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    model = AcademyModel()
    data = {number: livret_pdf(number, 2) for number in ("0417", "0418", "0419")}
    listed = {number: of_pdf(number, pdf) for number, pdf in data.items()}
    model.publish("J01", data, changed=listed)
    answers = iter([None, None, True])
    with serving(model) as (loop, url):
        monkeypatch.setattr("lsl_desk.cli.time.sleep", lambda _: setattr(loop, "yes", next(answers)))
        loop.yes = None
        code, out, _ = run("enrol", url, "--label", "Poste 3")
        assert code == DONE
        assert f"{loop.digits[:3]} {loop.digits[3:]}" in out
        assert "centre 0750001Z" in out
        code, out, err = run("sync")
        assert (code, err) == (DONE, "")
        assert "J01 version 1\u00a0: 0 à jour, 3 livrets reçus." in out
        code, out, _ = run("sync", "--json", "--server", url)
        answer = json.loads(out)
        assert answer["juries"][0] == {
            "id": "J01", "label": "Jury J01", "version": 1, "fetched": 0, "changed": 0, "kept": 3, "missing": [],
        }  # fmt: skip
        assert (answer["sent"], answer["left"], answer["failed"], answer["read"]) == (0, 0, [], 0)
        changed = livret_pdf("0417", 3)
        model.publish("J01", {**data, "0417": changed}, changed={**listed, "0417": of_pdf("0417", changed)})
        del model.livrets[digest_of(changed)]
        assert "1 à réclamer (0417)" in run("sync")[1]
        loop.spoilt.clear()
        model.livrets[digest_of(changed)] = changed
        assert "2 à jour, 1 livret reçu" in run("sync")[1]
    code, _, err = run("sync")
    assert code == REFUSED
    assert "127.0.0.1" in err


def test_a_post_that_is_not_enrolled_is_told_to(run: Run, small: Path) -> None:
    run("import", small)
    assert run("sync")[0] == REFUSED
    assert "pas encore relié" in run("sync", "--server", "https://academie.example")[2]
    assert run("enrol", "pas une adresse")[0] == REFUSED


def test_a_jury_that_fails_is_named_and_a_withdrawn_post_is_erased(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = AcademyModel()
    data = livret_pdf("0417", 1)
    model.publish("J01", {"0417": data}, changed={"0417": of_pdf("0417", data)})
    with serving(model) as (_, url):
        answer = json.loads(run("enrol", url, "--json")[1])
        assert (answer["role"], answer["centre"], answer["server"]) == ("president", "0750001Z", url)
        run("sync")
        model.publish("J01", {"0417": data}, changed={"0417": of_pdf("0417", data)})
        run("sync")
        model.juries[JuryId("J01")].versions.pop()
        # An academy that goes back and stays there, whatever it is shown: it is not ours to follow.
        monkeypatch.setattr(model, "renumber", lambda jury, _shown: model.manifest(jury))
        code, out, err = run("sync", "--json")
        assert code == REFUSED
        assert json.loads(out)["failed"][0]["code"] == "manifest_older"
        assert "plus ancienne" in err
        for post in model.posts.values():
            post.revoked = "poste volé"
        code, _, err = run("sync")
        assert code == REFUSED
        assert "a retiré ce poste" in err
    assert run("juries")[0] == REFUSED
    assert not list(tmp_path.rglob("desk.lsl"))


def of_pdf(number: str, data: bytes) -> Candidate:
    """A candidate as the academy lists it, with as many pages as the PDF has."""
    pages = data.count(b"/Type /Page\n") or data.count(b"/Type/Page/") or data.count(b"/Type /Page ")
    ref = LivretRef(digest_of(data), len(data), (PageCheck(NumberCheck.MATCH),) * pages)
    return replace(candidate(number, data), livret=ref)


def test_what_is_missing_is_said_and_a_paper_livret_is_received(run: Run, small: Path) -> None:
    run("import", small)
    (before,) = answer(run("presence", "--json"))["juries"]
    assert (before["numeric"], before["paper"]) == ({"present": 1, "expected": 2}, {"received": 0, "expected": 1})
    assert [one["number"] for one in before["missing"]] == ["0417", "0419"]
    (paper,) = answer(run("paper", "419", "--json"))["papers"]
    assert (paper["number"], paper["pv"], paper["received"], paper["of"]) == ("0419", "14", 1, 1)
    code, out, err = run("paper", "0902", "0419")
    assert (code, "0902" in err, "déjà reçu" in out) == (REFUSED, True, True)
    assert "papier 1\u00a0/\u00a01" in run("presence", "J01")[1]


def test_a_jury_is_not_ready_until_all_is_done(run: Run, small: Path) -> None:
    run("import", small)
    said = answer(run("readiness", "--json"))
    assert (said["ready"], said["juries"][0]["jury"]) == (False, "J01")
    assert [one["matter"] for one in said["juries"][0]["items"] if one["standing"] == "done"] == ["unknown"]
    assert "pas prêt" in run("readiness")[1]


def test_a_copy_is_made_and_opened_by_the_commands(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, code = tmp_path / "key", tmp_path / "code"
    key.mkdir()
    answer(run("import", small, "--json"))
    (made,) = answer(run("backup", "J01", key, "--code-file", code, "--json"))["copies"]
    assert (made["version"], made["livrets"], made["made"], made["problem"]) == (1, 2, 2, None)
    exit_code, out, err = run("backup", "--all", "--to", key, "--zip")
    assert (exit_code, err) == (DONE, "")
    assert "déjà fait à" in out
    assert "copie n°\u00a02\u00a0: 2 à jour, 0 mis à jour à" in out.replace("n° 2 :", "n°\u00a02\u00a0:")
    monkeypatch.setenv("LSL_HOME", str(tmp_path / "other"))
    wrong = tmp_path / "wrong"
    wrong.write_text("pas le bon code")
    exit_code, _, err = run("open-copy", key, "--code-file", wrong)
    assert (exit_code, "Essais restants" in err) == (REFUSED, True)
    exit_code, _, err = run("import", key / "plan-de-secours-J01-v2.zip")
    assert (exit_code, "code du jury" in err) == (REFUSED, True)
    done = answer(run("import", key / "plan-de-secours-J01-v2.zip", "--code-file", code, "--json"))
    assert (done["jury"], done["livrets"]) == ("J01", 2)
    assert answer(run("open-copy", key, "--code-file", code, "--json"))["version"] == done["version"]


@pytest.mark.parametrize("arguments", [["J01"], ["--to", "/"], ["J01", "--all", "--to", "/"]])
def test_a_backup_says_what_it_needs(run: Run, small: Path, arguments: list[str]) -> None:
    answer(run("import", small, "--json"))
    exit_code, _, err = run("backup", *arguments)
    assert exit_code == REFUSED
    assert "backup JURY DOSSIER" in err
