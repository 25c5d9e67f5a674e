# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the exam office gives, taken in: a dry run first, with all that is odd; then all of it or nothing."""
