# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading PDFs in disposable processes: a school may send a hostile or broken one, and the server must not mind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pages.caps import Caps
from lsl_desk.pages.inspectors import Inspectors
from lsl_desk.server.services.imports.livrets import Inspect


@contextmanager
def inspecting() -> Iterator[Inspect]:
    """Have page workers at hand; they end with the block."""
    workers = Inspectors(Caps())

    def inspect(data: bytes) -> Callable[[], tuple[LivretProblem | None, tuple[str, ...]]]:
        waiting = workers.inspect(data)

        def found() -> tuple[LivretProblem | None, tuple[str, ...]]:
            inspection = waiting.result()
            return inspection.problem, inspection.texts

        return found

    try:
        yield inspect
    finally:
        workers.close()
