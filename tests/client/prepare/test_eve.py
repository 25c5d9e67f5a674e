# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rest of the eve: messages, drills, lists, deadlines, what is kept and erased."""

import pytest

from lsl_desk.client.prepare import kept_notes
from lsl_desk.client.prepare.ports import OceanLine
from lsl_desk.client.prepare.values import Item, ListKind, Matter, Sent, Side, Standing
from lsl_desk.client.progress import silent
from lsl_desk.domain.acts import MAX_MESSAGE, Entry, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.manifest import PaperList
from tests.academy.model import START, livret_data
from tests.adapters.store.desks import refusal_of
from tests.client.prepare.eves import J01, J02, PRESIDENT, Post, centre, number


def item(post: Post, matter: Matter) -> Item:
    (found,) = [one for one in post.desk.readiness()[0].items if one.matter is matter]
    return found


def test_a_message_is_checked_before_it_is_kept() -> None:
    post = centre()
    assert refusal_of(lambda: post.desk.tell_office(J01, None, " \n")) is Code.MESSAGE_EMPTY
    with pytest.raises(Refusal) as refused:
        post.desk.tell_office(J01, None, "x" * (MAX_MESSAGE + 1))
    assert refused.value.facts == {"length": MAX_MESSAGE + 1, "most": MAX_MESSAGE}
    assert refusal_of(lambda: post.desk.tell_office(J01, number("0902"), "?")) is Code.NUMBER_UNKNOWN
    assert post.store.journal == []
    post.desk.tell_office(J01, number(""), " Un livret\0 manque ")
    assert [(one.number, one.text) for one in post.desk.messages(J01)] == [("", "Un livret manque")]


def test_a_message_says_how_far_it_has_gone() -> None:
    post = centre()
    post.desk.tell_office(J01, None, "Premier")
    post.send()
    post.model.post(post.store.key.public.id).revoked = "perdu"
    post.desk.tell_office(J01, None, "Deuxième")
    post.send()
    post.desk.tell_office(J01, None, "Troisième")
    sent = {one.text: (one.sent, one.rank) for one in post.desk.messages(J01)}
    assert sent == {
        "Troisième": (Sent.HERE, 0),
        "Deuxième": (Sent.REFUSED, 2),
        "Premier": (Sent.RECEIVED, 1),
    }


def test_one_livret_that_cannot_be_opened_is_red_and_repaired_alone() -> None:
    post = centre()
    bad = livret_data("0418")
    post.around.spoilt.add(bad)
    done = post.desk.drill([J01], 300, silent, only_waiting=False)
    assert list(done.refusals) == ["0418"]
    assert (post.desk.drills()[0].failed, post.desk.drills()[0].seconds) == (("0418",), 300)
    assert (item(post, Matter.DRILL).standing, item(post, Matter.DRILL).have) == (Standing.MISSING, 2)
    post.around.spoilt.clear()
    assert post.desk.drill([J01], 60, silent, only_waiting=True).livrets == 1
    assert item(post, Matter.DRILL).standing is Standing.DONE
    post.publish(J01, padding={"0417": 64})
    assert (item(post, Matter.DRILL).standing, post.desk.drills()[0].waiting) == (Standing.AGAIN, ("0417",))
    assert post.desk.drill([J01], 0, silent, only_waiting=True).livrets == 1
    assert post.waiting == 3
    post.desk.write_certificate("attestation.pdf", [J01])
    written = post.around.output.files["attestation.pdf"].decode()
    assert "proved=3, wanted=3" in written
    assert "pages=2" in written


def test_a_status_without_its_file_keeps_the_jury_red() -> None:
    post = centre()
    post.store.livrets.pop(post.eve.livrets(J01, 1)[number("0419")])
    post.link.complete_version(J01)
    assert (item(post, Matter.NUMERIC).standing, item(post, Matter.NUMERIC).have) == (Standing.MISSING, 2)
    post.desk.drill([J01], 0, silent, only_waiting=False)
    assert post.desk.drills()[0].failed == ("0419",)
    assert not next(one for one in post.desk.presence(J01).lines if one.number == "0419").present


def test_an_unknown_format_keeps_the_jury_red_until_its_paper_comes() -> None:
    post = centre()
    file = post.store.files[J01]
    unknown = next(one for one in file.candidates if one.format is LivretFormat.PAPIER)
    changed = {"0432": type(unknown)(unknown.pv, unknown.number, "ES", LivretFormat.INCONNU)}
    post.publish(J01, changed=changed)
    assert (item(post, Matter.UNKNOWN).standing, post.desk.presence(J01).unknown) == (Standing.MISSING, 1)
    post.desk.receive_paper("0432", Entry.TYPED)
    assert (item(post, Matter.UNKNOWN).standing, post.desk.presence(J01).unknown) == (Standing.DONE, 0)


def test_the_schools_to_call_stay_when_the_academy_does_not_answer() -> None:
    post = centre()
    assert {one.school for one in post.desk.presence(J01).lines} == {""}
    kept_notes.keep_schools(post.store, J01, {number("0432"): "Lycée Exemple, 01 98 76 54 32"})
    line = next(one for one in post.desk.presence(J01).lines if one.number == "0432")
    assert line.school == "Lycée Exemple, 01 98 76 54 32"
    assert post.desk.paper_lists(J01).lines[0][3] == line.school
    post.desk.write_paper_list("liste.pdf", ListKind.PDF, [J01])
    assert "Lycée Exemple" in post.around.output.files["liste.pdf"].decode()


def test_a_school_is_never_shown_to_a_juror() -> None:
    post = centre()
    kept_notes.keep_schools(post.store, J01, {number("0432"): "Lycée Exemple"})
    post.store.author = PRESIDENT
    post.desk.write_paper_list("liste.pdf", ListKind.PDF, [J01])
    assert "Lycée" not in post.around.output.files["liste.pdf"].decode()
    assert {one.school for one in post.desk.presence(J01).lines} == {""}
    assert {school for _, _, _, school in post.desk.paper_lists(J01).lines} == {""}


def test_the_offices_list_is_the_later_of_the_signed_one_and_the_files() -> None:
    post = centre()
    post.around.sheets.files["dossier/ocean.csv"] = (
        OceanLine(number("432"), "j01", "Lycée du fichier"),
        OceanLine(number("0999"), "J01"),
        OceanLine(number("5555"), "J77"),
        OceanLine(number("6666")),
    )
    assert post.desk.import_ocean("dossier/ocean.csv") == 4
    lists = post.desk.paper_lists(J01)
    assert (lists.ocean_source, lists.differences) == ("ocean.csv", 2)
    assert lists.lines == (
        ("0433", "90433", Side.DELIBNET, ""),
        ("0999", "", Side.OCEAN, ""),
        ("0432", "90432", Side.BOTH, "Lycée du fichier"),
    )
    assert post.desk.paper_lists(J02).ocean is None
    post.publish(J01, ocean=PaperList(START, (number("0432"), number("0433"))))
    signed = post.desk.paper_lists(J01)
    assert (signed.ocean_source, signed.ocean, signed.differences) == ("académie", START, 0)


def test_lists_are_written_in_each_form_or_not_at_all() -> None:
    post = centre()
    post.desk.receive_paper("0417", Entry.TYPED)
    post.desk.write_paper_list("liste.pdf", ListKind.PDF, [J02, J01])
    post.desk.write_paper_list("liste.csv", ListKind.CSV_EXCEL, [J01])
    assert post.around.output.files["liste.pdf"].startswith(b"register")
    assert post.around.output.files["liste.csv"].startswith(b"csv_excel")
    assert post.around.output.files["liste.pdf"].count(b"PaperRow") == 4
    refused = refusal_of(lambda: post.desk.write_paper_list("full.pdf", ListKind.PDF, [J01]))
    assert refused is Code.OUTPUT_UNWRITABLE


def test_a_code_in_a_picture_is_read() -> None:
    post = centre()
    post.around.pictures.codes["photo.png"] = "*0432*"
    assert post.desk.receive_paper(post.desk.read_code("photo.png"), Entry.SCANNED).number == "0432"
    assert refusal_of(lambda: post.desk.read_code("autre.png")) is Code.CODE_NOT_FOUND


def test_a_phone_that_is_none_is_refused() -> None:
    post = centre()
    assert refusal_of(lambda: post.desk.keep_help_phone("demain")) is Code.PHONE_ODD
    assert post.desk.help_phone() == ""


def test_a_sheet_bears_what_the_room_needs() -> None:
    post = centre()
    post.desk.keep_help_phone("0198765432")
    post.desk.name_head(J01, Role.PRESIDENT, "Claire Roy")
    post.desk.make_copies([J01], "cle", archive=False, report=silent)
    post.publish(J01, sitting=None)
    post.desk.write_room_sheets("feuilles.pdf", [J01])
    written = post.around.output.files["feuilles.pdf"].decode()
    for wanted in ("Claire Roy", "code-1-J01", "0123 4567 89ab cdef", "0432", "sitting=None"):
        assert wanted in written


def test_a_jury_that_is_erased_takes_its_notes_with_it() -> None:
    post = centre()
    kept_notes.keep_schools(post.store, J01, {number("0432"): "Lycée Exemple"})
    post.desk.make_copies([J01], "cle", archive=False, report=silent)
    assert sum(key in post.store.notes for key in kept_notes.keys_of(J01)) == 2
    post.store.erase_jury(J01)
    assert all(key not in post.store.notes for key in kept_notes.keys_of(J01))


def test_a_post_without_an_academy_has_no_centre_and_no_session() -> None:
    post = Post()
    post.link.pinned = None
    assert (post.eve.centre, post.eve.session([J01])) == ("", None)
