# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person typed, as an act takes it."""

from lsl_desk.domain.acts import MAX_REASON
from lsl_desk.domain.errors import Code, Refusal


def short(text: str) -> str:
    """A reason or name without what stands around it.

    Raises:
        Refusal: VALUE_OUT_OF_RANGE.
    """
    said = text.strip()
    if len(said) > MAX_REASON:
        raise out_of_range("raison", f"{len(said)} caractères", f"au plus {MAX_REASON}")
    return said


def out_of_range(name: str, value: str, allowed: str) -> Refusal:
    """The refusal of a value, as typed, that is not among those allowed; all in French."""
    return Refusal(Code.VALUE_OUT_OF_RANGE, name=name, value=value, allowed=allowed)
