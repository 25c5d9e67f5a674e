# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages, gathered."""

from typing import Final

from fastapi import APIRouter

from lsl_desk.server.pages import audit, closing, disputes, doors, eve, juries, oidc, people, posts, schools, shared

ROUTERS: Final[tuple[APIRouter, ...]] = (
    shared.router,
    doors.router,
    oidc.router,
    juries.router,
    eve.router,
    closing.router,
    disputes.router,
    schools.router,
    posts.router,
    people.router,
    audit.router,
)
