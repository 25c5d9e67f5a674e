# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists written for an office's spreadsheet (ecosystem survey §7.1). The only package that imports openpyxl."""
