# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bar codes: read from the grey picture of a page, drawn for a label. The only package that imports zxing-cpp."""
