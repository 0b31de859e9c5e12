"""The console's colours: calm, dark, warm."""

from textual.theme import Theme

GROUND = "#1d2021"
"""The screen's background."""

THEME = Theme(
    name="lgtui",
    primary="#83a598",
    secondary="#8ec07c",
    accent="#fabd2f",
    success="#8ec07c",
    warning="#fabd2f",
    error="#fb4934",
    foreground="#ebdbb2",
    background=GROUND,
    surface=GROUND,
    panel="#282828",
    variables={
        "border": "#83a598",
        "border-blurred": "#504945",
        "block-cursor-background": "#3c3836",
        "block-cursor-foreground": "#fbf1c7",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#32302f",
        "block-cursor-blurred-foreground": "#ebdbb2",
        "input-selection-background": "#689d6a 45%",
        "button-color-foreground": GROUND,
        "footer-background": GROUND,
        "footer-key-foreground": "#fabd2f",
        "scrollbar": "#3c3836",
        "scrollbar-background": GROUND,
        "scrollbar-corner-color": GROUND,
    },
)

DIM = "$foreground 50%"
"""What is there but not looked at first."""


def status_style(status: int) -> str:
    """The style of a chip with an HTTP status: 0 stands for no answer at all."""
    if 200 <= status < 300:
        return f"bold {GROUND} on $success"
    if 300 <= status < 400:
        return f"bold {GROUND} on $primary"
    if 400 <= status < 500 and status != 429:
        return f"bold {GROUND} on $warning"
    return f"bold {GROUND} on $error"
