import gzip
import importlib.util
import json
import math
import socket
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.font_manager import findfont
from matplotlib.offsetbox import DrawingArea, HPacker, TextArea
from matplotlib.path import Path as Outline
from matplotlib.text import Annotation

import toolkit as tk
from toolkit.charts import places
from toolkit.charts.shaping import shapes_natively

BASEMAP = Path(places.__file__).parent / "basemap"
SQUARE = [[30.0, 30.0], [50.0, 30.0], [50.0, 40.0], [30.0, 40.0], [30.0, 30.0]]


@pytest.fixture(autouse=True)
def _undo():
    yield
    tk.undo_arabic()


@pytest.fixture(scope="module")
def table(sample_articles):
    tokens = tk.tokenize(sample_articles)
    return tk.entity_frequencies(tk.find_entities(tokens), tokens, kind="place")


@pytest.fixture(scope="module")
def located(table):
    return table.dropna(subset=["lat"])


def circles(ax):
    return next(c for c in ax.collections if isinstance(c, PathCollection) and len(c.get_offsets()) and c.zorder == 3)


def labels(ax):
    return [text for text in ax.texts if isinstance(text, Annotation)]


def written(ax):
    """Everything that is written below the map."""
    return [area.get_text() for area in ax.findobj(TextArea)]


def boxes(texts):
    return [text.get_window_extent() for text in texts]


@pytest.mark.parametrize("value", ["n", "n_articles", "per_million"])
def test_circles_stand_at_the_coordinates_and_their_areas_are_the_numbers(table, value):
    ax = tk.plot_places(table, value=value)
    ax.figure.canvas.draw()
    drawn = circles(ax)
    west, east = ax.get_xlim()
    south, north = ax.get_ylim()
    shown = table.sort_values(value, ascending=False, kind="stable").head(100)
    shown = shown[shown["lon"].between(west, east) & shown["lat"].between(south, north)]
    np.testing.assert_array_equal(drawn.get_offsets(), shown[["lon", "lat"]])
    np.testing.assert_allclose(drawn.get_sizes() / drawn.get_sizes()[0], shown[value] / shown[value].iloc[0])
    assert len(shown) > 60


def test_a_kilometre_is_as_long_in_both_directions_in_the_middle(table):
    ax = tk.plot_places(table)
    ax.figure.canvas.draw()
    x, y = np.mean(ax.get_xlim()), np.mean(ax.get_ylim())
    middle, east, north = ax.transData.transform([(x, y), (x + 1, y), (x, y + 1)])
    assert (north - middle)[1] * math.cos(math.radians(y)) == pytest.approx((east - middle)[0], rel=1e-6)


def test_nearly_all_mentions_are_on_the_map_and_the_rest_is_named(located):
    ax = tk.plot_places(located, top=len(located))
    south, north = ax.get_ylim()
    west, east = ax.get_xlim()
    inside = located["lon"].between(west, east) & located["lat"].between(south, north)
    assert located["n"][inside].sum() > 0.85 * located["n"].sum()
    assert any(f"خارج الخريطة ({(~inside).sum()})" in line for line in written(ax))
    assert located["entity"][~inside].iloc[0] in " ".join(written(ax))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_labels_name_their_places_and_touch_neither_each_other_nor_the_edge(table, theme):
    tk.use_arabic(tables=False, theme=theme)
    ax = tk.plot_places(table, title="أكثر الأماكن ذكراً")
    ax.figure.canvas.draw()
    where = table.set_index("entity")[["lon", "lat"]]
    named = boxes(labels(ax))
    frame = ax.get_window_extent()
    assert len(named) >= 15
    for number, (text, box) in enumerate(zip(labels(ax), named, strict=True)):
        assert text.xy == tuple(where.loc[text.get_text()])
        assert frame.x0 <= box.x0 < box.x1 <= frame.x1
        assert frame.y0 <= box.y0 < box.y1 <= frame.y1
        assert not any(box.overlaps(other) for other in named[:number])


def test_a_line_leads_from_a_place_to_its_name_where_that_stands_away(table):
    ax = tk.plot_places(table)
    ax.figure.canvas.draw()
    assert ax.lines
    by_place = {text.xy: text.get_window_extent() for text in labels(ax)}
    for line in ax.lines:
        (place, end) = line.get_xydata()
        box = by_place[tuple(place.round(6))]
        assert box.padded(1).contains(*ax.transData.transform(end))


def test_every_text_is_shaped_and_in_the_font_of_the_toolkit(table):
    tk.use_arabic(tables=False)
    ax = tk.plot_places(table)
    ax.figure.canvas.draw()
    assert labels(ax)
    for text in labels(ax):
        name = text.get_text()
        assert text._preprocess_math(name)[0] != name
        family = "Vazirmatn" if shapes_natively() else "DejaVu"
        assert family in Path(findfont(text.get_fontproperties())).name


def test_the_key_is_drawn_to_the_scale_of_the_map_and_read_from_the_right(table):
    ax = tk.plot_places(table)
    ax.figure.canvas.draw()
    pairs = {}
    for row in ax.findobj(HPacker):
        kinds = [type(child) for child in row.get_children()]
        if kinds == [TextArea, DrawingArea]:
            text, space = row.get_children()
            pairs[float(text.get_text())] = space
            assert text.get_window_extent().x1 <= space.get_window_extent().x0
    largest = circles(ax).get_sizes()[0] / table["n"].max()
    assert len(pairs) == 3
    for number, space in pairs.items():
        (circle,) = space.get_children()
        assert (2 * circle.radius) ** 2 == pytest.approx(number * largest)
    edges = [pairs[number].get_window_extent().x0 for number in sorted(pairs)]
    assert edges == sorted(edges)
    assert min(space.get_window_extent().y0 for space in pairs.values()) > 0


def test_places_without_coordinates_are_named(located):
    lost = located.assign(lat=located["lat"].where(~located["entity"].isin(["الموصل", "بغداد"])))
    ax = tk.plot_places(lost)
    ax.figure.canvas.draw()
    assert "أماكن بلا إحداثيات (2): الموصل، بغداد" in written(ax)
    ax = tk.plot_places(lost[lost["entity"] == "الموصل"])
    assert not ax.axison
    assert "الموصل" in ax.texts[0].get_text()


def test_the_user_chooses_what_part_to_show(table):
    ax = tk.plot_places(table, extent=(38, 33, 42, 37))
    assert (*ax.get_xlim(), *ax.get_ylim()) == (38, 42, 33, 37)
    named = {text.get_text() for text in labels(ax)}
    assert "دير الزور" in named
    assert "بغداد" not in named
    for wrong in ((42, 33, 38, 37), (38, 33, 42), (38, 33, 42, 97)):
        with pytest.raises(tk.InvalidArgumentError, match="west, south, east, north"):
            tk.plot_places(table, extent=wrong)


def test_empty_and_one_row_tables_say_so(table):
    ax = tk.plot_places(table.head(0))
    ax.figure.canvas.draw()
    assert "لا بيانات" in ax.texts[0].get_text()
    ax = tk.plot_places(table.head(1))
    ax.figure.canvas.draw()
    assert [text.get_text() for text in labels(ax)] == [table["entity"].iloc[0]]
    assert "في الجدول مكان واحد" in written(ax)


def test_given_axes_are_used_keep_their_key_and_the_table_is_not_changed(located):
    before = located.copy()
    figure, axes = plt.subplots(2, 2)
    assert tk.plot_places(located, ax=axes[1, 0]) is axes[1, 0]
    figure.canvas.draw()
    pd.testing.assert_frame_equal(located, before)
    (key,) = axes[1, 0].artists
    assert key.get_window_extent().y0 >= 0


def test_wrong_tables_and_choices_are_named(table, sample_articles):
    tokens = tk.tokenize(sample_articles)
    with pytest.raises(tk.InvalidArgumentError, match="one group"):
        tk.plot_places(tk.entity_frequencies(tk.find_entities(tokens), tokens, kind="place", by="source"))
    with pytest.raises(tk.MissingColumnsError, match=r"plot_places\(places\("):
        tk.plot_places(tk.term_frequencies(tokens))
    with pytest.raises(tk.InvalidArgumentError, match="value='count'"):
        tk.plot_places(table, value="count")
    with pytest.raises(tk.InvalidArgumentError, match="top of 1 or more"):
        tk.plot_places(table, top=0)


# --- the ground -------------------------------------------------------------------------------------------------------


def test_the_bundled_map_is_small_and_needs_no_network(table, monkeypatch):
    monkeypatch.setattr(socket, "socket", None)
    assert (BASEMAP / "arab_world.geojson.gz").stat().st_size < 150_000
    assert (BASEMAP / "SOURCES.md").is_file()
    tk.plot_places(table).figure.canvas.draw()


def test_land_is_land_and_sea_is_sea():
    land = places._basemap(None).land
    cities = {"بغداد": (44.4, 33.3), "القاهرة": (31.2, 30.0), "نواكشوط": (-15.9, 18.1), "صنعاء": (44.2, 15.4),
              "المنامة": (50.55, 26.1), "موروني": (43.3, -11.6), "مقديشو": (45.3, 2.05)}  # fmt: skip
    seas = {"المتوسط": (28.0, 34.0), "الأحمر": (38.0, 20.0), "قزوين": (51.0, 39.0), "الخليج": (51.0, 28.0)}
    rings = [Outline(ring) for outline in land for ring in outline.to_polygons()]
    for places_there, on_land in ((cities, 1), (seas, 0)):
        for name, place in places_there.items():
            # A place in a hole lies in two rings.
            assert sum(ring.contains_point(place) for ring in rings) % 2 == on_land, name


def test_lines_in_dispute_are_dashed_and_nothing_on_the_map_is_named(table):
    ax = tk.plot_places(table, extent=(-20, -13, 66, 44))
    borders, disputed = (c for c in ax.collections if isinstance(c, LineCollection))
    assert borders.get_linestyle() == [(0, None)]
    assert disputed.get_linestyle()[0][1] is not None
    # The line of 1949 runs between Jerusalem and Jaffa, that of 1974 beside Quneitra.
    for box in ((34.9, 31.3, 35.3, 32.5), (35.6, 32.7, 36.1, 33.4), (-13.2, 27.5, -8.6, 27.8)):
        inside = [((line > box[:2]) & (line < box[2:])).all(axis=1).any() for line in disputed.get_segments()]
        assert any(inside)
    assert {text.get_text() for text in ax.texts} <= set(table["entity"])


@pytest.mark.parametrize("form", ["content", "file", "gz"])
def test_a_map_of_the_users_own_takes_its_place(table, tmp_path, form):
    features = [
        {"type": "Feature", "properties": None, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}},
        {"type": "Feature", "geometry": None},
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[30, 35], [40, 35]]}},
        {
            "type": "Feature",
            "properties": {"kind": "disputed"},
            "geometry": {"type": "MultiLineString", "coordinates": [[[40, 35], [50, 35]]]},
        },
    ]
    content = {"type": "FeatureCollection", "features": features}
    given = content
    if form != "content":
        given = tmp_path / ("mine.geojson" + (".gz" if form == "gz" else ""))
        packed = json.dumps(content).encode()
        given.write_bytes(gzip.compress(packed) if form == "gz" else packed)
    ax = tk.plot_places(table, basemap=given)
    ax.figure.canvas.draw()
    borders, disputed = (c for c in ax.collections if isinstance(c, LineCollection))
    assert borders.get_segments()[0].tolist() == [[30, 35], [40, 35]]
    assert disputed.get_segments()[0].tolist() == [[40, 35], [50, 35]]
    assert ax.get_xlim()[0] >= 30
    assert ax.get_xlim()[1] <= 50


def test_a_hole_is_a_hole_whichever_way_its_ring_runs():
    hole = [[35.0, 32.0], [45.0, 32.0], [45.0, 38.0], [35.0, 38.0], [35.0, 32.0]]
    for rings in ([SQUARE, hole], [SQUARE, hole[::-1]], [SQUARE[::-1], hole]):
        outline = places._outline(rings)
        figure, ax = plt.subplots(figsize=(1, 1))
        ax.set_position((0, 0, 1, 1))
        ax.set_axis_off()
        ax.set_xlim(30, 50)
        ax.set_ylim(30, 40)
        ax.add_collection(PathCollection([outline], facecolor="black"))
        figure.canvas.draw()
        pixels = np.asarray(figure.canvas.buffer_rgba())[..., 0]
        assert pixels[50, 50] == 255
        assert pixels[50, 10] == 0


def test_a_basemap_that_is_none_is_named(table, tmp_path):
    text = tmp_path / "map.geojson"
    text.write_text("خريطة", encoding="utf-8")
    for wrong in (text, tmp_path / "none.geojson", {"type": "FeatureCollection", "features": []}, {"features": 3}):
        with pytest.raises(tk.InvalidArgumentError, match="cannot read the basemap"):
            tk.plot_places(table, basemap=wrong)


# --- how the ground is made -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_basemap", BASEMAP / "make_basemap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def atlas(first, second):
    """Two countries, a square each, that share one line."""
    arcs = [[[0, 0], [0, 1]], [[0, 0], [-1, 0], [0, 1], [1, 0]], [[0, 0], [1, 0], [0, 1], [-1, 0]]]
    countries = [
        {"type": "Polygon", "arcs": [[0, ~1]], "properties": {"name": first}},
        {"type": "MultiPolygon", "arcs": [[[~0, 2]]], "properties": {"name": second}},
    ]
    land = {"type": "MultiPolygon", "arcs": [[[2, ~1]]]}
    objects = {"countries": {"geometries": countries}, "land": {"geometries": [land]}}
    return {"transform": {"scale": [1, 1], "translate": [35, 31]}, "arcs": arcs, "objects": objects}


@pytest.mark.parametrize(
    ("pair", "kind"), [(("Iraq", "Syria"), 1), (("Palestine", "Israel"), 2), (("A", "Akrotiri"), 1)]
)
def test_the_line_between_two_countries_is_a_border_or_in_dispute(maker, pair, kind):
    made = maker.make_basemap(atlas(*pair))
    lines = [feature["geometry"]["coordinates"] for feature in made["features"]]
    assert lines[kind] == [[[35.0, 31.0], [35.0, 32.0]]]
    assert lines[3 - kind] == []
    ((ring,),) = lines[0]
    assert {tuple(point) for point in ring} == {(35, 31), (36, 31), (36, 32), (35, 32), (34, 32), (34, 31)}


def test_what_is_mapped_as_one_country_has_no_line_within(maker):
    made = maker.make_basemap(atlas("Cyprus", "Dhekelia"))
    assert made["features"][1]["geometry"]["coordinates"] == made["features"][2]["geometry"]["coordinates"] == []


def test_a_simplified_line_stays_within_its_tolerance(maker):
    x = np.linspace(0, 6, 400)
    line = np.column_stack([x, np.sin(x)])
    short = maker.simplify(line)
    assert len(short) < 100
    assert np.abs(np.interp(x, *short.T) - line[:, 1]).max() < 2 * maker.TOLERANCE
    np.testing.assert_array_equal(short[[0, -1]], line[[0, -1]])


def test_land_is_cut_at_the_box(maker):
    east = maker.BOUNDS[2]
    ring = np.array([[0.0, 0.0], [200.0, 0.0], [200.0, 20.0], [0.0, 20.0]])
    cut = maker.cut_ring(ring)
    assert cut[:, 0].max() == east + maker.MARGIN
    assert abs(maker.area(cut)) == pytest.approx((east + maker.MARGIN) * 20)
