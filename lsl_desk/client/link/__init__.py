# SPDX-License-Identifier: AGPL-3.0-or-later
"""The link to the academy: enrol a post, fetch its juries, send its acts, follow the other posts."""
