# SPDX-License-Identifier: AGPL-3.0-or-later
"""What opening a plan de secours keeps.

A livret of a copy was closed and opened again, so its bytes are not those its digest names: ``held`` is the digest of
the bytes that are here, null where they are the ones named.
"""

STATEMENTS: tuple[str, ...] = ("ALTER TABLE livret ADD COLUMN held TEXT",)
"""One transaction, in this order."""
