# SPDX-License-Identifier: AGPL-3.0-or-later
"""The routes of the API, gathered."""

from typing import Final

from fastapi import APIRouter

from lsl_desk.server.api import academy, acts, enrolling, erasures, eve, events, juries, livrets, tokens

# A path is looked for in this order: what is asked most often comes first.
ROUTERS: Final[tuple[APIRouter, ...]] = (
    acts.router,
    eve.router,
    events.router,
    juries.router,
    livrets.router,
    tokens.router,
    enrolling.router,
    erasures.router,
    academy.router,
)
