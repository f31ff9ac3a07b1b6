"""Articles to `Tokens`: every word of a corpus, with its place in the text.

The text is cut after each white space into *chunks*; equal chunks are found by
Arrow, and letters are looked at once per distinct chunk, not once per running
word. What is left of fourteen million words is one array of integers, from
which words, counts and places are computed when somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from toolkit.corpus.articles import FIELDS, as_articles, check_articles
from toolkit.corpus.chunk_words import ChunkWords, Integers, cut_chunks, distinct
from toolkit.corpus.chunks import Segments, chunk_stream
from toolkit.corpus.count_matrix import count_matrix
from toolkit.corpus.gaps import EDGE, Signs
from toolkit.corpus.sentences import cut_sentences
from toolkit.corpus.vocabulary import Vocabulary
from toolkit.errors import InvalidArgumentError, require_choice
from toolkit.text.arabic import FOLDED, Normalization
from toolkit.text.segment import Segmentation, analyse_words

_Number = TypeVar("_Number", bound=np.integer)

#: What a token can be counted as: as written, spelling folded, or under its term.
LEVELS = ("surface", "word", "term")


def tokenize(
    articles: pd.DataFrame | Iterable[str],
    *,
    normalization: Normalization = FOLDED,
    segmenter: Callable[[list[str]], Segmentation] = analyse_words,
) -> Tokens:
    """Index every word of a corpus.

    Parameters
    ----------
    articles
        What `load_articles` or `as_articles` returns, or a list of texts.
    normalization
        Which differences of spelling the level ``"word"`` sets aside.
    segmenter
        Your own lemmatiser: called once with the list of distinct words (marks
        taken out), it returns a `Segmentation` with one entry for each.

    Returns
    -------
    Tokens

    Raises
    ------
    MissingColumnsError
        If the table is not an articles table.

    Examples
    --------
    >>> import toolkit as tk
    >>> tokens = tk.tokenize(["الطريق إلى البوكمال", "قافلة للبوكمال"])
    >>> len(tokens)
    5
    >>> tokens.to_frame()[["word", "term"]].iloc[-1].to_list()
    ['للبوكمال', 'البوكمال']
    """
    if isinstance(articles, Tokens):
        raise InvalidArgumentError("tokenize() needs articles; these are Tokens already, ready for every measure.")
    table = articles if isinstance(articles, pd.DataFrame) else as_articles(articles)
    check_articles(table, function="tokenize")
    chunks, segments, pieces = chunk_stream(table)
    words, surfaces = cut_chunks(pieces)
    return Tokens(
        articles=table,
        normalization=normalization,
        _chunks=chunks,
        _segments=segments,
        _words=words,
        _vocabulary=Vocabulary(surfaces, normalization, segmenter),
    )


@dataclass(frozen=True, eq=False)
class Tokens:
    """A columnar index of every word of a corpus, with its place in the text.

    Made by `tokenize`. ``len()`` is the number of running words.

    Attributes
    ----------
    articles : DataFrame
        The articles table the words come from.
    normalization : Normalization
        What the level ``"word"`` sets aside.
    """

    articles: pd.DataFrame
    normalization: Normalization
    _chunks: Integers = field(repr=False)
    _segments: Segments = field(repr=False)
    _words: ChunkWords = field(repr=False)
    _vocabulary: Vocabulary = field(repr=False)

    def __len__(self) -> int:
        return int(self.segment_bounds[-1])

    def __repr__(self) -> str:
        return f"<Tokens: {len(self):,} words in {len(self.articles):,} articles>"

    @property
    def segmenter(self) -> Callable[[list[str]], Segmentation]:
        """What gives each word its term."""
        return self._vocabulary.segmenter

    @cached_property
    def segment_bounds(self) -> npt.NDArray[np.int64]:
        """Where each non-empty field begins in the stream of words, the end last."""
        if not len(self._chunks):
            return np.zeros(1, dtype=np.int64)
        per_chunk = np.diff(self._words.first)[self._chunks]
        per_segment = np.add.reduceat(per_chunk, self._segments.bounds[:-1], dtype=np.int64)
        return np.concatenate([[0], np.cumsum(per_segment)])

    @cached_property
    def article_bounds(self) -> npt.NDArray[np.int64]:
        """Where each article begins in the stream of words, the end last."""
        at = np.searchsorted(self._segments.article, np.arange(len(self.articles) + 1))
        return self.segment_bounds[at]

    @cached_property
    def sentence_bounds(self) -> npt.NDArray[np.int64]:
        """Where each sentence begins in the stream of words, the end last; none runs on into another field.

        A sentence ends at ``. ! ? ؟ …`` and with a line; not at the point of a
        number, an address or an initial (د. محمد).
        """
        inside = self._words.stops_inside[self._chunks]
        number = np.repeat(np.cumsum(inside, dtype=np.int32) - inside, self._words_per_chunk[self._chunks])
        number += self._of_words(self._words.stops)
        begins = np.zeros(len(number), dtype=bool)
        begins[1:] = number[1:] != number[:-1]
        begins[self.segment_bounds[:-1][np.diff(self.segment_bounds) > 0]] = True
        return np.append(np.flatnonzero(begins), len(number))

    @cached_property
    def signs(self) -> Signs:
        """What stands between each word and the one before it in its field, in the bits of `toolkit.corpus.gaps`."""
        signs = self._of_words(self._words.signs)
        worded = np.flatnonzero(self._words_per_chunk[self._chunks])
        if len(worded):  # from one chunk with words to the next, what stands behind words
            behind = np.bitwise_or.reduceat(self._words.signs_behind[self._chunks], worded)
            signs[self._words_before[worded[1:]]] |= behind[:-1]
            signs[self.segment_bounds[:-1][np.diff(self.segment_bounds) > 0]] = EDGE
        signs.flags.writeable = False
        return signs

    def sentences(self) -> pd.DataFrame:
        """Return one row a sentence.

        Returns
        -------
        DataFrame
            ``article_id`` ``field`` str, ``start`` ``end`` int32 (characters
            in that field), ``sentence`` str as written, the signs that close
            it with it, ``n_words`` int32.

        Examples
        --------
        >>> tokenize(["وصل د. سامي. «ماذا حدث؟» سأل"]).sentences()[["sentence", "n_words"]]
               sentence  n_words
        0  وصل د. سامي.        3
        1   «ماذا حدث؟»        2
        2           سأل        1
        """
        bounds = self.sentence_bounds
        first, last = self.spans(bounds[:-1]), self.spans(bounds[1:] - 1)
        texts = {name: self.articles[name].to_numpy(dtype=object) for name in FIELDS}
        words = zip(first["start"].tolist(), last["end"].tolist(), strict=True)
        rows: list[tuple[int, int, str]] = []
        for (article, name), of_field in groupby(
            zip(first["article"].tolist(), first["field"], words, strict=True), key=lambda row: row[:2]
        ):
            rows += cut_sentences(texts[name][article], [span for _, _, span in of_field])
        starts, ends, sentences = zip(*rows, strict=True) if rows else ((), (), ())
        return pd.DataFrame(
            {
                "article_id": self._article_ids(first["article"]),
                "field": first["field"],
                "start": np.array(starts, dtype=np.int32),
                "end": np.array(ends, dtype=np.int32),
                "sentence": pd.array(list(sentences), dtype="str"),
                "n_words": np.diff(bounds).astype(np.int32),
            }
        )

    def _article_ids(self, rows: pd.Series) -> pd.api.extensions.ExtensionArray:
        identifiers = self.articles["article_id"].to_numpy(dtype=object)
        return pd.array(identifiers[rows.to_numpy()], dtype="str")

    def count_words(self) -> npt.NDArray[np.int64]:
        """Return the running words of each article, title and deck among them.

        Examples
        --------
        >>> tokenize(["ماء وخبز", ""]).count_words().tolist()
        [2, 0]
        """
        return np.diff(self.article_bounds)

    def ids(self, level: str = "surface") -> Integers:
        """Return one integer a running word: its place in ``vocabulary(level)``.

        Parameters
        ----------
        level
            ``"surface"``, ``"word"`` or ``"term"``.
        """
        require_choice(level, LEVELS, name="level", function="Tokens.ids")
        if level not in self._ids:
            mapping = self._vocabulary.at(level)[1]
            ids = self._of_words(self._words.surface if mapping is None else mapping[self._words.surface])
            ids.flags.writeable = False  # every measure reads the same array
            self._ids[level] = ids
        return self._ids[level]

    @cached_property
    def _ids(self) -> dict[str, Integers]:
        return {}

    def _of_words(self, values: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
        """A column of the table of chunk words, spread over the stream of words."""
        spread = np.empty(len(self), dtype=values.dtype)
        filled = 0
        for begin in range(0, len(self._chunks), 1 << 18):
            block = self._chunks[begin : begin + (1 << 18)]
            counts = self._words_per_chunk[block]
            # Each word stands one after the last in the table, but where another chunk begins.
            worded = counts > 0
            steps = np.ones(int(counts.sum()), dtype=np.int32)
            firsts, counts = self._words.first[block[worded]], counts[worded]
            if len(steps):
                heads = np.cumsum(counts) - counts
                steps[heads] = firsts
                steps[heads[1:]] -= firsts[:-1] + counts[:-1] - 1
            spread[filled : filled + len(steps)] = values[np.cumsum(steps, dtype=np.int32)]
            filled += len(steps)
        return spread

    @cached_property
    def _words_per_chunk(self) -> npt.NDArray[np.int32]:
        return np.diff(self._words.first)

    def vocabulary(self, level: str = "term") -> list[str]:
        """Return the entries of a level, in the order of the columns of ``matrix(level)``.

        Entries of a sub-corpus made with `select` stay those of the whole.
        """
        require_choice(level, LEVELS, name="level", function="Tokens.vocabulary")
        return list(self._vocabulary.at(level)[0])

    def find_words(self, words: list[str], level: str = "term") -> list[int]:
        """Return the entry of ``vocabulary(level)`` that each word as written stands for, -1 where it is not there.

        Examples
        --------
        >>> tokenize(["ماء", "قافلة للبوكمال"]).find_words(["البوكمال", "الرقة"])
        [2, -1]
        """
        require_choice(level, LEVELS, name="level", function="Tokens.find_words")
        return self._vocabulary.entries_of(words, level)

    def word_ranks(self) -> Integers:
        """Return the place of each entry of ``vocabulary("word")`` in the alphabet.

        Examples
        --------
        >>> tokenize(["ماء وخبز"]).word_ranks().tolist()
        [0, 1]
        """
        return self._vocabulary.word_ranks

    @cached_property
    def _matrices(self) -> dict[str, scipy.sparse.csr_array]:
        return {}

    def matrix(self, level: str = "term") -> scipy.sparse.csr_array:
        """Return counts, one row an article, one column an entry of ``vocabulary(level)``.

        Returns
        -------
        scipy.sparse.csr_array
            int32, read-only; rows in the order of ``articles``.

        Examples
        --------
        >>> import toolkit as tk
        >>> tokens = tk.tokenize(["ماء وماء", "خبز"])
        >>> tokens.matrix().toarray().tolist()
        [[2, 0], [0, 1]]
        """
        if level not in self._matrices:
            matrix = count_matrix(self.ids(level), self.article_bounds, len(self.vocabulary(level)))
            for array in (matrix.data, matrix.indices, matrix.indptr):
                array.flags.writeable = False  # every measure reads the same matrix
            self._matrices[level] = matrix
        return self._matrices[level]

    def select(self, mask: Iterable[bool] | pd.Series) -> Tokens:
        """Return the index of some of the articles; nothing is read again.

        Parameters
        ----------
        mask
            One boolean per article; a Series has the index of ``articles``.

        Raises
        ------
        InvalidArgumentError
            If there is not one boolean per article, or they are of another table.
        """
        keep = self._mask(mask)
        chosen = keep[self._segments.article]
        lengths = np.diff(self._segments.bounds)
        renumbered = np.cumsum(keep) - 1
        return replace(
            self,
            articles=self.articles[keep],
            _chunks=self._chunks[np.repeat(chosen, lengths)],
            _segments=Segments(
                article=renumbered[self._segments.article[chosen]].astype(np.int32),
                field=self._segments.field[chosen],
                bounds=np.concatenate([[0], np.cumsum(lengths[chosen])]),
            ),
        )

    def _mask(self, mask: Iterable[bool] | pd.Series) -> npt.NDArray[np.bool_]:
        values = list(mask) if isinstance(mask, Iterable) else []
        keep = np.array(values, dtype=None if values else bool)
        of_another = isinstance(mask, pd.Series) and not mask.index.equals(self.articles.index)
        if keep.dtype != bool or len(keep) != len(self.articles) or of_another:
            what = "a Series of another table" if of_another else f"{len(keep)} values of type {keep.dtype}"
            raise InvalidArgumentError(
                f"Tokens.select() needs one True or False for each of the {len(self.articles)} articles; "
                f"it got {what}.\nTry: tokens.select(tokens.articles['source'] == …)"
            )
        return keep

    def spans(self, positions: npt.NDArray[np.integer] | None = None) -> pd.DataFrame:
        """Return where words stand in the text.

        Parameters
        ----------
        positions
            Places in the stream of words; all of them by default.

        Returns
        -------
        DataFrame
            ``article`` int64 (row of ``articles``), ``field`` str,
            ``start`` and ``end`` int32 (characters in that field).
        """
        segment, start, end = self.offsets(positions)
        return pd.DataFrame(
            {
                "article": self._segments.article[segment].astype(np.int64),
                "field": pd.array(np.array(FIELDS, dtype=object)[self._segments.field[segment]], dtype="str"),
                "start": start.astype(np.int32),
                "end": end.astype(np.int32),
            }
        )

    def offsets(self, positions: npt.NDArray[np.integer] | None = None) -> tuple[npt.NDArray[np.int64], ...]:
        """Return what `spans` does as arrays: the number of the field that is not empty, start and end in it."""
        places = np.arange(len(self)) if positions is None else np.asarray(positions, dtype=np.int64)
        segment = np.searchsorted(self.segment_bounds, places, side="right") - 1
        word, chunk = self._places(places)
        begin = self._chunk_starts[chunk] - self._chunk_starts[self._segments.bounds[segment]]
        return segment, begin + self._words.start[word], begin + self._words.end[word]

    @cached_property
    def _chunk_starts(self) -> npt.NDArray[np.int64]:
        """Characters of the stream that stand before each chunk, the end last."""
        return np.concatenate([[0], np.cumsum(self._words.length[self._chunks], dtype=np.int64)])

    def _places(self, positions: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Places in the stream of words → place in the table of chunk words, place in the stream of chunks."""
        chunk = np.searchsorted(self._words_before, positions, side="right") - 1
        return self._words.first[self._chunks[chunk]] + positions - self._words_before[chunk], chunk

    @cached_property
    def _words_before(self) -> npt.NDArray[np.int64]:
        return np.concatenate([[0], np.cumsum(self._words_per_chunk[self._chunks], dtype=np.int64)])

    def to_frame(self) -> pd.DataFrame:
        """Return one row a running word.

        Returns
        -------
        DataFrame
            ``article_id`` str, ``field`` str (title, deck or text), ``start``
            and ``end`` int32 (characters in that field), ``word`` str as
            written, ``term`` str as shown.
        """
        spans = self.spans()
        ids = self.ids()
        shown = np.array(self.shown_forms(), dtype=object)
        return pd.DataFrame(
            {
                "article_id": self._article_ids(spans["article"]),
                "field": spans["field"],
                "start": spans["start"],
                "end": spans["end"],
                "word": pd.array(np.array(self._vocabulary.surfaces, dtype=object)[ids], dtype="str"),
                "term": pd.array(shown[self.ids("term")], dtype="str"),
            }
        )

    def forms(self) -> list[str]:
        """Return how each entry of ``vocabulary("surface")`` reads without clitics, ال kept.

        Examples
        --------
        >>> tokenize(["وللبوكمال"]).forms()
        ['البوكمال']
        """
        forms = np.array(self._vocabulary.segmentation.forms, dtype=object)
        return forms[self._vocabulary.bare[1]].tolist()

    def shown_forms(self) -> list[str]:
        """Return how each term of ``vocabulary("term")`` is shown.

        It is the form most often written, without clitics, ال kept; of two
        written equally often the first in the alphabet. No two terms are shown
        alike: a form goes to the term that it stands for most often.
        """
        return list(self._shown_forms)

    def find_shown(self, form: str) -> int:
        """Return the place in ``shown_forms()`` of a term as it is shown, -1 where it is not there.

        Examples
        --------
        >>> tokenize(["ماء", "قافلة للبوكمال"]).find_shown("البوكمال")
        2
        """
        return self._shown_numbers.get(form, -1)

    @cached_property
    def _shown_numbers(self) -> dict[str, int]:
        return {form: i for i, form in enumerate(self._shown_forms)}

    @cached_property
    def _shown_forms(self) -> list[str]:
        bare_of = self._vocabulary.bare[1]
        keys, key_of = self._vocabulary.keys
        counts = np.bincount(bare_of[self.ids()], minlength=len(self._vocabulary.bare[0]))
        key_of_bare = np.zeros(len(counts), dtype=np.int64)
        key_of_bare[bare_of] = key_of
        forms, form_of = distinct(self._vocabulary.segmentation.forms)
        tally = pd.DataFrame({"key": key_of_bare, "form": form_of, "n": counts})
        tally = tally.groupby(["key", "form"], as_index=False)["n"].sum()
        tally["text"] = np.array(forms, dtype=object)[tally["form"]]
        tally = tally.sort_values(["n", "text", "key"], ascending=[False, True, True]).drop_duplicates("text")
        tally = tally.drop_duplicates("key")
        shown = np.array(keys, dtype=object)
        shown[tally["key"]] = tally["text"]
        return shown.tolist()


def as_tokens(data: Tokens | pd.DataFrame) -> Tokens:
    """Return ``data`` itself, or the index of an articles table made with the defaults."""
    return data if isinstance(data, Tokens) else tokenize(data)


def articles_of(data: Tokens | pd.DataFrame, *, function: str) -> pd.DataFrame:
    """Return the articles of an index, or the table of articles itself: for what counts no words.

    Examples
    --------
    >>> articles_of(tokenize(["ماء"]), function="places")["text"].to_list()
    ['ماء']
    """
    if isinstance(data, Tokens):
        return data.articles
    check_articles(data, function=function)
    return data
