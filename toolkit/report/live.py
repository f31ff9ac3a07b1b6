"""The explorer as a widget: the kernel answers what is typed in the notebook."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import anywidget
import traitlets

from toolkit.report.explorer import asked_of_the_page

if TYPE_CHECKING:
    from toolkit.report.explorer import Explorer

_FOLDER = files("toolkit.report") / "template"
_WIDGETS: WeakKeyDictionary[Explorer, LiveExplorer] = WeakKeyDictionary()


class LiveExplorer(anywidget.AnyWidget):
    """The notebook's end of an explorer: a request comes in, a reply goes out."""

    _esm = (_FOLDER / "explorer.js").read_text(encoding="utf-8")
    _css = "".join((_FOLDER / name).read_text(encoding="utf-8") for name in ("output.css", "explorer.css"))
    about = traitlets.Dict().tag(sync=True)
    request = traitlets.Dict().tag(sync=True)
    reply = traitlets.Dict().tag(sync=True)

    def __init__(self, explorer: Explorer) -> None:
        self._searcher = explorer.searcher
        known = self._searcher
        known.prepare()
        about: dict[str, Any] = {"sources": known.sources, "periods": known.periods, "query": explorer.query}
        about |= {"page": asked_of_the_page()}
        super().__init__(about=about)
        self.observe(self._answer, names="request")

    def _answer(self, change: Any) -> None:
        request = change["new"]
        self.reply = {"turn": request.get("turn", ""), "answer": self._searcher.answer(request)}


def live_widget(explorer: Explorer) -> LiveExplorer:
    """Return the widget of an explorer: made once, however often it is shown.

    Examples
    --------
    >>> import toolkit as tk
    >>> explorer = tk.explore(["طريق البوكمال"], "البوكمال")
    >>> live_widget(explorer).about["query"]
    'البوكمال'
    """
    if explorer not in _WIDGETS:
        _WIDGETS[explorer] = LiveExplorer(explorer)
    return _WIDGETS[explorer]
