"""The console's colours: calm and warm, dark or light, or the terminal's own."""

from textual.theme import Theme

GROUND = "#1d2021"
"""The screen's background."""

DARK = Theme(
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

LIGHT = Theme(
    name="lgtui-light",
    dark=False,
    primary="#076678",
    secondary="#356a49",
    accent="#8f5600",
    success="#356a49",
    warning="#8f5600",
    error="#9d0006",
    foreground="#3c3836",
    background="#fbf1c7",
    surface="#fbf1c7",
    panel="#ebdbb2",
    variables={
        "border": "#076678",
        "border-blurred": "#bdae93",
        "block-cursor-background": "#d5c4a1",
        "block-cursor-foreground": "#1d2021",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#ebdbb2",
        "block-cursor-blurred-foreground": "#3c3836",
        "button-color-foreground": "#fbf1c7",
        "scrollbar": "#bdae93",
        "scrollbar-background": "#fbf1c7",
        "scrollbar-corner-color": "#fbf1c7",
    },
)

TERMINAL = Theme(
    name="lgtui-terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_yellow",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "border": "ansi_blue",
        "border-blurred": "ansi_bright_black",
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "block-cursor-background": "ansi_white",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "ansi_bright_black",
        "block-cursor-blurred-foreground": "ansi_default",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-selection-background": "ansi_bright_blue",
        "input-selection-foreground": "ansi_black",
        "screen-selection-background": "ansi_bright_blue",
        "screen-selection-foreground": "ansi_black",
        "button-color-foreground": "ansi_black",
        "scrollbar": "ansi_bright_black",
        "scrollbar-background": "ansi_default",
        "scrollbar-corner-color": "ansi_default",
    },
)
"""The terminal's own sixteen colours on its own background."""

THEMES = (DARK, LIGHT, TERMINAL)

ON_COLOUR = "$button-color-foreground"
"""Text on a ground of one of the theme's colours."""

DIM = "$foreground 60%"
"""What is there but not looked at first."""


def status_style(status: int) -> str:
    """The style of a chip with an HTTP status: 0 stands for no answer at all."""
    if 200 <= status < 300:
        return f"bold {ON_COLOUR} on $success"
    if 300 <= status < 400:
        return f"bold {ON_COLOUR} on $primary"
    if 400 <= status < 500 and status != 429:
        return f"bold {ON_COLOUR} on $warning"
    return f"bold {ON_COLOUR} on $error"
