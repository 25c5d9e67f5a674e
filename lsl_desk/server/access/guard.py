# SPDX-License-Identifier: AGPL-3.0-or-later
"""The guard of every route: it names the action done there, finds out who asks, and asks `domain.rights.allow`.

To declare is to enforce: a route is declared by the guard it depends on, and by nothing else. `require_declared` stops
an application that has a route without one.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.rights import NOBODY, WHOLE, Action, Actor, Kind, Resource, Standing, allow
from lsl_desk.server.access.context import JuryName, academy
from lsl_desk.server.services import limits, proving
from lsl_desk.server.services.academy import Academy

ResourceOf = Callable[..., Resource | Awaitable[Resource]]
"""A dependency that says what a request is about."""


class UndeclaredRoute(Exception):  # noqa: N818 - what is wrong with the application
    """A route that names no action: nobody said who may use it."""


async def whole() -> Resource:
    """The academy as a whole."""
    return WHOLE


async def jury_named(jury: JuryName) -> Resource:
    """The jury of a path ``/…/{jury}/…``: a post’s rights need to know no more of it."""
    return Resource(jury=JuryId(jury))


def bearer(request: Request, here: Academy) -> Actor:
    """The post whose token a request bears; nobody when it bears none of ours."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return NOBODY
    return proving.bearer_of(here.database, token.strip(), here.clock())


def post_may(action: Action, of: ResourceOf = whole) -> Any:
    """Guard a route of the API that posts ask, by their token.

    Args:
        action: what is done there.
        of: says what it is done to.

    Returns:
        a dependency, whose value is the actor.
    """

    async def admit(request: Request, resource: Resource) -> Actor:
        here = academy(request)
        actor = await run_in_threadpool(bearer, request, here)
        if actor.kind is not Kind.DEVICE or actor.standing is Standing.EXPIRED:
            raise Refusal(Code.TOKEN_EXPIRED)
        requests: limits.Requests = request.app.state.requests
        seconds = requests.hit(actor.id, here.clock())
        if seconds:
            raise Refusal(Code.TOO_MANY_REQUESTS, seconds=seconds)
        if not allow(actor, action, resource):
            raise _denied(actor, resource)
        return actor

    # Each dependency costs a request about as much as a question to the database: no more of them than needed.
    async def check(request: Request, resource: Annotated[Resource, Depends(of)]) -> Actor:
        return await admit(request, resource)

    async def check_whole(request: Request) -> Actor:
        return await admit(request, WHOLE)

    return _declare(check_whole if of is whole else check, action)


def anybody_may(action: Action) -> Any:
    """Guard a route that asks for nothing: whoever asks is taken for nobody.

    Args:
        action: what is done there, which the rights have to give to nobody.
    """

    async def check() -> Actor:
        if not allow(NOBODY, action):
            raise Refusal(Code.FORBIDDEN)
        return NOBODY

    return _declare(check, action)


def declare(check: Callable[..., object], action: Action) -> Any:
    """Make a guard of a check of one’s own, which the pages have."""
    return _declare(check, action)


def action_of(route: APIRoute) -> Action | None:
    """The action that a route declares; None when it declares none, or more than one."""
    actions = set(_actions(route.dependant))
    return actions.pop() if len(actions) == 1 else None


def require_declared(routes: Iterable[object]) -> None:
    """Refuse an application that has a route without a declared action.

    Raises:
        UndeclaredRoute: with the paths.
    """
    undeclared = [
        str(getattr(route, "path", route))
        for route in every_route(routes)
        if not isinstance(route, APIRoute) or action_of(route) is None
    ]
    if undeclared:
        raise UndeclaredRoute(", ".join(undeclared))


def every_route(routes: Iterable[object]) -> Iterator[object]:
    """The routes of an application, those of the routers it includes among them."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is None:
            yield route
        else:
            yield from every_route(included.routes)


def _actions(dependant: Dependant) -> Iterable[Action]:
    action = getattr(dependant.call, "action", None)
    if isinstance(action, Action):
        yield action
    for inner in dependant.dependencies:
        yield from _actions(inner)


def _declare(check: Callable[..., object], action: Action) -> Any:
    check.action = action  # type: ignore[attr-defined]  # a function is a guard by this attribute
    return Depends(check)


def _denied(actor: Actor, resource: Resource) -> Refusal:
    if actor.standing is Standing.REVOKED:
        return Refusal(Code.DEVICE_REVOKED)
    if resource.jury is not None and resource.jury not in actor.juries:
        return Refusal(Code.JURY_NOT_YOURS, jury=resource.jury)
    return Refusal(Code.FORBIDDEN)
