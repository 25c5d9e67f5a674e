# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ships `resources/` inside the package: rule packs, guide, icons, pages (`lsl_desk.bundled` finds them there)."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent


class WithResources(build_py):
    """Builds the modules, then lays the resources beside them."""

    def run(self) -> None:
        """Build; an editable install reads the checkout's own."""
        super().run()
        if not self.editable_mode:
            shutil.copytree(HERE / "resources", Path(self.build_lib) / "lsl_desk" / "resources", dirs_exist_ok=True)


setup(cmdclass={"build_py": WithResources})
