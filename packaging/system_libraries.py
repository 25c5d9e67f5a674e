# SPDX-License-Identifier: AGPL-3.0-or-later
"""The system step: the libraries Qt opens on Linux, and the Debian packages that hold them."""

import ctypes
import importlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import screens
from told import Stop, run, run_quietly, say

# What `import PySide6.QtWidgets`, QtNetwork and the offscreen platform need (measured on bare Debian 12 and 13).
_BASE = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",  # QtNetwork, and only Debian 13 lacks it
    "libxkbcommon.so.0": "libxkbcommon0",
}
# What a window on X11 needs besides.
_WINDOW = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
_DATABASE = "postgresql"
"""The academy server is tested on the real one, in a private cluster (`packaging/postgresql.py`)."""
_DATABASES = Path("/usr/lib/postgresql")
_BROWSER = "chromium"
"""The academy server's pages are tested in a real one (`tests/server/chromium.py`)."""
_READERS = {"pdftotext": "poppler-utils", "mutool": "mupdf-tools"}
"""A livret of a plan de secours is opened by other readers than ours (`tests/pdf/test_protection.py`)."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def ensure(*, may_install: bool, windowed: bool) -> None:
    """Have the system's part ready, installing it when that is allowed.

    Args:
        may_install: False for ``--no-apt``.
        windowed: whether the command opens a window; the checks do without one, and then go on without its libraries
            and, which only they use, without PostgreSQL, Chromium and other readers of PDF.

    Raises:
        Stop: something needed is missing and cannot be installed from here; the sentence holds the command to run.
    """
    if not sys.platform.startswith("linux"):
        return
    packages = missing(windowed=windowed)
    if not packages:
        return
    tried = _install(packages) if may_install else "--no-apt was given"
    still = missing(windowed=windowed)
    if not still:
        return
    needless = set() if windowed else {*_WINDOW.values(), "xvfb", _DATABASE, _BROWSER, *_READERS.values()}
    if needless.issuperset(still):
        say(f"going on without {' '.join(still)} ({tried}): the checks that need it will be skipped.")
        return
    raise Stop(_request(still, tried))


def missing(*, windowed: bool = True) -> list[str]:
    """Return the Debian packages that are needed and not there, in a stable order; for the checks unless windowed."""
    wanted = [package for soname, package in (_BASE | _WINDOW).items() if not _loads(soname)]
    if screens.headless() and shutil.which("Xvfb") is None:
        wanted.append("xvfb")
    if not windowed and not _has_database():
        wanted.append(_DATABASE)
    if not windowed and not any(map(shutil.which, _BROWSERS)):
        wanted.append(_BROWSER)
    if not windowed:
        wanted += [package for command, package in _READERS.items() if shutil.which(command) is None]
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        wanted.append("python3-venv")
    return list(dict.fromkeys(wanted))


def _has_database() -> bool:
    """Debian keeps the server's own programs out of the PATH, in a folder of each version."""
    return shutil.which("initdb") is not None or any(_DATABASES.glob("*/bin/initdb"))


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _install(packages: Sequence[str]) -> str:
    """Try to install; return why it did not happen, or "" when apt said it did."""
    if shutil.which("apt-get") is None:
        return "this system has no apt-get"
    prefix = _as_administrator()
    if prefix is None:
        return "neither root nor sudo is at hand"
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    install = [*command, "install", "-y", "-q", "--no-install-recommends", *packages]
    say(f"system: {' '.join(install)}")
    if run_quietly(install) == 0:
        return ""
    say("system: asking for the list of packages first")
    run_quietly([*command, "update", "-q"])
    return "" if run_quietly(install) == 0 else "apt-get could not install them"


def _as_administrator() -> list[str] | None:
    """Return what to put before a command to run it as root, None when nobody here may."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    silent = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    if silent.returncode == 0:
        return ["sudo", "-n"]
    if sys.stdin.isatty() and run(["sudo", "-v"]) == 0:
        return ["sudo"]
    return None


def _request(packages: Sequence[str], reason: str) -> str:
    if shutil.which("apt-get") is None:
        sonames = [soname for soname, package in (_BASE | _WINDOW).items() if package in packages]
        others = [package for package in packages if package not in (_BASE | _WINDOW).values()]
        return (
            f"Libraries are missing, and {reason}. Install with this system's own tool what provides: "
            f"{' '.join([*sonames, *others])}"
        )
    command = shlex.join(["apt-get", "install", "-y", "--no-install-recommends", *packages])
    return (
        f"System packages are missing, and {reason}. Ask the administrator of this machine to run:\n\n    {command}\n"
    )
