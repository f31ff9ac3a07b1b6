"""How one page is to be written: language of its furniture, digits, whether whole texts may stand in it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache

from toolkit.errors import require_choice
from toolkit.progress import SILENT

#: How the command tells the kernel: a notebook itself says nothing of how its page is written.
VARIABLE = "TOOLKIT_PAGE"
_DIGITS = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")


@dataclass(frozen=True)
class PageSettings:
    """How a page is written.

    Attributes
    ----------
    language
        ``"ar"`` or ``"en"``: of headings, buttons and notes, not of what the notebook says.
    digits
        ``"latin"`` (1,234.5) or ``"arab"`` (١٬٢٣٤٫٥), in tables, notes and charts; where none is
        asked for, charts keep those of the notebook.
    with_text
        Whether tables to download keep whole texts of articles.
    """

    language: str = "ar"
    digits: str | None = None
    with_text: bool = False

    def __post_init__(self) -> None:
        require_choice(self.language, ("ar", "en"), name="language", function="render_report")
        require_choice(self.digits, (None, "latin", "arab"), name="digits", function="render_report")

    def environment(self) -> dict[str, str]:
        """Return what a kernel's environment needs to write the page so."""
        return {VARIABLE: json.dumps(asdict(self)), SILENT: "1"}

    def chart_digits(self, own: str) -> str:
        """Return the digits of charts as `use_arabic` calls them: what the page asks for, or the notebook's own."""
        return {"latin": "european", "arab": "arabic"}.get(self.digits or "", own)

    def written(self, number: str) -> str:
        """Return a number as it is to be read.

        >>> PageSettings(digits="arab").written("1,234.5")
        '١٬٢٣٤٫٥'
        """
        return number.translate(_DIGITS) if self.digits == "arab" else number


def page_settings(environment: Mapping[str, str] | None = None) -> PageSettings:
    """Return how the page that this kernel writes for is to be written; the usual way where there is none.

    Examples
    --------
    >>> page_settings({})
    PageSettings(language='ar', digits=None, with_text=False)
    >>> page_settings(PageSettings(language="en").environment()).language
    'en'
    """
    return _parsed((os.environ if environment is None else environment).get(VARIABLE, ""))


@cache
def _parsed(written: str) -> PageSettings:
    try:
        given = json.loads(written or "{}")
        return PageSettings(**{field.name: given[field.name] for field in fields(PageSettings) if field.name in given})
    except (ValueError, TypeError, AttributeError):  # somebody else's variable of that name
        return PageSettings()
