# SPDX-License-Identifier: AGPL-3.0-or-later
"""An academy for every test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.academies import Here, opened


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    with opened(tmp_path) as academy:
        yield academy
