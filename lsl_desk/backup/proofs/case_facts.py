# SPDX-License-Identifier: AGPL-3.0-or-later
"""``dossier.json``: what the file of a case says of it, and what of that is held against the signed acts.

Everything is read; whoever made the file answers for all of it, and the acts for the marks, the steps and the decision.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from lsl_desk.backup import strict_json
from lsl_desk.backup.fields import NONE, Fields, Kinds, is_act
from lsl_desk.backup.flaws import CONTENT
from lsl_desk.backup.proofs.case_file import FACTS, FORMAT

_FACTS: Final[Mapping[str, Kinds]] = {
    "decision": (dict, NONE),
    "digest": str,
    "format": str,
    "group": int,
    "guard": dict,
    "jury": str,
    "marks": list,
    "number": str,
    "steps": list,
    "visa": (dict, NONE),
}
"""What is read of it; it says more, for whoever reads the page."""
_MARK: Final[Mapping[str, Kinds]] = {
    "coefficient": str,
    "exam": str,
    "given": (str, NONE),
    "second": (str, NONE),
}
_STEP: Final[Mapping[str, Kinds]] = {"digest": str, "line": int, "outcome": str}
_DECISION: Final[Mapping[str, Kinds]] = {"act": str, "marks": str, "ruling": str}
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
OUTCOMES: Final = frozenset({"accepted", "conflict", "refused"})


@dataclass(frozen=True, slots=True)
class GivenMark:
    """A mark as the exam office gives it; `second` is that of the second group, the better of both counts."""

    exam: str
    coefficient: Decimal
    given: Decimal | None
    second: Decimal | None


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step: the line of the journal it is, what became of it, and the digest of the marks after it."""

    line: int
    outcome: str
    digest: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is held against the acts.

    Attributes:
        jury: identifier.
        number: N° élève.
        group: of épreuves, 1 or 2.
        marks: of the exam office.
        digest: of the marks as they count at the end.
        steps: in order.
        decision: act, marks and ruling of the one in force, None without one.
        guard: how the livret was examined, by its ``state``, ``livret`` (its digest or "") and ``act``.
        visa: as the academy's visas have it, None without one.
    """

    jury: str
    number: str
    group: int
    marks: Sequence[GivenMark]
    digest: str
    steps: Sequence[StepTold]
    decision: Mapping[str, Any] | None
    guard: Mapping[str, Any]
    visa: Mapping[str, Any] | None


def read_facts(data: bytes) -> CaseFacts:
    """Read ``dossier.json``.

    Raises:
        Flawed: it is not one.
    """
    fields = Fields(FACTS)
    read = strict_json.read(data, CONTENT, FACTS)
    fields.within(read, _FACTS)
    fields.need(read["format"] == FORMAT, "format")
    fields.digests(read, ("digest",))
    fields.within(read["guard"], {"act": (str, NONE), "livret": str, "state": str}, "guard")
    if read["decision"] is not None:
        fields.within(read["decision"], _DECISION, "decision")
        fields.need(is_act(read["decision"]["act"]), "decision.act")
    return CaseFacts(
        jury=read["jury"],
        number=read["number"],
        group=read["group"],
        marks=tuple(_mark(fields, one, f"marks.{rank}") for rank, one in enumerate(read["marks"])),
        digest=read["digest"],
        steps=tuple(_step(fields, one, f"steps.{rank}") for rank, one in enumerate(read["steps"])),
        decision=read["decision"],
        guard=read["guard"],
        visa=read["visa"],
    )


def decimal(text: object) -> Decimal | None:
    """Read an exact decimal as ours are written; None for what is none."""
    return Decimal(text) if isinstance(text, str) and _DECIMAL.fullmatch(text) else None


def _mark(fields: Fields, one: Any, place: str) -> GivenMark:
    fields.within(one, _MARK, place)
    weight = decimal(one["coefficient"])
    values = [None if one[name] is None else decimal(one[name]) for name in ("given", "second")]
    told = [one[name] is None or value is not None for name, value in zip(("given", "second"), values, strict=True)]
    fields.need(all(told), place)
    if weight is None:
        raise fields.value(f"{place}.coefficient")
    return GivenMark(one["exam"], weight, *values)


def _step(fields: Fields, one: Any, place: str) -> StepTold:
    fields.within(one, _STEP, place)
    fields.need(one["outcome"] in OUTCOMES, f"{place}.outcome")
    return StepTold(one["line"], one["outcome"], one["digest"])
