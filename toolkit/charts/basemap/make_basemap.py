"""Cut the base map of `plot_places` out of Natural Earth: land, borders and disputed lines, as GeoJSON.

The atlas comes with ``npm pack world-atlas@2``; unpack it and run, from the top of the repository::

    python toolkit/charts/basemap/make_basemap.py package/countries-10m.json

Not part of the wheel. SOURCES.md says what the data is and how the lines below were chosen.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

#: West, south, east, north: Mauritania to Oman, the Comoros to Turkey.
BOUNDS = (-20.0, -13.0, 66.0, 44.0)
#: Degrees of land kept beyond the bounds, so that the cut itself is never seen.
MARGIN = 1.0
#: Degrees, about a kilometre: a dot or two of ink on a map of one country.
TOLERANCE = 0.01
#: Square degrees; a smaller island is a speck.
SMALLEST_ISLAND = 0.003
#: What is mapped as part of another country: military bases and the strip between two lines.
MERGED = {"Akrotiri": "Cyprus", "Cyprus U.N. Buffer Zone": "Cyprus", "Dhekelia": "Cyprus"}
#: Two countries, and the box (west, south, east, north) that holds the stretch in dispute if not all of the line is.
DISPUTED: dict[tuple[str, str], tuple[float, float, float, float] | None] = {
    ("Cyprus", "N. Cyprus"): None,
    ("Egypt", "Sudan"): (31.0, 21.0, 38.0, 24.0),  # Wadi Halfa, Bir Tawil, Halayib
    ("Ethiopia", "Somalia"): None,
    ("Ethiopia", "Sudan"): (35.5, 13.0, 37.0, 14.4),  # al-Fashaga
    ("Israel", "Lebanon"): None,
    ("Israel", "Palestine"): None,
    ("Israel", "Syria"): None,
    ("Kenya", "S. Sudan"): None,
    ("Kosovo", "Serbia"): None,
    ("Morocco", "W. Sahara"): None,
    ("S. Sudan", "Sudan"): None,
    ("Somalia", "Somaliland"): None,
}

Line = npt.NDArray[np.float64]


def make_basemap(atlas: dict[str, Any]) -> dict[str, Any]:
    """GeoJSON of the land, the borders and the disputed lines within the bounds."""
    scale, origin = np.array(atlas["transform"]["scale"]), np.array(atlas["transform"]["translate"])
    arcs = [simplify(np.cumsum(arc, axis=0) * scale + origin) for arc in atlas["arcs"]]
    borders, disputed = split_borders(arcs, atlas["objects"]["countries"]["geometries"])
    shapes = atlas["objects"]["land"]["geometries"]
    polygons = [polygon for shape in shapes for polygon in parts(shape)]
    land = [rings for polygon in polygons if (rings := cut_polygon([join(arcs, ring) for ring in polygon]))]
    features = [
        feature("MultiPolygon", [[written(ring) for ring in rings] for rings in land], "land"),
        feature("MultiLineString", [written(line) for line in borders], "border"),
        feature("MultiLineString", [written(line) for line in disputed], "disputed"),
    ]
    return {"type": "FeatureCollection", "bbox": BOUNDS, "features": features}


def parts(shape: dict[str, Any]) -> list[list[list[int]]]:
    """The polygons of a shape, each a list of rings of arc numbers."""
    return [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])


def join(arcs: list[Line], ring: list[int]) -> Line:
    """The points of a ring: a number below zero is an arc that runs backwards."""
    lines = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring]
    return np.concatenate([line[:-1] for line in lines])


def split_borders(arcs: list[Line], countries: list[dict[str, Any]]) -> tuple[list[Line], list[Line]]:
    """The lines between two countries, apart from those in dispute."""
    owners: dict[int, set[str]] = defaultdict(set)
    for country in countries:
        name = country["properties"]["name"]
        for polygon in parts(country):
            for number in (number for ring in polygon for number in ring):
                owners[max(number, ~number)].add(MERGED.get(name, name))
    borders, disputed = [], []
    for number, names in sorted(owners.items()):
        if len(names) < 2:
            continue
        pair = (min(names), max(names))
        is_disputed = pair in DISPUTED
        inside = within(arcs[number], DISPUTED[pair] or BOUNDS) if is_disputed else np.zeros(len(arcs[number]), bool)
        shown = within(arcs[number], BOUNDS, margin=MARGIN)
        disputed += runs(arcs[number], shown & inside)
        borders += runs(arcs[number], shown & ~inside)
    return borders, disputed


def within(line: Line, box: tuple[float, float, float, float], *, margin: float = 0.0) -> npt.NDArray[np.bool_]:
    """Which points lie in a box."""
    west, south, east, north = box
    x, y = line.T
    return (x > west - margin) & (x < east + margin) & (y > south - margin) & (y < north + margin)


def runs(line: Line, kept: npt.NDArray[np.bool_]) -> list[Line]:
    """The stretches of a line that begin at a kept point, each with the point that ends it."""
    changes = np.flatnonzero(np.diff(np.concatenate([[False], kept[:-1], [False]]).astype(int)))
    return [line[start : stop + 1] for start, stop in changes.reshape(-1, 2)]


def simplify(line: Line) -> Line:
    """Douglas and Peucker: leave out points that lie within the tolerance of the line without them."""
    kept = np.zeros(len(line), dtype=bool)
    kept[[0, -1]] = True
    stack = [(0, len(line) - 1)]
    while stack:
        start, stop = stack.pop()
        if stop - start < 2:
            continue
        along, between = line[stop] - line[start], line[start + 1 : stop] - line[start]
        length = np.hypot(*along)
        away = np.abs(along[0] * between[:, 1] - along[1] * between[:, 0]) / length if length else np.hypot(*between.T)
        farthest = int(away.argmax()) + start + 1
        if away.max() > TOLERANCE:
            kept[farthest] = True
            stack += [(start, farthest), (farthest, stop)]
    return line[kept]


def cut_polygon(rings: list[Line]) -> list[Line]:
    """A polygon and its holes within the bounds and their margin; nothing if it is a speck."""
    cut = [ring for ring in map(cut_ring, rings) if len(ring) > 2 and abs(area(ring)) > SMALLEST_ISLAND]
    return [np.concatenate([ring, ring[:1]]) for ring in cut]


def cut_ring(ring: Line) -> Line:
    """Sutherland and Hodgman: cut a ring at each side of the box in turn."""
    west, south, east, north = BOUNDS
    for axis, side, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        edge = side - sign * MARGIN
        points: list[Line] = []
        for here, after in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            if sign * (here[axis] - edge) >= 0:
                points.append(here)
            if (here[axis] - edge) * (after[axis] - edge) < 0:
                points.append(here + (after - here) * (edge - here[axis]) / (after[axis] - here[axis]))
        ring = np.array(points).reshape(-1, 2)
    return ring


def area(ring: Line) -> float:
    """Square degrees; below zero if the ring runs clockwise."""
    x, y = ring.T
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2)


def written(line: Line) -> list[list[float]]:
    """Points to the hundredth of a degree, none twice in a row."""
    points = [[round(float(x), 2), round(float(y), 2)] for x, y in line]
    return [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]


def feature(kind: str, coordinates: list[Any], name: str) -> dict[str, Any]:
    """One GeoJSON feature, named for what it is."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"kind": name}, "geometry": geometry}


if __name__ == "__main__":
    made = make_basemap(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    packed = gzip.compress(json.dumps(made, separators=(",", ":")).encode(), mtime=0)
    Path(__file__).with_name("arab_world.geojson.gz").write_bytes(packed)
