# SPDX-License-Identifier: AGPL-3.0-or-later
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("ratio", ["1.25", "2"])
def test_a_page_is_painted_pixel_for_pixel_on_a_denser_screen(ratio: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.viewer.density_probe"],
        cwd=Path(__file__).parents[3],
        env=os.environ | {"QT_SCALE_FACTOR": ratio},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    shown, width, sharp = done.stdout.split()
    assert float(shown) == float(ratio)
    assert int(width) > 1000 * float(ratio)
    assert int(sharp) == int(width) - 1
