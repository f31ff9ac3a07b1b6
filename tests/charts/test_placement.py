import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from toolkit.charts.placement import LED_GAP, apart, around, beside

FRAME = np.array([0.0, 0.0, 1000.0, 800.0])
SIZE = np.array([60.0, 18.0])
HAIR = np.array([-1e-6, -1e-6, 1e-6, 1e-6])


def points(n, low=0.0, high=1.0):
    return arrays(np.float64, (n, 2), elements=st.floats(low, high)).map(lambda unit: unit * FRAME[2:])


def share_ink(first, second):
    """Whether two boxes share a point inside both, written out for each axis."""
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


@given(st.integers(1, 30).flatmap(points), st.integers(0, 40))
def test_labels_touch_no_label_before_and_stay_in_the_frame(marks, radius):
    found = beside(marks, np.full(len(marks), float(radius)), np.tile(SIZE, (len(marks), 1)), FRAME)
    boxes = [around(centre[None], SIZE[None])[0] for centre in found if centre is not None]
    assert len(found) == len(marks)
    for number, box in enumerate(boxes):
        assert (box[:2] >= FRAME[:2]).all()
        assert (box[2:] <= FRAME[2:]).all()
        assert not any(share_ink(box, other) for other in boxes[:number])


@given(st.integers(1, 30).flatmap(points))
def test_a_label_never_covers_its_own_mark_and_is_never_far_from_it(marks):
    radii = np.full(len(marks), 12.0)
    for mark, centre in zip(marks, beside(marks, radii, np.tile(SIZE, (len(marks), 1)), FRAME), strict=True):
        if centre is not None:
            away = np.linalg.norm(np.clip(mark, centre - SIZE / 2, centre + SIZE / 2) - mark)
            assert 12 - 1e-9 <= away <= 12 + LED_GAP + 1e-9


def test_a_lone_label_stands_on_the_left_where_reading_goes_on():
    (centre,) = beside(np.array([[500.0, 400.0]]), np.array([10.0]), SIZE[None], FRAME)
    assert centre[0] + SIZE[0] / 2 < 490
    assert centre[1] == 400


def test_a_label_leaves_a_side_that_another_mark_takes():
    marks = np.array([[500.0, 400.0], [460.0, 400.0]])
    (centre,) = beside(marks, np.array([10.0, 10.0]), SIZE[None], FRAME)
    assert centre[0] > 510


def spread(n):
    """Places as a layout gives them: anywhere, and none on another."""
    return st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).uniform(size=(n, 2)) * FRAME[2:])


# Heaped up in one corner, ten boxes at most come apart in the steps there are.
@given(st.one_of(st.integers(1, 10).flatmap(points), st.integers(1, 60).flatmap(spread)))
def test_boxes_come_apart_within_the_frame(centres):
    size = np.tile(SIZE, (len(centres), 1))
    boxes = around(apart(centres, size, FRAME), size)
    for number, box in enumerate(boxes):
        assert (box[:2] >= FRAME[:2] - 1e-6).all()
        assert (box[2:] <= FRAME[2:] + 1e-6).all()
        assert not any(share_ink(box, other - HAIR) for other in boxes[:number])


def test_boxes_that_do_not_touch_stay_where_they_are():
    centres = np.array([[100.0, 100.0], [300.0, 100.0]])
    np.testing.assert_array_equal(apart(centres, np.tile(SIZE, (2, 1)), FRAME), centres)
