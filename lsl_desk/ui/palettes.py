# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our own light and dark palettes, and the colours that mean something (design §6)."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from lsl_desk.client.settings import Theme


@dataclass(frozen=True, slots=True)
class Tints:
    """Colours with a meaning, each ≥ 4.5:1 on the palette's Base and Window; none stands without a sign and a word.

    Attributes:
        accent: the one accent: where one is, what one may press.
        on_accent: text on the accent.
        ok: done, present.
        warning: to look at.
        danger: missing, refused.
        muted: secondary text.
        veil: covers a page that must not be read (text on it uses ``on_veil``).
        on_veil: text on the veil.
        line: hairlines between things; carries no meaning.
        border: around what one fills in or ticks, and around what belongs together; ≥ 3:1 (WCAG 2.1, 1.4.11).
        soft: quiet background of a card, a tile or a message.
    """

    accent: QColor
    on_accent: QColor
    ok: QColor
    warning: QColor
    danger: QColor
    muted: QColor
    veil: QColor
    on_veil: QColor
    line: QColor
    border: QColor
    soft: QColor


LIGHT = Tints(
    accent=QColor("#1d5c8f"),
    on_accent=QColor("#ffffff"),
    ok=QColor("#1c6b3a"),
    warning=QColor("#8a5200"),
    danger=QColor("#a3212b"),
    muted=QColor("#55606c"),
    veil=QColor("#7a1820"),
    on_veil=QColor("#ffffff"),
    line=QColor("#cdd3da"),
    border=QColor("#717a84"),
    soft=QColor("#ffffff"),
)

DARK = Tints(
    accent=QColor("#7db8e8"),
    on_accent=QColor("#0d1b27"),
    ok=QColor("#77cd98"),
    warning=QColor("#e9b44c"),
    danger=QColor("#ff9a94"),
    muted=QColor("#a5b0bc"),
    veil=QColor("#4a0f14"),
    on_veil=QColor("#ffe9e7"),
    line=QColor("#414a54"),
    border=QColor("#a0abb6"),
    soft=QColor("#22282f"),
)

_ROLE = QPalette.ColorRole

_LIGHT_ROLES: dict[QPalette.ColorRole, str] = {
    _ROLE.Window: "#f1f3f5",
    _ROLE.WindowText: "#1a2027",
    _ROLE.Base: "#ffffff",
    _ROLE.AlternateBase: "#f5f7f9",
    _ROLE.Text: "#1a2027",
    _ROLE.PlaceholderText: "#5f6a76",
    _ROLE.Button: "#e6eaee",
    _ROLE.ButtonText: "#1a2027",
    _ROLE.BrightText: "#a3212b",
    _ROLE.ToolTipBase: "#1a2027",
    _ROLE.ToolTipText: "#ffffff",
    _ROLE.Light: "#ffffff",
    _ROLE.Midlight: "#eef1f4",
    _ROLE.Mid: "#b9c1c9",
    _ROLE.Dark: "#98a2ac",
    _ROLE.Shadow: "#6c7680",
}

_DARK_ROLES: dict[QPalette.ColorRole, str] = {
    _ROLE.Window: "#1a1f24",
    _ROLE.WindowText: "#e8ecf0",
    _ROLE.Base: "#2a3138",
    _ROLE.AlternateBase: "#303840",
    _ROLE.Text: "#e8ecf0",
    _ROLE.PlaceholderText: "#98a3af",
    _ROLE.Button: "#363e47",
    _ROLE.ButtonText: "#e8ecf0",
    _ROLE.BrightText: "#ff9a94",
    _ROLE.ToolTipBase: "#e8ecf0",
    _ROLE.ToolTipText: "#1a1f24",
    _ROLE.Light: "#4c5661",
    _ROLE.Midlight: "#414a54",
    _ROLE.Mid: "#4b5560",
    _ROLE.Dark: "#12161a",
    _ROLE.Shadow: "#0a0c0f",
}


def palette(*, dark: bool) -> QPalette:
    """Build the whole palette, the disabled group included."""
    tints, roles = (DARK, _DARK_ROLES) if dark else (LIGHT, _LIGHT_ROLES)
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (_ROLE.Highlight, _ROLE.Link, _ROLE.Accent):
        made.setColor(role, tints.accent)
    made.setColor(_ROLE.LinkVisited, tints.accent)
    made.setColor(_ROLE.HighlightedText, tints.on_accent)
    for role in (_ROLE.WindowText, _ROLE.Text, _ROLE.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor("#8b949e" if not dark else "#737d88"))
    made.setColor(QPalette.ColorGroup.Disabled, _ROLE.Highlight, QColor(roles[_ROLE.Mid]))
    return made


def is_dark(shown: QPalette) -> bool:
    """Tell whether a widget's palette is a dark one; not by its Window, which stands for a border in `_BORDERED`."""
    return shown.color(_ROLE.Base).lightness() < shown.color(_ROLE.Text).lightness()


def tints(shown: QPalette) -> Tints:
    """Return the colours that go with a widget's palette: ``tints(self.palette())`` in a paint or style change."""
    return DARK if is_dark(shown) else LIGHT


def current_tints() -> Tints:
    """Return the colours of the application's palette: for what is drawn once and kept, such as an icon.

    When a widget hears ``PaletteChange`` this is the new one already; the widgets inside it still have the old one.
    """
    return tints(QGuiApplication.palette())


def apply_theme(theme: Theme) -> None:
    """Dress the whole application, at once; with « system » the desktop's own choice is followed."""
    hints = QGuiApplication.styleHints()
    if theme == "system":
        hints.unsetColorScheme()
        follow_desktop(hints.colorScheme())
        return
    hints.setColorScheme(Qt.ColorScheme.Dark if theme == "dark" else Qt.ColorScheme.Light)
    _dress(dark=theme == "dark")


def _drawn_from(border: QColor) -> QColor:
    return QColor.fromHsv(border.hue(), border.saturation(), min(255, round(border.value() * _DARKER / 100)))


def follow_desktop(scheme: Qt.ColorScheme) -> None:
    """Dress the application as the desktop is; a desktop that says nothing is a light one."""
    _dress(dark=scheme is Qt.ColorScheme.Dark)


_BORDERED = (
    "QCheckBox", "QRadioButton", "QLineEdit", "QComboBox", "QAbstractSpinBox", "QPushButton", "QToolButton",
)  # fmt: skip
"""What Fusion draws a border around, and does not fill with Window."""
_DARKER = 140
"""Fusion draws that border in the colour Window darkened so (`QColor.darker`), which on a dark ground is lost."""


def _dress(*, dark: bool) -> None:
    shown = palette(dark=dark)
    QApplication.setPalette(shown)
    tint = tints(shown)
    shown.setColor(_ROLE.Window, _drawn_from(tint.border))
    shown.setColor(QPalette.ColorGroup.Disabled, _ROLE.Window, _drawn_from(tint.line))
    for kind in _BORDERED:
        QApplication.setPalette(shown, kind)  # type: ignore[arg-type] # PySide6 declares bytes, and takes a str alone


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Mix two colours; ``share`` of the second, 0 to 1: for a quiet background in a colour that means something."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(a + (b - a) * share) for a, b in pairs))
