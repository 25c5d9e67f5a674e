# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the files of `resources/` are, from a checkout or from an installed package."""

from pathlib import Path

_ROOTS = (Path(__file__).parent.parent / "resources", Path(__file__).parent / "resources")


def bundled(*parts: str) -> Path:
    """Return the path of a bundled resource, such as ``bundled("icons", "lock.svg")``.

    Raises:
        FileNotFoundError: the resource is not shipped, which is a fault of the build and never of the user.
    """
    for root in _ROOTS:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError("/".join(parts))
