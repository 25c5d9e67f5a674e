# SPDX-License-Identifier: AGPL-3.0-or-later
"""Labels to stick on paper livrets: N° élève large, N° PV, jury, and a bar code of the number. No name."""

from collections.abc import Sequence

from lsl_desk.barcodes.drawing import draw_code
from lsl_desk.documents.press import plain, press
from lsl_desk.domain.eve_papers import Label

PER_SHEET = 24
"""Of 70 × 37 mm on an A4, three across and eight down: the commonest sheet of labels."""
_NAME, _NUMBER, _VISA = 40, 24, 160


def labels_pdf(labels: Sequence[Label], *, single: bool = False, skip: int = 0) -> bytes:
    """Set labels.

    Args:
        labels: in the order to stick them.
        single: one page a label, of its size, for a printer of labels; A4 sheets of 24 otherwise.
        skip: places of the first sheet that are already used, 0 to 23.
    """
    return press(
        "labels",
        {
            "single": single,
            "skip": 0 if single else skip,
            "per_sheet": PER_SHEET,
            "labels": [_label(one) for one in labels],
        },
    )


def _label(one: Label) -> dict[str, object]:
    code = draw_code(one.number)
    return {
        "jury": plain(one.jury, _NAME),
        "pv": plain(one.pv, _NUMBER),
        "number": plain(one.number, _NUMBER),
        "code": code.svg,
        "modules": code.modules,
        "linear": code.linear,
        "visa": plain(one.visa, _VISA),
    }
