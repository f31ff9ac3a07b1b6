"""The page's own font, cut down to the letters the page uses."""

from __future__ import annotations

import base64
import io
import logging
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec

#: CSS weight and the file that ships with the charts.
_FACES = {400: "Vazirmatn-Regular.ttf", 700: "Vazirmatn-Bold.ttf"}


def font_faces(text: str) -> str:
    """Return ``@font-face`` rules that carry the glyphs of ``text``, or nothing if no font ships.

    Examples
    --------
    >>> font_faces("الفرات").count("@font-face")
    2
    """
    letters = "".join(sorted(set(text)))
    return "".join(_font_face(weight, name, letters) for weight, name in _FACES.items())


@lru_cache(maxsize=8)
def _font_face(weight: int, name: str, letters: str) -> str:
    file = files("toolkit.charts") / "fonts" / name
    if not file.is_file():
        return ""
    flavour = "woff2" if find_spec("brotli") else "woff"
    encoded = base64.b64encode(_subset(file.read_bytes(), letters, flavour)).decode("ascii")
    return (
        f"@font-face{{font-family:Vazirmatn;font-weight:{weight};font-display:block;"
        f'src:url(data:font/{flavour};base64,{encoded}) format("{flavour}")}}'
    )


def _subset(font: bytes, letters: str, flavour: str) -> bytes:
    """Return the font with only these letters, in all their joined forms."""
    from fontTools import subset

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(flavor=flavour, hinting=False, name_IDs=[0, 1, 2, 13, 14], notdef_outline=True)
    options.layout_features = ["*"]
    options.drop_tables += ["FFTM"]
    loaded = subset.load_font(io.BytesIO(font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(loaded)
    result = io.BytesIO()
    subset.save_font(loaded, result, options)
    return result.getvalue()
