"""Formulas as SVG paths in the page itself: no font, no script and no server, in the colour of the text round them."""

from html import escape

from docutils import nodes
from matplotlib.path import Path
from matplotlib.textpath import TextPath

SIZE = 100  # units to one em
LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
# what mathtext does not know, and what says the same
SAME = {r"\lvert": "|", r"\rvert": "|", r"\text": r"\mathrm", r"\bigl": "", r"\bigr": "", r"\qquad": r"\quad\quad"}


def svg(formula, *, block=False):
    for unknown, known in SAME.items():
        formula = formula.replace(unknown, known)
    path = TextPath((0, 0), f"${' '.join(formula.split())}$", size=SIZE)
    box = path.get_extents()
    left, top, width, height = box.x0 - 2, -box.y1 - 4, box.width + 4, box.height + 8
    style = f"width:{width / SIZE:.2f}em;max-width:100%;vertical-align:{(box.y0 - 4) / SIZE:.3f}em"
    return (
        f'<svg class="formula{" block" if block else ""}" role="img" aria-label="{escape(formula, quote=True)}" '
        f'viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" style="{style}">'
        f'<path fill="currentColor" d="{_drawn(path)}"/></svg>'
    )


def _drawn(path):
    """The outline as SVG has it; y grows downwards there."""
    pieces = []
    for points, code in path.iter_segments(curves=True, simplify=False):
        if code == Path.CLOSEPOLY:
            pieces.append("Z")
            continue
        pieces.append(LETTERS[code] + " ".join(f"{x:.0f} {-y:.0f}" for x, y in points.reshape(-1, 2)))
    return "".join(pieces)


def visit_inline(self, node):
    self.body.append(svg(node.astext()))
    raise nodes.SkipNode


def visit_block(self, node):
    self.body.append(f'<p class="formula">{svg(node.astext(), block=True)}</p>')
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("paths", inline_renderers=(visit_inline, None), block_renderers=(visit_block, None))
    return {"parallel_read_safe": True}
