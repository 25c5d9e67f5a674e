# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the Desk keeps its files: one folder, readable by its owner only."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from lsl_desk.domain.errors import Code, Refusal

HOME_VARIABLE = "LSL_HOME"
"""The environment variable that names another data folder (design §11)."""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The data folder and the files in it.

    Attributes:
        root: the folder.
    """

    root: Path

    @classmethod
    def find(cls, environ: Mapping[str, str]) -> Self:
        """Return the folder named by ``LSL_HOME``, else the one this system gives to applications; create nothing."""
        named = environ.get(HOME_VARIABLE)
        if named:
            return cls(Path(named).expanduser().absolute())
        from platformdirs import user_data_path  # noqa: PLC0415 - 30 ms that a start with LSL_HOME need not pay

        return cls(user_data_path("lsl-desk", appauthor=False))

    def make(self) -> None:
        """Create the folder (0700); one that exists is closed to others.

        Raises:
            Refusal: OUTPUT_UNWRITABLE.
        """
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.name == "posix":
                self.root.chmod(0o700)
        except OSError as error:
            raise Refusal(Code.OUTPUT_UNWRITABLE, path=str(self.root)) from error

    @property
    def store(self) -> Path:
        """The sealed store."""
        return self.root / "desk.lsl"

    @property
    def keys(self) -> Path:
        """The key slots; useless without the passphrase, and the store is useless without them."""
        return self.root / "desk.keys.json"

    @property
    def lock(self) -> Path:
        """Held by the process that has the store open."""
        return self.root / "desk.lock"

    @property
    def settings(self) -> Path:
        """The settings: nothing personal."""
        return self.root / "settings.toml"

    @property
    def log(self) -> Path:
        """The log: codes only."""
        return self.root / "desk.log"
