# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages, gathered."""

from typing import Final

from fastapi import APIRouter

ROUTERS: Final[tuple[APIRouter, ...]] = ()
