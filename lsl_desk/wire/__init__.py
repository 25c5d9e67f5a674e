# SPDX-License-Identifier: AGPL-3.0-or-later
"""What leaves the process to be kept or sent: signed envelopes, acts and jury files as bytes."""
