# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a campaign came to."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What a campaign came to.

    Attributes:
        done: what was tried, and how often.
        faults: what did not hold; empty when all did.
        notes: how to come to a fault again.
        one_is_enough: the build is broken on purpose, and is seen with its first fault.
    """

    done: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    one_is_enough: bool = False

    def seen(self) -> bool:
        """Whether a fault was found and no other is looked for."""
        return self.one_is_enough and bool(self.faults)

    def count(self, what: str, times: int = 1) -> None:
        """Count what was tried."""
        self.done[what] = self.done.get(what, 0) + times
