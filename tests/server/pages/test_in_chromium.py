# SPDX-License-Identifier: AGPL-3.0-or-later
"""A head of centre enrols a post in a real browser: signs in, compares the six digits, says yes."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import update

from lsl_desk.domain.acts import Role
from lsl_desk.domain.closing_acts import PvSigned, SignatureRefused
from lsl_desk.domain.rights import AccountRole
from lsl_desk.server.db import devices, schema
from tests.server import chromium
from tests.server.academies import PASSWORD, SCHOOL, Here, login_of, opened
from tests.server.browsers import send
from tests.server.chromium import Browser, browsing
from tests.server.desks import Desk
from tests.server.pages.test_closing_pages import come, publish, pv_of
from tests.server.pages.test_provisional_pages import closed_with_two
from tests.server.pages.test_sittings import send as act
from tests.server.pages.test_sittings import with_candidates
from tests.server.pupils_world import J02, School
from tests.server.serving import serving

_PAGES = (
    *("/connexion", "/premiere-connexion", "/", "/jurys/J01", "/messages", "/ecarts", "/postes", "/comptes"),
    *("/console", "/console/notes-provisoires", "/publication", "/visas", "/visas/etablissements", "/recours"),
    *(f"/visas/etablissements/sans-visa?code={SCHOOL}", "/mot-de-passe", "/inconnu"),
)
_OF_SCHOOL = tuple(f"/etablissements/{SCHOOL}/{one}" for one in ("visas", "livrets"))


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    path = chromium.found()
    if path is None:
        pytest.skip("Chromium is not installed (Debian: chromium)")
    with browsing(path, tmp_path / "profile") as opened_browser:
        yield opened_browser


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Here]:
    with opened(tmp_path) as here:
        yield here


def sign_in(browser: Browser, url: str, role: AccountRole) -> None:
    browser.goto(f"{url}/connexion")
    browser.fill("#identifiant", login_of(role))
    browser.fill("#mot_de_passe", PASSWORD)
    browser.press("main form button")


def test_a_post_is_enrolled_from_a_real_browser(alone: Here, browser: Browser) -> None:
    desk = Desk(alone.client())
    desk.begin("Salle 12, à côté de l’horloge")
    desk.reveal()
    with serving(alone.app) as url:
        browser.shown(1366, 768)
        sign_in(browser, url, AccountRole.CHEF_DE_CENTRE)
        assert browser.text("h1") == "Jurys"
        browser.press("nav a[href='/postes']")
        browser.press("a[href^='/postes/demandes/']")
        assert browser.text("h1") == "Relier «\u00a0Salle 12, à côté de l’horloge\u00a0»"
        assert "".join(filter(str.isdigit, browser.text(".digits"))) == desk.digits
        browser.choose("#compte", "Personne president")
        browser.press("form[action$='/approbation'] button")
        assert browser.text("[role=status]") == "Le poste est relié à l’académie."
    with alone.academy.database.reading() as connection:
        (post,) = devices.devices(connection)
    assert (post.id, post.account) == (desk.id, alone.accounts[AccountRole.PRESIDENT])


_STYLE_HELD = "getComputedStyle(document.querySelector('header')).display"
_TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
_FAULTS = """axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(
    one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).join(', ')))"""


def faults(browser: Browser) -> list[str]:
    """What axe finds against WCAG and good practice in the page that is open, each with where."""
    if browser.evaluate("!window.axe"):
        axe = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
        browser.evaluate(f"{axe}; null")
    found: list[str] = browser.evaluate(_FAULTS)
    return found


def a_season(here: Here) -> None:
    """A jury closed, refused by one, signed by the other before a mark moved, published, visas sent, nothing erased."""
    president, closing = closed_with_two(with_candidates(here))
    refused = SignatureRefused(Role.VICE_PRESIDENT, "Vice-présidente inventée", closing, "en désaccord")
    act(here, president, refused, PvSigned(Role.PRESIDENT, "Président inventé", closing, pv_of(here).digest))
    one, _ = publish(here)
    here.clock.forward(minutes=15)
    send(one, "/visas/1", "/visas")
    come(here, "0417;PHILO;4;12")
    with here.academy.database.writing() as connection:
        connection.execute(update(schema.identity).values(school=SCHOOL, division="T01", first_names="Camille"))
    School(here, {}).publish(J02, 2)
    here.clock.forward(days=70)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_every_page_fits_and_axe_finds_no_fault(alone: Here, browser: Browser, width: int, height: int) -> None:
    a_season(alone)
    with serving(alone.app) as url:
        sign_in(browser, url, AccountRole.GESTIONNAIRE_DEC)
        for path in _PAGES:
            looked_at(browser, url + path, width, height)
        sign_in(browser, url, AccountRole.CHEF_ETABLISSEMENT)
        assert browser.text("h1").startswith("Recevoir les visas")
        browser.press("form[action$='/visas'] button")
        for path in _OF_SCHOOL:
            looked_at(browser, url + path, width, height)


def looked_at(browser: Browser, address: str, width: int, height: int) -> None:
    """Open a page, and look at it in both themes."""
    browser.goto(address)
    for dark in (False, True):
        browser.shown(width, height, dark=dark)
        assert browser.evaluate(_STYLE_HELD) == "flex", "the style is let in by the security policy"
        assert not browser.evaluate(_TOO_WIDE), address
        assert browser.evaluate("document.querySelectorAll('h1').length") == 1, address
        assert faults(browser) == [], (address, dark)
