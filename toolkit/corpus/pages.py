"""A scraped page → title, deck, text, furniture.

Furniture is everything on a page that is no part of its article: menus, share
buttons, related headlines, tags, copyright lines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median

import pandas as pd

from toolkit.errors import InvalidArgumentError
from toolkit.text.dates import is_date_line

#: A line on so many pages with different articles, and on so large a share of them, is furniture.
_FEWEST_PAGES, _LEAST_SHARE = 3, 0.1
#: From so many pages on, their repetitions say more than the words of a line.
_ENOUGH_PAGES = 20
#: Headlines are shorter (99 % of real ones stay below 95 characters), and paragraphs end with a full stop.
_LONGEST_HEADLINE = 160
_PARAGRAPH = 110
#: A deck is longer than a headline at times, but no longer than a long sentence.
_LONGEST_DECK = 400
#: From this score on the line under a headline is its deck. It adds up the shares of its words that the next paragraph
#: and the whole text say again (a deck says again what follows, a first paragraph does not), and signs of form. The
#: weights are those of a logistic regression on real decks and first paragraphs, rounded.
_DECK_SCORE = 0.75
#: What the score must reach on pages of a source that has decks, and that has none.
_DECK_HABIT = {True: 0.0, False: 1.7, None: _DECK_SCORE}
#: A text goes on with "and" (وقال، وأضاف); the paragraph below a deck is its first, and begins without.
_GOES_ON = 0.75
#: So many characters of a text tell whether it says the words of its deck again.
_ENOUGH_TEXT = 1_500
#: Words in which this letter belongs to the word.
_NO_AND = re.compile("و(?:زير|زار|زراء|كال|فد|فاه|صل|ضع|قع|اشنطن|سط|سائل|حد|لي |لا[يء]|الد|رش|ثيق|جه|عد|ظيف|جد)")

#: A headline shares so many of its words with its text; a related one, or a heading inside the text, shares fewer.
_SAID_AGAIN = 0.5
#: A site speaks about itself in so many words at most.
_LONGEST_NOTICE = 25

#: Dates of a page are looked for in so many of its first and last lines.
_EDGE = 100

_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_WORD = re.compile("[\u0621-\u063a\u0641-\u064aA-Za-z]{3,}")
#: A button or a heading of a site's own list has so many words at most.
_LONGEST_LABEL = 8
#: Shorter lines right above the first paragraph or below the last are labels, not sentences.
_LABEL_WORDS = 3
#: The path of menus above an article, or the credit of a picture.
_PATH_OR_CREDIT = re.compile(
    r"[>|›]|\((?:ا ف ب|اف ب|رويترز|ا ب|د ب ا|غيتي|الاناضول|afp|ap|reuters|getty)\)|صوره (?:من ال)?ارشيف"
)
_YEAR = re.compile(r"\d{4}|\d\W{1,3}\d{1,2}\W{1,3}\d\d")
#: How a line begins with which a site asks for something, or heads a list of its own; folded, from general knowledge.
_SITE_OPENING = re.compile(
    r"[\W\d]*(?:شارك|شاركها|مشاركه|انشر|اطبع|طباعه|ارسل|اشترك|تسجيل الدخول|سجل الان|تابعنا|تابعونا|تابعوا|اقرا"
    r"|اقراوا|طالع|شاهد ايضا|شاهد المزيد|المزيد|الاكثر|الاشهر|الاحدث|اخبار ذات|ذات صله|مواضيع|موضوعات"
    r"|مقالات ذات|مقالات اخري|روابط|الوسوم|وسوم|(?:ال)?كلمات (?:ال)?(?:مفتاحيه|دلاليه)|تعليق|تعليقات|التعليقات"
    r"|اضف|اترك|(?:لا يوجد|لا توجد) تعليق(?:ات)?|جميع الحقوق|كل الحقوق|حقوق النشر|حقوق الطبع|الرئيسيه"
    r"|القائمه|الصفحه الرئيسيه|اخر الاخبار|احدث الاخبار|نسخ الرابط|انسخ|احفظ|استمع|النشره البريديه"
    r"|نشرتنا|من نحن|اتصل بنا|تواصل معنا|سياسه الخصوصيه|شروط الا|قد يعجبك|قد يهمك|اخترنا لك|وقت القراءه"
    r"|مده القراءه|دقيقه قراءه|دقائق قراءه|عدد المشاهدات|عدد القراءات|حجم الخط|مصدر الصوره|صدر الصوره|skip to"
    r"|share|copyright|all rights|read more|follow us|tags|©)(?![^\W\d_])"
)
#: Openings that begin headlines too: they tell a site's line only before a colon or almost alone.
_SITE_LABEL = re.compile(
    r"[\W\d]*(?:كتب|كتبت|بقلم|اعداد|تحرير|ترجمه|المصدر|تصوير|الكاتب|المحرر|اعلان|اعلانات|بحث|ابحث|حفظ|ارسال"
    r"|تحميل|حمل|سجل|تسجيل|ملفات|اقسام|الاقسام|التالي|السابق|عوده|العوده|مشاهدات|المشاهدات|قراءات|زيارات"
    r"|مختارات|تاغ|تاج|نسخ|نشره|الموضوع|القسم|التصنيف|نشر|نشرت|تاريخ النشر|اخر تحديث|by|author"
    r"|source)(?: \w+)? ?(?::|\||$)"
)
#: What a site speaks of when it speaks of itself; two or more in a short line tell it.
_SITE_NAMES = (
    "فيسبوك تويتر واتساب واتس تلغرام تليغرام تيليغرام تيليجرام انستغرام انستجرام يوتيوب لينكد بنترست سناب تيك ايميل"
    " بريد بريديه بريدك الكتروني الكترونيه نشره نشرتنا نشراتنا اشتراك اشترك مشترك تشترك حساب حسابا حسابك تسجيل دخول"
    " تطبيق تطبيقنا اشعارات متصفح كوكيز تعريف ارتباط خصوصيه محفوظه حقوق طبع مقال رابط موقع موقعنا قناتنا صفحتنا مجانا"
)
_SITE_WORDS = frozenset(
    [prefix + name for name in _SITE_NAMES.split() for prefix in ("", "ال", "و", "ب", "ل", "لل", "وال")]
    + ["facebook", "twitter", "whatsapp", "telegram", "email", "pdf", "rss"]
)
_AROUND_WORDS = ".,،:؛؟!()[]«»\"'|/-–—"


@dataclass(frozen=True)
class Page:
    """The parts of a scraped page.

    Attributes
    ----------
    title, deck
        One line each, or "".
    text
        The paragraphs, joined by line breaks.
    furniture
        The lines that belong to the site, in the order of the page.
    date_line
        The line of the furniture that is wholly a date, or "".
    """

    title: str
    deck: str
    text: str
    furniture: tuple[str, ...] = ()
    date_line: str = ""


def split_page(text: str) -> Page:
    r"""Split one scraped page, known by itself alone.

    Parameters
    ----------
    text
        The text of a whole page, one line for each block.

    Returns
    -------
    Page
        - ``title``, ``deck`` (str): the headline and the line under it, or ""
        - ``text`` (str): the paragraphs, joined by line breaks
        - ``furniture`` (tuple of str): the lines that belong to the site, in the order of the page
        - ``date_line`` (str): the line of the furniture that is wholly a date, or ""

        Every line that is not blank stands in one of its parts; a headline that is repeated stands once.

    Raises
    ------
    InvalidArgumentError
        ``text`` is no string.

    Examples
    --------
    >>> page = split_page("فتح الجسر بعد عامين\nأعلن المجلس المحلي فتح الجسر أمام السيارات.\nشارك هذا المقال")
    >>> page.title, page.furniture
    ('فتح الجسر بعد عامين', ('شارك هذا المقال',))
    """
    _require_page(text, "split_page() needs the text of one page", "split_page(text)")
    outline = _outline(_without_headlines_about_sites(_read_lines(text)), frozenset())
    return _page(outline, has_decks=None)


def split_pages(texts: Iterable[str]) -> list[Page]:
    r"""Split the pages of one source together: what repeats on many of them is furniture.

    Parameters
    ----------
    texts
        Whole pages, as for :func:`split_page`.

    Returns
    -------
    list of Page
        ``title``, ``deck``, ``text``, ``furniture`` and ``date_line`` of each, as
        :func:`split_page` gives them, in the same order.

    Raises
    ------
    InvalidArgumentError
        ``texts`` is one string, a table, or anything else that does not hold strings.

    Examples
    --------
    >>> pages = split_pages(f"خبر رقم {n} من الفرات\nقال المجلس إن الجسر {n} مفتوح.\nمن موقعنا" for n in range(9))
    >>> pages[0].furniture
    ('من موقعنا',)
    """
    if isinstance(texts, str | bytes | Mapping | pd.DataFrame) or not isinstance(texts, Iterable):
        raise InvalidArgumentError(
            f"split_pages() needs the texts of several pages; this is one {type(texts).__name__}.\n"
            "Put them into a list, or give the column of a table that holds them.\n"
            "Try: split_pages([text]) or split_pages(table['text'])"
        )
    pages = []
    for text in texts:
        _require_page(text, "split_pages() needs the texts of pages", "split_pages(table['text'].fillna(''))")
        pages.append(_read_lines(text))
    common = repeated_lines([line.key for line in lines] for lines in pages)
    if len(pages) >= _ENOUGH_PAGES:  # what a site says of itself it says on many pages
        pages = [[replace(n, is_site=False) if n.by_words else n for n in lines] for lines in pages]
    else:
        pages = [_without_headlines_about_sites(lines) for lines in pages]
    outlines = [_outline(lines, common) for lines in pages]
    scores: dict[frozenset[str], list[float]] = defaultdict(list)
    for outline in outlines:
        if outline.deck_score is not None:
            scores[outline.layout].append(outline.deck_score)
    habits = {
        layout: median(known) >= _DECK_SCORE for layout, known in scores.items() if len(known) >= 2 * _FEWEST_PAGES
    }
    return [_page(outline, has_decks=habits.get(outline.layout)) for outline in outlines]


def is_site_line(line: str, *, surely: bool = False) -> bool:
    """Whether the words of a line are those of a site about itself; ``surely`` where no article could say them.

    Examples
    --------
    >>> is_site_line("شارك هذا المقال"), is_site_line("فتح الجسر أمام السيارات.")
    (True, False)
    """
    _, is_site, by_words = _look(line)
    return is_site and not (surely and by_words)


def _require_page(text: object, needed: str, instead: str) -> None:
    if not isinstance(text, str):
        raise InvalidArgumentError(
            f"{needed}, as strings; this is a {type(text).__name__}.\n"
            f'Bytes of a file are decoded first; a missing text is "".\nTry: {instead}'
        )


@dataclass(frozen=True)
class _Line:
    """A line of a page, the key under which it counts as the same line, and whether it reads like furniture.

    ``by_words`` says that only its words make it look so, which headlines about such things do too.
    """

    text: str
    key: str
    is_site: bool
    by_words: bool = False

    @property
    def is_paragraph(self) -> bool:
        """Whether it ends like a sentence of a running text, or is longer than any headline."""
        return not self.is_site and (self.ends_sentence or len(self.text) > _PARAGRAPH)

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends with a full stop, as headlines do not; dots that leave something open are none."""
        end = self.text[-4:].rstrip('"»”)’ \u200e\u200f')
        return end.endswith(".") and not end.endswith("..")


@dataclass(frozen=True)
class _Outline:
    """Where the parts of a page lie, by the numbers of its lines; ``deck`` may turn out to be the first paragraph."""

    lines: Sequence[_Line]
    title: str
    titles: frozenset[int]
    deck: tuple[int, ...]
    body: tuple[int, ...]
    deck_score: float | None
    layout: frozenset[str]
    dates: frozenset[int]


def _read_lines(text: str) -> list[_Line]:
    lines = (line.strip().strip("\ufeff") for line in text.splitlines())
    return [_read_line(line) if len(line) < _PARAGRAPH else _Line(line, *_look(line)) for line in lines if line]


@lru_cache(maxsize=16_384)
def _read_line(text: str) -> _Line:
    """A short line; those of a site come again on each of its pages."""
    return _Line(text, *_look(text))


def _without_headlines_about_sites(lines: list[_Line]) -> list[_Line]:
    """The lines, where one that speaks of what sites speak of is none of the site if the paragraphs say it too."""
    if not any(line.by_words for line in lines):
        return lines
    said = _words(" ".join(line.key for line in lines if line.is_paragraph))
    return [replace(line, is_site=False) if line.by_words and _is_said(line, said) else line for line in lines]


def _is_said(line: _Line, said: set[str]) -> bool:
    words = _words(line.key)
    return line.key.count(" ") >= _LABEL_WORDS and len(words & said) >= _SAID_AGAIN * len(words)


def _look(line: str) -> tuple[str, bool, bool]:
    """The key of a line, and whether its words are those of a site about itself."""
    key = line_key(line)
    count = key.count(" ") + 1
    if count > _LONGEST_NOTICE or len(key) > 10 * _LONGEST_NOTICE:
        return key, False, False
    words = _fold(key.lower())
    if not any(c.isalpha() for c in words) or "://" in words or re.search(r"\w@\w", words):
        return key, True, False
    opens = False
    if count <= _LONGEST_LABEL and words[-1] not in '.!؟?"»':
        opens = bool(_SITE_OPENING.match(words) or _SITE_LABEL.match(words) or _PATH_OR_CREDIT.search(words))
    if not opens and count > 1:
        own = sum(word.strip(_AROUND_WORDS) in _SITE_WORDS for word in words.split(" "))
        if own >= max(2, count / 5):
            return key, True, True
    return key, opens, False


def _fold(text: str) -> str:
    """Letters that are often confused, as one; a chain of ``replace`` is six times as fast as ``translate``."""
    text = text.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا")
    return text.replace("ى", "ي").replace("ة", "ه")


def _words(text: str) -> set[str]:
    return set(_WORD.findall(_fold(text)))


def line_key(line: str) -> str:
    r"""What two lines have in common that a reader takes for the same.

    Examples
    --------
    >>> line_key("  نهر\u0640\u0640\u0640  الفراتِ ")
    'نهر الفرات'
    """
    return " ".join(_MARKS.sub("", line).split())


def repeated_lines(pages: Iterable[Sequence[str]], *, most: int | None = None) -> frozenset[str]:
    """The keys of lines that stand on many pages; reprints of one article count once (they share their longest line).

    Parameters
    ----------
    pages
        The keys of the lines of each page.
    most
        So many pages are always enough.

    Examples
    --------
    >>> sorted(repeated_lines([[f"فتح الجسر رقم {n}", "شارك"] for n in range(4)]))
    ['شارك']
    """
    votes = {
        (key, longest)
        for keys in pages
        for longest in [max(keys, key=len, default="")]
        for key in keys
        if key and key != longest
    }
    needed = max(_FEWEST_PAGES, _LEAST_SHARE * len({longest for _, longest in votes}))
    needed = needed if most is None else min(needed, most)
    return frozenset(key for key, n in Counter(key for key, _ in votes).items() if n >= needed)


def _outline(lines: Sequence[_Line], common: frozenset[str]) -> _Outline:
    """Find the headline first: the text stands above it, or below."""
    dates = frozenset(n for n in _edges(lines) if len(lines[n].text) < _PARAGRAPH and _is_date(lines[n].text))
    plain = [n for n, line in enumerate(lines) if not line.is_site and line.key not in common and n not in dates]
    titles = _find_titles(lines, plain, common)
    title = lines[titles[0]].text if titles else ""
    rest = [n for n in plain if n not in titles]
    before = [n for n in rest if titles and n < titles[0]]
    layout = frozenset(line.key for line in lines if line.key in common)
    if any(lines[n].is_paragraph for n in before):
        between = [n for n in rest if titles[0] < n < titles[-1]]
        after = [n for n in rest if n > titles[-1]]
        next_line = [n for n in after[:1] if n == titles[-1] + 1]
        deck = between or [n for n in next_line if _deck_score(lines, n, before) >= _deck_needed(lines[n])]
        whole = _whole_body(lines, before[0], before, common)
        return _Outline(lines, title, frozenset(titles), tuple(deck), whole, None, layout, dates)
    after = [n for n in rest if not titles or n > titles[-1]]
    between = [n for n in rest if titles and titles[0] < n < titles[-1]]
    if len(between) > 2 or sum(len(lines[n].text) for n in between) > _LONGEST_DECK:
        after, between = between + after, []  # the headline stands again below the text
    body = _cut_tail(lines, _cut_labels(lines, after))
    score = None
    if not between and len(body) > 1 and titles and len(lines[body[0]].text) < _LONGEST_DECK:
        score = _deck_score(lines, body[0], body[1:])
        between, body = [body[0]], body[1:]
    whole = _whole_body(lines, body[0], body, common) if body else ()
    return _Outline(lines, title, frozenset(titles), tuple(between), whole, score, layout, dates)


def _deck_needed(line: _Line) -> float:
    """The score of a deck below a text: a whole sentence there can hardly be anything else."""
    return 0.3 if line.is_paragraph else _DECK_SCORE + 0.2


def _edges(lines: Sequence[_Line]) -> Iterable[int]:
    """The lines above and below an article, where a date of the page can stand."""
    return {*range(min(_EDGE, len(lines))), *range(max(len(lines) - _EDGE, 0), len(lines))}


@lru_cache(maxsize=16_384)
def _is_date(text: str) -> bool:
    return len(text) < 100 and _YEAR.search(text) is not None and is_date_line(text)


def _find_titles(lines: Sequence[_Line], plain: Sequence[int], common: frozenset[str]) -> list[int]:
    """Where the headline stands: the line that is said again, else the first that can be one."""
    heads = [n for n in plain if len(lines[n].text) <= _LONGEST_HEADLINE]
    for numbers, words in ((heads, 2), (_long_labels(lines, common), 4)):
        count = Counter(lines[n].key for n in numbers)
        again = [key for key, n in count.items() if n > 1 and key.count(" ") >= words - 1 and not key.endswith(".")]
        if again:
            best = max(again, key=len)
            return [n for n in numbers if lines[n].key == best]
    paragraph = next((n for n in plain if lines[n].is_paragraph and len(lines[n].text) > 40), len(lines))
    first = [n for n in heads if n < paragraph or (n == paragraph == plain[0] and not lines[n].ends_sentence)]
    if first:
        return [max(first, key=lambda n: (lines[n].key.count(" ") >= 2, -n))]
    return _find_title_below(lines, plain)


def _find_title_below(lines: Sequence[_Line], plain: Sequence[int]) -> list[int]:
    """A headline that stands once, below the text: nothing but its deck follows, and the text says its words."""
    run = _cut_tail(lines, plain)
    for n in (n for n in run[-2:] if _can_be_title(lines[n])):
        words = [word.removeprefix("ال") for word in _words(lines[n].key)]
        said = _fold(" ".join(lines[m].key for m in run if m < n))
        if sum(word in said for word in words) >= _SAID_AGAIN * len(words) > 0:
            return [n]
    return []


def _can_be_title(line: _Line) -> bool:
    return line.key.count(" ") >= 3 and len(line.text) < _PARAGRAPH and not line.ends_sentence


def _long_labels(lines: Sequence[_Line], common: frozenset[str]) -> list[int]:
    """Lines that read like furniture, but may be headlines about what furniture speaks of."""
    return [n for n, line in enumerate(lines) if line.is_site and line.key not in common and "|" not in line.key]


def _cut_tail(lines: Sequence[_Line], numbers: Sequence[int]) -> list[int]:
    """The lines down to the last paragraph, and those below it as far as no furniture comes between."""
    last = max((n for n in numbers if lines[n].is_paragraph), default=-1)
    kept = [n for n in numbers if n <= last]
    for n in (n for n in numbers if n > last):
        if kept and (n != kept[-1] + 1 or _is_label(lines[n])):
            break
        kept.append(n)
    return kept


def _is_label(line: _Line) -> bool:
    return line.key.count(" ") < _LABEL_WORDS and line.key[-1] not in ".!؟?:…"


def _cut_labels(lines: Sequence[_Line], numbers: Sequence[int]) -> list[int]:
    """The lines without the labels that stand between the headline and the first paragraph."""
    first = next((n for n in numbers if lines[n].is_paragraph), -1)
    return [n for n in numbers if n >= first or not _is_label(lines[n])]


def _whole_body(lines: Sequence[_Line], first: int, numbers: Sequence[int], common: frozenset[str]) -> tuple[int, ...]:
    """The body with the lines inside it that only look like furniture."""
    chosen = set(numbers)
    return tuple(n for n in range(first, numbers[-1] + 1) if n in chosen or lines[n].key not in common)


def _deck_score(lines: Sequence[_Line], deck: int, body: Sequence[int]) -> float:
    """How much a line reads like a deck of the paragraphs below it."""
    words = _words(lines[deck].key)
    if not words or not body:
        return 0.0
    following = _words(lines[body[0]].key)
    everything = following | _words(" ".join(lines[n].key for n in body[1:])[:_ENOUGH_TEXT])
    score = (len(words & following) + len(words & everything)) / len(words)
    next_key = lines[body[0]].key
    goes_on = next_key.startswith("و") and " " in next_key[3:] and not _NO_AND.match(_fold(next_key[:9]))
    return score + 0.4 * (body[0] > deck + 1) + 0.3 * (not lines[deck].is_paragraph) - _GOES_ON * goes_on


def _page(outline: _Outline, *, has_decks: bool | None) -> Page:
    lines, deck, body = outline.lines, outline.deck, outline.body
    if outline.deck_score is not None and outline.deck_score < _DECK_HABIT[has_decks]:
        between = (n for n in range(deck[0], body[0]) if not lines[n].is_site and lines[n].key not in outline.layout)
        deck, body = (), (*between, *body)
    used = {*outline.titles, *deck, *body}
    furniture = tuple(line.text for n, line in enumerate(lines) if n not in used)
    return Page(
        title=outline.title,
        deck="\n".join(lines[n].text for n in deck),
        text="\n".join(lines[n].text for n in body),
        furniture=furniture,
        date_line=next((lines[n].text for n in sorted(outline.dates) if n not in used), ""),
    )
