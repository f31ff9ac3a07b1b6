"""Statements in one field: each verb of saying with what is said and who says it, from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from toolkit.mentions.attributions import as_told, clause_start, interposed, resumes_itself, source_of
from toolkit.mentions.speaker_starts import is_listener, skip_lead
from toolkit.mentions.speakers import Span, speaker_after, speaker_before
from toolkit.mentions.speech_contents import (
    SHORT_QUOTE,
    SHOWS,
    Opening,
    content_end,
    find_opening,
    is_name,
)
from toolkit.mentions.speech_cues import STRICT_REACH, is_after_but, is_no_cue, is_too_far, needs_speaker
from toolkit.mentions.speech_lines import Line, Word, Words
from toolkit.text.speech import Cue, speech_words

#: وصف الوزير الوضع بالصعب.
_DESCRIBES = frozenset({"وصف", "شبه", "نعت"})
#: What begins a clause of its own between كان and the verb.
_NEW_CLAUSE = frozenset({"complementiser", "relative", "connective"})
#: Lines of a speech that goes on over paragraphs, at most.
_MOST_PARAGRAPHS = 20


@dataclass(frozen=True)
class Statement:
    """One statement: places are characters of the field."""

    start: int
    end: int
    kind: str
    cue: tuple[int, int]
    speaker: tuple[int, int] | None
    status: str


class FieldReader:
    """Reads the statements of one field line by line, and remembers who spoke last."""

    def __init__(self, text: str, known: Words) -> None:
        self.text = text
        self._known = known
        self.last: tuple[int, int] | None = None
        self.open_speech = 0

    def statements(self) -> Iterator[Statement]:
        """Yield the statements in the order of their verbs."""
        offset = 0
        for raw in self.text.splitlines(keepends=True):
            if not raw.isspace():
                line = Line(raw, offset, self._known)
                yield from self._goes_on(line)
                if line.hints:
                    yield from self._line(line)
            offset += len(raw)

    def _goes_on(self, line: Line) -> Iterator[Statement]:
        """A paragraph that opens a quotation, or goes on with one, while the last is not closed."""
        if self.open_speech and line.words:
            first = line.words[0].text
            end = len(line)
            if first in '"«“' and (line.unclosed == 0 or line.closes.get(0, 0) >= end - 2) and self.last is not None:
                close = line.closes.get(0, end)
                yield self._plain(line, 1, close, "direct", (line.starts[0], line.starts[0]))
                self.open_speech = self.open_speech - 1 if line.unclosed == 0 else 0
                return
            self.open_speech = 0

    def _plain(self, line: Line, first: int, end: int, kind: str, cue: tuple[int, int]) -> Statement:
        start, stop = line.trimmed(first, end)
        return Statement(start, stop, kind, cue, self.last, "carried" if self.last else "unknown")

    def _line(self, line: Line) -> Iterator[Statement]:
        at = line.hints
        previous: tuple[int, int] | None = None
        i = 0
        for begin, end in line.sentences():
            while i < len(at) and at[i] < begin:
                i += 1
            j = i
            while j < len(at) and at[j] < end:
                j += 1
            if j > i:
                yield from self._sentence(line, begin, end, at[i:j], previous)
            i = j
            previous = (begin, end)

    def _sentence(
        self, line: Line, begin: int, end: int, at: list[int], previous: tuple[int, int] | None
    ) -> Iterator[Statement]:
        found: list[Statement] = []
        taken = begin
        for i in at:
            if line.inside[i] or i < taken:
                continue
            if line.words[i].cue is None:
                statement, taken = self._according(line, begin, i, end, previous, found)
                if statement:
                    found.append(statement)
                    yield statement
                continue
            if is_no_cue(line, begin, i, end):
                continue
            made = self._verb(line, begin, i, end)
            if made is None:
                continue
            statement, taken, content = made
            found.append(statement)
            yield statement
            if statement.kind == "indirect":
                yield from self._nested(line, content, statement)

    # --- verbs -------------------------------------------------------------------------------------------------------

    def _verb(self, line: Line, begin: int, i: int, end: int) -> tuple[Statement, int, tuple[int, int]] | None:
        cue = line.words[i].cue
        assert cue is not None
        opening = find_opening(line, i, end, cue)
        if i > begin and line.words[i - 1].folded == "كما" and (opening is None or opening.at > i + STRICT_REACH):
            told = self._aside(line, (i - 1, i), as_told(line, begin, i, end), "according_to")
            return told or self._behind_quote(line, begin, i, end)
        if opening is None:
            behind = self._behind_quote(line, begin, i, end)
            return behind or self._aside(line, (i, i), interposed(line, begin, i, end), "indirect")
        if opening.first >= end or is_too_far(line, begin, i, end, opening):
            return None
        speaker, status = self._speaker(line, begin, i, opening, cue)
        words = () if speaker is None else line.words[slice(*speaker)]
        kind, first, last = self._content(line, opening, end, frozenset(w.folded for w in words if len(w.text) > 3))
        if last <= first:
            return None
        if status != "explicit" and (cue.shape == "noun" or needs_speaker(cue)):
            return None
        if speaker and opening.kind == "preposition" and cue.lemma in _DESCRIBES and speaker[1] < opening.at:
            kind, first = "indirect", speaker[1]  # what is described is part of it
        start, stop = line.trimmed(first, last)
        if stop <= start:
            return None
        place = None if speaker is None else (line.starts[speaker[0]], line.ends[speaker[1] - 1])
        perhaps_you = cue.shape == "present" and line.words[i].folded.lstrip("وفل")[0] == "ت"
        if place is None and perhaps_you and (status == "unknown" or self.last is None or is_after_but(line, i)):
            return None  # تذكر أن
        if place is not None:
            self.last = place
        elif status == "carried":
            place = self.last
            status = "carried" if place else "unknown"
        if (
            line.unclosed is not None
            and first <= line.unclosed + 1
            and line.n_words(line.unclosed, len(line)) > SHORT_QUOTE
        ):
            self.open_speech = _MOST_PARAGRAPHS
        statement = Statement(start, stop, kind, (line.starts[i], line.ends[i]), place, status)
        return statement, opening.first, (first, last)

    def _aside(
        self, line: Line, cue: Span, found: tuple[Span, Span] | None, kind: str
    ) -> tuple[Statement, int, tuple[int, int]] | None:
        """What is said around a verb and its subject, as `toolkit.mentions.attributions` finds them."""
        if found is None:
            return None
        speaker, content = found
        place = line.starts[cue[0]], line.ends[cue[1]]
        return self._made(line, *content, place, speaker, "explicit", kind), max(content[1], speaker[1]), content

    def _behind_quote(self, line: Line, begin: int, i: int, end: int) -> tuple[Statement, int, tuple[int, int]] | None:
        """«…»، يوضح فلان: the verb stands behind what is said."""
        close = i - 1
        while close > begin and (line.words[close].text in "،," or line.words[close].folded == "كما"):
            close -= 1
        opened = line.opened_by.get(close)
        cue = line.words[i].cue
        says = cue is not None and bool(cue.frames & {"an", "ext"})
        if opened is None or not says or line.n_words(opened, close) < SHORT_QUOTE or i - close > 3:
            return None
        speaker = speaker_after(line, i + 1, end)
        if speaker is not None:
            self.last = line.starts[speaker[0]], line.ends[speaker[1] - 1]
        start, stop = line.trimmed(opened + 1, close)
        status = "explicit" if speaker else "carried" if self.last else "unknown"
        place = line.starts[i], line.ends[i]
        return Statement(start, stop, "direct", place, self.last, status), i + 1, (opened + 1, close)

    def _content(self, line: Line, opening: Opening, end: int, names: frozenset[str]) -> tuple[str, int, int]:
        first = opening.first
        clause = "complementiser" in line.words[first - 1].classes  # إلى أن
        loose = opening.kind in ("noun", "preposition") and not clause
        while first < end and line.words[first].text in ",،:":
            first += 1
        prefix = first + 1 if first + 1 < end and line.words[first].text in ("ب", "بـ", "ل", "أن") else first
        close = line.span_at(prefix)
        if close is not None:
            last = content_end(line, first, end, loose=loose)
            whole = last <= close + 1 or opening.kind in ("quote", "colon") or line.n_words(close, last) == 0
            if whole or (last > close and line.words[min(close + 1, len(line) - 1)].text in "،,."):
                return "direct", prefix + 1, close
            return "indirect", first, last
        if line.unclosed is not None and first == line.unclosed:
            return "direct", first + 1, end
        last = content_end(line, first, end, loose=loose, names=names)
        return ("direct" if opening.kind == "colon" else "indirect"), first, last

    def _nested(self, line: Line, content: tuple[int, int], outer: Statement) -> Iterator[Statement]:
        """Quotations of some words inside what is told indirectly."""
        behind = content[1] + 1  # خمسين درجة: «ننقل المرضى»
        if behind < len(line) and line.words[behind - 1].text == ":" and behind in line.closes:
            start, end = line.trimmed(behind + 1, line.closes[behind])
            if end > start:
                yield replace(outer, start=start, end=end, kind="direct")
        j = content[0]
        while (j := line.quote_after(j)) < content[1]:
            close = line.closes[j]
            if line.n_words(j, close) >= SHORT_QUOTE and close <= content[1] and not is_name(line, j, close):
                start, end = line.trimmed(j + 1, close)
                yield replace(outer, start=start, end=end, kind="direct")
            j = close

    # --- speakers ----------------------------------------------------------------------------------------------------

    def _speaker(self, line: Line, begin: int, i: int, opening: Opening, cue: Cue) -> tuple[Span | None, str]:
        if cue.frames & {"relay", "learn"}:
            found = self._relayed(line, i, opening, ("من",) if "learn" in cue.frames else ("عن", "الي"))
            if found:
                return found, "explicit"
        if "in" in cue.frames:
            at = i + 1
            while at < opening.at and line.words[at].folded not in ("في", "ضمن"):
                at += 1
            if at < opening.at:
                found = speaker_after(line, at + 1, opening.at)
                return found, "explicit" if found else "unknown"
        if cue.shape == "participle":
            return None, "carried"
        limit = opening.at
        transitive = "object" in cue.frames or cue.lemma == "نفى"
        after = speaker_after(line, i + 1, limit, before_object=transitive and not cue.has_object)
        if cue.lemma == "طلب" and line.words[i + 1].folded in ("من", "منه", "منها", "منهم"):
            after = None  # طلبت منه الدخول
        plural = line.words[i].folded.endswith(("وا", "ون"))  # a verb before its subject stands in the singular
        if after and (plural or _is_object(line.words[after[0]], cue) or is_listener(line, after[0])):
            after = None
        if after and cue.shape == "present" and cue.lemma in SHOWS and opening.kind in ("noun", "preposition"):
            owned = after[1] - after[0] == 1 and line.words[after[0]].text.endswith(("ه", "ها", "هم"))
            after = None if owned else after  # تؤكد تصميمه على
        if after and cue.shape == "noun" and _is_adjective(line.words[after[0]]):
            after = None  # اعتراف دولي بأن
        had_kana = self._after_kana(line, begin, i)
        if had_kana:
            return had_kana, "explicit"
        if after and self._is_object_alone(cue, opening, after):
            before = None if cue.joined else speaker_before(line, begin, i)[0]
            return before, "explicit" if before else "carried"
        if not cue.joined and cue.lemma == "اعتبر" and i > begin and (before := speaker_before(line, begin, i)[0]):
            return before, "explicit"  # ترامب يعتبر الاتفاق ضعيفا
        if after and not (opening.kind == "noun" and after[1] > opening.at):
            return after, "explicit"
        if not cue.joined and cue.shape != "noun":
            found, status = speaker_before(line, begin, i)
            if found:
                return found, status
            if i > begin and "relative" in line.words[i - 1].classes:
                return None, "unknown"
        return None, "carried"

    def _is_object_alone(self, cue: Cue, opening: Opening, after: Span) -> bool:
        """اتهم النظام بقصف, وصف الوضع بأنه: one noun alone is who is accused, and what is described."""
        if cue.has_object or after[1] != opening.at:
            return False
        return cue.lemma == "اتهم" or cue.lemma in _DESCRIBES

    def _after_kana(self, line: Line, begin: int, i: int) -> Span | None:
        """كان الرئيس قد أعلن, كان الوزير، سامي، قد أعلن: the subject stands between."""
        commas = 0
        after_qad = line.words[i - 1].folded == "قد"
        for j in range(i - 1, max(begin - 1, i - 16), -1):
            word = line.words[j]
            answer = "ف" in (line.words[i].folded[0], line.words[i - 1].folded[0])
            topic = word.folded in ("اما", "واما") and answer
            if topic or word.folded in speech_words("auxiliary"):
                whole = commas in (0, 2) or (commas == 1 and (topic or after_qad))  # كانت تقارير، قد ذكرت
                found = speaker_after(line, j + 1, i) if i > j + 1 and whole else None
                return found if found and skip_lead(line, found[1], i) == i else None
            if word.text in "،," and not line.inside[j] and (commas or j >= i - 2):
                commas += 1
            elif not line.inside[j] and (word.text in ":؛،," or word.classes & _NEW_CLAUSE):
                return None
        return None

    def _relayed(self, line: Line, i: int, opening: Opening, prepositions: tuple[str, ...]) -> Span | None:
        """نقلت الوكالة عن فلان قوله, علمت الصحيفة من فلان أن: the one behind عن or من."""
        for j in range(i + 1, opening.at):
            if line.words[j].folded in prepositions or line.words[j].folded == "لسان":
                return speaker_after(line, j + 1, opening.at)
        return None

    # --- according to ------------------------------------------------------------------------------------------------

    def _according(
        self,
        line: Line,
        begin: int,
        i: int,
        end: int,
        previous: tuple[int, int] | None,
        found: list[Statement],
    ) -> tuple[Statement | None, int]:
        """وفق المرصد، …; … ، بحسب المرصد; وفقا لما ذكرته الوكالة."""
        source = source_of(line, i, end)
        if source is None:
            return None, i
        speaker, after, status = source
        cue = (line.starts[i], line.ends[i])
        leading = i == begin or (i <= begin + 2 and line.words[i - 1].text in '-–"،')
        if not leading and after < end and line.words[i - 1].text in "،,؛":  # ، وبحسب ما ذكر الناس فقد
            leading = line.words[i].folded[0] == "و" and line.words[after].folded in _FA_INNA
        if leading and after < end:
            first = after
            while first < end and (line.words[first].text in "،,:" or line.words[first].folded in _FA_INNA):
                first += 1
            last = content_end(line, first, end, loose=False)
            if self._is_said(line, first, end):  # وبحسب رويترز قال الوزير إن
                return None, after
            if last > first and line.n_words(first, last) > 1:
                return self._made(line, first, last, cue, speaker, status), first
        if leading and previous is not None:
            return self._made(line, previous[0], previous[1], cue, speaker, status), after
        if i > begin and line.words[i - 1].text in "-–" and not found and begin + SHORT_QUOTE < i:
            return self._made(line, begin, content_end(line, after, end, loose=False), cue, speaker, status), after
        if i == begin or line.words[i - 1].text in "-–":
            return None, after
        first = begin
        if after + 1 < end and line.words[after].text in "،," and not resumes_itself(line, after + 1, end):
            first = clause_start(line, begin, i)
            last = content_end(line, after + 1, end, loose=False)
            if line.n_words(first, last) >= SHORT_QUOTE and not any(s.end > line.starts[first] for s in found):
                return self._made(line, first, last, cue, speaker, status), last
        overlapping = any(statement.end > line.starts[first] for statement in found)
        if overlapping or line.n_words(first, i) < 3:
            return None, after
        return self._made(line, first, i, cue, speaker, status), after

    def _is_said(self, line: Line, i: int, end: int) -> bool:
        cue = line.words[i].cue if i < end else None
        return cue is not None and cue.shape == "past" and find_opening(line, i, end, cue) is not None

    def _made(
        self,
        line: Line,
        first: int,
        last: int,
        cue: tuple[int, int],
        speaker: Span | None,
        status: str,
        kind: str = "according_to",
    ) -> Statement:
        place = None if speaker is None else (line.starts[speaker[0]], line.ends[speaker[1] - 1])
        if place:
            self.last = place
        else:
            place = self.last
            status = "carried" if place else "unknown"
        start, end = line.trimmed(first, last)
        return Statement(start, end, kind, cue, place, status)


_FA_INNA = frozenset({"فان", "فانه", "فانها", "فقد", "ان"})


def _is_adjective(word: Word) -> bool:
    indefinite = not word.folded.startswith("ال") and word.folded.endswith(("ي", "يه"))
    return indefinite and not word.classes & {"name", "title", "head"}


def _is_object(word: Word, cue: Cue) -> bool:
    """الطرفين, and وطالب جميع: whoever is asked, not who asks."""
    if "object" in cue.frames and word.folded.startswith("نظير"):
        return True
    if "object" in cue.frames and cue.shape == "past":
        if cue.joined and word.folded in ("جميع", "كل", "كافه", "الامر"):
            return True
        if not cue.feminine and word.folded in speech_words("feminine"):  # ودعا موسكو: he did
            return True
    long = word.folded.startswith("ال") and word.folded.endswith("ين") and len(word.folded) > 6
    return long and not word.classes & {"title", "head"}
