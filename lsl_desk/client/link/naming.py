# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fetches the names of a jury's candidates for its heads; they are sealed as they come (features N18)."""

from collections.abc import Mapping

from lsl_desk.client.link.heading import ASKED_AGAIN
from lsl_desk.client.link.ports import Academy, NamesStore
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import JuryId


def lacking(names: NamesStore, versions: Mapping[JuryId, int]) -> dict[JuryId, int]:
    """Those of these juries whose current version has no name here."""
    return {jury: version for jury, version in versions.items() if not names.sealed(jury)}


def keep_names(academy: Academy, names: NamesStore, versions: Mapping[JuryId, int]) -> dict[JuryId, int]:
    """Fetch and seal the names of juries.

    A sitting needs no name before it has decided, so what could not be had is asked again at the next sync.

    Args:
        academy: where they are.
        names: where they are sealed.
        versions: current version of each jury.

    Returns:
        Those of them that the academy answered, with a name or with none.

    Raises:
        Refusal: the link, the disk.
    """
    answered = {}
    for jury, version in versions.items():
        try:
            names.seal(jury, version, academy.names(jury))
            answered[jury] = version
        except Refusal as refusal:
            if refusal.code not in ASKED_AGAIN:
                raise
    return answered
