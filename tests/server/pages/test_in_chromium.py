# SPDX-License-Identifier: AGPL-3.0-or-later
"""A head of centre enrols a post in a real browser: signs in, compares the six digits, says yes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lsl_desk.domain.rights import AccountRole
from lsl_desk.server.db import devices
from tests.server import chromium
from tests.server.academies import PASSWORD, Here, login_of, opened
from tests.server.chromium import Browser, browsing
from tests.server.desks import Desk
from tests.server.serving import serving

_PAGES = (
    *("/connexion", "/premiere-connexion", "/", "/jurys/J01", "/messages", "/ecarts", "/postes", "/comptes"),
    *("/console", "/publication", "/visas", "/mot-de-passe", "/inconnu"),
)


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
_UNNAMED = """[...document.querySelectorAll('input:not([type=hidden]), select')].filter(e => !e.labels.length).length
    + [...document.querySelectorAll('a, button')].filter(e => !e.innerText.trim()).length"""
_SMALLEST_CONTRAST = """(() => {
    const light = c => c.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
    const rgb = text => text.match(/[0-9.]+/g).map(Number);
    const ground = e => { for (; e; e = e.parentElement) {
        const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3]) return c; }
        return [255, 255, 255]; };
    const all = [...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(
        n => n.nodeType === 3 && n.data.trim()));
    return Math.min(...all.map(e => {
        const pair = [rgb(getComputedStyle(e).color), ground(e)].map(c => light(c.slice(0, 3))).sort((a, b) => b - a);
        return (pair[0] + 0.05) / (pair[1] + 0.05);
    }));
})()"""


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_every_page_fits_is_labelled_and_can_be_read(alone: Here, browser: Browser, width: int, height: int) -> None:
    with serving(alone.app) as url:
        sign_in(browser, url, AccountRole.GESTIONNAIRE_DEC)
        for dark in (False, True):
            browser.shown(width, height, dark=dark)
            for path in _PAGES:
                browser.goto(url + path)
                assert browser.evaluate(_STYLE_HELD) == "flex", "the style is let in by the security policy"
                assert not browser.evaluate(_TOO_WIDE), path
                assert browser.evaluate(_UNNAMED) == 0, path
                assert browser.evaluate(_SMALLEST_CONTRAST) >= 4.5, (path, dark)
                assert browser.evaluate("document.querySelectorAll('h1').length") == 1, path
