"""Steps that a reader turns over: one self-contained piece of HTML, no library and nothing from the network.

It stands still until a button is pressed. Where scripts are not run (an untrusted notebook) the last step remains.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.i18n import translator

PAGE = """<div id="{id}" style="max-width:{width}px">
<img alt="{alt}" width="{width}" style="max-width:100%;background:#fff" src="{last}">
<div hidden style="display:none;gap:8px;align-items:center;font:14px sans-serif">
<button type="button" data-by="-1" aria-label="{back}">◀</button>
<button type="button" data-play="1" aria-label="{play}">▶ {play}</button>
<button type="button" data-by="1" aria-label="{next}">▶</button>
<input type="range" min="0" max="{most}" value="0" aria-label="{step}" style="flex:1">
<span aria-live="polite"></span></div>
<script>(function () {{
  var box = document.getElementById("{id}"), data = {data};
  var image = box.querySelector("img"), bar = box.querySelector("div"), slider = box.querySelector("input");
  var count = box.querySelector("span"), k = 0, timer = null;
  function show(n) {{
    k = Math.max(0, Math.min(data.frames.length - 1, n));
    image.src = "data:image/png;base64," + data.frames[k];
    image.alt = data.captions[k];
    slider.value = k; slider.setAttribute("aria-valuetext", data.captions[k]);
    count.textContent = (k + 1) + " / " + data.frames.length;
  }}
  function stop() {{ clearInterval(timer); timer = null; }}
  function play() {{
    if (timer) {{ stop(); return; }}
    if (k === data.frames.length - 1) show(0);
    timer = setInterval(function () {{ if (k === data.frames.length - 1) stop(); else show(k + 1); }}, 900);
  }}
  bar.hidden = false; bar.style.display = "flex";
  bar.addEventListener("click", function (event) {{
    var by = event.target.getAttribute("data-by");
    if (by) {{ stop(); show(k + Number(by)); }} else if (event.target.getAttribute("data-play")) play();
  }});
  slider.addEventListener("input", function () {{ stop(); show(Number(slider.value)); }});
  show(0);
}})();</script></div>"""


@dataclass(frozen=True, repr=False)
class Animation:
    """What a notebook shows as pictures with buttons.

    Attributes:
        frames: one PNG file for each step.
        captions: what each shows, as text.
        description: the whole, as text.
        width: in pixels of the screen.
    """

    frames: tuple[bytes, ...]
    captions: tuple[str, ...]
    description: str
    width: int

    def html(self) -> str:
        """A piece of a page, complete in itself."""
        words = translator()
        encoded = [base64.b64encode(frame).decode("ascii") for frame in self.frames]
        data = json.dumps({"frames": encoded, "captions": self.captions}, ensure_ascii=False).replace("<", "\\u003c")
        # A name of its own on the page, and the same one whenever the same is drawn.
        name = "cnnkit-" + hashlib.sha256("".join(encoded).encode()).hexdigest()[:12]
        return PAGE.format(
            id=name,
            alt=html.escape(self.description, quote=True),
            width=self.width,
            last=f"data:image/png;base64,{encoded[-1]}",
            most=len(encoded) - 1,
            data=data,
            back=words("one step back"),
            next=words("one step on"),
            play=words("play"),
            step=words("step"),
        )

    def save(self, path: str | Path) -> None:
        """Write a page that any browser opens."""
        words = translator()
        title = words("Sliding window, step by step")
        head = f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8"><title>{title}</title></head>'
        page = f"{head}<body><main><h1>{title}</h1>{self.html()}</main></body></html>\n"
        Path(path).write_text(page, encoding="utf-8")

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": self.description}

    def __repr__(self) -> str:
        return f"<Animation of {len(self.frames)} steps: {self.description}>"
