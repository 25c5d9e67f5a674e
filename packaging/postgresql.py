# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real PostgreSQL for tests and benches: a private cluster on a Unix socket, of Debian's package, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "lsl"


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL installed, None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    elsewhere = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(elsewhere).resolve().parent if elsewhere else None


@contextmanager
def cluster(bin_folder: Path, *, durable: bool = False) -> Iterator[Path]:
    """Run a cluster; yields the folder of its socket. PostgreSQL refuses root, so it runs as the package's user.

    Args:
        bin_folder: as `binaries` found it.
        durable: what is committed survives a power cut, as in an office; a test does not wait for that.
    """
    folder = Path(tempfile.mkdtemp(prefix="lsl-pg-"))  # short: a socket's path has 107 characters at most
    prefix = []
    if os.geteuid() == 0:
        other = pwd.getpwnam("postgres" if "postgres" in {one.pw_name for one in pwd.getpwall()} else "nobody")
        os.chown(folder, other.pw_uid, other.pw_gid)
        prefix = ["setpriv", f"--reuid={other.pw_uid}", f"--regid={other.pw_gid}", "--clear-groups"]

    def run(*command: str) -> None:
        ended = subprocess.run(
            [*prefix, bin_folder / command[0], *command[1:]],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert ended.returncode == 0, ended.stdout

    data = str(folder / "data")
    options = f"-c listen_addresses= -c fsync={'on' if durable else 'off'} -c max_connections=100"
    try:
        run("initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", f"{options} -k {folder}", "start")
        try:
            yield folder
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def url(folder: Path, name: str) -> str:
    """The address of one database of a cluster."""
    return f"postgresql://{USER}@/{name}?host={folder}"
