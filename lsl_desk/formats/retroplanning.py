# SPDX-License-Identifier: AGPL-3.0-or-later
"""The retroplanning: fifteen operations as days from three anchors, and the anchors of a session (features N26)."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from lsl_desk.domain.eve_papers import Operation
from lsl_desk.domain.placeholders import placeholder_in

ANCHORS = ("transfer", "first_group", "second_group")
"""The day before which livrets are sent, the first day of deliberation of each group; they follow each other."""
COUNT = 15
_CENTRE = "Centres de délibération"
_FARTHEST = 366
_FIELDS = {"title": str, "first": list, "last": list, "applications": str, "actors": list}


class BadPlanError(ValueError):
    """The data are not a retroplanning; the text says where."""


def read_plan(operations: bytes, session_file: bytes, session: int) -> tuple[Operation, ...]:
    """Return the operations of a session, in the order of the memo.

    Args:
        operations: the fifteen, the same for every session.
        session_file: the anchors of one session.
        session: the year that the file must be of.

    Raises:
        BadPlanError: a key too many or missing, another type, a blank left to be filled, days out of order.
    """
    anchors = _anchors(_parsed(session_file), session)
    listed = _parsed(operations)
    if set(listed) != {"operations"} or not isinstance(listed["operations"], list):
        raise BadPlanError("operations")
    if len(listed["operations"]) != COUNT:
        raise BadPlanError(f"{len(listed['operations'])} operations, {COUNT} wanted")
    return tuple(_operation(rank, one, anchors) for rank, one in enumerate(listed["operations"], start=1))


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPlanError(str(error)) from error


def _anchors(parsed: dict[str, Any], session: int) -> Mapping[str, date]:
    if set(parsed) != {"session", "anchors"} or parsed["session"] != session:
        raise BadPlanError(f"session {session}")
    anchors = parsed["anchors"]
    if not isinstance(anchors, dict) or tuple(anchors) != ANCHORS:
        raise BadPlanError("anchors")
    if not all(isinstance(day, date) and not isinstance(day, datetime) for day in anchors.values()):
        raise BadPlanError("anchors: a day each")
    days = list(anchors.values())
    if days != sorted(set(days)) or {day.year for day in days} != {session}:
        raise BadPlanError("anchors: in order, in the year of the session")
    return anchors


def _operation(rank: int, one: object, anchors: Mapping[str, date]) -> Operation:
    if not isinstance(one, dict) or {name: type(value) for name, value in one.items()} != _FIELDS:
        raise BadPlanError(f"operation {rank}: its fields")
    texts = [one["title"], one["applications"], *one["actors"]]
    if not one["actors"] or not all(isinstance(text, str) and _says_something(text) for text in texts):
        raise BadPlanError(f"operation {rank}: a text")
    first, last = (_day(rank, one[name], anchors) for name in ("first", "last"))
    if first > last:
        raise BadPlanError(f"operation {rank}: it ends before it begins")
    return Operation(rank, one["title"], first, last, one["applications"], _CENTRE in one["actors"])


def _says_something(text: str) -> bool:
    return bool(text.strip()) and not placeholder_in(text)


def _day(rank: int, said: list[object], anchors: Mapping[str, date]) -> date:
    if len(said) != 2 or said[0] not in anchors or type(said[1]) is not int or abs(said[1]) > _FARTHEST:
        raise BadPlanError(f"operation {rank}: a day is an anchor and a number of days")
    return anchors[str(said[0])] + timedelta(days=said[1])
