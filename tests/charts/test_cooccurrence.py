from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.font_manager import findfont
from matplotlib.offsetbox import TextArea

import toolkit as tk
from toolkit.charts.shaping import shapes_natively
from toolkit.charts.theme import PALETTES


@pytest.fixture(autouse=True)
def _undo():
    yield
    tk.undo_arabic()


@pytest.fixture(scope="module")
def pairs(sample_articles):
    tokens = tk.tokenize(sample_articles)
    return tk.cooccurrence(tk.find_entities(tokens), tokens)


def parts(ax):
    """Nodes, lines, and the node that each name was written for."""
    nodes = next(part for part in ax.collections if isinstance(part, PathCollection))
    lines = next(part for part in ax.collections if isinstance(part, LineCollection))
    offsets = np.asarray(nodes.get_offsets())
    named = {text.get_text(): int(np.linalg.norm(offsets - text.xy, axis=1).argmin()) for text in ax.texts}
    return nodes, lines, named


def of_names(shown, column):
    """A column of the table by the name it belongs to."""
    sides = [shown.set_index(f"entity_{side}")[f"{column}_{side}"] for side in "ab"]
    return pd.concat(sides).groupby(level=0).first()


def written(ax):
    return " ".join(area.get_text() for area in ax.findobj(TextArea))


def test_areas_are_mentions_and_widths_are_what_is_shared(pairs):
    ax = tk.plot_cooccurrence(pairs, top=25)
    ax.figure.canvas.draw()
    shown = pairs.head(25)
    nodes, lines, named = parts(ax)
    mentions = of_names(shown, "n")
    assert set(named) == set(mentions.index)
    assert sorted(named.values()) == list(range(len(nodes.get_offsets())))
    per_mention = [nodes.get_sizes()[node] / mentions[name] for name, node in named.items()]
    np.testing.assert_allclose(per_mention, per_mention[0])
    np.testing.assert_allclose(lines.get_linewidths() / shown["n"], lines.get_linewidths()[0] / shown["n"].iloc[0])


def test_every_line_joins_the_nodes_of_its_pair(pairs):
    ax = tk.plot_cooccurrence(pairs, top=25)
    nodes, lines, named = parts(ax)
    for segment, (_, pair) in zip(lines.get_segments(), pairs.head(25).iterrows(), strict=True):
        ends = [nodes.get_offsets()[named[pair[f"entity_{side}"]]] for side in "ab"]
        np.testing.assert_allclose(segment, ends)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_kinds_and_the_key_names_those_there_are(pairs, theme):
    tk.use_arabic(tables=False, theme=theme)
    ax = tk.plot_cooccurrence(pairs, title="أسماء تجتمع")
    ax.figure.canvas.draw()
    nodes, _, named = parts(ax)
    kinds = of_names(pairs.head(30), "kind")
    series = PALETTES[theme].series
    for name, node in named.items():
        expected = {"place": series[0], "organisation": series[1]}[kinds[name]]
        assert to_hex(nodes.get_facecolors()[node]) == expected
    assert "مكان" in written(ax)
    assert "منظمة" in written(ax)
    assert "شخص" not in written(ax)
    assert "جمل مشتركة" in written(ax)


@pytest.mark.parametrize("top", [5, 30, 80])
def test_names_touch_neither_each_other_nor_a_node_and_all_are_there(pairs, top):
    tk.use_arabic(tables=False)
    ax = tk.plot_cooccurrence(pairs, top=top)
    ax.figure.canvas.draw()
    nodes, _, named = parts(ax)
    assert set(named) == set(of_names(pairs.head(top), "n").index)
    boxes = [text.get_window_extent() for text in ax.texts]
    frame = ax.get_window_extent().padded(1)
    centres = ax.transData.transform(nodes.get_offsets())
    radii = np.sqrt(nodes.get_sizes()) / 2 * ax.figure.dpi / 72
    for number, box in enumerate(boxes):
        assert frame.x0 <= box.x0 < box.x1 <= frame.x1
        assert frame.y0 <= box.y0 < box.y1 <= frame.y1
        assert not any(box.overlaps(other) for other in boxes[:number])
        nearest = np.clip(centres, box.min, box.max)
        assert (np.linalg.norm(centres - nearest, axis=1) >= radii - 0.5).all()


def test_no_two_nodes_touch(pairs):
    ax = tk.plot_cooccurrence(pairs)
    ax.figure.canvas.draw()
    nodes, _, _ = parts(ax)
    centres = ax.transData.transform(nodes.get_offsets())
    radii = np.sqrt(nodes.get_sizes()) / 2 * ax.figure.dpi / 72
    away = np.linalg.norm(centres[:, None] - centres, axis=2) + np.eye(len(centres)) * 1e6
    assert (away > radii[:, None] + radii).all()


def test_names_that_meet_stand_nearer_than_names_that_do_not(pairs):
    ax = tk.plot_cooccurrence(pairs)
    nodes, lines, _ = parts(ax)
    points = np.asarray(nodes.get_offsets())
    joined = np.mean([np.linalg.norm(first - second) for first, second in lines.get_segments()])
    assert joined < 0.6 * np.linalg.norm(points[:, None] - points, axis=2).mean()


def test_the_same_seed_gives_the_same_picture_and_another_another(pairs):
    first, again, other = (parts(tk.plot_cooccurrence(pairs, seed=seed))[0].get_offsets() for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.allclose(first, other)


def test_every_text_is_shaped_and_in_the_font_of_the_toolkit(pairs):
    tk.use_arabic(tables=False)
    ax = tk.plot_cooccurrence(pairs)
    for text in ax.texts:
        assert text._preprocess_math(text.get_text())[0] != text.get_text()
        family = "Vazirmatn" if shapes_natively() else "DejaVu"
        assert family in Path(findfont(text.get_fontproperties())).name


def test_empty_and_one_row_tables_say_so(pairs):
    ax = tk.plot_cooccurrence(pairs.head(0))
    ax.figure.canvas.draw()
    assert "لا بيانات" in ax.texts[0].get_text()
    ax = tk.plot_cooccurrence(pairs.head(1))
    ax.figure.canvas.draw()
    assert {text.get_text() for text in ax.texts} == {pairs["entity_a"].iloc[0], pairs["entity_b"].iloc[0]}
    assert "في الجدول زوج واحد" in written(ax)


def test_axes_too_small_leave_names_out_rather_than_pile_them_up(pairs):
    figure, ax = plt.subplots(figsize=(2.6, 2))
    assert tk.plot_cooccurrence(pairs, ax=ax) is ax
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert 0 < len(boxes) < len(parts(ax)[0].get_offsets())
    assert not any(box.overlaps(other) for number, box in enumerate(boxes) for other in boxes[:number])


def test_articles_are_called_articles(sample_articles):
    tokens = tk.tokenize(sample_articles)
    ax = tk.plot_cooccurrence(tk.cooccurrence(tk.find_entities(tokens), tokens, within="article"))
    assert "أخبار مشتركة" in written(ax)


def test_the_table_is_not_changed_and_wrong_ones_are_named(pairs, sample_articles):
    before = pairs.copy()
    tk.plot_cooccurrence(pairs)
    pd.testing.assert_frame_equal(pairs, before)
    tokens = tk.tokenize(sample_articles)
    with pytest.raises(tk.InvalidArgumentError, match="one group"):
        tk.plot_cooccurrence(tk.cooccurrence(tk.find_entities(tokens), tokens, by="source", min_n=1))
    with pytest.raises(tk.MissingColumnsError, match=r"plot_cooccurrence\(cooccurrence"):
        tk.plot_cooccurrence(tk.term_frequencies(tokens))
    with pytest.raises(tk.InvalidArgumentError, match="top of 1 or more"):
        tk.plot_cooccurrence(pairs, top=0)
