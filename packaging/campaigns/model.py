# SPDX-License-Identifier: AGPL-3.0-or-later
"""``model``: three real Desks on real sealed stores and the real application, against a reference (study, test 9)."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis.stateful import run_state_machine_as_test

from campaigns.machine import Model
from campaigns.office import Office
from campaigns.outcome import Outcome
from campaigns.posts import Templates

STEPS = 40


def run(size: int, rng: Random, folder: Path, broken: str = "") -> Outcome:
    """Play so many examples; see `campaigns.outcome`."""
    outcome = Outcome()
    Model.office, Model.templates, Model.done = Office(folder), Templates(folder / "templates"), outcome.done
    phases = (Phase.generate,)
    settings = hypothesis.settings(
        max_examples=size,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    try:
        with _broken(broken):
            run_state_machine_as_test(hypothesis.seed(rng.getrandbits(32))(Model), settings=settings)
    except AssertionError as error:
        outcome.faults.append(f"{type(error).__name__}: {error}")
        outcome.notes += getattr(error, "__notes__", [])
    finally:
        Model.office.close()
    return outcome


@contextlib.contextmanager
def _broken(name: str) -> Iterator[None]:
    assert not name
    yield
