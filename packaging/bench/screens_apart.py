# SPDX-License-Identifier: AGPL-3.0-or-later
"""A screen for each window: none covers another, and none takes the keyboard of another."""

import sys
from collections.abc import Mapping
from contextlib import ExitStack

import screens

SIZE = (1920, 1080)


def apart(stack: ExitStack, base: Mapping[str, str]) -> dict[str, str]:
    """Return ``base`` with a private screen, which ends with the stack; elsewhere than on Linux, the screen there is.

    Raises:
        told.Stop: Xvfb is not installed or does not start.
    """
    if not sys.platform.startswith("linux"):
        return dict(base)
    return screens.on(stack.enter_context(screens.virtual(*SIZE)), base)
