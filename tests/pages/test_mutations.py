# SPDX-License-Identifier: AGPL-3.0-or-later
"""Livrets and hostile files, bytes changed at random: whatever comes, the parent lives and answers."""

import random
from collections.abc import Callable

import pytest

from lsl_desk.domain.errors import Refusal
from lsl_desk.pages.caps import MIB, Caps
from tests.hostile.corpus import hostile_files
from tests.hostile.writer import livret
from tests.pages.asking import Shelf, key, lane_over, told

COUNT = 300
QUICK = (
    "form_loop", "type3_recursion", "soft_mask_recursion", "jpx_garbage", "jbig2_garbage", "font_garbage",
    "operators_without_operands", "function_loop", "transparency_stack", "javascript_in_a_field",
)  # fmt: skip


def mutated(rng: random.Random, data: bytes) -> bytes:
    """The bytes with some replaced, copied elsewhere, cut out or cut off."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 32))):
        where = rng.randrange(len(changed))
        what = rng.randrange(5)
        if what == 0:
            changed[where] = rng.randrange(256)
        elif what == 1:
            changed[where : where + 4] = rng.choice((b"9999", b"-1", b"<<", b"]", b" R ", b"null", b"\0\0\0\0"))
        elif what == 2:
            origin = rng.randrange(len(changed))
            changed[where:where] = changed[origin : origin + rng.randrange(64)]
        elif what == 3:
            del changed[where : where + rng.randrange(16)]
        elif rng.random() < 0.1:
            del changed[where:]
        changed = changed or bytearray(b"%PDF-")
    return bytes(changed)


def test_mutated_files_never_stop_the_lane(
    rng: random.Random, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    seeds = [livret(), livret(pages=1), *(make() for name, make in hostile_files() if name in QUICK)]
    shelf = Shelf()
    lane = lane_over(shelf, Caps(seconds=2.0, memory=256 * MIB, inspectors=1, documents=80, handover=0.0))
    shown = 0
    try:
        for _ in range(COUNT):
            data = mutated(rng, rng.choice(seeds))
            digest = shelf.put(data)
            later = lane.inspect_later(data)
            answer = told(lane.render, key(digest))
            if not isinstance(answer, Refusal):
                shown += 1
                answer.release()
            assert (later().problem is None) == bool(later().texts)
        assert lane.picture_bytes == 0
        seed = request.config.option.hypothesis_seed
        record_property(
            "mutations", f"{COUNT} with seed {seed}, {shown} shown, {lane.reader.replaced} workers replaced"
        )
    finally:
        lane.close()
