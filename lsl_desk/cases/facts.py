# SPDX-License-Identifier: AGPL-3.0-or-later
"""``dossier.json``: the case of one candidate as plain values, without a candidate's name (decision 017)."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lsl_desk.cases.source import CaseSource
from lsl_desk.domain.board_view import Accepted, Conflicted, Outcome
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.minutes import Line
from lsl_desk.domain.replay import Step
from lsl_desk.domain.visas import presided
from lsl_desk.wire.acts import body_fields
from lsl_desk.wire.minutes import plain
from lsl_desk.wire.strict import moment_text

FORMAT = "1"


def facts_of(
    source: CaseSource, dossier: Dossier, steps: Sequence[Step], lines: Sequence[int], visa: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Say a case.

    Args:
        source: what it is made from.
        dossier: the candidate at the end.
        steps: of the candidate.
        lines: the line of the journal that each step is.
        visa: as the academy's visas have it, None without one.

    Raises:
        Refusal: NUMBER_UNKNOWN.
    """
    heading, own = source.minutes.heading, _line(source)
    return {
        "format": FORMAT,
        "academy": heading.academy,
        "centre": heading.centre,
        "session": heading.session,
        "jury": heading.jury,
        "label": heading.label,
        "group": heading.group,
        "edition": source.minutes.edition,
        "opened": plain(source.minutes.opened),
        "closed": plain(source.minutes.closed),
        "made": moment_text(source.made),
        "pv": own.pv,
        "number": own.number,
        "serie": own.serie,
        "members": plain(source.minutes.members),
        "notes": list(source.minutes.notes),
        "handovers": plain(source.minutes.handovers),
        "presided": presided(source.minutes),
        "marks": [_mark(dossier, one) for one in range(len(dossier.office))],
        "points": _decimal(dossier.points),
        "before": plain(own.before),
        "after": plain(own.after),
        "average_before": plain(own.average_before),
        "average_after": plain(own.average_after),
        "digest": dossier.digest,
        "decision": _decision(dossier),
        "guard": _guard(own),
        "visa": visa,
        "steps": [_step(one, line) for one, line in zip(steps, lines, strict=True)],
    }


def written(facts: Mapping[str, Any]) -> bytes:
    """The bytes of ``dossier.json``."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _line(source: CaseSource) -> Line:
    found = next((one for one in source.minutes.lines if one.number == source.number), None)
    if found is None:
        raise Refusal(Code.NUMBER_UNKNOWN, number=source.number, jury=source.minutes.heading.jury)
    return found


def _mark(dossier: Dossier, rank: int) -> dict[str, Any]:
    office, entry = dossier.office[rank], dossier.entries[rank]
    return {
        "exam": office.exam,
        "name": office.exam if dossier.rules is None else dossier.rules.name_of(office.exam),
        "coefficient": _decimal(office.coefficient),
        "given": _decimal(dossier.given(office.exam)),
        "second": _decimal(entry.second),
        "stands": _decimal(entry.best),
    }


def _decision(dossier: Dossier) -> dict[str, Any] | None:
    taken = dossier.decision.decision
    if taken is None:
        return None
    return {
        "act": taken.act,
        "ruling": taken.ruling.value,
        "mention": taken.mention,
        "points": _decimal(taken.points),
        "marks": taken.marks,
        "reason": taken.reason,
        "name": taken.author.name,
        "role": taken.author.role.value,
        "time": moment_text(taken.time),
    }


def _guard(line: Line) -> dict[str, Any]:
    said: dict[str, Any] = plain(line.livret)
    return {"livret": said.pop("digest"), **said}


def _step(step: Step, line: int) -> dict[str, Any]:
    outcome, code = _became(step.outcome)
    result = step.after.result
    return {
        "line": line,
        "outcome": outcome,
        "code": code,
        "time": moment_text(step.act.time),
        "name": step.act.author.name,
        "role": step.act.author.role.value,
        "body": body_fields(step.act.body),
        "total": None if result is None else _decimal(result.points),
        "digest": step.after.digest,
    }


def _became(outcome: Outcome) -> tuple[str, str]:
    match outcome:
        case Accepted():
            return "accepted", ""
        case Conflicted():
            return "conflict", ""
        case refused:
            return "refused", refused.code.value


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
