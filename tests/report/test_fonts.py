import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from toolkit.report.fonts import font_faces

TEXT = "البوكمال، «٢٠١٧» 2017 لا"


@pytest.fixture(scope="module")
def fonts():
    faces = font_faces(TEXT)
    assert faces.count("@font-face") == 2
    return [TTFont(io.BytesIO(base64.b64decode(data))) for data in re.findall(r"base64,([^)]+)", faces)]


def test_every_letter_is_there_and_no_more(fonts):
    for font in fonts:
        letters = set(font.getBestCmap())
        assert {ord(letter) for letter in TEXT} <= letters
        assert ord("ض") not in letters


def test_letters_still_join(fonts):
    for font in fonts:
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        assert {"init", "medi", "fina"} <= features


def test_the_same_letters_give_the_same_bytes():
    font_faces.__globals__["_font_face"].cache_clear()
    first = font_faces(TEXT)
    font_faces.__globals__["_font_face"].cache_clear()
    assert font_faces(TEXT[::-1]) == first
