# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that a jury should never meet, written by hand in the manner of ``reliability.md`` §4.8. Deterministic.

Each is a small function; its docstring says what it tries.
"""

from collections.abc import Callable, Iterator

from tests.hostile import attacks, bombs, broken, loops

_MODULES = (loops, bombs, attacks, broken)


def hostile_files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every file of the corpus, by name; the bytes are made when asked."""
    for module in _MODULES:
        for name, make in vars(module).items():
            if callable(make) and getattr(make, "__module__", "") == module.__name__ and not name.startswith("_"):
                yield name, make
