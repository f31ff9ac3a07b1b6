"""Feeds of all kinds, broken ones too; entities that a file makes itself are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus.feeds import is_feed, read_feed
from toolkit.corpus.limits import LoadLimits
from toolkit.corpus.xml_elements import mend_xml

RSS = '<?xml version="1.0"?><rss><channel><title>صدى</title>{}</channel></rss>'
ITEM = "<item><title>{}</title><description>{}</description></item>"


def read(text, limits=None):
    return read_feed(text, frozenset(), limits or LoadLimits())


def test_the_parts_of_an_item():
    item = (
        "<item><guid>7</guid><title>جسر &amp;quot;الخشب&amp;quot;</title><link>http://a.b/?x=1&y=2</link>"
        "<dc:creator>مراسلنا</dc:creator><category>محليات</category><category>جسور</category>"
        "<pubDate>Thu, 09 Nov 2017 14:20:00 +0300</pubDate><media:title>صورة</media:title>"
        "<description>ملخص</description><content:encoded><![CDATA[<p>أول&nbsp;سطر</p><p>ثان &amp; ثالث</p>]]>"
        "</content:encoded></item>"
    )
    row = read(RSS.format(item)).table.iloc[0].to_dict()
    assert row["text"] == "أول سطر\nثان & ثالث"
    assert (row["title"], row["deck"], row["source"]) == ('جسر "الخشب"', "ملخص", "صدى")
    assert (row["url"], row["author"], row["section"]) == ("http://a.b/?x=1&y=2", "مراسلنا", "محليات")


def test_rdf_and_a_feed_that_was_escaped_twice():
    rdf = '<rdf:RDF xmlns:rdf="x"><channel><title>صدى</title></channel><item><title>خبر</title></item></rdf:RDF>'
    assert read(rdf).table["title"].tolist() == ["خبر"]
    twice = RSS.format(ITEM.format("خبر", "<![CDATA[وصل &lt;a href=&quot;x&quot;&gt;الوفد&lt;/a&gt; اليوم]]>"))
    assert read(twice).table["text"].tolist() == ["وصل الوفد اليوم"]


def test_items_before_the_break_are_kept():
    feed = RSS.format(ITEM.format("أول", "نص") * 5)
    for end in range(len(feed)):
        reading = read(feed[:end])
        whole = feed[:end].count("</item>")
        assert len(reading.table) == whole
        assert reading.rejected == [(whole + 1, "bad-xml")]
    assert read(feed).rejected == []


@pytest.mark.parametrize(
    "start",
    [
        '<!DOCTYPE r [<!ENTITY x "نهر">]>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hosts">]>',
        '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://a.b/x.dtd"> %x;]>',
        '<!DOCTYPE r [<!ENTITY a "&b;&b;"><!ENTITY b "&a;">]>',
    ],
)
def test_entities_of_its_own_are_refused(start):
    assert read(start + RSS.split("?>")[1].format(ITEM.format("&x;", ""))).rejected == [(0, "forbidden-xml-entity")]


def test_a_doctype_alone_is_harmless_and_depth_has_an_end():
    feed = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://a.b/rss.dtd">' + RSS.split("?>")[1]
    assert read(feed.format(ITEM.format("خبر", ""))).table["title"].tolist() == ["خبر"]
    assert read(RSS.format("<item>" + "<b>" * 100_000)).rejected == [(1, "too-deep")]


@given(st.lists(st.tuples(st.text("ابت<&>]\"' x;", min_size=1), st.text("ابت\n ،.", min_size=1)), max_size=4))
def test_items_come_back(rows):
    import html

    rows = [(f"خبر {title.strip()}", text) for title, text in rows]
    items = "".join(ITEM.format(html.escape(html.escape(title)), html.escape(text)) for title, text in rows)
    reading = read(RSS.format(items))
    assert [" ".join(title.split()) for title, _ in rows] == (reading.table["title"].tolist() if rows else [])
    assert not reading.rejected


@given(st.text("<>&;![]CDAT-/?xml \"'#ا\x00", max_size=60))
def test_mending_makes_no_entity_and_no_error(text):
    assert mend_xml(mend_xml(text)) == mend_xml(text)
    read(text)


def test_other_xml_is_no_feed():
    assert not is_feed("<html><p>")
    assert read("<a><b>نهر</b></a>").rejected == [(0, "unsupported-format")]
