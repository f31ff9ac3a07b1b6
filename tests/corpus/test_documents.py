"""A Word document gives the lines that a reader sees in it."""

import io
import zipfile

import pytest

from toolkit.corpus.documents import read_document
from toolkit.corpus.limits import LoadLimits


def document(body, start=""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{start}<w:document><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def test_what_is_shown_and_what_is_not():
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>فتح </w:t></w:r><w:r><w:t>الجسر</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>أول</w:t><w:br/><w:t>ثان</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:del><w:r><w:delText>محذوف</w:delText></w:r></w:del><w:ins><w:r><w:t>مضاف</w:t></w:r></w:ins></w:p>"
        "<w:p><w:r><w:instrText>HYPERLINK</w:instrText></w:r><mc:Fallback><w:p><w:r><w:t>مكرر</w:t></w:r></w:p></mc:Fallback></w:p>"
    )
    reading = read_document(document(body), LoadLimits())
    assert reading.is_page
    assert reading.table["page"].iloc[0].split() == ["فتح", "الجسر", "أول", "ثان", "مضاف"]
    assert "\nأول\nثان\nمضاف" in reading.table["page"].iloc[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (document("<w:p>"), "bad-xml"),
        (document("", '<!DOCTYPE a [<!ENTITY b "c">]>'), "forbidden-xml-entity"),
        (document("<w:t>" + "a" * 60_000_000), "decompression-limit"),
        (document("<w:p/>"), "empty"),
    ],
)
def test_what_cannot_be_read_is_said(data, reason):
    assert read_document(data, LoadLimits()).rejected == [(0, reason)]
