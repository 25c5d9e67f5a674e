# SPDX-License-Identifier: AGPL-3.0-or-later
"""The packs of rules of ``resources/rules``: the law of a range of sessions, as data (features N07)."""
