# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which juries this post erased at their date: a sync asks, and does not fetch them again."""

import json
from typing import Final

from lsl_desk.client.ports import DeskStore
from lsl_desk.domain.ids import JuryId

CERTIFICATES: Final = "retention.certificates"
"""The note: pairs of a jury and its signed record, in order."""


def sealed_certificates(store: DeskStore) -> list[tuple[JuryId, str]]:
    """Each jury with its signed record, as text."""
    return [(JuryId(jury), sealed) for jury, sealed in json.loads(store.note(CERTIFICATES) or "[]")]


def erased_juries(store: DeskStore) -> frozenset[JuryId]:
    """Those erased, wholly or but for disputes."""
    return frozenset(jury for jury, _ in sealed_certificates(store))
