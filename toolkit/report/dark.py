"""Colours of a chart on the dark page."""

from __future__ import annotations

from dataclasses import astuple
from functools import cache

#: The card behind a chart in dark mode; ``--tk-card`` in output.css is the same.
DARK_CARD = "#1b2027"


@cache
def light_dark(colour: str) -> str:
    """Return CSS for a colour on a light page and for its twin on a dark one.

    Examples
    --------
    >>> light_dark("#ffffff")
    'light-dark(#ffffff,#1b2027)'
    """
    return f"light-dark({colour},{dark_twin(colour)})"


@cache
def _themed() -> dict[str, str]:
    """Colours of the light theme → those in their place in the dark one."""
    from toolkit.charts.theme import PALETTES

    light, dark = (astuple(PALETTES[name]) for name in ("light", "dark"))
    pairs = dict(zip((*light[:-1], *light[-1]), (*dark[:-1], *dark[-1]), strict=True))
    return {one: other for one, other in pairs.items() if one != "#ffffff"}


def dark_twin(colour: str) -> str:
    """Return the colour that stands on the dark card as ``colour`` stands on white.

    A colour of the light theme has its twin in the dark one; of any other the
    hue is kept and the lightness turned over.

    Notes
    -----
    Lightness is turned over in OKLab (B. Ottosson, "A perceptual color space for image
    processing", 2020), where equal steps look equal; colours stay distinct from each other.

    Examples
    --------
    >>> dark_twin("#ffffff"), dark_twin("#000000")
    ('#1b2027', '#eeeeee')
    """
    if colour == "#ffffff":
        return DARK_CARD
    if colour in _themed():
        return _themed()[colour]
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    turned = 0.25 + 0.70 * (1 - lightness**1.5)  # from the dark card's lightness up; ink stays close to white
    for chroma in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0):  # the first that a screen can show
        rgb = _from_oklab(turned, a * chroma, b * chroma)
        if all(-0.002 <= c <= 1.002 for c in rgb):
            break
    return "#" + "".join(f"{round(255 * min(max(_gamma(c), 0), 1)):02x}" for c in rgb)


def _from_oklab(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * max(value, 0) ** (1 / 2.4) - 0.055
