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

#: What stays of a font's names: copyright, family, style, licence and where that is read.
_NAMES = {0, 1, 2, 13, 14}

#: Asks for the fonts before the first text does: they are there when it is painted, and no line moves.
LOAD_FONTS = "for (const face of document.fonts) face.load()"


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
    options = subset.Options(flavor=flavour, hinting=False, name_IDs=["*"], notdef_outline=True)
    options.layout_features += ["lnum", "tnum"]  # beside all that joins letters and sets marks
    options.drop_tables += ["FFTM"]
    loaded = subset.load_font(io.BytesIO(font), options)
    names = loaded["name"]
    del loaded["name"]  # to look for names in use takes as long as all the rest
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(loaded)
    names.names = [record for record in names.names if record.nameID in _NAMES]
    loaded["name"] = names
    result = io.BytesIO()
    subset.save_font(loaded, result, options)
    return result.getvalue()
