# SPDX-License-Identifier: AGPL-3.0-or-later
"""The paths of the academy's API, once: the server declares them, the Desk asks them."""

from typing import Final

API: Final = "/api/v1"

ACADEMY: Final = f"{API}/academy"
ENROLMENTS: Final = f"{API}/enrolments"
ENROLMENT: Final = f"{API}/enrolments/{{enrolment}}"
REVEAL: Final = f"{API}/enrolments/{{enrolment}}/reveal"
CHALLENGES: Final = f"{API}/challenges"
TOKENS: Final = f"{API}/tokens"
DEVICE: Final = f"{API}/device"
JURIES: Final = f"{API}/juries"
MANIFEST: Final = f"{API}/juries/{{jury}}/manifest"
LIVRET: Final = f"{API}/juries/{{jury}}/livrets/{{digest}}"
BUNDLE: Final = f"{API}/juries/{{jury}}/livrets"
NAMES: Final = f"{API}/juries/{{jury}}/names"
SCHOOLS: Final = f"{API}/juries/{{jury}}/schools"
WHOSE: Final = f"{API}/whose"
"""By POST: a number in an address would stand in every proxy's log."""
FEED: Final = f"{API}/juries/{{jury}}/feed"
ERASURES: Final = f"{API}/juries/{{jury}}/erasures"
ACTS: Final = f"{API}/acts"
EVENTS: Final = f"{API}/events"
HEALTH: Final = "/healthz"
METRICS: Final = "/metrics"

MAX_BATCH: Final = 50
"""Acts in one batch."""
MAX_BODY: Final = 4 * 1024 * 1024
"""Bytes of a request body: a batch of the longest acts fits, since nothing else could free a post of them."""
MAX_NUMBER: Final = 40
"""Characters of a number asked about."""
MAX_BUNDLE: Final = 500
"""Livrets asked for in one stream."""
HEARTBEAT_SECONDS: Final = 2.0
"""Between two signs of life on the events stream."""
PROTOCOL_HEADER: Final = "LSL-Protocol"
"""On every answer: the date of the server's wire format."""
SERVER_HEADER: Final = "LSL-Server"
"""On every answer: the identifier of the academy's key."""
