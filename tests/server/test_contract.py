# SPDX-License-Identifier: AGPL-3.0-or-later
"""The published contract held against the API: whatever is sent, the answers are those it announces, and never a fault.

The cases are new at each run; the seed that the run prints brings them back.
"""

import os
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from lsl_desk.server.services import limits
from lsl_desk.wire import routes
from tests.server.serving import serving
from tests.server.world import World

EXAMPLES = int(os.environ.get("LSL_TEST_EXAMPLES", "10"))
"""Cases a route; a campaign sets more."""
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def _operations(app: FastAPI) -> list[Any]:
    schema = schemathesis.openapi.from_dict(app.openapi())
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    return [one for one in found if one.path != routes.EVENTS]  # it never ends; `test_events` has it


@pytest.mark.parametrize("known", [True, False], ids=["a post", "nobody"])
def test_whatever_is_sent_the_answer_is_one_announced(
    world: World, app: FastAPI, known: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("ERROR", "lsl_desk.server.services.acts")  # it says at WARNING that it refused an act
    app.state.requests = limits.Requests(allowed=10**9)
    digest = world.livret("J01", "0417", b"%PDF-1.4 livret invente")
    world.publish()
    post = world.post()
    headers = post.headers if known else {}
    operations = _operations(app)
    assert len(operations) >= 10
    with serving(app) as url:
        for operation in operations:
            _hold(operation, url, headers, digest)


def _hold(operation: Any, url: str, headers: dict[str, str], digest: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy())
    def holds(case: Any) -> None:
        if "jury" in (case.path_parameters or {}) and len(case.path_parameters["jury"]) % 2:
            case.path_parameters["jury"] = "J01"  # else nearly every case is of a jury that is not the post's
            if "digest" in case.path_parameters:
                case.path_parameters["digest"] = digest
        case.call_and_validate(base_url=url, headers=headers, checks=CHECKS)

    holds()
