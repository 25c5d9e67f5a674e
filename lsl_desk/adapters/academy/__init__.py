# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way to the academy: HTTP, and nothing read before it was checked."""
