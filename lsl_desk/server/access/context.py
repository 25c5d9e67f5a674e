# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a route is given of the application that serves it."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Annotated

from fastapi import Depends, Request
from pydantic import StringConstraints

from lsl_desk.server.services.academy import Academy
from lsl_desk.server.settings import Settings


def academy(request: Request) -> Academy:
    """The academy that this application serves."""
    served = request.app.state.academy
    assert isinstance(served, Academy)  # noqa: S101 - set when the application is made
    return served


def settings(request: Request) -> Settings:
    """The settings that this application was made with."""
    made = request.app.state.settings
    assert isinstance(made, Settings)  # noqa: S101 - set when the application is made
    return made


# As dependencies they are coroutines: a plain function would cost a request one more visit to the threads.


async def _academy(request: Request) -> Academy:
    return academy(request)


async def _settings(request: Request) -> Settings:
    return settings(request)


AcademyHere = Annotated[Academy, Depends(_academy)]
"""A parameter of a route: the academy served."""

SettingsHere = Annotated[Settings, Depends(_settings)]
"""A parameter of a route: the settings."""


JuryName = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^\x00]+$")]
"""A jury in a path: what the database and a problem can hold."""


def source_of(request: Request) -> str:
    """The address a request comes from; uvicorn has put there what a trusted proxy says.

    Of an IPv6 address the network alone (/64): who has one address there has them all.
    """
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
