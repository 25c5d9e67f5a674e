# SPDX-License-Identifier: AGPL-3.0-or-later
"""The copy in a real browser that has no network: each link of the index leads to a livret that is there."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from lsl_desk.pages.lane import PageLane
from tests.adapters.copies.centre import SECRETS, paging, post
from tests.server.chromium import browsing, found


@pytest.fixture(scope="module")
def lane() -> Iterator[PageLane]:
    with paging() as made:
        yield made


@pytest.mark.keeps_alive("the page workers are those of the module")
def test_every_link_resolves_without_network(tmp_path: Path, lane: PageLane) -> None:
    chromium = found()
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    key = tmp_path / "key"
    key.mkdir()
    with post(tmp_path / "here", lane) as here:
        here.bring_in(tmp_path / "source")
        folder = Path(here.make(key).where)
    with browsing(chromium, tmp_path / "profile") as browser:
        browser.command("Network.enable")
        conditions = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        browser.command("Network.emulateNetworkConditions", **conditions)
        browser.goto((folder / "index.html").as_uri())
        links = browser.evaluate("[...document.links].map(link => link.href)")
        linked = [Path(unquote(urlsplit(link).path)).relative_to(folder.resolve()) for link in links]
        assert [str(one) for one in linked] == ["livrets/0417.pdf", "livrets/0418.pdf", "livrets/0421.pdf"]
        said = browser.text("body")
        assert "Ouvrir" in said
        assert all(secret not in browser.evaluate("document.documentElement.outerHTML") for secret in SECRETS)
        names = browser.evaluate("[...document.links].map(link => link.ariaLabel)")
        assert names == ["Ouvrir le livret 0417", "Ouvrir le livret 0418", "Ouvrir le livret 0421"]
        for link in links:
            browser.goto(link)  # Chromium asks for the password: the file is there, and it is a PDF that is closed
            assert browser.evaluate("document.contentType") == "application/pdf"
        browser.goto((folder / "index.html").as_uri())
        assert browser.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
