"""Names that share sentences, as a network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy
from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke

from toolkit.charts.description import note_values
from toolkit.charts.key import draw_key
from toolkit.charts.placement import Floats, apart, around, fitted, overlaps, pixels_per_point, settled_frame, sizes
from toolkit.charts.theme import CHART_WIDTH, colours, format_number, new_axes, require_top, say_instead, set_title
from toolkit.errors import InvalidArgumentError, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

_Integers = npt.NDArray[np.int64]

#: What the kinds of names are called, and which colour of the series they have.
_KINDS = {"place": ("مكان", 0), "organisation": ("جهة", 1), "person": ("شخص", 3), "other": ("غير ذلك", 5)}
#: What two names share, by the ``within`` of the table.
_UNITS = {"sentence": "جمل", "article": "أخبار"}
#: Points across the largest node, and of the widest line.
_LARGEST, _WIDEST = 26.0, 5.0
#: Inches of a figure: at least, for each node, and at most.
_LEAST_HEIGHT, _NODE_HEIGHT, _MOST_HEIGHT = 2.6, 0.11, 6.5
#: Points between a node and its name, and around both.
_GAP, _AROUND = 1.0, 3.0
#: Steps of a layout, which stands still before, and how many are tried: lines may run through names in the first.
_STEPS, _TRIES = 100, 40
#: Share of a distance that tries may be off, so that they differ.
_OFF = 0.3
#: Points of each line that are looked at to see whether it runs through a name.
_LOOKS = np.linspace(0, 1, 40)[:, None, None]
#: A line through a node seems to end there: worse than so many crossings, or looks that meet a name.
_THROUGH = 40


def plot_cooccurrence(
    pairs: pd.DataFrame, *, top: int = 30, title: str = "", seed: int = 0, ax: Axes | None = None
) -> Axes:
    """Draw which names share sentences or articles, as a network.

    Parameters
    ----------
    pairs
        What `cooccurrence` returns. To draw the pairs that another column puts
        first, pass those alone: ``pairs.nlargest(30, "log_dice")``.
    top
        How many pairs at most, from 1 on: those that share most.
    title
        Written above the chart.
    seed
        Where the search for good places begins. The same table and seed give
        the same picture; another seed another one, no less true.
    ax
        Draw here; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        A circle for each name, its area in proportion to the sentences or
        articles that hold it, its colour for its kind; a line for each pair,
        its width in proportion to what they share. On axes too small for all
        names, those that touch another are left out.

    Raises
    ------
    MissingColumnsError
        If the table is not one of co-occurrence.
    InvalidArgumentError
        If it holds more than one group, or ``top`` is below 1.

    Notes
    -----
    Names stand so that their distances are as close as can be to the shortest
    ways between them along the lines (stress majorization; Gansner, Koren &
    North 2005), then apart enough to be read. Only neighbourhood means
    something: neither left nor right, nor above nor below.

    Examples
    --------
    >>> import toolkit as tk
    >>> tokens = tk.tokenize(["من دير الزور إلى البوكمال", "من الرقة إلى دير الزور"])
    >>> ax = tk.plot_cooccurrence(tk.cooccurrence(tk.find_entities(tokens), tokens, min_n=1))
    >>> sorted(text.get_text() for text in ax.texts)
    ['البوكمال', 'الرقة', 'دير الزور']
    """
    require_top(top, function="plot_cooccurrence")
    sides = [f"{column}_{side}" for column in ("entity", "entity_id", "kind", "n") for side in ("a", "b")]
    require_columns(pairs, [*sides, "n"], function="plot_cooccurrence", made_by="cooccurrence")
    if pairs.duplicated(["entity_id_a", "entity_id_b"]).any():
        raise InvalidArgumentError(
            "plot_cooccurrence() draws one group; this table holds several rows for one pair.\n"
            "It was counted with by=.\nTry: choose one group of the table first"
        )
    shown = pairs.sort_values("n", ascending=False, kind="stable").head(top)
    nodes = _nodes(shown)
    height = min(_LEAST_HEIGHT + _NODE_HEIGHT * len(nodes), _MOST_HEIGHT)
    ax = new_axes(ax, figsize=(CHART_WIDTH, height))
    set_title(ax, title)
    if shown.empty:
        say_instead(ax, "لا بيانات تكفي لرسم هذا الشكل")
        return ax
    ends = np.column_stack([pd.Index(nodes["entity_id"]).get_indexer(shown[f"entity_id_{side}"]) for side in "ab"])
    _prepare(ax)
    _explain(ax, nodes, shown, pairs.attrs.get("within"))
    note_values(ax, nodes["entity"], nodes["n"], _UNITS.get(str(pairs.attrs.get("within")), "مرات"))
    texts = _write(ax, nodes)
    areas = fitted(ax, _LARGEST) ** 2 * nodes["n"].to_numpy(dtype=np.float64) / nodes["n"].max()
    strength = shown["n"].to_numpy(dtype=np.float64) / shown["n"].max()
    points = _place(ax, texts, np.sqrt(areas), ends, _layouts(len(nodes), ends, strength, seed))
    palette = colours()
    ax.add_collection(
        LineCollection(points[ends], linewidths=_WIDEST * strength, colors=palette.muted, alpha=0.45, zorder=1)
    )
    colour = [palette.series[_KINDS.get(kind, _KINDS["other"])[1]] for kind in nodes["kind"]]
    ax.scatter(points[:, 0], points[:, 1], s=areas, c=colour, edgecolors=palette.paper, linewidths=0.8, zorder=2)
    return ax


def _nodes(shown: pd.DataFrame) -> pd.DataFrame:
    """One row a name, those in most sentences or articles first."""
    columns = ["entity_id", "entity", "kind", "n"]
    sides = [shown[[f"{name}_{side}" for name in columns]].set_axis(columns, axis=1) for side in "ab"]
    names = pd.concat(sides, ignore_index=True).drop_duplicates("entity_id")
    return names.sort_values(["n", "entity_id"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _prepare(ax: Axes) -> None:
    """Bare axes from 0 to 1: positions mean nothing but what is near what."""
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)


def _explain(ax: Axes, nodes: pd.DataFrame, shown: pd.DataFrame, within: str | None) -> None:
    kinds = [kind for kind in _KINDS if (nodes["kind"] == kind).any()]
    marks = [(_KINDS[kind][0], 8.0, colours().series[_KINDS[kind][1]]) for kind in kinds]
    low, high = format_number(shown["n"].min()), format_number(shown["n"].max())
    counts = low if low == high else f"من {low} إلى {high}"
    unit = _UNITS.get(str(within), "مرات")
    note = f"مساحة الدائرة: {unit} تذكر الاسم (حتى {format_number(nodes['n'].max())})"
    note += f" · سُمك الخط: {unit} مشتركة ({counts})"
    draw_key(ax, marks, note=f"{note}\nفي الجدول زوج واحد" if len(shown) == 1 else note)


def _write(ax: Axes, nodes: pd.DataFrame) -> list[Annotation]:
    """The names, still all at one place."""
    halo = [withStroke(linewidth=2.2, foreground=colours().paper, alpha=0.9)]
    return [
        ax.annotate(
            name, (0.5, 0.5), xytext=(0, 0), textcoords="offset points", ha="center", va="center",
            fontsize="small", color=colours().ink, path_effects=halo, zorder=3,
        )
        for name in nodes["entity"]
    ]  # fmt: skip


def _layouts(n_nodes: int, ends: _Integers, strength: Floats, seed: int) -> Iterator[Floats]:
    """Positions whose distances are close to the shortest ways between the names, from several beginnings."""
    # A pair that shares most is half as far apart as one that shares next to nothing.
    lines = scipy.sparse.csr_array((2 - strength, (ends[:, 0], ends[:, 1])), shape=(n_nodes, n_nodes))
    wanted = scipy.sparse.csgraph.shortest_path(lines, directed=False)
    # Names that no way joins stand beside each other, not in another corner.
    joined = wanted[np.isfinite(wanted) & (wanted > 0)]
    wanted[np.isinf(wanted)] = joined.mean() + 1
    draw = np.random.default_rng(seed)
    for number in range(_TRIES):
        # Most beginnings end in the same place: distances that are a little off give others to choose from.
        off = 1 + _OFF * draw.uniform(-1, 1, wanted.shape) * (number > 0)
        points = _stress_layout(wanted * (off + off.T) / 2, draw.standard_normal((n_nodes, 2)))
        # The widest spread lies flat. It has no sign: the name that occurs most stands on the right, and high.
        points = points - points.mean(axis=0)
        points = points @ np.linalg.svd(points, full_matrices=False)[2].T
        yield points * np.where(points[0] < 0, -1, 1)


def _stress_layout(wanted: Floats, points: Floats) -> Floats:
    """Points moved step by step to where their distances are nearest to those wanted, the short ones above all."""
    weights = np.divide(1, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    solve = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    for _ in range(_STEPS):
        distances = np.linalg.norm(points[:, None] - points[None], axis=2)
        pull = np.divide(-weights * wanted, distances, out=np.zeros_like(wanted), where=distances > 0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        points = solve @ pull @ points
    return points


def _place(ax: Axes, texts: list[Annotation], diameters: Floats, ends: _Integers, layouts: Iterator[Floats]) -> Floats:
    """Stretch each layout over the axes, move nodes and names apart, take the clearest; where its nodes stand."""
    frame, scale = settled_frame(ax), pixels_per_point(ax)
    labels, diameters = sizes(texts), diameters * scale
    # Node and name are one box: the name above the circle or below, where fewer lines run.
    size = np.column_stack([np.maximum(labels[:, 0], diameters), labels[:, 1] + diameters + _GAP * scale])
    size += 2 * _AROUND * scale
    least, most = frame[:2] + size / 2, frame[2:] - size / 2
    placed = []
    for layout in layouts:
        spread = np.ptp(layout, axis=0)
        share = np.divide(layout - layout.min(axis=0), spread, out=np.full_like(layout, 0.5), where=spread > 1e-9)
        centres = apart(least + share * (most - least), size, frame)
        side = np.where(_direction(centres, ends) > 0, 1.0, -1.0)
        circles = centres + np.column_stack([np.zeros(len(size)), side * (labels[:, 1] + _GAP * scale) / 2])
        names = circles - np.column_stack([np.zeros(len(size)), side * ((diameters + labels[:, 1]) / 2 + _GAP * scale)])
        placed.append((_clutter(circles, diameters / 2, ends, around(names, labels)), circles, names))
    _, circles, names = min(placed, key=lambda tried: tried[0])
    points = ax.transData.inverted().transform(circles)
    taken = around(circles, np.column_stack([diameters, diameters]))
    for text, point, circle, name, box in zip(texts, points, circles, names, around(names, labels), strict=True):
        text.xy, text.xyann = tuple(point), tuple((name - circle) / scale)
        if overlaps(box, taken).any():
            text.remove()
        else:
            taken = np.vstack([taken, box])
    return points


def _direction(centres: Floats, ends: _Integers) -> Floats:
    """Whether the lines of each node run upwards on the whole (above zero) or down."""
    along = centres[ends[:, 1]] - centres[ends[:, 0]]
    upwards = along[:, 1] / np.maximum(np.linalg.norm(along, axis=1), 1e-9)
    towards = np.zeros(len(centres))
    np.add.at(towards, ends[:, 0], upwards)
    np.add.at(towards, ends[:, 1], -upwards)
    return towards


def _clutter(circles: Floats, radii: Floats, ends: _Integers, names: Floats) -> float:
    """How many lines run through other nodes, how many looks along lines meet a name, how many lines cross."""
    start, stop = circles[ends[:, 0]], circles[ends[:, 1]]
    looks = start + _LOOKS * (stop - start)
    away = np.linalg.norm(looks[:, :, None] - circles, axis=-1).min(axis=0)
    others = (ends[:, :, None] != np.arange(len(circles))).all(axis=1)
    through = (away < 1.4 * radii) & others
    named = (looks[:, :, None] > names[:, :2]).all(axis=-1) & (looks[:, :, None] < names[:, 2:]).all(axis=-1)
    first, second = np.triu_indices(len(ends), 1)
    no_end_shared = (ends[first][:, :, None] != ends[second][:, None]).all(axis=(1, 2))
    sides = [
        _turn(start[one], stop[one], start[other]) * _turn(start[one], stop[one], stop[other]) < 0
        for one, other in ((first, second), (second, first))
    ]
    return float(_THROUGH * through.sum() + named.sum() + (sides[0] & sides[1] & no_end_shared).sum())


def _turn(a: Floats, b: Floats, c: Floats) -> Floats:
    """Above zero where the way from a over b to c turns left."""
    return (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
