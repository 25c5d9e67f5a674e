# SPDX-License-Identifier: AGPL-3.0-or-later
"""The school of origin through a season: its head receives the visas, loads the final livrets, gives their days."""

import re
from collections.abc import Collection
from html import unescape

from starlette.testclient import TestClient

from season.office import SCHOOL, Office
from tests.server.browsers import problem_in, send

VISAS, LIVRETS, OPENING = (f"/etablissements/{SCHOOL}/{one}" for one in ("visas", "livrets", "ouverture"))
A_FORM = "/mot-de-passe"
"""A page that has a form at any time."""
NINTH = {"premier": "2018-07-09", "dernier": "2018-09-30"}


class Origin:
    """The head of the school that every candidate of the season comes from."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def has_nothing(self) -> None:
        """Before the exam office sends."""
        head = self.office.school()
        assert "Aucun visa disponible" in told(head, VISAS)
        assert send(head, VISAS, A_FORM).headers["location"].endswith("rien-recu")

    def receives(self, waiting: Collection[str], total: int, words: list[str]) -> None:
        """What was sent: once, with those who go to the second group named; the exam office sees when."""
        head, officer = self.office.school(), self.office.officer(0)
        assert "○ non reçu" in told(officer, "/visas/etablissements")
        assert send(head, VISAS, VISAS).headers["location"].endswith("=recus")
        assert send(head, VISAS, A_FORM).headers["location"].endswith("rien-recu"), "twice, nothing is added"
        page = told(head, VISAS)
        received = total - len(waiting)
        assert f"{received} visas reçus sur {total}" in page, page
        for number in waiting:
            assert re.search(rf"{number} T\d\d Inventé{number} Alix il passe le second groupe", page), page
        assert "non reçu" not in told(officer, "/visas/etablissements")
        assert problem_in(send(head, OPENING, A_FORM, **NINTH).text).startswith("Les résultats du second groupe")
        words.append(f"{received} visas reçus sur {total}, {len(waiting)} nommés")

    def loads_and_opens(self, livrets: int, total: int, words: list[str]) -> None:
        """Every livret that has a file, division by division, then the days; never before Monday 9 July 2018."""
        head = self.office.school()
        assert send(head, VISAS, VISAS).headers["location"].endswith("=recus")
        assert f"{total} visas reçus sur {total}" in told(head, VISAS)
        send(head, LIVRETS, LIVRETS, division="T01")
        early = problem_in(send(head, OPENING, LIVRETS, **NINTH | {"premier": "2018-07-08"}).text)
        assert early.startswith("Les livrets ne s’ouvrent qu’à partir du 09/07/2018"), early
        one = problem_in(send(head, OPENING, LIVRETS, **NINTH).text)
        assert one.startswith("1 / 2 divisions chargées, il manque\u00a0: T02."), one
        assert send(head, LIVRETS, LIVRETS, toutes="oui").headers["location"].endswith("=charges")
        assert send(head, OPENING, LIVRETS, **NINTH).headers["location"].endswith("=ouverture")
        page = told(head, LIVRETS)
        assert f"{livrets} livrets chargés sur {total}, 2 / 2 divisions chargées" in page, page
        assert "Du 09/07/2018 au 30/09/2018" in page
        words.append(f"{livrets} livrets chargés, dès le 9 juillet")


def told(client: TestClient, page: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<.*?>", " ", client.get(page).text)).split())
