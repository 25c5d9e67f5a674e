# SPDX-License-Identifier: AGPL-3.0-or-later
"""`lsl-desk retention`: what is kept until when, and what one jury’s name erases (N23)."""

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from lsl_desk import retention_command
from lsl_desk.client.close.keep_words import sentences
from lsl_desk.client.desk import Desk
from lsl_desk.client.link.erased import record_name, sealed_certificates
from lsl_desk.client.sit.published import keep_published
from lsl_desk.domain.acts import LivretOpened
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.retention import Kept, falls
from tests.adapters.store.desks import bring_in, livret
from tests.client.close.retaining import DATE, PUBLISHED, Retaining, retention_of
from tests.fakes.desk import MemoryStore
from tests.fakes.outside import MemoryOutput

J01 = JuryId("J01")


@pytest.fixture
def post() -> tuple[MemoryStore, Retaining, Desk, MemoryOutput]:
    """Two juries, of which J01 is published."""
    store, out = MemoryStore(), MemoryOutput()
    for jury, numbers in (("J01", ("0417", "0418", "0419")), ("J02", ("0501",))):
        bring_in(store, jury, [livret(one, "Trimestre 1", padding=64) for one in numbers])
    keep_published(store, J01, PUBLISHED)
    world = retention_of(store, out)
    desk = SimpleNamespace(closing=SimpleNamespace(retention=world.retention), juries=store.summaries)
    return store, world, cast("Desk", desk), out


def run(desk: Desk, capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    asked = SimpleNamespace(**({"apply": None, "output": None, "json": False} | options))
    assert retention_command.run(desk, cast("Any", asked)) == 0
    return capsys.readouterr().out


def test_it_says_dates_disputes_and_what_went_and_erases_the_jury_that_is_named(
    post: tuple[MemoryStore, Retaining, Desk, MemoryOutput], capsys: pytest.CaptureFixture[str]
) -> None:
    store, world, desk, out = post
    (kept,) = world.retention.juries()
    assert [one.split("\u00a0:")[0] for one in sentences(kept)] == [
        "Seront effacés",
        "Le journal reste entier. Le certificat, signé par ce poste, donne l’empreinte de chaque livret effacé. Les "
        "copies du plan de secours, sur clé ou dans un dossier, sont à détruire à part.",
    ], "nothing is held, and no other jury needs it"
    world.retention.hold(J01, "0417", "recours gracieux")
    before = run(desk, capsys)
    assert before.splitlines() == [
        "J01\u00a0: à effacer à partir du 06/09/2018 (2 livrets, gardés pour un recours\u00a0: 1).",
        "J02\u00a0: résultats non publiés, pas de date.",
        "Recours\u00a0: J01, N°\u00a0élève 0417, depuis le 06/07/2018.",
    ]
    with pytest.raises(Refusal) as early:
        run(desk, capsys, apply="J01", output="c.zip")
    assert early.value.code is Code.RETENTION_EARLY
    world.clock.at = DATE
    with pytest.raises(Refusal) as nowhere:
        run(desk, capsys, apply="J01")
    assert nowhere.value.code is Code.VALUE_OUT_OF_RANGE
    assert (len(store.jury(J01).candidates), out.files) == (3, {}), "refused, it changes nothing"

    told = run(desk, capsys, apply="J01", output="c.zip")
    assert "J01\u00a0: effacé\u202f; ce qui reste est gardé pour un recours (1 livret)." in told
    assert (
        "J01, le 06/09/2018\u00a0: livrets effacés\u00a0: 2, gardés pour un recours\u00a0: 1, pas encore annoncé"
        in told
    )
    assert "recours gracieux" not in told
    assert list(out.files) == ["c.zip"]
    world.retention.release(J01, StudentNumber("0417"))
    world.retention.hold(J01, "", "recours")
    assert "J01\u00a0: gardé en entier pour un recours (date\u00a0: 06/09/2018)." in run(desk, capsys)
    assert "Recours\u00a0: J01, tout le jury" in run(desk, capsys)


def test_it_answers_in_json(
    post: tuple[MemoryStore, Retaining, Desk, MemoryOutput], capsys: pytest.CaptureFixture[str]
) -> None:
    store, world, desk, _ = post
    world.clock.at = DATE
    world.retention.hold(J01, "0417", "recours")
    first = json.loads(run(desk, capsys, json=True))
    assert first["juries"] == [
        {
            "id": "J01",
            "date": DATE.isoformat(),
            "due": True,
            "held_whole": False,
            "candidates": 2,
            "livrets": 2,
            "held": 1,
            "elsewhere": 0,
        },
        {"id": "J02", "date": None},
    ]
    assert first["holds"] == [{"jury": "J01", "number": "0417", "since": DATE.isoformat()}]
    for note, told, refused in (
        (None, None, None),
        ({"at": DATE.isoformat()}, DATE.isoformat(), None),
        ({"code": "erasure_stranger"}, None, "erasure_stranger"),
    ):
        if note is not None:
            ((_, sealed),) = sealed_certificates(store)
            store.keep_note(f"retention.told.{record_name(sealed)}", json.dumps(note))
        asked = {} if note else {"apply": "J01", "output": "c.zip"}
        (line,) = json.loads(run(desk, capsys, json=True, **asked))["erased"]
        assert line == {
            "jury": "J01",
            "at": DATE.isoformat(),
            "livrets": 2,
            "held": 1,
            "told": told,
            "refused": refused,
        }


def test_the_journal_goes_eight_months_after_the_last_proclamation_once_nothing_holds_it(
    post: tuple[MemoryStore, Retaining, Desk, MemoryOutput], capsys: pytest.CaptureFixture[str]
) -> None:
    store, world, desk, _ = post
    assert json.loads(run(desk, capsys, json=True))["log"] == {"date": None, "due": False}, "J02 is not proclaimed"
    keep_published(store, JuryId("J02"), PUBLISHED + timedelta(days=2))
    last = falls(PUBLISHED + timedelta(days=2), Kept.LOG)
    assert "Journal\u00a0: à garder jusqu’au 08/03/2019." in run(desk, capsys).splitlines()
    world.clock.at = last
    waits = "Journal\u00a0: à garder jusqu’au 08/03/2019, et tant qu’un recours ou un jury à effacer le retient."
    assert waits in run(desk, capsys).splitlines(), "two juries are to be erased first"
    for jury in (J01, JuryId("J02")):
        world.retention.erase(jury)
        keep_published(store, jury, None)  # the certificate says when
    world.clock.at = last - timedelta(seconds=1)
    assert "Journal\u00a0: à garder jusqu’au 08/03/2019." in run(desk, capsys).splitlines()
    world.clock.at = last
    assert json.loads(run(desk, capsys, json=True))["log"] == {"date": last.isoformat(), "due": True}
    assert "Il peut partir avec tout le coffre. Fenêtre, menu Fichier" in run(desk, capsys)
    bring_in(store, "J03", [livret("0601", "Trimestre 1", padding=64)])
    world.retention.hold(JuryId("J03"), "", "recours")
    keep_published(store, JuryId("J03"), PUBLISHED)
    assert waits in run(desk, capsys).splitlines(), "a dispute holds it"
    world.retention.release(JuryId("J03"), None)
    world.retention.erase(JuryId("J03"))
    store.record(JuryId("J04"), 1, LivretOpened(StudentNumber("0701"), Digest("a" * 64), "dossier"))
    assert not json.loads(run(desk, capsys, json=True))["log"]["due"], "acts of a jury that nobody proclaimed"


def test_an_empty_post_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    world = retention_of(MemoryStore(), MemoryOutput())
    desk = SimpleNamespace(closing=SimpleNamespace(retention=world.retention), juries=lambda: ())
    assert run(cast("Desk", desk), capsys) == "Aucun jury sur ce poste, et aucun effacement.\n"
