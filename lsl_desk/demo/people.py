# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invented people: names from parts, INE that no register can hold."""

import tomllib
from dataclasses import dataclass
from functools import cache

from lsl_desk.bundled import bundled
from lsl_desk.demo.chance import chance
from lsl_desk.domain.ids import StudentNumber

INE_PREFIX = "ZZ"
"""First two characters of every invented INE.

No INE can begin so: of the four known forms, RNIE, BEA and SIFA begin with digits, and that of higher education ends
with one while ours end with two letters (``domain.md`` §3 of the design papers). Eleven characters, as real ones.
"""

_KEY_LETTERS = "ABCDEFGHJK"


@dataclass(frozen=True, slots=True)
class Person:
    """Who a candidate is said to be; never in a livret.

    Attributes:
        name: nom de famille, in capitals.
        first_name: prénom.
        birth: date of birth, JJ/MM/AAAA.
        ine: eleven characters, beginning with `INE_PREFIX`.
    """

    name: str
    first_name: str
    birth: str
    ine: str


def person(seed: int, number: StudentNumber, session: int) -> Person:
    """Return the person behind a N° élève; the same at each call."""
    heads, tails, first_names = _parts()
    draw = chance(seed, "person", number)
    year = session - (18 if draw.random() < 0.85 else 19)
    key = "".join(draw.choice(_KEY_LETTERS) for _ in range(2))
    return Person(
        name=(draw.choice(heads) + draw.choice(tails)).upper(),
        first_name=draw.choice(first_names),
        birth=f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/{year}",
        ine=f"{INE_PREFIX}{draw.randrange(10**3):03}{number.zfill(4)}{key}",
    )


@cache
def _parts() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    data = tomllib.loads(bundled("demo", "names.toml").read_text("utf-8"))
    return tuple(data["heads"]), tuple(data["tails"]), tuple(data["first_names"])
