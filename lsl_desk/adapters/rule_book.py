# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules that come with the product, behind `client.sit.ports.RuleBook`. Read when first asked for."""

from lsl_desk.domain.rules.pack import SerieRules


class BundledRules:
    """The packs of ``resources/rules``."""

    def rules(self, session: int | None, serie: str) -> SerieRules | None:
        """Those of a session and série, or None.

        Raises:
            Refusal: RULES_INVALID.
        """
        from lsl_desk.formats.rule_packs.book import rules_of  # noqa: PLC0415 - pydantic, after the window is painted

        return rules_of(session, serie)
