# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands of ``dev.py``: set up what is missing, then run."""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

import academy
import checks
import environment
import screens
import system_libraries
from told import Stop, run, say

ROOT = Path(__file__).resolve().parent.parent
SIZES = ((1366, 768), (1920, 1080))


def main(arguments: Sequence[str]) -> int:
    """Run a command and return the process's exit code."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a Windows terminal may lack a letter that a check prints
    try:
        return _perform(options)
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("interrupted; the next run starts again from here.")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description="Set up LSL Desk and run it. Arguments after -- go on.")
    parser.add_argument("--offline", metavar="DIR", type=Path, help="install from the wheels of DIR, without network")
    parser.add_argument("--no-apt", action="store_true", help="never install system packages; say which are missing")
    parser.add_argument("--repair", action="store_true", help="make .venv anew")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, purpose in (
        ("demo", "open the Desk on an invented academy; without a screen, play a journey and keep its screenshots"),
        ("test", "run every check; arguments after -- go to pytest"),
        ("bench", "measure, as a table; arguments after -- go to the benchmarks"),
        ("season", "play a whole season, from the exam office’s lists to the erasure; season -- --candidates N"),
        ("campaign", "try to lose, spoil or forge something, many times; campaign NAME --help says how"),
        ("lock", "write packaging/requirements.lock again from pyproject.toml; needs uv"),
    ):
        command = commands.add_parser(name, help=purpose, description=purpose)
        for option in ("--offline", "--no-apt", "--repair"):
            _again(command, option)
        if name == "demo":
            command.add_argument(
                "--folder", action="store_true", help="on jury folders imported by hand, without an academy"
            )
            command.add_argument(
                "--as", dest="role", choices=("head", "president"), default="head", help="whose Desk it is (head)"
            )
        command.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def _again(command: argparse.ArgumentParser, option: str) -> None:
    """Accept an option after the command too; SUPPRESS keeps the value given before it."""
    if option == "--offline":
        command.add_argument(option, metavar="DIR", type=Path, default=argparse.SUPPRESS)
    else:
        command.add_argument(option, action="store_true", default=argparse.SUPPRESS)


def _perform(options: argparse.Namespace) -> int:
    rest = options.rest[1:] if options.rest[:1] == ["--"] else options.rest
    if options.command == "lock":
        environment.lock(ROOT, rest)
        return 0
    system_libraries.ensure(
        may_install=not options.no_apt, windowed=options.command not in {"test", "campaign", "season"}
    )
    python = environment.ensure(ROOT, repair=options.repair, offline=options.offline)
    if options.command == "test":
        return checks.every(ROOT, python, rest)
    if options.command == "bench":
        return _bench(python, rest)
    if options.command == "season":
        return run([python, ROOT / "packaging" / "season" / "run.py", *rest], cwd=ROOT)
    if options.command == "campaign":
        return run([python, ROOT / "packaging" / "campaigns" / "run.py", *rest], cwd=ROOT)
    return _demo(python, rest, folder=options.folder, president=options.role == "president")


def _demo(python: Path, rest: Sequence[str], *, folder: bool, president: bool) -> int:
    data = ROOT / "build" / "academy"
    if not screens.headless():
        if folder:
            return run([python, "-P", "-m", "lsl_desk", "--demo", *rest], cwd=ROOT)
        return academy.open_desk(ROOT, python, data, list(rest), president=president)
    pictures = ROOT / "build" / "screenshots"
    source = [] if folder else [str(data)]
    code = 0
    for size in () if president else SIZES:
        code = code or screens.play(ROOT, python, size, pictures / "{}x{}".format(*size), [*source, *rest])
    # The president's part changes nothing of its size that the head's has not shown: once, unless it is all one asks.
    for size in () if folder else SIZES if president else SIZES[:1]:
        place = pictures / "president-{}x{}".format(*size)
        code = code or screens.play(ROOT, python, size, place, [*source, *rest], "sitting_journey.py")
    kept = sorted(pictures.rglob("*.png"))
    say(f"{len(kept)} screenshots in {pictures}")
    for picture in kept:
        say(f"  {picture.relative_to(ROOT)}")
    return code


def _bench(python: Path, rest: Sequence[str]) -> int:
    bench = ROOT / "packaging" / "bench" / "run.py"
    if not bench.exists():
        raise Stop("there is no packaging/bench/run.py in this checkout: nothing to measure.")
    if not screens.headless():
        return run([python, bench, *rest], cwd=ROOT)
    with screens.virtual(*SIZES[-1]) as display:
        return run([python, bench, *rest], cwd=ROOT, env=screens.on(display))
