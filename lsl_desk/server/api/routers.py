# SPDX-License-Identifier: AGPL-3.0-or-later
"""The routes of the API, gathered."""

from typing import Final

from fastapi import APIRouter

from lsl_desk.server.api import academy, enrolling, tokens

ROUTERS: Final[tuple[APIRouter, ...]] = (academy.router, enrolling.router, tokens.router)
