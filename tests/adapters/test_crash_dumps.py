# SPDX-License-Identifier: AGPL-3.0-or-later
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_PR_GET_DUMPABLE = 3


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_no_core_is_written_nor_handed_to_a_collector() -> None:
    script = (
        "import ctypes, resource\n"
        "from lsl_desk.adapters.crash_dumps import forbid_crash_dumps\n"
        "forbid_crash_dumps()\n"
        f"print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl({_PR_GET_DUMPABLE}, 0, 0, 0, 0))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0) 0"
