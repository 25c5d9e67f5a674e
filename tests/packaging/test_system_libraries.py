# SPDX-License-Identifier: AGPL-3.0-or-later
"""The system step, against an apt-get and a sudo that only write down what they were asked."""

import io
import os
import sys
from pathlib import Path

import pytest

import system_libraries
from told import Stop

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system step is for Linux only")


class Machine:
    """A machine whose commands are scripts; ``asked`` is what they were called with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "asked"

    def has(self, command: str, body: str = "exit 0") -> None:
        script = self.folder / command
        script.write_text(f'#!/bin/sh\necho {command} "$@" >> {self.log}\n{body}\n', "utf-8")
        script.chmod(0o755)

    @property
    def asked(self) -> list[str]:
        return self.log.read_text("utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine where one library of each kind is missing, whose user is root, with nothing installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    made = Machine(folder)
    for tool in ("env", "sh", "touch"):
        (folder / tool).symlink_to(f"/usr/bin/{tool}")
    made.has("Xvfb")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(system_libraries, "_BASE", {"libnowhere.so.1": "libnowhere1"})
    monkeypatch.setattr(system_libraries, "_WINDOW", {"libc.so.6": "libc6"})
    monkeypatch.setattr(system_libraries, "_DATABASES", folder / "none")
    return made


def test_nothing_is_asked_when_nothing_is_missing(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "_BASE", {"libc.so.6": "libc6"})
    machine.has("apt-get")
    system_libraries.ensure(may_install=True, windowed=True)
    assert machine.asked == []


def test_root_asks_apt_then_once_more_after_an_update(machine: Machine) -> None:
    machine.has("apt-get", "exit 100")
    with pytest.raises(Stop, match="apt-get could not install them"):
        system_libraries.ensure(may_install=True, windowed=True)
    install = "apt-get install -y -q --no-install-recommends libnowhere1"
    assert machine.asked == [install, "apt-get update -q", install]


def test_apt_is_not_believed_when_the_library_is_still_missing(machine: Machine) -> None:
    machine.has("apt-get")
    with pytest.raises(Stop, match="apt-get install -y --no-install-recommends libnowhere1"):
        system_libraries.ensure(may_install=True, windowed=True)


def test_an_ordinary_user_goes_through_sudo(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    machine.has("apt-get")
    machine.has("sudo")
    with pytest.raises(Stop):
        system_libraries.ensure(may_install=True, windowed=True)
    assert machine.asked[0] == "sudo -n true"
    assert machine.asked[1].startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get install")


@pytest.mark.parametrize("sudo", [None, "exit 1"])
def test_with_neither_root_nor_sudo_the_command_to_ask_for_is_given(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, sudo: str | None
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(sys, "stdin", io.StringIO())  # nobody there to type a password
    machine.has("apt-get")
    if sudo is not None:
        machine.has("sudo", sudo)
    with pytest.raises(Stop, match=r"(?s)neither root nor sudo.*\n    apt-get install .* libnowhere1\n"):
        system_libraries.ensure(may_install=True, windowed=True)
    assert not any("apt-get" in line for line in machine.asked)


def test_no_apt_asks_for_nothing(machine: Machine) -> None:
    machine.has("apt-get")
    with pytest.raises(Stop, match="--no-apt was given"):
        system_libraries.ensure(may_install=False, windowed=True)
    assert machine.asked == []


@pytest.mark.usefixtures("machine")
def test_without_apt_the_libraries_themselves_are_named() -> None:
    with pytest.raises(Stop, match=r"no apt-get.* libnowhere\.so\.1"):
        system_libraries.ensure(may_install=True, windowed=True)


def test_the_checks_go_on_without_what_only_a_window_needs(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "_BASE", {})
    monkeypatch.setattr(system_libraries, "_WINDOW", {"libnowhere.so.1": "libnowhere1"})
    machine.has("apt-get", "exit 100")
    machine.has("initdb")
    machine.has("chromium")
    system_libraries.ensure(may_install=True, windowed=False)
    assert "going on without libnowhere1" in capsys.readouterr().out
    with pytest.raises(Stop):
        system_libraries.ensure(may_install=True, windowed=True)


def test_the_checks_ask_for_a_database_and_a_browser_and_go_on_without(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "_BASE", {})
    machine.has("apt-get", "exit 100")
    system_libraries.ensure(may_install=True, windowed=False)
    assert (
        machine.asked[0]
        == "apt-get install -y -q --no-install-recommends postgresql chromium poppler-utils mupdf-tools"
    )
    assert "going on without postgresql chromium poppler-utils mupdf-tools" in capsys.readouterr().out
    machine.has("initdb")
    machine.has("google-chrome")
    machine.has("pdftotext")
    machine.has("mutool")
    assert system_libraries.missing(windowed=False) == []


@pytest.mark.usefixtures("machine")
def test_a_window_needs_no_database_and_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "_BASE", {})
    assert system_libraries.missing() == []
