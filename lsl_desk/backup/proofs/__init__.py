# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `lsl-verify` checks besides copies (decision 017): visas, a PV, a journal, a case, sheets, erasures, acts."""
