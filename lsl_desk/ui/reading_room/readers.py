# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who read a candidate's livret on another post, in words (features P31, N03)."""

from collections.abc import Mapping

from lsl_desk.client.link.values import ReadBy
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.jury import JuryFile
from lsl_desk.ui.link_words import reader_words


def told_readers(file: JuryFile, readers: Mapping[StudentNumber, tuple[ReadBy, ...]]) -> dict[StudentNumber, str]:
    """For each candidate whose livret was read in its current version, by whom; the last one when several did."""
    digests = {one.number: one.livret.digest for one in file.candidates if one.livret is not None}
    told: dict[StudentNumber, str] = {}
    for number, found in readers.items():
        current = [one for one in found if one.digest == digests.get(number)]
        if current:
            told[number] = reader_words(current[-1])
    return told
