"""Stage 4: the dark colours of a page, also for readers whose system is dark and whose browser runs no script."""

from __future__ import annotations

import re

_DARK = re.compile(r"([^{}]*\[data-theme=dark\])( ?[^{},]*)\{([^{}]*)\}")


def also_by_system(css: str) -> str:
    """A style sheet with every rule for `[data-theme=dark]` repeated for a dark screen, unless a theme was chosen.

    >>> also_by_system("[data-theme=dark] .ck{--bg:#000}").splitlines()[1]
    '@media screen and (prefers-color-scheme:dark){html:not([data-theme=light]) .ck{--bg:#000}}'
    """
    rules = [f"html:not([data-theme=light]){rest}{{{body}}}" for _, rest, body in _DARK.findall(css)]
    return f"{css!s}\n@media screen and (prefers-color-scheme:dark){{{''.join(rules)}}}\n"
