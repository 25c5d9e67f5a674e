# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the text layer of a livret says, word for word: averages of the year, opinion, engagements, observations."""
