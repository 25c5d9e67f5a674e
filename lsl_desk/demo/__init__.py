# SPDX-License-Identifier: AGPL-3.0-or-later
"""An invented deliberation centre, the same at each run."""
