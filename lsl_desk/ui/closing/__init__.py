# SPDX-License-Identifier: AGPL-3.0-or-later
"""The end of a sitting on the screen: the PV and its signatures, like cases, names, cases taken up again."""
