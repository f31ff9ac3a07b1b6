import numpy as np
import pytest
import wordfreq

from toolkit.errors import UnreadableInputError
from toolkit.text import lexicon as module
from toolkit.text.lexicon import lexicon, zipf
from toolkit.text.word_hashes import WordHashes


@pytest.mark.parametrize("word", ["مدينة", "البوكمال", "كتاب", "والدولة"])
def test_frequencies_are_those_of_wordfreq(word):
    assert zipf(word) == pytest.approx(wordfreq.zipf_frequency(word, "ar", wordlist="large"), abs=0.02)


def test_many_words_are_looked_up_as_one_is():
    words = ["في", "مدينة", "زخرفقلش", "أمن", "امن"]
    assert lexicon().zipf(WordHashes(words).whole).tolist() == [zipf(word) for word in words]
    assert zipf("زخرفقلش") == 0
    assert zipf("أمن") == zipf("امن")


def test_words_can_be_added():
    words = WordHashes(["زخرفقلش", "في", "البوكمال"])
    table = lexicon().with_words(words.whole, at_least=4.0)
    assert table.zipf(words.whole).tolist() == [4.0, pytest.approx(zipf("في")), 4.0]
    assert zipf("زخرفقلش") == 0, "the table itself is not changed"


def test_the_list_is_kept_and_a_broken_file_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(module.platformdirs, "user_cache_dir", lambda _: str(tmp_path / "cache"))
    fresh = lexicon.__wrapped__()
    (kept,) = (tmp_path / "cache").iterdir()
    monkeypatch.setattr(module, "bins", lambda: pytest.fail("the kept table was not read"))
    assert np.array_equal(lexicon.__wrapped__().frequencies, fresh.frequencies)
    kept.write_bytes(b"broken")
    monkeypatch.undo()
    monkeypatch.setattr(module.platformdirs, "user_cache_dir", lambda _: str(tmp_path / "cache"))
    assert np.array_equal(lexicon.__wrapped__().hashes, fresh.hashes)


def test_a_folder_that_cannot_be_written_to_does_no_harm(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(module.platformdirs, "user_cache_dir", lambda _: str(tmp_path / "file"))
    assert len(lexicon.__wrapped__().hashes) > 500_000


def test_a_missing_list_is_named(monkeypatch):
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UnreadableInputError, match="wordfreq"):
        module.bins()
