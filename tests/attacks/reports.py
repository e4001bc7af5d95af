"""Words meant for whoever reads the reports: markup, formulas and terminal sequences, wherever words come from."""

from tests.attacks.attack import Attack, code

# One script and one address in many dialects. Neither may run, be fetched, or become a tag.
PAYLOADS = {
    "script": "<script>window.pwned=1</script>",
    "image": "<img src=http://127.0.0.1:9/pwned onerror=window.pwned=1>",
    "closing": "</code></pre></template></script></style></title>-->]]><svg onload=window.pwned=1><x>",
    "attribute": "\" onmouseover=\"window.pwned=1\" autofocus onfocus='window.pwned=1' x='",
    "template": "{{ 7*7 }}{% raw %}${window.pwned=1}{0.__class__}%(x)s%s%n",
    "markdown": "[x](javascript:window.pwned=1) ![x](http://127.0.0.1:9/x) <http://127.0.0.1:9/> @all | a |\n# b\n```",
    "formula": '=HYPERLINK("http://127.0.0.1:9/","x")\t=1+1\r\n@SUM(1)',
    "terminal": "\x1b[2J\x1b]8;;http://127.0.0.1:9/\x07x\x1b]8;;\x07\x9b31m\x00\x07\x08",
    "letters": "\u202e\u2066\u200b\ufeff\ud800\uffff\U000e0041\x85\u2028",
    "entities": "&lt;script&gt;&#60;script&#62;\\u003cscript\\u003e",
}


def speaks(name: str, payload: str) -> Attack:
    """Speak through the name and the message of an exception, a line of source, an error of a cell, a text, a type."""
    named = payload.replace("\0", "")
    scale = f"""
    def scale(x, factor, shift):
        raise type({named!r}, (Exception,), {{}})({payload!r}); "{name} </script><script>window.pwned=1</script>"
    raise SyntaxError({payload!r})
    """
    total = f"def total(values):\n    return ({payload!r}, type({named!r}, (), {{}})())"
    return Attack(f"speaks-{name}", "be read by a person", code(scale), status=("error",), total=total, total_points=0)


ATTACKS = [speaks(name, payload) for name, payload in PAYLOADS.items()]
