# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who acts at the Desk, and in what quality."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """In what quality a person acts at the Desk."""

    CHEF_DE_CENTRE = "chef_de_centre"
    PRESIDENT = "president"
    VICE_PRESIDENT = "vice_president"


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts: the words the person gave for the seat, and the quality."""

    name: str
    role: Role
