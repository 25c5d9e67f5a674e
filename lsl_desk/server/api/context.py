# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every route of the API says of itself."""

from typing import Final

from lsl_desk.wire.exchange import Problem

PROBLEMS: Final = {
    status: {"model": Problem, "description": what}
    for status, what in {
        401: "Who asks is not known, or no longer.",
        403: "Who asks may not.",
        404: "There is none.",
        409: "Not as things stand.",
        410: "No longer.",
        413: "Too long.",
        422: "Another shape than published here.",
        429: "Too often.",
        500: "A fault of the server.",
        503: "Not now.",
        507: "The server has no room left; nothing was kept.",
    }.items()
}
"""``responses=`` of the routes: a problem each."""


def problems(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The refusals of a route, besides those of any."""
    return {status: PROBLEMS[status] for status in sorted({*statuses, 422, 500, 503, 507})}
