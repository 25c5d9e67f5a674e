# SPDX-License-Identifier: AGPL-3.0-or-later
"""The server is killed at random instants while two posts send: the campaign ``kill-server``, on both databases."""

import os
import random

from campaigns.kill_server import faults_of, play
from lsl_desk.server.settings import Settings
from tests.server.world import World

LIVES = int(os.environ.get("LSL_TEST_LIVES", "12"))
"""Lives of the server in this test; a campaign sets more."""


def test_what_was_receipted_is_there_once_whatever_instant_the_server_dies(
    world: World, settings: Settings, rng: random.Random
) -> None:
    senders = play(world, settings, rng, LIVES)
    assert faults_of(world, senders) == []
    assert sum(sender.repeated for sender in senders), "no act was sent twice: nothing was tried"
