"""Places on a map, each a circle as large as it is often named."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from toolkit.charts.description import note_values
from toolkit.charts.key import draw_key
from toolkit.charts.placement import LED_GAP, Floats, beside, fitted, pixels_per_point, settled_frame, sizes
from toolkit.charts.theme import (
    CHART_WIDTH,
    VALUE_LABELS,
    colours,
    format_number,
    new_axes,
    require_top,
    say_instead,
    set_title,
)
from toolkit.errors import InvalidArgumentError, require_choice, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BASEMAP = Path(__file__).parent / "basemap" / "arab_world.geojson.gz"
#: Points across the largest circle: about a finger's width on a chart of the usual width.
_LARGEST = 34.0
#: Circles that lie on each other are all to be seen.
_ALPHA = 0.6
#: More labels than this hide the map.
_MOST_LABELS = 25
#: Around the outermost places: a share of what the map shows; and so many degrees at least, across and up.
_MARGIN, _SMALLEST_EXTENT = 0.08, (6.0, 3.3)
#: Height of a map as a share of its width.
_FLATTEST, _TALLEST = 0.5, 1.05
#: Inches above and below the map, for title and legend, and for each row of the note.
_AROUND, _ROW = 1.0, 0.2
#: Degrees of land drawn beyond the edges of the map.
_BEYOND_SIGHT = 0.5
#: The map shows all but so much of the mentions at each of its four sides: one far place shrinks it for all others.
_BEYOND = 0.02
#: Names that a note lists before it stops.
_NAMES_IN_A_NOTE = 6


@dataclass(frozen=True)
class _Basemap:
    """Outlines of the land, and two kinds of lines on it, in degrees; west, south, east and north of it all."""

    land: list[Outline]
    borders: list[Floats]
    disputed: list[Floats]
    bounds: tuple[float, float, float, float]


def plot_places(
    frequencies: pd.DataFrame,
    *,
    top: int = 100,
    value: str = "n",
    title: str = "",
    extent: tuple[float, float, float, float] | None = None,
    basemap: str | Path | Mapping[str, Any] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw places on a map, each a circle whose area says how often it is named.

    Parameters
    ----------
    frequencies
        What `places` returns, or `entity_frequencies` with ``kind="place"``.
    top
        How many places at most, from 1 on.
    value
        ``"n"``, ``"n_articles"``, or, of `entity_frequencies`, ``"per_million"``.
    title
        Written above the chart.
    extent
        West, south, east and north of the part to show, in degrees; by default
        what nearly all mentions need: one far place would shrink all others.
    basemap
        A GeoJSON file (``.geojson``, ``.json``, or either with ``.gz``), or
        what it holds, to draw instead of the bundled map: polygons are land,
        lines are borders, lines with the property ``"kind": "disputed"`` are
        dashed.
    ax
        Draw here; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Degrees of longitude and latitude, drawn so that a kilometre is as long
        in both directions at the middle of the map. The largest places are
        named as far as there is room; a note below says which ones have no
        coordinates or lie beyond the map.

    Raises
    ------
    MissingColumnsError
        If the table is not one of places.
    InvalidArgumentError
        If it holds more than one group; if ``top``, ``value``, ``extent`` or
        ``basemap`` is not one of those above.

    Notes
    -----
    A country stands as one circle at its centre. The bundled map covers the
    Arab countries and their neighbours; it is cut from Natural Earth (public
    domain), which draws lines as they are held, and names nothing. Lines in
    dispute are dashed: ``basemap/SOURCES.md`` lists them.

    Examples
    --------
    >>> import toolkit as tk
    >>> tokens = tk.tokenize(["من دير الزور إلى البوكمال", "عادت المياه إلى البوكمال"])
    >>> ax = tk.plot_places(tk.places(tk.find_entities(tokens), tokens))
    >>> [text.get_text() for text in ax.texts]
    ['البوكمال', 'دير الزور']
    """
    require_top(top, function="plot_places")
    require_choice(value, VALUE_LABELS, name="value", function="plot_places")
    columns = ["entity_id", "entity", "lat", "lon", value]
    require_columns(frequencies, columns, function="plot_places", made_by="places")
    if frequencies["entity_id"].duplicated().any():
        raise InvalidArgumentError(
            "plot_places() draws one group; this table holds several rows for one place.\n"
            "It was counted with by=.\nTry: choose one group of the table first"
        )
    ground = _basemap(basemap)
    chosen = frequencies[frequencies[value] > 0].sort_values(value, ascending=False, kind="stable").head(top)
    located = chosen[["lat", "lon"]].notna().all(axis=1)
    window = _extent(chosen[located & _inside(chosen, ground.bounds)], value, ground.bounds, extent)
    on_map = located & _inside(chosen, window)
    shown = chosen[on_map]
    note = _note(chosen, located, on_map)
    width, height = window[2] - window[0], (window[3] - window[1]) * _stretch(window)
    rows = note.count("\n") + 1
    ax = new_axes(ax, figsize=(CHART_WIDTH, _AROUND + _ROW * rows + CHART_WIDTH * height / width))
    set_title(ax, title)
    if shown.empty:
        say_instead(ax, note or "لا بيانات تكفي لرسم هذا الشكل")
        return ax
    _draw_ground(ax, ground, window)
    largest = fitted(ax, _LARGEST)
    areas = largest**2 * shown[value].to_numpy(dtype=np.float64) / shown[value].max()
    ax.scatter(
        shown["lon"], shown["lat"], s=areas, color=colours().accent, alpha=_ALPHA, edgecolors=colours().paper,
        linewidths=0.6, zorder=3,
    )  # fmt: skip
    draw_key(ax, _key(float(shown[value].max()), largest), title=VALUE_LABELS[value], note=note, alpha=_ALPHA)
    note_values(ax, shown["entity"], shown[value], VALUE_LABELS[value])
    _label(ax, shown, np.sqrt(areas) / 2)
    return ax


# --- the ground -------------------------------------------------------------------------------------------------------


def _basemap(given: str | Path | Mapping[str, Any] | None) -> _Basemap:
    """The map to draw on, from GeoJSON."""
    try:
        content = given if isinstance(given, Mapping) else _read(Path(given or _BASEMAP))
        shapes = list(_shapes(content))
        land = [_outline(rings) for kind, parts, _ in shapes if kind == "Polygon" for rings in parts]
        lines = [(line, dashed) for kind, parts, dashed in shapes if kind == "LineString" for line in parts]
        points = np.concatenate([outline.vertices for outline in land] + [np.asarray(line)[:, :2] for line, _ in lines])
        bounds = content.get("bbox", ())
        if len(bounds) != 4:
            bounds = (*points.min(axis=0), *points.max(axis=0))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise InvalidArgumentError(
            "plot_places() cannot read the basemap: it is no GeoJSON with polygons or lines in degrees.\n"
            f"{type(error).__name__}: {error}\nTry: basemap='countries.geojson', or leave it out for the bundled map"
        ) from error
    borders, disputed = (
        [np.asarray(line)[:, :2] for line, dashed in lines if dashed is wanted] for wanted in (False, True)
    )
    return _Basemap(land, borders, disputed, tuple(map(float, bounds)))  # type: ignore[arg-type]


def _read(path: Path) -> Mapping[str, Any]:
    packed = path.read_bytes()
    return json.loads(gzip.decompress(packed) if path.suffix == ".gz" else packed)


def _shapes(content: Mapping[str, Any]) -> list[tuple[str, list[Any], bool]]:
    """Each shape as a list of polygons or of lines, and whether it is in dispute."""
    features = content.get("features", [content])
    found = []
    for feature in features:
        geometry = feature.get("geometry", feature) or {}
        kind, parts = geometry.get("type", ""), geometry.get("coordinates", [])
        dashed = (feature.get("properties") or {}).get("kind") == "disputed"
        found.append((kind.removeprefix("Multi"), parts if kind.startswith("Multi") else [parts], dashed))
    return found


def _outline(rings: Sequence[Sequence[Sequence[float]]]) -> Outline:
    """A polygon and its holes as one path: holes run the other way round, or they would be filled."""
    turned = []
    for number, ring in enumerate(rings):
        points = np.asarray(ring, dtype=np.float64)[:, :2]
        x, y = points.T
        is_clockwise = np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) < 0
        turned.append(Outline(points if is_clockwise == (number > 0) else points[::-1], closed=True))
    return Outline.make_compound_path(*turned)


def _draw_ground(ax: Axes, ground: _Basemap, window: tuple[float, float, float, float]) -> None:
    palette = colours()
    ink = to_rgba(palette.muted, 0.6)
    # What lies beyond would only make files of vectors larger; the cut itself stays out of sight.
    seen = Bbox.from_extents(*window).padded(_BEYOND_SIGHT)
    outlines = [outline.clip_to_bbox(seen) for outline in ground.land if outline.get_extents().overlaps(seen)]
    land = PathCollection(outlines, facecolor=palette.grid, edgecolor=ink, linewidth=0.4, zorder=0)
    lines = ([line for line in kind if _meets(line, seen)] for kind in (ground.borders, ground.disputed))
    borders = LineCollection(next(lines), colors=[ink], linewidths=0.5, zorder=1)
    disputed = LineCollection(next(lines), colors=[ink], linewidths=0.7, linestyles=[(0, (3, 2.5))], zorder=1)
    for drawn in (land, borders, disputed):
        ax.add_collection(drawn, autolim=False)
    ax.set_xlim(window[0], window[2])
    ax.set_ylim(window[1], window[3])
    ax.set_aspect(_stretch(window))
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)


def _meets(line: Floats, box: Bbox) -> bool:
    return bool((line.max(axis=0) >= box.min).all() and (line.min(axis=0) <= box.max).all())


def _stretch(window: tuple[float, float, float, float]) -> float:
    """How much longer a degree of latitude is than one of longitude, at the middle of the map."""
    return float(1 / np.cos(np.radians((window[1] + window[3]) / 2)))


def _inside(places: pd.DataFrame, box: Sequence[float]) -> pd.Series:
    return places["lon"].between(box[0], box[2]) & places["lat"].between(box[1], box[3])


def _extent(
    places: pd.DataFrame, value: str, bounds: Sequence[float], asked_for: tuple[float, ...] | None
) -> tuple[float, float, float, float]:
    """The part of the map that holds nearly all mentions, neither a strip nor a tower, within the bounds."""
    if asked_for is not None:
        if len(asked_for) != 4 or not (asked_for[0] < asked_for[2] and -90 < asked_for[1] < asked_for[3] < 90):
            raise InvalidArgumentError(
                f"plot_places() needs an extent of four degrees, west, south, east, north; it got {asked_for!r}.\n"
                "Try: extent=(35.5, 32, 49, 37.5)"
            )
        return tuple(map(float, asked_for))  # type: ignore[return-value]
    if places.empty:
        return tuple(bounds)  # type: ignore[return-value]
    ends = np.array([_middle(places[axis], places[value]) for axis in ("lon", "lat")])
    low, high = ends.T
    stretch = np.array([1.0, 1 / np.cos(np.radians((low[1] + high[1]) / 2))])
    span = np.maximum((high - low) * stretch * (1 + 2 * _MARGIN), _SMALLEST_EXTENT)
    span = np.maximum(span, [span[1] / _TALLEST, span[0] * _FLATTEST]) / stretch
    least, most = np.array(bounds[:2]), np.array(bounds[2:])
    span = np.minimum(span, most - least)
    start = np.clip((low + high) / 2 - span / 2, least, most - span)
    return (*start.tolist(), *(start + span).tolist())


def _middle(degrees: pd.Series, weights: pd.Series) -> Floats:
    """The first and last place of all but the outermost mentions."""
    order = np.argsort(degrees.to_numpy(), kind="stable")
    reached = np.cumsum(weights.to_numpy(dtype=np.float64)[order])
    first, last = np.searchsorted(reached, np.array([_BEYOND, 1 - _BEYOND]) * reached[-1])
    return degrees.to_numpy()[order][[first, last]]


# --- what is written --------------------------------------------------------------------------------------------------


def _label(ax: Axes, shown: pd.DataFrame, radii: Floats) -> None:
    """Name the largest places that have room for a name."""
    frame, scale = settled_frame(ax), pixels_per_point(ax)
    named = shown["entity"].iloc[:_MOST_LABELS]
    marks = ax.transData.transform(shown[["lon", "lat"]].to_numpy(dtype=np.float64))
    halo = [withStroke(linewidth=2.2, foreground=colours().paper, alpha=0.85)]
    texts = [
        ax.annotate(
            name, (lon, lat), xytext=(0, 0), textcoords="offset points", ha="center", va="center",
            fontsize="small", color=colours().ink, path_effects=halo, zorder=4,
        )
        for name, lon, lat in zip(named, shown["lon"], shown["lat"], strict=False)
    ]  # fmt: skip
    labels = sizes(texts)
    centres = beside(marks, radii * scale, labels, frame)
    for text, size, mark, radius, centre in zip(texts, labels, marks, radii, centres, strict=False):
        if centre is None:
            text.remove()
            continue
        text.xyann = tuple((centre - mark) / scale)
        nearest = np.clip(mark, centre - size / 2, centre + size / 2)
        if np.linalg.norm(nearest - mark) - radius * scale > LED_GAP / 2:
            x, y = ax.transData.inverted().transform([mark, nearest]).T
            ax.plot(x, y, color=colours().ink, linewidth=0.6, zorder=3.5, scalex=False, scaley=False)


def _key(highest: float, largest: float) -> list[tuple[str, float, str]]:
    """Circles that say what an area means, the largest first."""
    return [
        (format_number(number), largest * float(np.sqrt(number / highest)), colours().accent)
        for number in _round_numbers(highest)
    ]


def _round_numbers(highest: float) -> list[float]:
    """Up to three round numbers that a reader can compare circles with, the largest first."""
    steps = [digit * 10.0**power for power in range(-6, 10) for digit in (1, 2, 5)]
    first = max((step for step in steps if step <= highest), default=highest)
    numbers = [first, *(max(step for step in steps if step <= first / part) for part in (4, 20))]
    return [number for number in numbers if number >= 1 or number == first]


def _note(chosen: pd.DataFrame, located: pd.Series, on_map: pd.Series) -> str:
    """Which places are not to be seen, and why."""
    lines = []
    if len(chosen) == 1:
        lines.append("في الجدول مكان واحد")
    for missing, reason in ((~located, "أماكن بلا إحداثيات"), (located & ~on_map, "أماكن خارج الخريطة")):
        names = chosen.loc[missing, "entity"].tolist()
        if names:
            listed = "، ".join(names[:_NAMES_IN_A_NOTE]) + ("…" if len(names) > _NAMES_IN_A_NOTE else "")
            lines.append(f"{reason} ({format_number(len(names))}): {listed}")
    return "\n".join(lines)
