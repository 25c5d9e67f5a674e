# SPDX-License-Identifier: AGPL-3.0-or-later
"""The API: routes of `wire.routes`, their problems, who asks."""
