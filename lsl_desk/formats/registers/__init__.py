# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office's lists, as an academy server takes them in: bytes to values, each oddity named."""
