import io
import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.patheffects import withStroke

from toolkit.charts.description import describe_chart
from toolkit.report import drawing as module
from toolkit.report.drawing import drawing


def tree(chart):
    return ElementTree.fromstring(drawing(chart, "وصف"))


def test_a_heavy_drawing_becomes_a_picture(monkeypatch):
    chart = plt.figure()
    monkeypatch.setattr(module, "MAX_SVG", 100)
    assert drawing(chart, "وصف").startswith('<img class="tk-chart tk-light" alt="وصف')


def test_thousands_of_dots_that_coincide_are_a_drawing_and_keep_their_number():
    _, ax = plt.subplots()
    ax.scatter(np.tile([1, 2, 3], 5000), np.tile([1, 4, 9], 5000), alpha=0.75, linewidths=0)
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, format="svg")
    assert len(buffer.getvalue()) > 3 * module.MAX_SVG
    ax.set_axis_off()
    places = [(use.get("x"), use.get("y")) for use in tree(ax.figure).iter("use")]
    assert len(set(places)) == 3 < len(places) < 12, "as many as can be seen through one another"
    assert "15" in describe_chart(ax, language="en").replace(",", "")


def test_dots_of_any_size_are_circles_where_they_were():
    _, ax = plt.subplots()
    sizes = np.array([30, 60, 90, 90, 90])
    ax.scatter([1, 2, 3, 3, 3], [1, 2, 3, 3, 3], s=sizes, linewidths=0)
    ax.set_axis_off()
    circles = [circle for circle in tree(ax.figure).iter("circle") if not circle.get("id")]
    assert sorted(float(circle.get("r")) for circle in circles) == pytest.approx(np.sqrt(sizes[:3]) / 2, abs=0.01)
    x, y = (np.array([float(circle.get(name)) for circle in circles]) for name in ("cx", "cy"))
    assert np.allclose(np.diff(x), np.diff(x)[0], atol=0.02), "as far from each other as they were"
    assert np.allclose(np.diff(y), np.diff(y)[0], atol=0.02)


def test_a_word_with_a_rim_is_letters_twice_the_rim_below_and_gets_it_back():
    _, ax = plt.subplots()
    rim = [withStroke(linewidth=3, foreground="#ffeedd", alpha=0.8)]
    text = ax.text(0.5, 0.5, "نص", path_effects=rim, gid="mine")
    root = tree(ax.figure)
    (below,) = [group for group in root.iter("g") if "#ffeedd" in group.get("style", "")]
    (letters,) = list(below)
    assert "opacity:0.8" in below.get("style")
    assert f"#{letters.get('id')}" in [use.get("href") for use in root.iter("use")], "the letters over it"
    assert [child.tag for child in root].count("defs") == len(list(root.iter("defs"))), (
        "nothing in use defines anything"
    )
    assert (text.get_path_effects(), text.get_gid()) == (rim, "mine")
    width = float(re.search(r"stroke-width:([\d.]+)", below.get("style"))[1])
    scale = float(re.search(r"scale\(([\d.]+)", next(iter(letters)).get("transform"))[1])
    outline = next(root.iter("path"))
    shown = {path.get("id"): path for path in root.iter("path")}
    outline = shown[next(use.get("href")[1:] for use in letters.iter("use"))]
    assert width * scale * float(outline.get("transform")[6:-1]) == pytest.approx(3, rel=0.01)


def test_what_has_no_colour_is_left_out_and_a_style_is_said_once():
    _, ax = plt.subplots()
    for at in range(30):
        ax.plot([0, 1], [at, at], color="#123456", linewidth=1 + at % 3)
    svg = drawing(ax.figure, "وصف")
    assert 1 <= svg.count("stroke:#123456") < 5, "but for the frame between them"
    assert len(re.findall(r'stroke-width="', svg)) >= 20, "each its width, where it is not the usual one"
    assert 'style="fill:none"' not in svg


def walked(path):
    """The places a path leads through, by an interpreter of its own."""
    places, x, y, start = [], 0.0, 0.0, (0.0, 0.0)
    for command, rest in re.findall("([a-z])([^a-z]*)", path):
        numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        size = {"m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6, "z": 1}[command]
        assert len(numbers) % size == 0
        for i in range(0, max(len(numbers), 1), size):
            step = numbers[i : i + size]
            if command == "z":
                x, y = start
                continue
            step = [*step, 0] if command == "h" else [0, *step] if command == "v" else step
            places += [(x + a, y + b) for a, b in zip(step[::2], step[1::2], strict=True)]
            x, y = places[-1]
            start = (x, y) if command == "m" else start
    return places


@given(
    st.lists(st.tuples(st.sampled_from("MLLLQC"), st.lists(st.floats(-2000, 2000), min_size=6, max_size=6)), max_size=9)
)
def test_a_path_in_steps_leads_where_it_led(drawn):
    sizes = {"M": 2, "L": 2, "Q": 4, "C": 6}
    drawn = [("M", [1.0, 2.0]), *((command, numbers[: sizes[command]]) for command, numbers in drawn)]
    path = "".join(f"{command} {' '.join(f'{n:.4f}' for n in numbers)} " for command, numbers in drawn) + "z"
    asked = [pair for _, numbers in drawn for pair in zip(numbers[::2], numbers[1::2], strict=True)]
    reached = walked(module._in_steps(path, 0.01))
    at = 0
    for pair in asked:  # a step too small to be seen may be left out
        while at < len(reached) and not np.allclose(reached[at], pair, atol=0.02):
            at += 1
            assert at < len(reached), (pair, reached)
    assert len(reached) <= len(asked)
