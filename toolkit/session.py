"""Arabic switched on and off: the one call that changes anything outside the toolkit's own tables."""

from __future__ import annotations

from pathlib import Path


def use_arabic(
    *,
    charts: bool = True,
    tables: bool = True,
    font: str | Path | None = None,
    digits: str = "european",
    months: str = "levantine",
    theme: str = "light",
) -> None:
    """Draw Arabic rightly in every chart from here on, and in a notebook in every table.

    Parameters
    ----------
    charts
        Hook matplotlib and set font and colours: charts of matplotlib, pandas
        and seaborn too, with nothing done to their labels.
    tables
        Inside a running IPython kernel, display tables and markdown from right
        to left. Elsewhere nothing happens.
    font
        Family name or file of a font to draw with; what it lacks comes from the
        bundled Vazirmatn and from DejaVu Sans, which are used without it too.
        ``shaping_status().families`` lists the installed ones that write Arabic.
    digits
        ``"european"`` (1,234.5) or ``"arabic"`` (١٬٢٣٤٫٥) in charts, number axes of
        your own among them. In a report, ``--digits`` decides.
    months
        Month names on every axis of dates: ``"levantine"`` (تشرين الثاني), ``"egyptian"``
        (نوفمبر) or ``"maghrebi"`` (جانفي for January).
    theme
        ``"light"`` or ``"dark"``.

    Raises
    ------
    InvalidArgumentError
        A choice that does not exist, or a font that is not installed; the message
        names installed ones that write Arabic.

    Warns
    -----
    ShapingWarning
        This matplotlib is not known, or a character is drawn as a box: it is
        named, with the fonts that have it. Boxes are met when a chart is drawn.

    Notes
    -----
    A label is written as it is read: no reshaping, no reordering; one that went
    through ``get_display(reshape())`` is recognised and drawn like the others.
    Any Arabic letter makes a line right to left, unless it opens with U+200E.
    After Arabic words a date like 2017-11-09 is laid out as browsers do, last
    part first: ``isolate()`` keeps the order it was written in. ``$`` stands for
    money unless what follows is a formula.

    A process that is spawned to draw (``multiprocessing`` with ``spawn``, joblib,
    Dask) starts without the hook: its function calls ``use_arabic()`` itself.
    Forked processes and threads share it. ``with native_text():`` leaves a
    stretch of code to matplotlib alone.

    Examples
    --------
    >>> from toolkit.charts.shaping import shaping_status
    >>> use_arabic(tables=False)
    >>> shaping_status().hooked
    True
    >>> undo_arabic()
    """
    if charts:
        from toolkit.charts.dates import install_date_axes
        from toolkit.charts.shaping import install_shaping
        from toolkit.charts.theme import install_theme
        from toolkit.charts.ticks import install_ticks
        from toolkit.report.settings import page_settings

        install_theme(font=font, theme=theme, digits=page_settings().chart_digits(digits), months=months)
        install_shaping()
        install_date_axes()
        install_ticks()
    if tables:
        from toolkit.report.tables import install_tables

        install_tables()


def undo_arabic() -> None:
    """Take back everything that ``use_arabic()`` changed.

    Examples
    --------
    >>> from toolkit.charts.shaping import shaping_status
    >>> use_arabic()
    >>> undo_arabic()
    >>> shaping_status().hooked
    False
    """
    from toolkit.charts.dates import remove_date_axes
    from toolkit.charts.shaping import remove_shaping
    from toolkit.charts.theme import remove_theme
    from toolkit.charts.ticks import remove_ticks
    from toolkit.report.tables import remove_tables

    remove_theme()
    remove_date_axes()
    remove_ticks()
    remove_shaping()
    remove_tables()
