# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only package that imports PyMuPDF; at run time it is loaded in the page worker, never in the window."""
