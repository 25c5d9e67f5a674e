# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.adapters.hall import asking
from tests.adapters.hall.posts import SOON


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No post is thought silent because the machine is busy with other tests."""
    monkeypatch.setattr(asking, "_SILENCE", float(SOON))
