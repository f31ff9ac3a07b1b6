"""The page's furniture, what it says of its own accord, in Arabic and English."""

from __future__ import annotations

from toolkit.report.settings import page_settings

#: What stands on buttons, in notes and beside tables. ``{}`` takes a number or a name.
_FURNITURE = {
    "ar": {
        "articles": "الأخبار",
        "cell-failed": "توقّف التشغيل في هذه الخلية.",
        "chart": "رسم بياني",
        "cite": "للاستشهاد",
        "close": "إغلاق",
        "code": "الشيفرة",
        "code-region": "شيفرة",
        "colophon": "عن هذا التقرير",
        "contents": "المحتويات",
        "context": "اللفظ في سياقه",
        "corpus": "المدوّنة",
        "counts": "قُبل {}، ورُفض {}",
        "csv": "تنزيل الجدول",
        "csv-part": "تنزيل أول {} صف",
        "data": "بيانات الشكل",
        "data-lines": "بيانات الشكل، وخلف كل عدد أسطره",
        "date": "التاريخ",
        "failed": "هذا تقرير ناقص.",
        "failed-after": "، وما بعدها لم يُشغَّل.",
        "failed-at": "توقّف التشغيل عند ",
        "failed-cell": "الخلية {}",
        "fingerprint": "بصمة المدوّنة",
        "folding": "ما سُوّي من الإملاء",
        "hint": "اضغط أي جزء من الرسم لتقرأ الأسطر التي يعدّها.",
        "lines-all": "عدد الأسطر {}",
        "lines-some": "أول {} من {}",
        "log": "تنبيهات أثناء التشغيل",
        "no": "لا",
        "notebook": "الدفتر",
        "open": "{}: {}. افتح الأسطر",
        "parameters": "المعطيات",
        "picture": "صورة",
        "picture-unnamed": "رسم بلا وصف",
        "result": "نتيجة",
        "rows": "{} من {}",
        "rows-none": "لا صفوف",
        "searched": "يبحث في {} من {} خبر",
        "searched-all": "يبحث في الأخبار كلها ({})",
        "searched-in": ": في عنوان كل خبر وأول {} كلمة من نصه.",
        "skip": "إلى المتن",
        "source": "المصدر:",
        "table": "جدول",
        "theme": "المظهر",
        "theme-auto": "تلقائي",
        "theme-dark": "داكن",
        "theme-light": "فاتح",
        "title": "تقرير",
        "versions": "البرامج",
        "yes": "نعم",
    },
    "en": {
        "articles": "Articles",
        "cell-failed": "The run stopped in this cell.",
        "chart": "Chart",
        "cite": "To cite",
        "close": "Close",
        "code": "Code",
        "code-region": "code",
        "colophon": "About this report",
        "contents": "Contents",
        "context": "Word in context",
        "corpus": "Corpus",
        "counts": "{} loaded, {} rejected",
        "csv": "Download the table",
        "csv-part": "Download the first {} rows",
        "data": "Data of the chart",
        "data-lines": "Data of the chart; each number opens its lines",
        "date": "Date",
        "failed": "This report is not complete.",
        "failed-after": "; what follows was not run.",
        "failed-at": "The run stopped at ",
        "failed-cell": "cell {}",
        "fingerprint": "Fingerprint",
        "folding": "Spelling folded",
        "hint": "Choose any part of the drawing to read the lines it counts.",
        "lines-all": "lines: {}",
        "lines-some": "first {} of {}",
        "log": "Warnings of the run",
        "no": "no",
        "notebook": "Notebook",
        "open": "{}: {}. Open the lines",
        "parameters": "Parameters",
        "picture": "picture",
        "picture-unnamed": "chart without a description",
        "result": "result",
        "rows": "{} of {} rows",
        "rows-none": "no rows",
        "searched": "It searches {} of {} articles",
        "searched-all": "It searches all articles ({})",
        "searched-in": ": the title of each and the first {} words of its text.",
        "skip": "To the text",
        "source": "Source:",
        "table": "table",
        "theme": "Appearance",
        "theme-auto": "auto",
        "theme-dark": "dark",
        "theme-light": "light",
        "title": "Report",
        "versions": "Software",
        "yes": "yes",
    },
}


def say(name: str, *values: object) -> str:
    """Return a piece of furniture in the page's language, numbers in its digits.

    Examples
    --------
    >>> say("lines-some", 6, 1200)
    'أول 6 من 1,200'
    """
    settings = page_settings()
    shown = [settings.written(f"{value:,}") if isinstance(value, int) else str(value) for value in values]
    return _FURNITURE[settings.language][name].format(*shown)


def furniture(language: str) -> dict[str, str]:
    """Return all of it in one language, for the page's template.

    Examples
    --------
    >>> furniture("en")["contents"]
    'Contents'
    """
    return _FURNITURE[language]
