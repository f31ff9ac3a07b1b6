import pytest

import toolkit as tk


@pytest.mark.parametrize(
    ("name", "text", "taken", "why"),
    [
        ("البوكمال", "الطريق المؤدي للبوكمال", True, "a name of the gazetteer"),
        ("القائم", "من قضاء القائم", True, "what stands beside it makes it a name"),
        ("الرقة", "أصابته الرقة حين سمع", False, "nothing beside it"),
        ("الطاولة", "جلس إلى الطاولة", False, "not in the gazetteer"),
        ("المتحدة", "دعت الأمم المتحدة", True, "part of a longer name, الأمم المتحدة"),
    ],
)
def test_each_place_says_why(name, text, taken, why):
    rows = tk.explain_entity(name, tk.as_articles([text]))
    assert rows["taken"].to_list() == [taken]
    assert why in rows["why"][0]


def test_a_name_alone_is_looked_at_by_itself():
    assert tk.explain_entity("البوكمال")["entity_id"].to_list() == ["place:al-bukamal"]
    assert tk.explain_entity("").empty
    assert tk.explain_entity("غير موجود", tk.as_articles(["خبر"])).empty
