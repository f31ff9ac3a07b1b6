"""A corpus on disk: what was saved comes back, whoever dies while writing and whoever reads meanwhile."""

import json
import multiprocessing
import random
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import store_writer
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from strategies import articles

import toolkit as tk
from toolkit.corpus import store

KILLS = 15


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def named(folder: Path) -> set[str]:
    manifest = json.loads((folder / "manifest.json").read_text())
    return {"manifest.json", *(part["file"] for part in manifest["parts"])}


def news(texts: list[str], **columns: object) -> pd.DataFrame:
    return tk.as_articles(pd.DataFrame({"text": texts, **columns}))


@given(table=articles())
@settings(max_examples=30)
def test_what_was_saved_comes_back(tmp_path_factory, table):
    folder = tmp_path_factory.mktemp("corpus")
    made = tk.as_articles(table)
    before = made.copy()
    assert tk.save_corpus(made, folder) == len(made)
    assert_frame_equal(tk.open_corpus(folder), made)
    assert_frame_equal(made, before)
    assert tk.update_corpus(made, folder).to_dict() == {"added": 0, "changed": 0, "unchanged": len(made)}


def test_further_columns_keep_their_kind(tmp_path):
    made = news(["نهر", "سد", "جسر"]).assign(
        n=[1, 2, 3],
        share=[0.5, np.nan, 1.0],
        known=[True, False, True],
        kind=pd.Categorical(["أ", "ب", "أ"]),
        whole=pd.array([1, None, 3], dtype="Int64"),
        seen=pd.to_datetime(["2017-11-09T10:00+03:00"] * 3),
        tags=[["ماء"], [], ["ماء", "خبز"]],
    )
    tk.save_corpus(made, tmp_path)
    opened = tk.open_corpus(tmp_path)
    assert opened.dtypes.drop("tags").equals(made.dtypes.drop("tags"))
    assert_frame_equal(opened.drop(columns="tags"), made.drop(columns="tags"))
    assert [list(tags) for tags in opened["tags"]] == made["tags"].tolist()
    opened.loc[0, ["n", "share", "text"]] = [9, 0.1, "بحر"]  # a table like any other
    assert tk.open_corpus(tmp_path)["n"].tolist() == [1, 2, 3]


def test_the_index_does_not_matter_and_a_part_of_a_table_is_saved(tmp_path):
    made = news(["نهر", "سد", "جسر"])
    tk.save_corpus(made[made["text"] != "سد"], tmp_path)
    assert tk.open_corpus(tmp_path)["article_id"].tolist() == ["0", "2"]


def test_text_stays_on_the_disk_until_it_is_read(tmp_path):
    made = news(["كلمة " * 20_000] * 50, article_id=[str(i) for i in range(50)])
    tk.save_corpus(made, tmp_path)
    before = pa.total_allocated_bytes()
    opened = tk.open_corpus(tmp_path)
    assert pa.total_allocated_bytes() - before < 100_000 < made["text"].str.len().sum()
    assert opened["text"].iloc[49] == made["text"].iloc[49]


def test_an_update_adds_changes_and_leaves(tmp_path):
    tk.save_corpus(news(["نهر", "سد", "جسر"]), tmp_path)
    told = tk.update_corpus(news(["سد جديد", "نهر", "بحر"], article_id=["1", "0", "7"]), tmp_path)
    assert told.to_dict() == {"added": 1, "changed": 1, "unchanged": 1}
    opened = tk.open_corpus(tmp_path)
    assert opened["article_id"].tolist() == ["0", "1", "2", "7"]
    assert opened["text"].tolist() == ["نهر", "سد جديد", "جسر", "بحر"]


@given(data=st.data())
@settings(max_examples=30)
def test_updates_are_those_of_a_dictionary(tmp_path_factory, data):
    """Whatever the size of a part and the order of updates, the corpus is what a dict would hold."""
    folder = tmp_path_factory.mktemp("corpus")
    expected: dict[str, str] = {}
    ids = st.dictionaries(st.sampled_from("ابتثجحخدذر"), st.sampled_from(["نهر", "سد", "جسر"]), max_size=8)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "_ROWS_PER_PART", 3)
        for update in data.draw(st.lists(ids, min_size=1, max_size=5)):
            told = tk.update_corpus(news(list(update.values()), article_id=list(update)), folder)
            assert told["added"] == len(update.keys() - expected)
            assert told["unchanged"] == sum(expected.get(key) == text for key, text in update.items())
            assert told.sum() == len(update)
            expected |= update
            opened = tk.open_corpus(folder)
            assert dict(zip(opened["article_id"], opened["text"], strict=True)) == expected
            assert opened["article_id"].tolist() == list(expected)
            assert files(folder) == named(folder)


def test_what_is_unchanged_is_not_written_again(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "_ROWS_PER_PART", 10)
    made = news([f"خبر {i}" for i in range(40)])
    tk.save_corpus(made, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    tk.update_corpus(made, tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    tk.update_corpus(made.assign(title=["جديد"] + [""] * 39), tmp_path)
    assert len(files(tmp_path) - set(before)) == 1
    assert len(files(tmp_path)) == len(before)


def test_many_small_updates_do_not_make_many_files(tmp_path):
    for n in range(40):
        tk.update_corpus(news([f"خبر {n}"], article_id=[str(n)]), tmp_path)
    assert len(tk.open_corpus(tmp_path)) == 40
    assert len(files(tmp_path)) <= 8


def test_a_column_that_comes_later_is_empty_before(tmp_path):
    tk.save_corpus(news(["نهر"]), tmp_path)
    tk.update_corpus(news(["سد"], article_id=["1"]).assign(story_id=["1"]), tmp_path)
    assert tk.open_corpus(tmp_path)["story_id"].fillna("").tolist() == ["", "1"]
    with pytest.raises(tk.InvalidArgumentError, match="another type"):
        tk.update_corpus(news(["جسر"], article_id=["2"]).assign(story_id=[2.5]), tmp_path)
    assert len(tk.open_corpus(tmp_path)) == 2


def test_saving_again_replaces(tmp_path):
    tk.save_corpus(news(["نهر", "سد"]), tmp_path)
    tk.save_corpus(news(["جسر"]), tmp_path)
    assert tk.open_corpus(tmp_path)["text"].tolist() == ["جسر"]
    assert files(tmp_path) == named(tmp_path)


# --- folders that are none, and damage -------------------------------------------------------------------------------


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "رسالة.txt").write_text("مهم")
    for write in (tk.save_corpus, tk.update_corpus):
        with pytest.raises(tk.InvalidArgumentError, match="holds other files"):
            write(news(["نهر"]), tmp_path)
    assert files(tmp_path) == {"رسالة.txt"}


def test_files_beside_a_corpus_are_never_removed(tmp_path):
    tk.save_corpus(news(["نهر"]), tmp_path)
    (tmp_path / "رسالة.txt").write_text("مهم")
    (tmp_path / "part-mine.arrow").write_text("مهم")
    tk.update_corpus(news(["سد"]), tmp_path)
    tk.open_corpus(tmp_path)
    assert {"رسالة.txt", "part-mine.arrow"} <= files(tmp_path)


def test_what_is_no_folder_is_said(tmp_path):
    (tmp_path / "ملف").write_text("")
    for path in (tmp_path / "ملف", tmp_path / "لا شيء", tmp_path):
        with pytest.raises(tk.UnreadableInputError, match="no corpus"):
            tk.open_corpus(path)
    with pytest.raises(tk.UnreadableInputError, match="cannot make"):
        tk.save_corpus(news(["نهر"]), tmp_path / "ملف")
    with pytest.raises(tk.MissingColumnsError):
        tk.save_corpus(pd.DataFrame({"n": [1]}), tmp_path)
    with pytest.raises(tk.InvalidArgumentError, match="different kinds"):
        tk.save_corpus(news(["نهر", "سد"]).assign(odd=[1, "واحد"]), tmp_path / "جديد")


def _other_format(manifest: dict) -> dict:
    return manifest | {"format": "another"}


def _other_version(manifest: dict) -> dict:
    return manifest | {"version": 99}


def _outside(manifest: dict) -> dict:
    return manifest | {"parts": [manifest["parts"][0] | {"file": "../part.arrow"}]}


def _no_parts(manifest: dict) -> dict:
    return manifest | {"parts": []}


@pytest.mark.parametrize("damage", [_other_format, _other_version, _outside, _no_parts, lambda manifest: [manifest]])
def test_a_manifest_that_is_not_ours_is_refused_and_nothing_is_removed(tmp_path, damage):
    tk.save_corpus(news(["نهر"]), tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(damage(json.loads(path.read_text()))))
    before = files(tmp_path)
    for run in (tk.open_corpus, lambda folder: tk.update_corpus(news(["سد"]), folder)):
        with pytest.raises(tk.UnreadableInputError):
            run(tmp_path)
    assert files(tmp_path) == before


@pytest.mark.parametrize("damage", ["cut", "gone", "scrambled", "manifest cut"])
def test_damage_is_said_and_nothing_is_removed(tmp_path, damage):
    tk.save_corpus(news(["نهر"]), tmp_path)
    path = tmp_path / "manifest.json" if damage == "manifest cut" else next(tmp_path.glob("part-*.arrow"))
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(bytes(len(data)) if damage == "scrambled" else data[: len(data) // 2])
    before = files(tmp_path)
    with pytest.raises(tk.UnreadableInputError, match="damaged"):
        tk.open_corpus(tmp_path)
    assert files(tmp_path) == before


def test_a_full_disk_leaves_what_there_was(tmp_path, monkeypatch):
    tk.save_corpus(news(["نهر"]), tmp_path)
    before = files(tmp_path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        tk.update_corpus(news(["سد"], article_id=["1"]), tmp_path)
    assert files(tmp_path) == before
    assert tk.open_corpus(tmp_path)["text"].tolist() == ["نهر"]


# --- writers that die, readers that read meanwhile -------------------------------------------------------------------


@pytest.fixture(scope="module")
def processes():
    """Starts processes quickly, each from a clean one that has imported the toolkit."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["toolkit"])
    return context


def run(processes, target, *arguments) -> int:
    process = processes.Process(target=target, args=arguments)
    process.start()
    process.join()
    return process.exitcode


def expect(folder: Path, *states: int) -> int:
    """Which of these states the store is in; it is in one of them to the letter, without litter."""
    opened = tk.open_corpus(folder)
    assert files(folder) == named(folder)
    found = [n for n in states if len(opened) == 40 * n]
    assert found, f"{len(opened)} articles are none of the states {states}"
    assert_frame_equal(opened, store_writer.corpus(found[0]))
    return found[0]


@pytest.mark.parametrize("n", [4, 5], ids=["update", "save"])
def test_a_writer_may_die_before_any_touch_of_the_disk(tmp_path, processes, n):
    reached = set()
    for place in range(1, 100):
        folder = tmp_path / str(place)
        for earlier in range(1, n):
            store_writer.step(earlier, str(folder))
        code = run(processes, store_writer.die_at, place, n, str(folder))
        reached.add(expect(folder, n - 1, n))
        store_writer.step(n, str(folder))  # what was interrupted can be done again
        expect(folder, n)
        if code == 0:
            break
        assert code == 7
    assert reached == {n - 1, n}
    assert place > 8, "the process died at several places"


def test_a_first_save_that_dies_leaves_nothing_that_hinders(tmp_path, processes):
    for place in range(1, 100):
        folder = tmp_path / str(place)
        code = run(processes, store_writer.die_at, place, 1, str(folder))
        if folder.exists() and not (folder / "manifest.json").exists():
            with pytest.raises(tk.UnreadableInputError, match="no corpus"):
                tk.open_corpus(folder)
            assert files(folder) == set()
        store_writer.step(1, str(folder))
        expect(folder, 1)
        if code == 0:
            break


def kill_writers(folder: Path, processes, kills: int) -> int:
    """Kill writers at random moments; return how many steps were reported before one was."""
    chance = random.Random(1439)
    store_writer.step(1, str(folder))
    n = 1
    for _ in range(kills):
        reports, sender = processes.Pipe(duplex=False)
        process = processes.Process(target=store_writer.write_until_killed, args=(str(folder), n + 1, sender))
        process.start()
        sender.close()
        if chance.random() < 0.5:
            reports.poll(30)  # it is at work
        time.sleep(chance.random() * 0.15)
        process.kill()
        process.join()
        reported = n
        try:
            while True:
                reported = reports.recv()
        except EOFError:
            pass
        n = expect(folder, reported, reported + 1)
        if n > 40:  # small again, so that every kill comes early in a save
            tk.save_corpus(store_writer.corpus(1), folder)
            n = 1
    return n


def test_writers_killed_at_random_lose_nothing_they_reported(tmp_path, processes):
    kill_writers(tmp_path, processes, KILLS)


def test_readers_are_not_disturbed_by_a_writer(tmp_path, processes):
    store_writer.step(1, str(tmp_path))
    kept = tk.open_corpus(tmp_path)
    reports, sender = processes.Pipe(duplex=False)
    process = processes.Process(target=store_writer.write_until_killed, args=(str(tmp_path), 2, sender))
    process.start()
    try:
        latest = 1
        while latest < 25:
            while reports.poll():
                latest = reports.recv()
            assert process.is_alive()
            opened = tk.open_corpus(tmp_path)
            n = len(opened) // 40
            assert n >= latest
            assert_frame_equal(opened, store_writer.corpus(n))
    finally:
        process.kill()
        process.join()
    assert_frame_equal(kept, store_writer.corpus(1))
    tk.open_corpus(tmp_path)
    assert files(tmp_path) == named(tmp_path)


def test_a_corpus_that_is_replaced_while_it_is_opened_is_opened_anew(tmp_path, monkeypatch):
    tk.save_corpus(news(["نهر"]), tmp_path)
    unhurried = store._map_part
    saved = iter([lambda: tk.save_corpus(news(["سد"]), tmp_path)])

    def map_later(place: Path, part: store._Part) -> pa.Table:
        for save in saved:
            save()
        return unhurried(place, part)

    monkeypatch.setattr(store, "_map_part", map_later)
    assert tk.open_corpus(tmp_path)["text"].tolist() == ["سد"]


def test_two_writers_take_turns(tmp_path, processes):
    writers = [processes.Process(target=store_writer.add, args=(str(tmp_path), name, 12)) for name in ("أ", "ب")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(tk.open_corpus(tmp_path)["article_id"]) == sorted(f"{name}{i}" for name in "أب" for i in range(12))
