"""Archives are unpacked in memory, one level deep, within limits, and only what is safe in them."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.corpus.archives import is_archive, unpack
from toolkit.corpus.limits import LoadLimits

TEXT = "فتح المجلس جسر الخشب أمام المارة.\n".encode()
PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
FILES = st.dictionaries(
    st.text("ابتسمن/abc", min_size=1, max_size=8).map(lambda s: s.strip("/") + ".txt"), st.binary(), min_size=1
)


def as_zip(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def as_tar(files, kind=""):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{kind}") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def plain(files):
    return {name: data for name, data in files.items() if not is_archive(data)}


@given(FILES, st.sampled_from(["zip", "", "gz", "bz2", "xz"]))
def test_files_come_back(files, kind):
    data = as_zip(files) if kind == "zip" else as_tar(files, kind)
    members = list(unpack(data, LoadLimits()))
    assert {m.name: m.data for m in members if not m.reason} == plain(files)
    assert {m.reason for m in members if m.reason} <= {"nested-archive"}


@pytest.mark.parametrize("kind", PACKERS)
def test_a_packed_file_damaged_anywhere_is_said(kind):
    whole = PACKERS[kind](TEXT * 50)
    for place in range(0, len(whole), 7):
        [cut] = unpack(whole[:place] + b"\x1f\x8b"[: place == 0], LoadLimits()) if place > 6 else [None]
        assert cut is None or cut.reason == "truncated-archive"
    damaged = bytearray(whole)
    damaged[-6] ^= 0xFF
    [member] = unpack(bytes(damaged), LoadLimits())
    assert member.reason in ("checksum-mismatch", "truncated-archive")


@pytest.mark.parametrize("kind", PACKERS)
def test_a_bomb_ends_at_the_limit(kind):
    [member] = unpack(PACKERS[kind](bytes(60_000_000)), LoadLimits())
    assert member.reason == "decompression-limit"
    [member] = unpack(PACKERS[kind](TEXT * 10), LoadLimits(unpacked_bytes=100))
    assert member.reason == "decompression-limit"


def test_many_files_or_much_in_them_is_too_much():
    files = {f"{n}.txt": TEXT for n in range(20)}
    for data in (as_zip(files), as_tar(files)):
        assert [m.reason for m in unpack(data, LoadLimits(members=19))][-1] == "decompression-limit"
        assert not any(m.reason for m in unpack(data, LoadLimits(members=20)))
    assert [m.reason for m in unpack(as_zip({"a.txt": bytes(60_000_000)}), LoadLimits())] == ["decompression-limit"]


def test_a_zip_file_that_lies_about_its_sizes():
    data = bytearray(as_zip({"a.txt": bytes(60_000_000), "b.txt": TEXT}))
    for sign, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = data.index(sign) + place
        data[start : start + 4] = (10).to_bytes(4, "little")
    members = {m.name: m.reason for m in unpack(bytes(data), LoadLimits())}
    assert members["a.txt"] in ("checksum-mismatch", "decompression-limit")
    assert members["b.txt"] == ""


@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "C:\\a.txt", "a/../../b.txt", "..\\a.txt", "x/.."])
def test_names_that_lead_out_of_the_folder(name):
    assert [m.reason for m in unpack(as_tar({name: TEXT}), LoadLimits())] == ["unsafe-path"]
    assert [m.reason for m in unpack(as_zip({name: TEXT}), LoadLimits())] == ["unsafe-path"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_what_is_no_file_in_a_tar_archive(kind):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        member = tarfile.TarInfo("a.txt")
        member.type, member.linkname = kind, "/etc/hosts"
        archive.addfile(member)
    assert [m.reason for m in unpack(out.getvalue(), LoadLimits())] == ["not-a-regular-file"]


def test_a_cut_tar_archive_gives_what_is_whole():
    data = as_tar({"a.txt": TEXT, "b.txt": TEXT * 500})
    members = list(unpack(data[:2_000], LoadLimits()))
    assert [(m.name, m.reason) for m in members] == [("a.txt", ""), ("", "truncated-archive")]


def test_folders_in_an_archive_are_source_and_section(tmp_path):
    page = "{}\nفتح المجلس جسر الخشب أمام المارة في {}."
    files = {f"صدى/{s}/1.txt": page.format(f"خبر من {s}", s).encode() for s in ("محليات", "اقتصاد")}
    (tmp_path / "news.tar.gz").write_bytes(as_tar(files | {"صدى/.DS_Store": b"x", "__MACOSX/a.txt": b"x"}, "gz"))
    articles = tk.load_articles(tmp_path / "news.tar.gz")
    assert articles["path"].tolist() == sorted(f"news.tar.gz/{name}" for name in files)
    assert set(articles["source"]) == {"صدى"}
    assert set(articles["section"]) == {"محليات", "اقتصاد"}
    assert tk.load_report(articles).rejected["reason"].tolist() == ["hidden", "hidden"]
    named = tk.load_articles(tmp_path, folders=("", "section"))
    assert set(named["section"]) == {"محليات", "اقتصاد"}
    assert set(named["source"]) == {""}


def test_names_of_an_arabic_windows_are_read(tmp_path):
    data = as_zip({"x" * 8 + ".txt": b"\xd8\xae\xd8\xa8\xd8\xb1 \xd8\xac\xd8\xaf\xd9\x8a\xd8\xaf"})
    old = "أخبارنا.txt".encode("cp1256")
    (tmp_path / "a.zip").write_bytes(data.replace(b"x" * 8, b"\xcc" + old[:7]))
    assert tk.load_articles(tmp_path / "a.zip")["path"].tolist() == ["a.zip/جأخبارنا.txt"]


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00"]))
def test_no_error_whatever_the_bytes(data, start):
    assert all(isinstance(member.reason, str) for member in unpack(start + data, LoadLimits()))


def test_a_zip_file_of_a_later_version_is_said():
    data = bytearray(as_zip({"a.txt": TEXT}))
    data[data.index(b"PK\x01\x02") + 6] = 136
    assert [m.reason for m in unpack(bytes(data), LoadLimits())] == ["unsupported-format"]
