"""Statements in one field: each verb of saying with what is said and who says it, from left to right."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from toolkit.mentions.attributions import as_told, clause_start, interposed, resumes_itself, source_of
from toolkit.mentions.noun_openings import EXPRESSES, Opening, tells_that
from toolkit.mentions.speaker_starts import skip_lead
from toolkit.mentions.speakers import Span, speaker_after
from toolkit.mentions.speech_contents import content_end, is_charge
from toolkit.mentions.speech_cues import (
    STRICT_REACH,
    is_after_but,
    is_announced,
    is_no_cue,
    is_of_her,
    is_too_far,
    needs_speaker,
    told_in,
)
from toolkit.mentions.speech_lines import Line, Words
from toolkit.mentions.speech_openings import NEXT_REACH, SHORT_QUOTE, find_opening, is_name
from toolkit.mentions.subjects_before import acting_before
from toolkit.mentions.verb_subjects import DESCRIBES, subject_of
from toolkit.text.speech import Cue

#: «…».. هكذا وصف الرئيس, «…»، كما قال; and the pieces that may stand before the verb.
_THUS, _BEHIND = frozenset({"هكذا", "بهذه", "بهذا", "الكلمات", "العبارات", "العباره", "الجمله"}), 5
#: What somebody who is quoted tells of others: not what they feel or expect.
_TELLS = frozenset(
    ("قال", "ذكر", "أعلن", "أكد", "أوضح", "أبلغ", "أخبر", "صرح", "نفى", "طالب", "دعا", "هدد", "زعم", "ادعى")
)
#: What begins a sentence that is the journalist's.
_NEW_VOICE = frozenset({"connective", "impersonal", "time", "circumstance"})
#: Lines of a speech that goes on over paragraphs, at most.
_MOST_PARAGRAPHS = 20


class Statement(NamedTuple):
    """One statement: places are characters of the field."""

    start: int
    end: int
    kind: str
    cue: tuple[int, int]
    speaker: tuple[int, int] | None
    status: str


class FieldReader:
    """Reads the statements of one field line by line, and remembers who spoke last.

    Parameters
    ----------
    text
        The field.
    known
        What is known of its words.
    places
        Where words stand that may say who speaks: a line without one is passed over.
    """

    def __init__(self, text: str, known: Words, places: list[int]) -> None:
        self.text = text
        self._known = known
        self._places = places
        self.last: tuple[int, int] | None = None
        self.open_speech = 0
        self.spoken_to = 0

    def statements(self) -> Iterator[Statement]:
        """Yield the statements in the order of their verbs."""
        offset = 0
        for raw in self.text.splitlines(keepends=True):
            i = bisect_left(self._places, offset)
            speaks = i < len(self._places) and self._places[i] < offset + len(raw)
            if speaks or (self.open_speech and not raw.isspace()):
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
                yield self._plain(line, 1, close, "direct", (line.start_of(0), line.start_of(0)))
                self.open_speech = self.open_speech - 1 if line.unclosed == 0 else 0
                return
            self.open_speech = 0

    def _plain(self, line: Line, first: int, end: int, kind: str, cue: tuple[int, int]) -> Statement:
        start, stop = line.trimmed(first, end)
        return Statement(start, stop, kind, cue, self.last, "carried" if self.last else "unknown")

    def _line(self, line: Line) -> Iterator[Statement]:
        at = line.hints
        self.spoken_to = 0
        previous: tuple[int, int] | None = None
        i = 0
        for begin, end in line.sentences:
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
            if line.inside[i]:
                yield from self._told_inside(line, i)
                continue
            if i < max(taken, self.spoken_to):
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

    def _told_inside(self, line: Line, i: int) -> Iterator[Statement]:
        """«الحكومة قالت إنها …»: whoever is quoted tells what somebody else, who is named, has said."""
        cue = line.words[i].cue
        if cue is None or cue.lemma not in _TELLS or cue.joined or cue.shape not in ("past", "present"):
            return
        begin, end = line.quote_around(i)
        opening = find_opening(line, i, end, cue)
        if opening is None or opening.kind not in ("an", "preposition") or is_no_cue(line, begin, i, end):
            return
        speaker, status = subject_of(line, begin, i, opening, cue)
        if speaker is None or status != "explicit" or opening.at > max(i, speaker[1]) + SHORT_QUOTE:
            return
        if line.words[speaker[0]].classes & {"title", "head", "name"}:
            last = self.last
            made = self._verb(line, begin, i, end)
            self.last = last
            if made is not None:
                yield made[0]

    # --- verbs -------------------------------------------------------------------------------------------------------

    def _verb(self, line: Line, begin: int, i: int, end: int) -> tuple[Statement, int, tuple[int, int]] | None:
        cue = line.words[i].cue
        assert cue is not None
        opening = find_opening(line, i, end, cue)
        if opening is None and (cue.lemma in EXPRESSES or cue.frames == {"quote"}):
            self._heard(line, i, end)
        elif opening is None and tells_that(line, i):
            self._heard(line, i + 1, end)
        if i > begin and line.words[i - 1].folded == "كما" and (opening is None or opening.at > i + STRICT_REACH):
            told = self._aside(line, (i - 1, i), as_told(line, begin, i, end), "according_to")
            told = told or self._behind_quote(line, begin, i, end)
            if told or opening is None:
                return told
        if opening is None:
            behind = self._behind_quote(line, begin, i, end)
            return behind or self._aside(line, (i, i), interposed(line, begin, i, end), "indirect")
        if opening.first >= end or is_too_far(line, begin, i, end, opening):
            return None
        speaker, status = subject_of(line, begin, i, opening, cue)
        words = () if speaker is None else line.words[slice(*speaker)]
        kind, first, last = self._content(line, opening, end, frozenset(w.folded for w in words if len(w.text) > 3))
        if last <= first:
            return None
        if opening.kind == "colon" and last == end and first not in line.closes and line.words[first - 1].text == ":":
            self.spoken_to = last = self._goes_on_speaking(line, end)
        if self._is_nobodys(line, begin, i, opening, speaker, status):
            return None
        if speaker and opening.kind == "preposition" and cue.lemma in DESCRIBES and speaker[1] < opening.at:
            kind, first = "indirect", speaker[1]  # what is described is part of it
        start, stop = line.trimmed(first, last)
        if stop <= start:
            return None
        place = None if speaker is None else (line.start_of(speaker[0]), line.end_of(speaker[1] - 1))
        perhaps_you = cue.shape == "present" and line.words[i].folded.lstrip("وفل")[0] == "ت"
        perhaps_you = perhaps_you and not is_of_her(line, begin, i)
        if place is None and perhaps_you and (status == "unknown" or self.last is None or is_after_but(line, i)):
            return None  # تذكر أن
        if place is not None:
            if not told_in(line, i):
                self.last = place
        elif status == "carried":
            place = self._carried(line, begin, i, cue)
            status = "carried" if place else "unknown"
        if (
            line.unclosed is not None
            and first <= line.unclosed + 1
            and line.n_words(line.unclosed, len(line)) > SHORT_QUOTE
        ):
            self.open_speech = _MOST_PARAGRAPHS
        statement = Statement(start, stop, kind, (line.start_of(i), line.end_of(i)), place, status)
        return statement, opening.first, (first, last)

    def _carried(self, line: Line, begin: int, i: int, cue: Cue) -> tuple[int, int] | None:
        """The last speaker, or whoever acts where nobody has spoken in the sentence: التقى الوزير الناس، وقال."""
        spoke = self.last is not None and self.last[0] >= line.start_of(begin)
        acting = None if spoke else acting_before(line, begin, i, cue)
        if acting is not None:
            self.last = line.start_of(acting[0]), line.end_of(acting[1] - 1)
        return self.last

    def _is_nobodys(self, line: Line, begin: int, i: int, opening: Opening, speaker: Span | None, status: str) -> bool:
        """A noun, a belief or a passive without a speaker; أظهر مقطع امرأة تمنع دخول الشرطة."""
        cue = line.words[i].cue
        assert cue is not None
        if status != "explicit" or speaker is None:
            if cue.lemma == "اتهم" and status == "unknown" and not cue.has_object:
                return True  # الرجل الذي اتهم بالسرقة
            return cue.shape == "noun" or needs_speaker(cue) or is_announced(line, begin, i, opening)
        shows = cue.lemma == "أظهر" and opening.kind == "noun"
        return shows and skip_lead(line, speaker[1], opening.at) < opening.at

    def _heard(self, line: Line, i: int, end: int) -> None:
        """عبر الوزير عن سعادته، مؤكدا: nothing is said yet, but the speaker is named."""
        if line.words[i].folded.endswith(("وا", "ون")):
            return
        welcomed = (j for j in range(i + 2, end) if line.words[j].folded.startswith("بال") or is_charge(line.words[j]))
        speaker = speaker_after(line, i + 1, next(welcomed, end), before_object=True)
        if speaker is not None and line.words[speaker[0]].classes & {"title", "head", "name"}:
            self.last = line.start_of(speaker[0]), line.end_of(speaker[1] - 1)

    def _aside(
        self, line: Line, cue: Span, found: tuple[Span, Span] | None, kind: str
    ) -> tuple[Statement, int, tuple[int, int]] | None:
        """What is said around a verb and its subject, as `toolkit.mentions.attributions` finds them."""
        if found is None:
            return None
        speaker, content = found
        place = line.start_of(cue[0]), line.end_of(cue[1])
        return self._made(line, *content, place, speaker, "explicit", kind), max(content[1], speaker[1]), content

    def _behind_quote(self, line: Line, begin: int, i: int, end: int) -> tuple[Statement, int, tuple[int, int]] | None:
        """«…»، يوضح فلان: the verb stands behind what is said."""
        close = i - 1
        while close > 0 and (line.words[close].text in "،,.…" or line.words[close].folded in _THUS | {"كما"}):
            close -= 1
        opened = line.opened_by.get(close)
        cue = line.words[i].cue
        says = cue is not None and bool(cue.frames & {"an", "ext"}) and cue.lemma not in EXPRESSES
        says = says and cue is not None and cue.shape != "participle"
        thus = any(word.folded in _THUS for word in line.words[max(begin, close) : i])
        if opened is None or not says or line.n_words(opened, close) < SHORT_QUOTE or is_name(line, opened, close):
            return None
        if i - close > _BEHIND or (close < begin and not thus):
            return None
        speaker = speaker_after(line, i + 1, end)
        if speaker is not None:
            self.last = line.start_of(speaker[0]), line.end_of(speaker[1] - 1)
        start, stop = line.trimmed(opened + 1, close)
        status = "explicit" if speaker else "carried" if self.last else "unknown"
        place = line.start_of(i), line.end_of(i)
        return Statement(start, stop, "direct", place, self.last, status), i + 1, (opened + 1, close)

    def _content(self, line: Line, opening: Opening, end: int, names: frozenset[str]) -> tuple[str, int, int]:
        first = opening.first
        clause = "complementiser" in line.words[first - 1].classes  # إلى أن
        loose = opening.kind in ("noun", "preposition", "judgement") and not clause
        while first < end and (
            line.words[first].text in ",،:" or (line.words[first].text == '"' and first + 1 in line.closes)
        ):
            first += 1
        prefix = first + 1 if first + 1 < end and line.words[first].text in ("ب", "بـ", "ل", "أن") else first
        close = line.span_at(prefix)
        if close is not None:
            last = content_end(line, first, end, loose=loose)
            whole = last <= close + 1 or opening.kind in ("quote", "colon") or line.n_words(close, last) == 0
            behind = line.words[min(close + 1, len(line) - 1)].text in "،,."
            more = line.words[min(close + 2, len(line) - 1)]
            behind = behind and not (more.folded[:1] == "و" and "complementiser" in more.classes)  # «…»، وإن
            if whole or (last > close and behind and not self._quotes_again(line, close, last)):
                return "direct", prefix + 1, close
            return "indirect", first, last
        if line.unclosed is not None and first == line.unclosed:
            return "direct", first + 1, end
        last = content_end(line, first, end, loose=loose, names=names)
        return ("direct" if opening.kind == "colon" else "indirect"), first, last

    def _goes_on_speaking(self, line: Line, end: int) -> int:
        """قال المدرب: أنا سعيد. هذا فوز. وأضاف: the end of a speech without marks, up to a sentence with و."""
        for begin, stop in islice(line.sentences, bisect_left(line.sentences, (end,)), None):
            first = line.words[begin]
            told = any(word.cue and not word.cue.strict for word in line.words[begin : min(stop, begin + NEXT_REACH)])
            if not first.is_word or first.folded[0] in "وف" or first.classes & _NEW_VOICE or told:
                break
            end = stop
        return end

    def _quotes_again(self, line: Line, close: int, last: int) -> bool:
        """إنهم «واضحون جدا»، وهم «يفهمون أهمية المسألة»: told indirectly, in several quotations."""
        while (close := line.quote_after(close + 1)) < last:
            if line.n_words(close, line.closes[close]) >= SHORT_QUOTE:
                return True
        return False

    def _nested(self, line: Line, content: tuple[int, int], outer: Statement) -> Iterator[Statement]:
        """Quotations of some words inside what is told indirectly."""
        behind = content[1] + 1  # خمسين درجة: «ننقل المرضى»
        if behind < len(line) and line.words[behind - 1].text == ":" and behind in line.closes:
            start, end = line.trimmed(behind + 1, line.closes[behind])
            if end > start:
                yield outer._replace(start=start, end=end, kind="direct")
        j = content[0]
        while (j := line.quote_after(j)) < content[1]:
            close = line.closes[j]
            if line.n_words(j, close) >= SHORT_QUOTE and close <= content[1] and not is_name(line, j, close):
                start, end = line.trimmed(j + 1, close)
                yield outer._replace(start=start, end=end, kind="direct")
            j = close

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
        cue = (line.start_of(i), line.end_of(i))
        leading = i == begin or (i <= begin + 2 and line.words[i - 1].text in '-–"،')
        aside = line.words[begin].folded in ("من", "في") and line.words[begin + 1].folded in _ASIDES
        leading = leading or (aside and i <= begin + _SHORT_ASIDE and line.words[i - 1].text in "،,")
        if not leading and after < end and line.words[i - 1].text in "،,؛":  # ، وبحسب ما ذكر الناس فقد
            leading = line.words[i].folded[0] == "و" and line.words[after].folded in _FA_INNA
        told = next((word for word in line.words[after : min(after + 2, end)] if word.is_word), None)
        relative = told is not None and "relative" in told.classes
        first = self._behind_fa_inna(line, after, end, far=relative)
        if leading and after < end and (not relative or first > after or previous is None):
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
            if line.n_words(first, last) >= SHORT_QUOTE and not any(s.end > line.start_of(first) for s in found):
                return self._made(line, first, last, cue, speaker, status), last
        overlapping = any(statement.end > line.start_of(first) for statement in found)
        if overlapping or line.n_words(first, i) < 3:
            return None, after
        return self._made(line, first, i, cue, speaker, status), after

    def _behind_fa_inna(self, line: Line, first: int, end: int, *, far: bool) -> int:
        """وفقا لتقرير صادر عن الوزارة فإن, لأرقام نشرها البنك، ارتفعت: behind what is told of the source."""
        if far:
            return next((j for j in range(first, end) if line.words[j].folded in _FA_INNA - {"ان"}), first)
        told = first < end and "reduced" in line.words[first].classes
        commas = []
        for j in range(first, min(end, first + 2 * SHORT_QUOTE + 4)):
            if line.words[j].folded in _FA_INNA - {"ان"}:
                return j
            if line.words[j].text in "،,":
                commas.append(j)
                if not told and j + 1 < end and line.words[j + 1].folded not in _FA_INNA:
                    return first
        return commas[0] if told and commas else first

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
        place = None if speaker is None else (line.start_of(speaker[0]), line.end_of(speaker[1] - 1))
        if place:
            self.last = place
        else:
            place = self.last
            status = "carried" if place else "unknown"
        start, end = line.trimmed(first, last)
        return Statement(start, end, kind, cue, place, status)


#: من جهة أخرى، وبحسب تقرير: pieces before the source, at most.
_SHORT_ASIDE = 4
_ASIDES = frozenset({"جهه", "جهته", "جهتها", "جانبه", "جانبها", "جانب", "ناحيه", "المقابل", "السياق", "الاثناء"})
_FA_INNA = frozenset({"فان", "فانه", "فانها", "فقد", "ان"})
