"""What happened to every row on the way in: rows seen = loaded + rejected, and why."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from toolkit.errors import InvalidArgumentError

#: The attribute of a table that holds its report: no copy takes it along, and no reload of this module loses it.
_PLACE = "_toolkit_load_report"

#: What each reason means, for readers of Arabic.
_ARABIC = {
    "bad-json": "سطر JSON غير سليم",
    "bad-parquet": "ملف Parquet غير سليم",
    "binary": "ملف ثنائي لا نص فيه",
    "empty": "ملف فارغ",
    "empty-text": "لا عنوان ولا نص",
    "exact-duplicate": "نسخة مطابقة لخبر آخر",
    "hidden": "ملف مخفي",
    "no-letters": "لا حروف في النص",
    "not-a-regular-file": "ليس ملفاً عادياً",
    "not-an-object": "السجل ليس كائن JSON",
    "permission": "لا إذن بالقراءة",
    "symlink": "وصلة رمزية",
    "temporary": "ملف مؤقت",
    "text-lost-question-marks": "ضاعت الحروف وبقيت علامات استفهام",
    "too-deep": "تداخل أعمق مما يُقبل",
    "too-many-fields": "حقول أكثر من أعمدة الجدول",
    "unclosed-quote": "علامة اقتباس لم تُغلق",
    "unsupported-format": "صيغة غير مدعومة",
    "bad-sqlite": "قاعدة SQLite غير سليمة",
    "bad-xml": "ملف XML غير سليم",
    "checksum-mismatch": "ملف مضغوط تالف",
    "decompression-limit": "يتجاوز ما يُفك ضغطه الحدّ",
    "encrypted": "ملف مقفل بكلمة سر",
    "forbidden-xml-entity": "كيان XML ممنوع",
    "nested-archive": "أرشيف داخل أرشيف",
    "truncated-archive": "أرشيف مبتور",
    "unsafe-path": "مسار غير آمن في أرشيف",
    "bytes-replaced": "بايتات لا تُقرأ",
    "column-guessed": "عمود عُرف من محتواه",
    "columns-left-out": "أعمدة زائدة تُركت",
    "date-ambiguous": "تواريخ لا يُعرف يومها من شهرها فتُركت",
    "date-day-first": "تواريخ رقمية قُرئ يومها قبل شهرها",
    "date-month-first": "تواريخ رقمية شهرها قبل يومها",
    "cell-cut": "نص أطول من الحدّ قُص آخره",
    "date-from-hijri": "تاريخ هجري حُوّل إلى الميلادي",
    "date-from-page": "تاريخ أُخذ من نص الصفحة",
    "date-hijri-unknown": "سنة هجرية خارج التقويم",
    "date-impossible": "تاريخ لا وجود له",
    "date-out-of-range": "تاريخ خارج زمن الصحافة",
    "date-relative": "تاريخ نسبي فلم يُحسب",
    "date-two-digit-year": "سنة من رقمين قُدّر قرنها",
    "date-unparsed": "تاريخ لم يُفهم",
    "date-weekday-disagrees": "يوم الأسبوع لا يطابق تاريخه",
    "deck-repeats-text": "مقدمة تكرر النص فأُفرغت",
    "duplicate-column": "اسم عمود مكرر",
    "duplicate-id": "معرّف مكرر",
    "duplicate-text": "خبر يكرر عنوان خبر آخر ونصه",
    "duplicate-key": "اسم حقل مكرر في سجل، وأُخذت قيمته الأخيرة",
    "html-removed": "وسوم HTML أُزيلت من نصوص",
    "html-by-own-means": "صفحة HTML قُرئت من دون trafilatura",
    "encoding-guessed": "ترميز الحروف مقدّر",
    "format-by-content": "الصيغة عُرفت من المحتوى لا من الاسم",
    "missing-fields": "حقول أقل من أعمدة الجدول",
    "mixed-encoding": "أكثر من ترميز في ملف واحد",
    "mojibake-repaired": "نص مشوّه أُصلح",
    "no-arabic": "لا حروف عربية في المدوّنة",
    "no-body": "عنوان بلا نص",
    "no-date": "خبر بلا تاريخ في ملف مؤرّخ",
    "no-main-text": "صفحة بلا نص رئيسي",
    "no-rows": "جدول بلا صفوف",
    "no-text-column": "لا عمود للنص",
    "paragraphs-joined": "فقرات ضُمّت في نص واحد",
    "rows-above-header": "صفوف فوق أسماء الأعمدة",
    "source-from-name": "المصدر مأخوذ من اسم الملف",
    "surrogates-joined": "أنصاف رموز جُمعت",
    "surrogates-replaced": "رموز ناقصة استُبدلت",
    "table-left-out": "جدول بلا أخبار تُرك",
    "today-disagrees": "«اليوم» في النص غير يوم التاريخ",
    "very-short": "نص قصير جداً",
    "empty-name": "اسم فارغ",
    "one-letter-name": "اسم من حرف واحد",
    "odd-characters": "اسم فيه رموز غير الحروف",
    "ordinary-word": "أداة لا اسم",
    "unknown-kind": "نوع غير معروف",
    "bad-coordinates": "إحداثيات خارج الأرض",
    "duplicate-name": "اسم مكرر",
}


@dataclass(frozen=True)
class LoadReport:
    """What :func:`load_articles` saw, kept and left out.

    Attributes
    ----------
    seen, loaded
        Rows (a page, a record, or a whole file that could not be read counts as one);
        ``seen == loaded + len(rejected)``.
    rejected, warnings
        Tables with ``path`` (str, relative to what was loaded), ``row`` (int64, 1-based
        line or record, 0 for a whole file) and ``reason`` (str).
    files
        Files that gave at least one row.
    columns
        The columns that were recognised: name in the file → name in the articles table.
    """

    seen: int
    loaded: int
    rejected: pd.DataFrame
    warnings: pd.DataFrame
    files: int
    columns: Mapping[str, str]

    def to_frame(self) -> pd.DataFrame:
        """All notes in one table: ``kind`` (str, rejected or warning), ``path``, ``row``, ``reason``."""
        kinds = [self.rejected.assign(kind="rejected"), self.warnings.assign(kind="warning")]
        notes = pd.concat(kinds, ignore_index=True).astype({"kind": "str"})
        return notes[["kind", "path", "row", "reason"]]

    def __str__(self) -> str:
        rejected = len(self.rejected)
        files = f"{self.files:,} file{'' if self.files == 1 else 's'}"
        lines = [f"{self.seen:,} rows seen in {files} = {self.loaded:,} loaded + {rejected:,} rejected"]
        for title, notes in (("rejected", self.rejected), ("warnings", self.warnings)):
            for reason, n, example in _summary(notes):
                lines.append(f"  {title}: {reason} × {n:,}" + (f", first in {example}" if example else ""))
        if self.columns:
            lines.append("  columns: " + ", ".join(f"{name} → {ours}" for name, ours in self.columns.items()))
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The same in Arabic, right to left."""
        rows = "".join(
            f"<tr><td>{kind}</td><td>{html.escape(_in_arabic(reason))} <code>{html.escape(reason)}</code></td>"
            f'<td>{n:,}</td><td><bdi dir="ltr">{html.escape(example)}</bdi></td></tr>'
            for kind, notes in (("مرفوض", self.rejected), ("تنبيه", self.warnings))
            for reason, n, example in _summary(notes)
        )
        head = "<tr><th>النوع</th><th>السبب</th><th>العدد</th><th>أول موضع</th></tr>"
        table = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>" if rows else ""
        counts = f"قُرئ {self.seen:,} = قُبل {self.loaded:,} + رُفض {len(self.rejected):,} (الملفات: {self.files:,})"
        return f'<div lang="ar" dir="rtl"><p style="text-align:right">{counts}</p>{table}</div>'


def load_report(articles: pd.DataFrame) -> LoadReport:
    r"""What happened while these articles were loaded.

    Parameters
    ----------
    articles
        The table that :func:`load_articles` returned: itself, not a copy or a part of it.

    Returns
    -------
    LoadReport
        - ``seen``, ``loaded`` (int): rows; ``seen == loaded + len(rejected)``
        - ``rejected``, ``warnings`` (DataFrame): one row per note, with ``path`` (str),
          ``row`` (int64, 0 for a whole file) and ``reason`` (str)
        - ``files`` (int): files that gave at least one row
        - ``columns`` (mapping): name in the file → name in the articles table

        Its ``to_frame()`` gives all notes in one table.

    Raises
    ------
    InvalidArgumentError
        It is no table, or one without a report, because :func:`load_articles` did not return it.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from toolkit.corpus.loaders import load_articles
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "news.csv")
    ...     _ = file.write_text("العنوان,النص\nفتح الجسر,فتح الجسر أمام الناس.\n,\n", encoding="utf-8")
    ...     report = load_report(load_articles(file))
    >>> report.seen, report.loaded, report.rejected["reason"].tolist()
    (2, 1, ['empty-text'])
    """
    if not isinstance(articles, pd.DataFrame):
        raise InvalidArgumentError(
            f"load_report() needs an articles table; this is a {type(articles).__name__}.\n"
            "Try: load_report(load_articles(path))"
        )
    report: LoadReport | None = vars(articles).get(_PLACE)
    if report is None:
        raise InvalidArgumentError(
            "load_report() knows no report of this table: a copy, a part or a join of a loaded table has none.\n"
            "Keep the table that load_articles() returned and ask for its report.\n"
            "Try: articles = load_articles(path); report = load_report(articles)"
        )
    return report


def keep_report(articles: pd.DataFrame, report: LoadReport) -> None:
    """Keep a report with its table; not in ``attrs``, which would break ``concat`` and Parquet."""
    object.__setattr__(articles, _PLACE, report)  # pandas itself would look for a column of this name


def make_report(
    *,
    loaded: int,
    rejected: Iterable[tuple[str, int, str]],
    warnings: Iterable[tuple[str, int, str]],
    files: int,
    columns: Mapping[str, str],
) -> LoadReport:
    """A report of notes given as (path, row, reason)."""
    left_out = _notes(rejected)
    return LoadReport(
        seen=loaded + len(left_out),
        loaded=loaded,
        rejected=left_out,
        warnings=_notes(warnings),
        files=files,
        columns=MappingProxyType(dict(columns)),
    )


def _notes(notes: Iterable[tuple[str, int, str]]) -> pd.DataFrame:
    table = pd.DataFrame(list(notes), columns=["path", "row", "reason"])
    return table.astype({"path": "str", "row": "int64", "reason": "str"})


def _summary(notes: pd.DataFrame) -> list[tuple[str, int, str]]:
    """Each reason with its number and the place of its first example, the most frequent first."""
    kinds = notes.assign(kind=notes["reason"].str.split(":", n=1).str[0])
    summary = []
    for reason, group in kinds.groupby("kind", sort=False):
        first = group.iloc[0]
        summary.append((str(reason), len(group), f"{first['path']}#{first['row']}" if first["row"] else first["path"]))
    return sorted(summary, key=lambda line: -line[1])


def _in_arabic(reason: str) -> str:
    return _ARABIC.get(reason, reason)
