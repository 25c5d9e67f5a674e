# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lsl_desk.client.prepare.values import Deadline, Item, JuryReadiness, Matter, Standing
from lsl_desk.domain.ids import JuryId
from lsl_desk.ui.home.eve_words import (
    Todo,
    countdown,
    countdown_state,
    headline,
    item_line,
    panel_title,
    todos,
    when,
)
from lsl_desk.ui.home.tile_lines import EVE_LINES, Line

PARIS = ZoneInfo("Europe/Paris")
AT = datetime(2018, 7, 2, 15, 42, tzinfo=UTC)
SITTING = datetime(2018, 7, 3, 6, 0, tzinfo=UTC)
DONE, AGAIN, MISSING = Standing.DONE, Standing.AGAIN, Standing.MISSING
READY = JuryReadiness(
    JuryId("J01"),
    (
        Item(Matter.NUMERIC, DONE, 68, 68),
        Item(Matter.PAPER, DONE, 5, 5),
        Item(Matter.UNKNOWN, DONE, 74, 74),
        Item(Matter.HEADS, DONE, 1, 1),
        Item(Matter.COPY, DONE, 68, 68, AT, 2),
        Item(Matter.DRILL, DONE, 68, 68, AT),
    ),
    SITTING,
)


def _with(ready: JuryReadiness, *items: Item) -> JuryReadiness:
    changed = {one.matter: one for one in items}
    return replace(ready, items=tuple(changed.get(one.matter, one) for one in ready.items))


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (Item(Matter.NUMERIC, DONE, 68, 68), Line("Numériques", "68 / 68", "complets", "ok")),
        (Item(Matter.NUMERIC, DONE, 0, 0), Line("Numériques", "0 / 0", "aucun attendu", "ok")),
        (Item(Matter.NUMERIC, MISSING, 79, 80), Line("Numériques", "79 / 80", "1 à réclamer", "warning")),
        (Item(Matter.PAPER, MISSING, 4, 5), Line("Papier", "4 / 5", "1 attendu", "warning")),
        (Item(Matter.PAPER, DONE, 5, 5), Line("Papier", "5 / 5", "reçus", "ok")),
        (Item(Matter.PAPER, DONE), Line("Papier", "0 / 0", "aucun attendu", "ok")),
        (Item(Matter.UNKNOWN, MISSING, 73, 74), Line("Inconnus", "1", "à demander", "warning")),
        (Item(Matter.UNKNOWN, DONE, 74, 74), Line("Inconnus", "0", "aucun", "ok")),
        (Item(Matter.HEADS, MISSING, 0, 1), Line("Président", "", "manquant", "danger")),
        (Item(Matter.HEADS, DONE, 1, 1), Line("Président", "", "désigné", "ok")),
        (Item(Matter.HEADS, DONE, 2, 2), Line("Président", "2 / 2", "désignés", "ok")),
        (Item(Matter.HEADS, MISSING, 1, 2), Line("Président", "1 / 2", "à compléter", "danger")),
        (Item(Matter.HEADS, AGAIN, 2, 2), Line("Président", "2 / 2", "avis de la DEC", "warning")),
        (Item(Matter.COPY, MISSING), Line("Secours", "", "à faire", "danger")),
        (Item(Matter.COPY, DONE, 68, 68, AT, 2), Line("Secours", "v2", "17:42", "ok")),
        (Item(Matter.COPY, AGAIN, 67, 68, AT, 2), Line("Secours", "v2", "1 à rafraîchir", "warning")),
        (Item(Matter.COPY, AGAIN, 66, 68, AT, 2), Line("Secours", "v2", "2 à rafraîchir", "warning")),
        (Item(Matter.COPY, AGAIN, 68, 68, AT, 2), Line("Secours", "v2", "à refaire", "warning")),
        (Item(Matter.DRILL, MISSING, 0, 68), Line("Exercice", "", "à faire", "todo")),
        (Item(Matter.DRILL, DONE, 68, 68, AT), Line("Exercice", "68 / 68", "17:42", "ok")),
        (Item(Matter.DRILL, MISSING, 67, 68, AT), Line("Exercice", "67 / 68", "1 à éprouver", "danger")),
        (Item(Matter.DRILL, AGAIN, 67, 68, AT), Line("Exercice", "67 / 68", "1 à éprouver", "warning")),
    ],
)  # fmt: skip
def test_each_matter_is_a_word_a_sign_and_a_count(item: Item, line: Line) -> None:
    assert item_line(item, date(2018, 7, 2), PARIS) == line


def test_another_day_is_told_by_its_date() -> None:
    later = date(2018, 7, 3)
    assert item_line(Item(Matter.COPY, DONE, 68, 68, AT, 2), later, PARIS).word == "le 2 juillet"
    assert item_line(Item(Matter.DRILL, DONE, 68, 68), later, PARIS).word == ""


def test_the_tile_has_a_line_a_matter() -> None:
    assert len(EVE_LINES) == len(Matter)


def test_a_jury_is_red_until_all_is_done_and_amber_when_it_only_has_to_be_redone() -> None:
    assert headline(READY) == ("ok", "prêt")
    stale = _with(READY, Item(Matter.COPY, AGAIN, 67, 68, AT, 2), Item(Matter.DRILL, AGAIN, 67, 68, AT))
    assert headline(stale) == ("warning", "à rafraîchir")
    assert headline(_with(stale, Item(Matter.PAPER, MISSING, 4, 5))) == ("danger", "3 points à régler")
    assert headline(_with(READY, Item(Matter.HEADS, MISSING, 0, 1))) == ("danger", "1 point à régler")


def test_the_panel_tells_the_hour_of_the_first_sitting() -> None:
    later = replace(READY, jury=JuryId("J02"), sitting=SITTING + timedelta(hours=6, minutes=30))
    assert panel_title([later, READY], PARIS) == "Avant le 3 juillet, 8\u00a0h"
    assert panel_title([later], PARIS) == "Avant le 3 juillet, 14\u00a0h\u00a030"
    assert panel_title([replace(READY, sitting=None)], PARIS) == "Avant la délibération"
    first = replace(READY, sitting=datetime(2018, 7, 1, 6, 0, tzinfo=UTC))
    assert panel_title([first], PARIS) == "Avant le 1er juillet, 8\u00a0h"


def test_the_panel_names_what_is_missing_and_where() -> None:
    other = _with(
        replace(READY, jury=JuryId("J02")),
        Item(Matter.HEADS, MISSING, 0, 1),
        Item(Matter.COPY, MISSING, 0, 79),
        Item(Matter.DRILL, MISSING, 0, 79),
    )
    one = _with(READY, Item(Matter.PAPER, MISSING, 4, 5), Item(Matter.DRILL, MISSING, 0, 68))
    assert todos([one, other]) == (
        Todo("ok", "livrets numériques présents", Matter.NUMERIC),
        Todo("warning", "1 livret papier attendu (J01)", Matter.PAPER, JuryId("J01")),
        Todo("ok", "aucun format inconnu", Matter.UNKNOWN),
        Todo("danger", "J02\u00a0: président manquant", Matter.HEADS, JuryId("J02")),
        Todo("danger", "J02\u00a0: plan de secours à faire", Matter.COPY, JuryId("J02")),
        Todo("todo", "J01, J02\u00a0: exercice de coupure", Matter.DRILL),
    )


def test_alone_a_jury_is_not_named() -> None:
    stale = _with(
        READY,
        Item(Matter.UNKNOWN, MISSING, 73, 74),
        Item(Matter.COPY, AGAIN, 67, 68, AT, 2),
        Item(Matter.DRILL, AGAIN, 67, 68, AT),
    )
    said = {one.matter: (one.state, one.text) for one in todos([stale])}
    assert said[Matter.UNKNOWN] == ("warning", "1 format à demander à la DEC")
    assert said[Matter.COPY] == ("warning", "plan de secours à refaire (1 livret modifié)")
    assert said[Matter.DRILL] == ("warning", "exercice à refaire (1 livret)")
    half = _with(READY, Item(Matter.HEADS, MISSING, 1, 2))
    assert todos([half])[3].text == "présidence incomplète"
    proposed = _with(READY, Item(Matter.HEADS, AGAIN, 2, 2))
    assert (todos([proposed])[3].state, todos([proposed])[3].text) == ("warning", "proposition de la DEC à voir")


def test_many_juries_are_cut_short() -> None:
    many = [_with(replace(READY, jury=JuryId(f"J{n:02d}")), Item(Matter.PAPER, MISSING, 0, 1)) for n in range(1, 8)]
    assert todos(many)[1].text == "7 livrets papier attendus (J01, J02, J03, J04…)"


@pytest.mark.parametrize(
    ("today", "words", "state"),
    [
        (date(2018, 6, 30), "dans 2 jours", "none"),
        (date(2018, 7, 1), "demain", "warning"),
        (date(2018, 7, 2), "aujourd’hui", "warning"),
        (date(2018, 7, 3), "dépassée de 1 jour", "danger"),
        (date(2018, 7, 5), "dépassée de 3 jours", "danger"),
    ],
)
def test_the_countdown_of_a_day(today: date, words: str, state: str) -> None:
    monday = Deadline(10, "Constitution des fichiers livrets", date(2018, 7, 2), date(2018, 7, 2), "DELIBNET")
    assert when(monday) == "lundi 2 juillet"
    assert (countdown(monday, today), countdown_state(monday, today)) == (words, state)


def test_the_countdown_of_several_days() -> None:
    several = Deadline(11, "Délibérations", date(2018, 7, 3), date(2018, 7, 6), "DELIBNET")
    assert when(several) == "du mardi 3 au vendredi 6 juillet"
    assert countdown(several, date(2018, 7, 1)) == "dans 2 jours"
    assert countdown(several, date(2018, 7, 4)) == "jusqu’au 6 juillet"
    assert countdown(several, date(2018, 7, 6)) == "aujourd’hui"
    assert when(replace(several, first=date(2018, 6, 29))) == "du vendredi 29 juin au vendredi 6 juillet"
