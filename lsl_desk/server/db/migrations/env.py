# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Alembic runs: the versions, over the connection and in the transaction that `migrate` opened."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
