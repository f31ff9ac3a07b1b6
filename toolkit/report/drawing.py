"""A matplotlib figure as a light SVG to stand in a page: a letter is drawn once, a style is said once."""

from __future__ import annotations

import base64
import hashlib
import io
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from toolkit.report.dark import light_dark
from toolkit.report.marks import MARK

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    Element = ElementTree.Element[str]

#: An SVG above this many characters is shown as a picture: ten thousand points are no drawing any more.
MAX_SVG = 300_000

#: An outline of a letter is written in steps of so many units of matplotlib's 64 to a font's unit.
_GLYPH_STEP = 16
#: matplotlib writes letters at this scale, before that of their line.
_GLYPH_SCALE = 1 / 64
#: Of a hundredth of its size so many decimals tell where a letter stands in its line.
_LETTER_DECIMALS = 1
#: Points of a path are written in steps of so many points of type; those of a long one, a coast, in larger steps.
_STEP, _COARSE_STEP, _LONG = 0.01, 0.1, 24

#: No label is cut at the edge, and none of the card is wasted.
_MARGINS: dict[str, Any] = {"bbox_inches": "tight", "pad_inches": 0.06}
#: The id of a line of text with a rim, before its number.
_RIM = "tk-rim-"
#: A shape of so many characters that stands at so many places is written once.
_WORTH_SHARING, _OFTEN = 40, 3
#: Seen through one another, so many percent of a colour are not told apart.
_UNSEEN = 0.02
#: What the elements of a group do not take from it, or not as their own.
_OWN = {"opacity"}
#: What often is all that differs between lines.
_APART = "stroke-width"

Style = dict[str, str]


def drawing(drawn: Figure, alt: str) -> str:
    """Return a chart as inline SVG, or as a picture where the SVG would be too heavy.

    Parameters
    ----------
    drawn
        The chart.
    alt
        The chart in words.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure = Figure()
    >>> lines = figure.subplots().plot([1, 2])
    >>> drawing(figure, "خط يصعد").startswith('<svg class="tk-chart" role="img" aria-label="خط يصعد"')
    True
    """
    import matplotlib as mpl

    buffer = io.BytesIO()
    # Letters as outlines look the same on every machine; the salt makes two runs equal.
    looks = {"svg.fonttype": "path", "svg.hashsalt": "toolkit", "svg.image_inline": True}
    with mpl.rc_context(looks), _rims_taken_off(drawn) as rims:  # type: ignore[arg-type]
        drawn.savefig(buffer, format="svg", facecolor="none", metadata={"Date": None}, **_MARGINS)
    svg = _inline_svg(buffer.getvalue().decode("utf-8"), alt, rims)
    return svg if len(svg) <= MAX_SVG else _picture(drawn, alt)


def _picture(drawn: Figure, alt: str) -> str:
    buffer = io.BytesIO()
    drawn.savefig(buffer, format="png", dpi=160, facecolor="white", **_MARGINS)
    encoded = base64.b64encode(buffer.getvalue()).decode("ascii")
    return f'<img class="tk-chart tk-light" alt="{escape(alt)}" src="data:image/png;base64,{encoded}">'


@contextmanager
def _rims_taken_off(drawn: Figure) -> Iterator[dict[str, dict[str, Any]]]:
    """Give the rim of each text that has one, by the id it has meanwhile, when it is drawn without.

    matplotlib writes a text with a rim as two outlines of the whole line, and without as letters, each drawn once.
    """
    from matplotlib.patheffects import withStroke
    from matplotlib.text import Text

    rims: dict[str, dict[str, Any]] = {}
    taken = []
    for text in drawn.findobj(Text):
        effects = text.get_path_effects() or []
        if len(effects) == 1 and type(effects[0]) is withStroke and text.get_text() and not text.get_bbox_patch():
            taken.append((text, effects, text.get_gid()))
            rims[f"{_RIM}{len(rims)}"] = getattr(effects[0], "_gc")  # noqa: B009 - matplotlib has no other word for it
            text.set(path_effects=None, gid=f"{_RIM}{len(rims) - 1}")
    try:
        yield rims
    finally:
        for text, effects, gid in taken:
            text.set(path_effects=effects, gid=gid)


def _inline_svg(svg: str, alt: str, rims: Mapping[str, dict[str, Any]]) -> str:
    """Return matplotlib's SVG fit to stand in a page: own ids, colours for light and dark, shorter numbers."""
    root = ElementTree.fromstring(re.sub(r'\sxmlns="[^"]*"', "", svg, count=1).replace("xlink:href", "href"))
    width, height = (float(size) for size in root.attrib["viewBox"].split()[2:])
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag == "metadata" or child.find("style") is not None]:
            parent.remove(child)
    light_only = root.find(".//image") is not None  # a bitmap keeps its colours, so the text on it must keep them too
    for element in list(root.iter())[1:]:
        _shorten(element)
    _define_first(root)
    for parent in list(root.iter()):
        for i, child in enumerate(parent):
            if child.get("id") in rims:
                parent[i] = _rimmed(child, rims[str(child.get("id"))])
    _flatten(root)
    _draw_once(root)
    _drop_unseen(root)
    _say_once(root)
    prefix = "c" + hashlib.sha256(ElementTree.tostring(root)).hexdigest()[:6]
    _own_ids(root, prefix)
    body = "".join(_written(child, light_only) for child in root)
    pixels = round(width * 4 / 3)  # from points
    least, most = round(pixels * 0.6), round(pixels * 1.25)  # smaller letters cannot be read, and the box scrolls
    ink = "" if light_only else f";fill:{light_dark('#000000')}"
    return (
        f'<svg class="tk-chart{" tk-light" if light_only else ""}" role="img" aria-label="{escape(alt)}" '
        f'viewBox="0 0 {width:g} {height:g}" width="{pixels}" height="{height * 4 / 3:.0f}" '
        f'style="max-width:{most}px;min-width:{least}px;stroke-linejoin:round{ink}">{body}</svg>'
    )


# --- numbers ----------------------------------------------------------------------------------------------------------


def _shorten(element: Element) -> None:
    """Write the numbers of one element with no more digits than can be seen."""
    element.text = element.tail = None
    _as_circle(element)
    path, transform = element.get("d"), element.get("transform", "")
    if path is not None and transform == f"scale({_GLYPH_SCALE})":  # nobody sees a sixteenth of its unit
        element.set("d", _in_steps(path, _GLYPH_STEP, 1))
        element.set("transform", f"scale({_GLYPH_SCALE * _GLYPH_STEP:g})")
    elif path is not None:
        long = path.count("L") > _LONG and "C" not in path and "Q" not in path
        element.set("d", _in_steps(path, _COARSE_STEP if long else _STEP))
    elif element.tag == "use" and (moved := re.fullmatch(r"translate\((\S+)(?: (\S+))?\)", transform)):
        del element.attrib["transform"]
        x, y = (_number(float(at or 0), _LETTER_DECIMALS) for at in moved.groups())
        element.attrib |= {"x": x, "y": y}
    elif transform:
        moved_to = r"(?<=translate\()(\S+) ([^\s)]+)"
        element.set(
            "transform", re.sub(moved_to, lambda at: " ".join(_number(float(n), 2) for n in at.groups()), transform)
        )
    for name in ("x", "y", "width", "height"):
        if name in element.attrib and element.tag != "image":
            element.set(name, _number(float(element.attrib[name]), 2))
    if element.tag == "use":
        for name in ("x", "y"):
            if element.get(name) == "0":
                del element.attrib[name]


def _as_circle(element: Element) -> None:
    """Make a circle of eight curves that are one."""
    path = element.get("d", "")
    if "transform" in element.attrib or re.sub(r"[^A-Za-z]", "", path).upper() != "MCCCCCCCCZ":
        return
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", path)]
    across, up = numbers[0::6], numbers[1::6]  # where a curve ends and the next begins
    x, y = (max(across) + min(across)) / 2, (max(up) + min(up)) / 2
    reach = [math.dist((x, y), place) for place in zip(across, up, strict=True)]
    if max(reach) - min(reach) < 2 * _STEP:
        del element.attrib["d"]
        element.tag = "circle"
        element.attrib |= {"cx": _number(x, 2), "cy": _number(y, 2), "r": _number(max(reach), 2)}


def _number(value: float, decimals: int) -> str:
    """Return a number as short as SVG reads it.

    >>> _number(-0.5, 2), _number(12.0, 2), _number(0.001, 2)
    ('-.5', '12', '0')
    """
    shown = f"{round(value, decimals) + 0.0:.{decimals}f}"
    shown = shown.rstrip("0").rstrip(".") if decimals else shown
    return re.sub(r"^(-?)0\.", r"\1.", shown)


def _in_steps(path: str, unit: float, shown_unit: float | None = None) -> str:
    """Write each point of a path as the way from the last one, which is shorter."""
    written, here, start, first = "", (0, 0), (0, 0), [0.0, 0.0][:0]
    decimals = max(0, -math.floor(math.log10(shown_unit or unit)))
    for command, numbers in re.findall(r"([MLQCzZ])([^MLQCzZ]*)", path):
        exact = [float(number) / unit for number in numbers.split()]
        # Counted from the first point, the steps of one shape are the same wherever it stands.
        first = first or [at - round(at) for at in exact[:2]]
        values = [round(at - first[i % 2]) for i, at in enumerate(exact)]
        steps = [_number((value - here[i % 2]) * (shown_unit or unit), decimals) for i, value in enumerate(values)]
        here = (values[-2], values[-1]) if values else start
        if command == "L" and steps == ["0", "0"] and written[-1:] not in "mM":
            continue  # a step too small to be seen
        start = here if command == "M" else start
        joined = "".join(step if step[0] == "-" else f" {step}" for step in steps).strip()
        if command == "L" and steps[0] == "0":
            written += f"v{steps[1]}"
        elif command == "L" and steps[1] == "0":
            written += f"h{steps[0]}"
        else:
            again = command == "L" and re.search(r"l[^a-z]*$", written)
            written += (" " if again and joined[0] != "-" else "") + ("" if again else command.lower()) + joined
    return written


# --- letters with a rim -----------------------------------------------------------------------------------------------


def _rimmed(text: Element, rim: Mapping[str, Any]) -> Element:
    """Return a text drawn twice, its rim below it: letters that join must not rim each other."""
    from matplotlib.colors import to_hex

    lines = [line for line in text.iter("g") if "scale(" in line.get("transform", "")]
    if not lines:
        return text
    scale = float(re.findall(r"scale\((\S+)", lines[0].get("transform", ""))[0]) * _GLYPH_SCALE * _GLYPH_STEP
    style = {"stroke": to_hex(rim.get("foreground", "black"))}
    style["stroke-width"] = _number(float(rim.get("linewidth", 1)) / scale, 1)
    if rim.get("alpha", 1) != 1:
        style["opacity"] = str(rim["alpha"])
    both = ElementTree.Element("g")
    below = ElementTree.SubElement(both, "g", {"style": _joined(style)})
    below.append(text)
    ElementTree.SubElement(both, "use", {"href": f"#{text.get('id')}"})
    return both


# --- what is said once ------------------------------------------------------------------------------------------------


def _define_first(root: Element) -> None:
    """Put what is used before all that is drawn, in one place."""
    defined = ElementTree.Element("defs")
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag == "defs"]:
            defined.extend(child)
            parent.remove(child)
    root.insert(0, defined)


def _flatten(element: Element) -> None:
    """Put in place of a group that says nothing what is in it."""
    children = []
    for child in element:
        _flatten(child)
        is_named = _pointed_at(child)
        if child.tag in ("g", "defs") and not len(child):
            continue
        children += list(child) if child.tag == "g" and not is_named and not set(child.attrib) - {"id"} else [child]
    element[:] = children


def _pointed_at(element: Element) -> bool:
    return element.get("id", "").startswith((MARK, _RIM))


def _draw_once(root: Element) -> None:
    """Draw a shape that stands at several places, a dot, once; at each it is used."""
    paths = [(parent, i) for parent in root.iter() if not _pointed_at(parent) for i in range(len(parent))]
    shapes: dict[str, list[tuple[Element, int, str]]] = defaultdict(list)
    for parent, i in paths:
        child = parent[i]
        path = re.fullmatch("m([^a-z]*)(.*)", child.get("d", ""))
        if path and not {"id", "transform"} & set(child.attrib):
            shapes[path[2]].append((parent, i, path[1]))
    drawn = ElementTree.Element("defs")
    for number, (shape, places) in enumerate(shapes.items()):
        if len(places) < _OFTEN or len(shape) < _WORTH_SHARING:
            continue
        ElementTree.SubElement(drawn, "path", {"id": f"tk-shape-{number}", "d": f"m0 0{shape}"})
        for parent, i, start in places:
            x, y = re.findall(r"-?[\d.]+", start)
            kept = {name: value for name, value in parent[i].attrib.items() if name != "d"}
            parent[i] = ElementTree.Element("use", {"href": f"#tk-shape-{number}", "x": x, "y": y, **kept})
    if len(drawn):
        root.insert(0, drawn)


def _drop_unseen(root: Element) -> None:
    """Leave out what has no colour, and of things that lie on each other those that add nothing to be seen."""
    often: Counter[tuple[str, ...]] = Counter()
    for parent in list(root.iter()):
        if _pointed_at(parent):
            continue
        kept = []
        for child in reversed(parent):  # of things that lie on each other the topmost
            style = _style(child)
            if child.tag == "path" and not child.get("id") and style == {"fill": "none"}:
                continue
            if child.tag in ("use", "circle") and "style" in child.attrib and "id" not in child.attrib:
                same = tuple(f"{name}={value}" for name, value in sorted(child.attrib.items()))
                often[same] += 1
                if often[same] > _most_seen(style):
                    continue
            kept.append(child)
        parent[:] = reversed(kept)


def _most_seen(style: Style) -> int:
    """How many of the same thing can lie on each other until one more is not seen."""
    parts = [float(style.get(name, 1)) for name in ("opacity", "fill-opacity")]
    through = 1 - math.prod(parts)
    return 1 if through <= _UNSEEN else math.ceil(math.log(_UNSEEN) / math.log(min(through, 0.99)))


def _style(element: Element) -> Style:
    pairs = (part.partition(":") for part in element.get("style", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value}


def _joined(style: Mapping[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in style.items())


def _say_once(parent: Element) -> None:
    """Put neighbours of one style into a group that has it."""
    children: list[Element] = []
    for (style, clip), run in groupby(list(parent), _shared):
        members = list(run)
        # What is cut is cut where its group stands: a thing in use stands elsewhere.
        enough = 1 if clip and members[0].tag == "use" else 2
        if len(members) < enough or not (style or clip) or parent.tag == "defs":
            children += members
            continue
        group = ElementTree.Element(
            "g", {name: value for name, value in (("style", style), ("clip-path", clip)) if value}
        )
        for member in members:
            apart = _style(member).get(_APART)
            for name in ("style", "clip-path"):
                member.attrib.pop(name, None)
            if apart:
                member.set(_APART, apart)
        group[:] = members
        children.append(group)
    parent[:] = children
    for child in parent:
        _say_once(child)


def _shared(element: Element) -> tuple[str, str]:
    """What an element would take from a group: its style but for the width of lines, and what it is cut by."""
    style = _style(element)
    if element.get("id") or _OWN & set(style):
        return f"#{id(element)}", ""
    style.pop(_APART, None)
    return _joined(style), element.get("clip-path", "")


def _own_ids(root: Element, prefix: str) -> None:
    """Drop ids nobody points at and rename the others: charts on one page must not share them."""
    text = ElementTree.tostring(root, "unicode")
    used = dict.fromkeys(a or b for a, b in re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', text))
    names = {name: f"{prefix}-{i}" for i, name in enumerate(used)}
    for element in root.iter():
        name = element.get("id", "")
        if name in names:
            element.set("id", names[name])
        elif name and not name.startswith(MARK):
            del element.attrib["id"]
        if "href" in element.attrib and element.attrib["href"].startswith("#"):
            element.set("href", "#" + names[element.attrib["href"][1:]])
        if "clip-path" in element.attrib:
            element.set(
                "clip-path", re.sub(r"#([^)]+)", lambda match: "#" + names[match[1]], element.attrib["clip-path"])
            )


def _written(element: Element, light_only: bool) -> str:
    """Return an element as HTML reads it, each colour with its twin for the dark."""
    style = [
        f"{name}:{value};{name}:{light_dark(value)}" if re.fullmatch("#[0-9a-f]{6}", value) and not light_only
        else f"{name}:{value}"
        for name, value in _style(element).items()
    ]  # fmt: skip
    attributes = {**element.attrib, "style": ";".join(style)} if style else element.attrib
    said = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    inside = "".join(_written(child, light_only) for child in element)
    return f"<{element.tag}{said}>{inside}</{element.tag}>" if inside else f"<{element.tag}{said}/>"
