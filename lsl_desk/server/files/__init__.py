# SPDX-License-Identifier: AGPL-3.0-or-later
"""The livrets' bytes, named by their digest: a folder or S3-compatible storage."""
