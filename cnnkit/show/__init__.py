"""Pictures that teach: each function returns a `Picture`, which a notebook shows where it ends a cell.

Matplotlib is imported when the first picture is drawn. A picture changes no setting of yours, carries its content as
text for screen readers and terminals (`picture.description`), and can be written: `picture.savefig("name.png")`.

>>> from cnnkit import show
>>> show.output_size(7, 3, stride=2).description
'7 cells, filter 3, stride 2: (7 - 3) / 2 + 1 = 3 windows.'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnnkit.show.curves import learning_curves
    from cnnkit.show.detections import precision_recall
    from cnnkit.show.fields import receptive_field
    from cnnkit.show.maps import feature_maps
    from cnnkit.show.rows import unfold
    from cnnkit.show.ruler import output_size
    from cnnkit.show.tiles import filters
    from cnnkit.show.windows import sliding_window

__all__ = [
    "feature_maps",
    "filters",
    "learning_curves",
    "output_size",
    "precision_recall",
    "receptive_field",
    "sliding_window",
    "unfold",
]
# No module has the name of its function: importing it would put the module in the function's place.
_MODULES = {
    "feature_maps": "maps",
    "filters": "tiles",
    "learning_curves": "curves",
    "output_size": "ruler",
    "precision_recall": "detections",
    "receptive_field": "fields",
    "sliding_window": "windows",
    "unfold": "rows",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"cnnkit.show has no picture {name!r}. There are: {', '.join(__all__)}")
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise ImportError("cnnkit.show draws with Matplotlib, which is not installed: pip install matplotlib") from None
    return getattr(import_module(f"cnnkit.show.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
