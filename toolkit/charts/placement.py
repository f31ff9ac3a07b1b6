"""Labels that cover neither each other nor what they name.

Boxes are rows of (left, bottom, right, top) in pixels of the figure, after its
layout is settled; the size of a text is its own, whatever the axes show.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

Floats = npt.NDArray[np.float64]

#: Where a label may stand, best first: beside its mark on the side where reading goes on, then around it.
_SIDES = np.array([(-1, 0), (1, 0), (0, 1), (0, -1), (-1, 1), (1, 1), (-1, -1), (1, -1)])
#: Inches that the axes of a chart of the usual width are at least wide.
_USUAL_WIDTH = 5.0
#: Pixels between a label and its mark, for a figure of 100 dots an inch; the second where a line leads to it.
_GAP, LED_GAP = 2.0, 14.0
#: A label never hides a larger share of a mark, nor lies on one with a larger share of itself.
_MOST_HIDDEN = 0.3
#: What it costs to stand close to another mark, and to take the next of the places above, beside hiding all of a mark.
_NEAR, _LATER = 0.2, 0.02
#: What it costs to need a line.
_LED = 0.4
#: What costs more would be read as the name of another mark: better none.
_DEAREST = 0.9


def settled_frame(ax: Axes) -> Floats:
    """The box of the axes, once the layout of the figure has taken its place: as it will be drawn."""
    root = ax.get_figure(root=True)
    if root is not None:
        root.draw_without_rendering()
    return np.asarray(ax.get_window_extent().extents, dtype=np.float64)


def pixels_per_point(ax: Axes) -> float:
    """Pixels of the figure in one point of type."""
    root = ax.get_figure(root=True)
    return (root.dpi if root is not None else 72.0) / 72


def fitted(ax: Axes, size: float) -> float:
    """A size that suits a chart of the usual width, smaller where the chart is narrower.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> round(fitted(Figure(figsize=(2.5, 2)).add_axes((0, 0, 1, 1)), 30), 1)
    15.0
    """
    frame = settled_frame(ax)
    return float(size * min(1, (frame[2] - frame[0]) / pixels_per_point(ax) / 72 / _USUAL_WIDTH))


def sizes(texts: Sequence[Text]) -> Floats:
    """Width and height of each text, in pixels."""
    return np.array([text.get_window_extent().size for text in texts], dtype=np.float64).reshape(-1, 2)


def overlaps(box: Floats, boxes: Floats) -> Floats:
    """The area that a box shares with each of the others.

    Examples
    --------
    >>> overlaps(np.array([0, 0, 2, 2.0]), np.array([[1, 1, 3, 3], [2, 0, 4, 2.0]])).tolist()
    [1.0, 0.0]
    """
    corners = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    return np.clip(corners, 0, None).prod(axis=1)


def around(points: Floats, size: Floats) -> Floats:
    """Boxes of a size (width and height, one row each) with their centres at the points.

    Examples
    --------
    >>> around(np.array([[5.0, 5.0]]), np.array([[4.0, 2.0]])).tolist()
    [[3.0, 4.0, 7.0, 6.0]]
    """
    return np.hstack([points - size / 2, points + size / 2])


def beside(marks: Floats, radii: Floats, labels: Floats, frame: Floats) -> list[Floats | None]:
    """Where the centre of each label goes, the first labels choosing first; None where there is no room.

    Parameters
    ----------
    marks, radii
        Centre and radius of every round mark. The first marks are those with a label.
    labels
        Width and height of each label.
    frame
        The box to stay in.

    Returns
    -------
    list of array
        A label takes the place that covers least of the marks; never one that
        touches a label before it. Where it stands ``LED_GAP`` pixels away, a
        line should lead to its mark.

    Examples
    --------
    >>> marks, frame = np.array([[50.0, 50.0], [90.0, 50.0]]), np.array([0, 0, 100, 100.0])
    >>> left, right = beside(marks, np.array([4.0, 4.0]), np.array([[20.0, 10.0]] * 2), frame)
    >>> float(left[0]), float(right[0])
    (34.0, 74.0)
    """
    taken = np.zeros((0, 4))
    found: list[Floats | None] = []
    sides, gaps = np.tile(_SIDES, (2, 1)), np.repeat([_GAP, LED_GAP], len(_SIDES))[:, None]
    reach = np.where(np.abs(sides).sum(axis=1) == 2, np.sqrt(0.5), 1.0)[:, None]
    extra = _LATER * np.tile(np.arange(len(_SIDES)), 2) + _LED * (gaps[:, 0] > _GAP)
    for number, size in enumerate(labels):
        centres = marks[number] + sides * ((radii[number] + gaps) * reach + size / 2)
        boxes = around(centres, np.tile(size, (len(centres), 1)))
        others = np.arange(len(marks)) != number
        cost = np.array([_cost(box, marks[others], radii[others]) for box in boxes]) + extra
        free = np.array([not overlaps(box, taken).any() for box in boxes])
        inside = (boxes[:, :2] >= frame[:2]).all(axis=1) & (boxes[:, 2:] <= frame[2:]).all(axis=1)
        cost[~(free & inside)] = np.inf
        best = int(cost.argmin())
        found.append(centres[best] if cost[best] < _DEAREST else None)
        if cost[best] < _DEAREST:
            taken = np.vstack([taken, boxes[best]])
    return found


def _cost(box: Floats, marks: Floats, radii: Floats) -> float:
    """How much a label in a box hides of other marks, or seems to name them."""
    size = box[2:] - box[:2]
    hidden = overlaps(box, around(marks, np.repeat(radii[:, None] * 2, 2, axis=1)))
    # A mark is a pixel at least.
    share = (hidden / np.clip(4 * radii**2, 1, size.prod())).max(initial=0)
    away = np.hypot(*(marks - np.clip(marks, box[:2], box[2:])).T) - radii
    near = np.clip(1 - away / (size[1] / 2), 0, 1).sum()
    return float(np.inf if share > _MOST_HIDDEN else share + _NEAR * near)


def apart(centres: Floats, size: Floats, frame: Floats, *, n_steps: int = 500) -> Floats:
    """Centres moved until no two boxes of the sizes overlap, each as little as it takes.

    Where there is no room for all, or many lie on one heap, some still overlap
    in the end.

    Examples
    --------
    >>> frame = np.array([0, 0, 100, 100.0])
    >>> moved = apart(np.array([[50.0, 50.0], [52.0, 50.0]]), np.array([[10.0, 30.0]] * 2), frame)
    >>> bool(abs(moved[0, 0] - moved[1, 0]) >= 10)
    True
    """
    first, second = np.triu_indices(len(centres), 1)
    least = (size[first] + size[second]) / 2
    lowest, highest = frame[:2] + size / 2, np.maximum(frame[2:] - size / 2, frame[:2] + size / 2)
    centres = np.clip(centres, lowest, highest)
    for _ in range(n_steps):
        between = centres[second] - centres[first]
        missing = least - np.abs(between)
        touching = np.flatnonzero((missing > 1e-9).all(axis=1))
        if not len(touching):
            break
        # Along the side where less is missing; half a pixel more than needed, so that the steps end.
        axis = missing[touching].argmin(axis=1)
        towards = np.where(between[touching, axis] < 0, -1.0, 1.0)
        push = towards * (missing[touching, axis] / 2 + 0.5)
        np.add.at(centres, (first[touching], axis), -push)
        np.add.at(centres, (second[touching], axis), push)
        centres = np.clip(centres, lowest, highest)
    return centres
