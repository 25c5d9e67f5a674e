# SPDX-License-Identifier: AGPL-3.0-or-later
"""The paths and bounds that both sides hold to."""

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from lsl_desk.domain.acts import Act, Author, LivretRead, MarkRaised, Role
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.wire import routes
from lsl_desk.wire.acts import encode_act
from lsl_desk.wire.envelope import ACT, SigningKey
from lsl_desk.wire.exchange import ActsSent, BundleAsked
from lsl_desk.wire.strict import MAX_PAGES

PATHS = [
    value for name, value in vars(routes).items() if name.isupper() and isinstance(value, str) and value.startswith("/")
]
WIDEST = "\x01" * 400
"""The text of a field that takes most bytes in JSON."""


def test_no_two_paths_are_one() -> None:
    assert len({re.sub(r"\{\w+\}", "{}", path) for path in PATHS}) == len(PATHS)


def test_the_api_s_version_is_in_its_paths_and_only_what_watches_stands_outside() -> None:
    outside = {path for path in PATHS if not path.startswith("/api/v1")}
    assert outside == {routes.HEALTH, routes.METRICS}


def test_the_longest_acts_fit_a_batch_and_the_batch_a_request() -> None:
    """What one request could not carry would stop its post for ever."""
    key = SigningKey(b"\x01" * 32)
    text = StudentNumber(WIDEST)
    read = Act(
        ActId("0" * 32),
        JuryId(WIDEST),
        DeviceId("d" * 64),
        2**53,
        Digest("0" * 64),
        Author(WIDEST, Role.CHEF_DE_CENTRE),
        datetime(2018, 7, 4, 9, 30, tzinfo=UTC),
        2**53,
        LivretRead(text, Digest("a" * 64), ("999999999.9",) * MAX_PAGES, WIDEST),
    )
    raised = replace(read, body=MarkRaised(text, WIDEST, Decimal("999.999"), Decimal("999.999"), 2**53, WIDEST))
    for act in (read, raised):
        envelope = base64.b64encode(key.sign(ACT, encode_act(act)).to_bytes()).decode()
        batch = ActsSent(acts=[envelope] * routes.MAX_BATCH)
        assert len(batch.model_dump_json()) <= routes.MAX_BODY


def test_the_longest_list_of_livrets_fits_a_request() -> None:
    asked = BundleAsked(digests=["a" * 64] * routes.MAX_BUNDLE)
    assert len(asked.model_dump_json()) <= routes.MAX_BODY
