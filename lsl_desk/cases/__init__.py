# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file of a candidate's case, made from what a Desk or an academy holds (features N10; decision 017)."""
