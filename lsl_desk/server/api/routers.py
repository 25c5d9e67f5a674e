# SPDX-License-Identifier: AGPL-3.0-or-later
"""The routes of the API, gathered."""

from typing import Final

from fastapi import APIRouter

from lsl_desk.server.api import academy, acts, enrolling, events, juries, livrets, tokens

ROUTERS: Final[tuple[APIRouter, ...]] = (
    academy.router,
    enrolling.router,
    tokens.router,
    juries.router,
    livrets.router,
    acts.router,
    events.router,
)
