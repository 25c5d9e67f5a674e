# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the rules forbid of a raise, of points and of a decision: None when it is lawful, else why and by which text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lsl_desk.domain.errors import Code
from lsl_desk.domain.rules.pack import RuleId


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Why something is not lawful.

    Attributes:
        code: whose French sentence says what, where and what to do.
        facts: what that sentence needs.
        rule: the rule whose text the screen shows beside it, None when no text is needed.
    """

    code: Code
    facts: Mapping[str, str | int] = field(default_factory=dict)
    rule: RuleId | None = None
