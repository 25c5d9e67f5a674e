# SPDX-License-Identifier: AGPL-3.0-or-later
"""The model, told: each build broken on purpose is seen in a history made for it, and the whole build holds there."""

from collections.abc import Iterator

import pytest

from campaigns.histories import HISTORIES, faults
from campaigns.machine import Model
from campaigns.model import BROKEN
from campaigns.office import Office
from campaigns.posts import Templates

pytestmark = pytest.mark.keeps_alive("the application of the academy is that of the module")


@pytest.fixture(scope="module", autouse=True)
def academy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The academy that all histories begin with a copy of."""
    folder = tmp_path_factory.mktemp("model")
    Model.office, Model.templates, Model.done = Office(folder), Templates(folder / "templates"), {}
    yield
    Model.office.close()


@pytest.mark.parametrize("broken", BROKEN)
def test_a_build_broken_on_purpose_is_seen_and_the_whole_one_holds(broken: str) -> None:
    assert faults(broken) == []
    assert faults(broken, broken)


def test_every_history_is_of_a_broken_build() -> None:
    assert set(HISTORIES) == set(BROKEN)
