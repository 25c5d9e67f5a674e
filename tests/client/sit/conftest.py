# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from tests.client.sit.sitting_world import World, world


@pytest.fixture
def w() -> World:
    """A sitting that is open."""
    made = world()
    made.sit()
    return made
