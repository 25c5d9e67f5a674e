# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the text of livrets says, behind `client.sit.ports.LivretTexts`. Read when first asked for."""

from collections.abc import Sequence

from lsl_desk.client.sit.ports import LivretSays
from lsl_desk.client.sit.values import Card, CardLine, YearLine


class FormatTexts:
    """The reader of `formats.livret_text`."""

    def says(self, pages: Sequence[str]) -> LivretSays:
        """Read the text of the pages of one livret."""
        from lsl_desk.formats.livret_text.reader import read_livret  # noqa: PLC0415 - only a sitting reads livrets so

        read = read_livret(pages)
        years = tuple(YearLine(one.title, one.periods, one.page) for one in read.subjects)
        opinion, engagements, remarks = (
            tuple(CardLine(one.text, one.page) for one in lines)
            for lines in (read.opinion, read.engagements, read.remarks)
        )
        return LivretSays(years, Card(opinion, engagements, remarks, readable=read.readable))
