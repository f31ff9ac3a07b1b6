"""Bytes → text, and what was guessed or repaired."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from toolkit.errors import InvalidArgumentError

#: Byte order marks; UTF-32 before UTF-16, whose mark it begins with.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be", "utf-16-be"),
)
#: Code pages of one byte a letter. cp1256 stands first: it is by far the most used, and it holds French too.
_CODE_PAGES = ("cp1256", "iso8859-6", "mac-arabic")
#: A file stays UTF-8 when it holds this many valid characters for each stray byte.
_VALID_PER_STRAY = 8
#: So many bytes above ASCII are enough to tell the code pages apart.
_SAMPLE = 6000
#: Arabic letters from the most to the least frequent in news; the place in the list is the score.
_BY_FREQUENCY = "اليمونرتبعةدفسهقأكحجشطإصخىضزذثئغءظؤآ"
_LETTER_SCORE = {letter: 2.0 - 3.0 * place / len(_BY_FREQUENCY) for place, letter in enumerate(_BY_FREQUENCY)}
#: The pairs that are most frequent in news; a space is the edge of a word.
_MOST_FREQUENT = (
    "ال اة ن ي  و ما لمت ل  ب أر  فم  لفييةلامن عاتد وا تى ماانارراه لتليينرييا إلىهاعلباب لأ يولاميرع بي"
    "ناعاديأننيلعونللقااد سمي كلسداق ستسيف  حورلك قابرةس اساءوممعو ء تيلو نلقسامللحاعلبكا هعدتهائموويمرلد"
    "لفإلدويدلنك لإرويماف"
)
_PAIRS = frozenset(_MOST_FREQUENT[place : place + 2] for place in range(0, len(_MOST_FREQUENT), 2))
#: Signs of Arabic text that say nothing about the code page.
_PLAIN_SCORE = dict.fromkeys("،؛؟«»“”‘’…–—ـًٌٍَُِّْ٠١٢٣٤٥٦٧٨٩\u200c\u200d\u200e\u200f\xa0 ", 0.0)
#: What no Arabic word has: a letter after ta marbuta or alef maqsura, some letters first or twice.
_IMPOSSIBLE = re.compile(r"[ةى](?=[\u0621-\u064a])|ءء|اا|\b[ةىؤئء]")
#: What nearly every Arabic sentence has: the article at the beginning of a word, and the most frequent particles.
_TYPICAL = re.compile(r"\b[وفبك]?ال(?=\w\w)|\b(?:من|في|على|إلى|عن|أن|إن|هذا|هذه|التي|الذي)\b")
_LATIN = re.compile(rb"[A-Za-z]")
_HIGH_BYTES = bytes(range(128, 256))
_HIGH = re.compile(rb"[\x80-\xff]+")
_ARABIC = re.compile("[\u0621-\u064a]")
_LATIN_HIGH = re.compile("[\u0080-\u00ff]")
#: Half of a character beyond the first plane, which no file can hold.
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Decoded:
    """Text, and how it was got from bytes.

    Attributes
    ----------
    text
        Without a byte order mark.
    encoding
        The codec that was used.
    repairs
        What was done beside plain decoding: "encoding-guessed", "bytes-replaced:n" (n bytes became U+FFFD),
        "mixed-encoding:n" (n lines in another code page), "surrogates-joined" (halves of characters),
        "mojibake-repaired:codec"; empty where nothing was.
    """

    text: str
    encoding: str
    repairs: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decode the bytes of an Arabic text file.

    Parameters
    ----------
    data
        The whole file.

    Returns
    -------
    Decoded
        - ``text`` (str): without a byte order mark
        - ``encoding`` (str): the codec that was used
        - ``repairs`` (tuple of str): what was guessed, replaced or restored, such as
          "encoding-guessed"; empty where nothing was

        Bytes are never an error: those that fit no encoding become U+FFFD and are
        counted in ``repairs``.

    Raises
    ------
    InvalidArgumentError
        ``data`` is no bytes.

    Notes
    -----
    In this order: a byte order mark; UTF-16 by the parity of its high bytes;
    UTF-8, also with a few stray bytes; line by line, where most lines are
    UTF-8; else the code page whose letters are likeliest. Text that was once
    decoded wrongly is restored when the way back is exact.

    Examples
    --------
    >>> decode("قوات النظام في البوكمال".encode("cp1256"))
    Decoded(text='قوات النظام في البوكمال', encoding='cp1256', repairs=('encoding-guessed',))
    """
    if not isinstance(data, bytes | bytearray):
        raise InvalidArgumentError(
            f"decode() needs the bytes of a file; this is a {type(data).__name__}.\n"
            "A string is decoded already.\nTry: decode(pathlib.Path(path).read_bytes())"
        )
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(codec, "replace")
            return Decoded(text, name, _replaced(text))
    if codec := _utf16_by_parity(data):
        text = data.decode(codec, "replace")
        return Decoded(text, codec, ("encoding-guessed", *_replaced(text)))
    try:
        return _undo_mojibake(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        return _decode_damaged(data)


def mend(text: str) -> str:
    r"""A text in which halves of characters are U+FFFD.

    Examples
    --------
    >>> mend("نهر \ud83d") == "نهر \ufffd"
    True
    """
    return SURROGATE.sub("\ufffd", text)


def _utf16_by_parity(data: bytes) -> str:
    """UTF-16 without a mark: every second byte is 06 (Arabic) or 00 (ASCII)."""
    sample = data[: 2 * _SAMPLE]
    if len(sample) < 4 or not (b"\x00" in sample or b"\x06" in sample):
        return ""
    halves = sample[::2], sample[1::2]
    high = [half.count(b"\x00") + half.count(b"\x06") for half in halves]
    spaces = [half.count(b" ") for half in halves]
    for this, codec in ((0, "utf-16-be"), (1, "utf-16-le")):
        if high[this] + spaces[this] > 0.7 * len(halves[this]) and high[this] > 4 * high[1 - this]:
            return codec
    return ""


def _decode_damaged(data: bytes) -> Decoded:
    """Bytes that are not wholly UTF-8."""
    valid, stray = _utf8_counts(data)
    if b"\xed" in data:
        joined = _join_surrogates(data)
        if joined is not None:
            return Decoded(joined, "utf-8", ("surrogates-joined",))
    lines = data.split(b"\n")
    broken = [number for number, line in enumerate(lines) if not _is_utf8(line)]
    texts = [line.decode("utf-8", "replace") for line in lines]
    other = []
    for number in broken:
        good, bad = _utf8_counts(lines[number])
        if good < _VALID_PER_STRAY * bad and bad > 2:
            other.append(number)
    here = [_utf8_counts(lines[number]) for number in other]
    kept = valid - sum(good for good, _ in here), stray - sum(bad for _, bad in here)
    # A few characters of a code page pass for UTF-8 by chance, so the rest must outweigh the odd lines.
    if kept[0] >= _VALID_PER_STRAY * kept[1] and kept[0] > sum(bad for _, bad in here) / 4:
        page = _best_code_page(b"\n".join(lines[number] for number in other))
        for number in other:
            texts[number] = lines[number].decode(page, "replace")
        repairs = [f"mixed-encoding:{len(other)}"] if other else []
        repairs += [f"bytes-replaced:{kept[1]}"] if kept[1] else []
        return Decoded("\n".join(texts), "utf-8", tuple(repairs))
    page = _best_code_page(data)
    text = data.decode(page, "replace")
    return Decoded(text, page, ("encoding-guessed", *_replaced(text)))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf8_counts(data: bytes) -> tuple[int, int]:
    """Characters beyond ASCII that are valid UTF-8, and bytes that are not."""
    text = data.decode("utf-8", "surrogateescape")
    stray = len(data) - len(text.encode("utf-8", "ignore"))
    ascii_only = len(data.translate(None, _HIGH_BYTES))
    return len(text) - ascii_only - stray, stray


def _join_surrogates(data: bytes) -> str | None:
    """UTF-8 in which characters beyond the first plane are written as two halves (CESU-8)."""
    try:
        return data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return None


def _best_code_page(data: bytes) -> str:
    """The code page whose reading of the words beyond ASCII looks most like Arabic."""
    words, size, latin = [], 0, 0
    for match in _HIGH.finditer(data):
        words.append(match[0])
        size += len(match[0])
        latin += len(match[0]) < 3 and bool(_LATIN.search(data[max(match.start() - 1, 0) : match.end() + 1]))
        if size > _SAMPLE:
            break
    if 2 * latin > len(words):
        return "cp1252"
    sample = b" ".join(words)
    # Mac Arabic writes A0 for the space itself, which the others write now and then between two words.
    pages = _CODE_PAGES[::-1] if data.count(b"\xa0") > data.count(b" ") else _CODE_PAGES
    return max(pages, key=lambda page: _likeness(sample.decode(page, "replace")))


def _likeness(text: str) -> float:
    """How much a text looks like Arabic: frequent letters, in places where they can stand."""
    text = text.replace("\xa0", " ")
    score = sum(_LETTER_SCORE.get(c, _PLAIN_SCORE.get(c, -4.0)) for c in text)
    score += sum(first + second in _PAIRS for first, second in pairwise(f" {text} "))
    return score + 2.0 * len(_TYPICAL.findall(text)) - 3.0 * len(_IMPOSSIBLE.findall(text))


def _replaced(text: str) -> tuple[str, ...]:
    count = text.count("\ufffd")
    return (f"bytes-replaced:{count}",) if count else ()


def _undo_mojibake(decoded: Decoded) -> Decoded:
    """Text that was read in a wrong encoding and saved again, where the way back is exact."""
    text = decoded.text
    sample = text[:_SAMPLE]
    high = len(_LATIN_HIGH.findall(sample))
    arabic = len(_ARABIC.findall(sample))
    if 2 * (sample.count("ظ") + sample.count("ط")) > arabic > 20:
        return _reread(decoded, ("cp1256",)) or decoded
    if high > 20 and high > 8 * arabic and 2 * high > len(sample.split()):
        return _reread(decoded, ("latin-1", "cp1252")) or _reread_code_page(decoded) or decoded
    return decoded


def _reread(decoded: Decoded, codecs: tuple[str, ...]) -> Decoded | None:
    for codec in codecs:
        try:
            text = decoded.text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
        return Decoded(text, decoded.encoding, (f"mojibake-repaired:{codec}",))
    return None


def _reread_code_page(decoded: Decoded) -> Decoded | None:
    """Bytes of a code page that were read as Latin."""
    for codec in ("latin-1", "cp1252"):
        try:
            data = decoded.text.encode(codec)
        except UnicodeError:
            continue
        page = _best_code_page(data)
        text = data.decode(page, "replace")
        if 2 * len(_ARABIC.findall(text)) > len(re.findall(r"\w", text)):
            return Decoded(text, decoded.encoding, (f"mojibake-repaired:{page}",))
    return None
