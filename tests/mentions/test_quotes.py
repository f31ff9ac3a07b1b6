import json
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk
from toolkit.mentions.quotes import QUOTE_COLUMNS
from toolkit.mentions.speech_lines import Line, Words

GOLD = Path(__file__).resolve().parents[1] / "gold"
SHARED = Path(__file__).resolve().parents[3] / "shared"

#: Pieces of news in which somebody may speak: put together at random they reach every branch.
SPEECH = re.split(
    " ",
    'قال وقال أضاف مضيفا قائلا قائلا: نقلت عن قوله الوزير المرصد وكالة رويترز إن أن بأن : « » " " “ ” . ، ( ) الذي '
    "بحسب وفقا لما ذكرت حسب على حد قوله كما يقول أعلن مقتل اتهم السلطات بقتل دعا إلى كان قد اليوم (الخميس) في بيان "
    "جاء وصفه بأنه لم نفى - د. ثلاثة أشخاص وأكدت اما فيقول 15 # ـ \n",
)


def find(text):
    return tk.find_quotes(tk.as_articles([text]))


@given(articles())
def test_every_quote_is_where_it_says(table):
    table = tk.as_articles(table)
    before = table.copy()
    found = tk.find_quotes(table)
    pd.testing.assert_frame_equal(table, before)
    assert found.dtypes.astype(str).to_dict() == QUOTE_COLUMNS
    texts = table.set_index("article_id")
    for quote in found.itertuples():
        assert texts.loc[quote.article_id, quote.field][quote.start : quote.end] == quote.quote


@given(st.lists(st.sampled_from(SPEECH), max_size=40).map(" ".join))
def test_speech_in_any_order_is_read(text):
    found = find(text)
    for quote in found.itertuples():
        assert text[quote.start : quote.end] == quote.quote != ""
        assert quote.kind in ("direct", "indirect", "according_to")
        assert quote.speaker_status in ("explicit", "carried", "unknown")
        assert isinstance(quote.speaker, str) == (quote.speaker_status != "unknown")
        assert quote.cue in text
        if isinstance(quote.speaker, str):
            assert quote.speaker in text
    assert not found.duplicated(["start", "end", "kind"]).any()


@given(st.lists(st.sampled_from(SPEECH), max_size=40).map(" ".join))
def test_tokens_and_articles_give_the_same(text):
    table = tk.as_articles([text, "قال المرصد إن الطريق مفتوح."])
    pd.testing.assert_frame_equal(tk.find_quotes(table), tk.find_quotes(tk.tokenize(table)))


@given(st.text('ab «»"“” .', max_size=40))
def test_quotation_marks_pair_in_order(text):
    line = Line(text, 0, Words())
    closed = 0
    for opens, closes in sorted(line.closes.items()):
        assert closed <= opens < closes
        assert all(line.inside[opens + 1 : closes])
        closed = closes
    assert not any(line.inside[mark] for pair in line.closes.items() for mark in pair)


@pytest.mark.parametrize(
    ("text", "quote", "kind", "speaker", "status"),
    [
        ("وقال الوزير اليوم (الخميس) إن الطريق مفتوح.", "الطريق مفتوح", "indirect", "الوزير", "explicit"),
        ("وقال الوزير: «لن نعود إلى الوراء أبدا».", "لن نعود إلى الوراء أبدا", "direct", "الوزير", "explicit"),
        ('وقال الوزير إن "الطريق بات مفتوحا".', "الطريق بات مفتوحا", "direct", "الوزير", "explicit"),
        ("«لن نعود إلى الوراء أبدا»، يقول أحمد.", "لن نعود إلى الوراء أبدا", "direct", "أحمد", "explicit"),
        ("وكانت الوزارة قد أعلنت أن الطريق مفتوح.", "الطريق مفتوح", "indirect", "الوزارة", "explicit"),
        ("الوزارة أكدت أن الطريق مفتوح.", "الطريق مفتوح", "indirect", "الوزارة", "explicit"),
        ("ونقلت الوكالة عن قائد ميداني قوله إن الطريق مفتوح.", "الطريق مفتوح", "indirect", "قائد ميداني", "explicit"),
        ("وأجبرت المعارك الناس على النزوح، وفق الأمم المتحدة.", "وأجبرت المعارك الناس على النزوح",
         "according_to", "الأمم المتحدة", "explicit"),
        ("ووفقا للمرصد، فإن الطريق مغلق.", "الطريق مغلق", "according_to", "للمرصد", "explicit"),
        ("وطبقا لرويترز، فإن الطريق مغلق.", "الطريق مغلق", "according_to", "لرويترز", "explicit"),
        ("وحسب المرصد، تتواصل الاشتباكات.", "تتواصل الاشتباكات", "according_to", "المرصد", "explicit"),
        ("أعلنت الداخلية، اليوم السبت، القبض على خلية.", "القبض على خلية", "indirect", "الداخلية", "explicit"),
        ("وكتب الحمصي، وهو ناشط، على حسابه على تويتر، «كرواتيا تسحق روسيا وتطردها».",
         "كرواتيا تسحق روسيا وتطردها", "direct", "الحمصي", "explicit"),
        ("شدد الحشد الشعبي على أن قواته لم تدخل.", "قواته لم تدخل", "indirect", "الحشد الشعبي", "explicit"),
        ("ودعا الرئيس إلى وقف القتال.", "وقف القتال", "indirect", "الرئيس", "explicit"),
        ("وبيّن المدير أن العمل مستمر.", "العمل مستمر", "indirect", "المدير", "explicit"),
    ],
)  # fmt: skip
def test_each_way_of_saying(text, quote, kind, speaker, status):
    found = find(text)
    assert found[["quote", "kind", "speaker", "speaker_status"]].to_numpy().tolist() == [[quote, kind, speaker, status]]


def test_the_one_who_spoke_last_goes_on():
    found = find("قال المرصد إن القصف مستمر، مشيرا إلى أن الطريق مغلق. وأضاف أن المدينة محاصرة.")
    assert found["speaker"].to_list() == ["المرصد"] * 3
    assert found["speaker_status"].to_list() == ["explicit", "carried", "carried"]
    assert find("وأضاف أن المدينة محاصرة.")["speaker_status"].to_list() == ["unknown"]


def test_a_long_quotation_inside_is_a_row_of_its_own():
    found = find("قال المرصد إن القصف «مستمر منذ ثلاثة أيام كاملة» في البلدة.")
    assert found["kind"].to_list() == ["indirect", "direct"]
    assert found["quote"].iloc[1] == "مستمر منذ ثلاثة أيام كاملة"


def test_speech_goes_on_over_paragraphs():
    found = find("وقال الوزير: «لن نعود إلى الوراء أبدا بعد اليوم.\n«وسنبقى هنا مهما طال الزمن بنا».\nوانتهى الاجتماع.")
    assert found["speaker"].to_list() == ["الوزير"] * 2
    assert found["quote"].iloc[1] == "وسنبقى هنا مهما طال الزمن بنا"


@pytest.mark.parametrize(
    "text",
    [
        "يذكر أن المدينة محاصرة منذ شهر.",
        "لم تؤكد الوزارة أن الطريق مفتوح.",
        "يدعى القائد أحمد منذ سنوات.",
        "أُعلن وقف القتال في المدينة.",
        "سيطرت القوات على «البوكمال» الواقعة بين النهر والطريق.",
        "بين المدينة والقرية طريق طويل.",
        "",
    ],
)
def test_where_nobody_speaks_nothing_is_found(text):
    assert find(text).empty


def test_a_speaker_is_named_by_the_gazetteer_and_no_name_is_cut():
    found = find("قال المرصد السوري لحقوق الإنسان إن القصف مستمر. وأضاف المرصد أن الطريق مغلق.")
    assert found["speaker_entity"].to_list() == ["المرصد السوري لحقوق الإنسان"] * 2


def test_the_sources_of_the_first_page():
    if not SHARED.exists():
        pytest.skip("no shared data beside this checkout")
    wanted = json.loads((SHARED / "corpora/seed/gold.json").read_text(encoding="utf-8"))["sources"]
    found = find((SHARED / "corpora/seed/page.txt").read_text(encoding="utf-8"))
    explicit = found[found["speaker_status"] == "explicit"]
    heard = set(explicit["speaker"]) | set(explicit["speaker_entity"].dropna())
    assert set(wanted) <= heard


def test_most_statements_of_the_sample_are_found():
    texts = tk.load_articles(Path(__file__).resolve().parents[2] / "data/sample")
    gold = json.loads((GOLD / "sample.json").read_text(encoding="utf-8"))["articles"]
    found = tk.find_quotes(texts[texts["article_id"].isin([article["article_id"] for article in gold])])
    spans = {
        key: list(zip(part["start"], part["end"], strict=True)) for key, part in found.groupby(["article_id", "field"])
    }
    wanted = [(article["article_id"], quote) for article in gold for quote in article["quotes"]]
    hits = sum(
        any(_overlap(span, (quote["start"], quote["end"])) >= 0.5 for span in spans.get((article, quote["field"]), []))
        for article, quote in wanted
    )
    assert hits >= 0.75 * len(wanted)


def _overlap(one, other):
    common = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return common / max(max(one[1], other[1]) - min(one[0], other[0]), 1)


@pytest.mark.parametrize(
    ("text", "quote", "speaker", "status"),
    [
        ("وعلمت «الجريدة» من مصادر مطلعة أن الوفد غادر.", "الوفد غادر", "مصادر مطلعة", "explicit"),
        ("كما وعد الوزير بتأمين الاحتياجات.", "بتأمين الاحتياجات", "الوزير", "explicit"),
        ("وزاد أن الأسعار ارتفعت.", "الأسعار ارتفعت", None, "unknown"),
        ("ولوح الرئيس بفرض عقوبات.", "بفرض عقوبات", "الرئيس", "explicit"),
        ("وأهابت السفارة بالالتزام بالتعليمات.", "بالالتزام بالتعليمات", "السفارة", "explicit"),
        ("وكرر الرئيس دعوته إلى الحوار.", "دعوته إلى الحوار", "الرئيس", "explicit"),
        ("إعلان الرئيس أن الطريق مفتوح.", "الطريق مفتوح", "الرئيس", "explicit"),
        ("وأكد سامي من جهة أخرى أن الطريق مفتوح.", "الطريق مفتوح", "سامي", "explicit"),
        ("أكد معالي نائب وزير الصحة أن العمل مستمر.", "العمل مستمر", "معالي نائب وزير الصحة", "explicit"),
        ("واعترف المشرفون على البحث بأن العدد قليل.", "العدد قليل", "المشرفون على البحث", "explicit"),
        ("وصفت الكويت القرار بأنه خطوة عادية.", "خطوة عادية", "الكويت", "explicit"),
        ("ودعا موسكو إلى إنهاء الحصار.", "إنهاء الحصار", None, "unknown"),
        ("قال خبير في آر.جيه.أو إن السوق هادئة.", "السوق هادئة", "خبير في آر.جيه.أو", "explicit"),
        ("ولهذه الأسباب، يقول الباحث، تغيرت العلاقات بين البلدين.", "تغيرت العلاقات بين البلدين", "الباحث", "explicit"),
        ("وأبلغ مصدر أمني رويترز بأن الطريق مغلق.", "الطريق مغلق", "مصدر أمني", "explicit"),
        ("وقال سامي إنه يدرس الأمر، لكنه أوضح أنه متعب.", "يدرس الأمر", "سامي", "explicit"),
        (
            "وحسب الخبر تغير كل شيء. وفي العام الماضي -تقول المجلة- أطلقت الدولة مدينة صناعية.",
            "وفي العام الماضي -تقول المجلة- أطلقت الدولة مدينة صناعية",
            "المجلة",
            "explicit",
        ),
        ("وقال سامي متحدثا من مكتبه إن الطريق مغلق.", "الطريق مغلق", "سامي", "explicit"),
        ("واتهمت طهران القوى الأجنبية بالتدخل.", "بالتدخل", "طهران", "explicit"),
        ("ونقلت الوكالة عن مصدر عسكري وعن المرصد أن الطريق مغلق.", "الطريق مغلق", "مصدر عسكري", "explicit"),
        ("حذرت السعودية من التعامل بالعملات الرقمية.", "التعامل بالعملات الرقمية", "السعودية", "explicit"),
        ("أكد الوزير أن الجسر غير آمن، وأطلق المحافظ نداء.", "الجسر غير آمن", "الوزير", "explicit"),
    ],
)
def test_more_ways_of_saying(text, quote, speaker, status):
    row = find(text).iloc[0]
    assert row["quote"] == quote
    assert (None if pd.isna(row["speaker"]) else row["speaker"], row["speaker_status"]) == (speaker, status)


@pytest.mark.parametrize(
    "text",
    [
        "وتجمع مئات الناس على الحدود.",
        "إذا شعر أنه وحيد غادر المدينة.",
        "البحث عن عمل عبر الموقع بالبعد عن التكرار.",
        "كانت الصحيفة أول من تحدث عن الخطط الجديدة.",
        "زاد عدد المصابين في المدينة بعد أن انهار سقف البيت.",
        "وفق سياقات سياسية تغير كل شيء في المدينة.",
    ],
)
def test_words_that_only_look_like_saying(text):
    assert find(text).empty


def test_a_mark_that_was_never_opened_turns_nothing_around():
    found = find('ضمت القائمة الوطن" والجريدة. وقال الوزير "لن نعود إلى الوراء أبدا" في المؤتمر.')
    assert found["quote"].to_list() == ["لن نعود إلى الوراء أبدا"]


def test_names_found_before_are_taken():
    table = tk.as_articles(["قال المرصد السوري لحقوق الإنسان إن القصف مستمر."])
    mentions = tk.find_entities(table)
    pd.testing.assert_frame_equal(tk.find_quotes(table, mentions=mentions), tk.find_quotes(table))
    assert tk.find_quotes(table, mentions=mentions.iloc[:0])["speaker_entity"].isna().all()
    with pytest.raises(tk.MissingColumnsError, match="entity"):
        tk.find_quotes(table, mentions=mentions.drop(columns="entity"))


def test_a_verb_behind_li_goes_on_with_the_speech():
    found = find("قال سامي إن الموسيقى جميلة، ليضيف أن العازف ماهر.")
    assert found["quote"].to_list() == ["الموسيقى جميلة", "العازف ماهر"]


@pytest.mark.parametrize(
    ("text", "quote", "speaker"),
    [
        ("وقال خبير في السوق لبي بي سي إن الأسعار هادئة.", "الأسعار هادئة", "خبير في السوق"),
        ("نقلت قناة سي إن بي سي عن مصدر قوله إن الصفقة قريبة.", "الصفقة قريبة", "مصدر"),
        ("اتهم مسؤول بارز في البلدية الرئيس السابق بأنه كان غائبا.", "كان غائبا", "مسؤول بارز في البلدية"),
        ("ورد سامي واصفا زميلته السابقة بأنها قليلة الخبرة.", "قليلة الخبرة", None),
        ("توقع القحطاني زيادة العدد، ورفض القحطاني ذكر الأرقام.", "زيادة العدد", "القحطاني"),
    ],
)
def test_who_is_told_and_who_is_meant(text, quote, speaker):
    row = find(text).iloc[0]
    assert (row["quote"], None if pd.isna(row["speaker"]) else row["speaker"]) == (quote, speaker)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("قال سامي إن الطريق مغلق. وطالبوا الأخيرين بالبقاء هنا.", "سامي"),
        ("قال سامي إن الطريق مغلق. ووصف الوضع بأنه صعب للغاية.", "سامي"),
        ("قال سامي إن الطريق مغلق. وختم كلمته قائلا: «سنعود قريبا إلى هنا».", "سامي"),
        ("وأبلغ سامي نظيره أن الطريق مغلق.", "سامي"),
        ("وأكد سامي على صفحته أن الطريق مغلق.", "سامي"),
        ("ترامب يعتبر الاتفاق ضعيفا قائلا إنه ناقص.", "ترامب"),
    ],
)
def test_an_object_is_no_speaker(text, speaker):
    assert set(find(text)["speaker"]) == {speaker}


@pytest.mark.parametrize(
    "text",
    [
        "لكن تذكر أن النسخة القديمة لا تعمل.",
        "ومما يؤكد سعي الدولة إلى الفتنة حصول الحادث في البحر.",
        "توقفت المصانع مما يهدد الصناعة التي توشك أن تنهار.",
        "ووضع الجيش في حالة تأهب، عبر أنحاء البلاد بحثا عن الخاطفين.",
        "ويصر النشطاء على الاحتجاج في المكان نفسه.",
        "وقد انتزعت الحكومة اعترافا وطنيا واعتراف دولي بأن المصالح مرهونة بها.",
        "هناك اعتقاد سائد بين الناس أن الطريق مغلق.",
        "الاتفاق الذي أعلن في أول يوليو بين المدينة والقرية.",
        "وفق البرنامج التالي تبدأ المباريات غدا في المدينة.",
        "والجدير ذكره أن المهرجان يقام كل عام.",
        "إذا كنت تعتقد أن الجهاز معطل فاتصل بنا.",
        "اعتقلت الشرطة أربعة رجال يشتبه بأنهم خططوا للهجوم.",
        "افتتح المحافظ المعرض في القاعة الكبرى، كما شكر اللجان المنظمة.",
        "وكان يعد موهبة كبيرة، إلا أنه اصطدم بالواقع.",
        "ومن النادر ذكر أرقام رسمية لعدد الناس.",
        "ومن المهم ملاحظة أن عدد الناس يختلف.",
        "وهذا يعتبر أمراً مقبولاً، ومطلبنا أن يستفيد المدرب.",
        "شدد الرئيس القواعد المتعلقة بالسلاح، إذ أصبح التجار مجبرين على التدقيق.",
        "فموقف الجميع من قبول طلب الرئيس يعكس الإحساس بالمسؤولية تجاه الناس، رغم إدراكهم أن العدو باق.",
    ],
)
def test_nobody_says_these(text):
    assert find(text).empty


def test_a_source_behind_a_comma_opens_what_follows_it():
    row = find("تمثلت المفاجأة في الشروط، وبحسب ما ذكر نشطاء فقد وضع شرط جديد في العقد.").iloc[0]
    assert (row["quote"], row["speaker"]) == ("وضع شرط جديد في العقد", "نشطاء")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("وبين الأستاذ العوض في البداية أن اللقاء مهم.", "الأستاذ العوض"),
        ("أعرب سامي بن بنيه عن رفضه للقرار.", "سامي بن بنيه"),
        ("وأوضح بولدن رئيس الوكالة أن الرحلة قريبة.", "بولدن"),
        ("وقال الرسام إياد حماد المشرف على المعرض إن الصورة كبيرة.", "الرسام إياد حماد"),
        ("وأكد محمد رحيم أمين أن القتال مستمر.", "محمد رحيم أمين"),
        ("أعلنت كلية الطب بجامعة الملك سعود أن الباب مفتوح.", "كلية الطب بجامعة الملك سعود"),
        ("ودعا البيان كوريا الشمالية إلى تقديم اعتذار.", "البيان"),
        ("وأعلنت وكالة أنباء البحرين أن العمل مستمر.", "وكالة أنباء البحرين"),
        ("وقال ماكرون للشيخ محمد بن زايد إن الطريق مفتوح.", "ماكرون"),
        ("ونبه «الغامدي» المواطنين بعدم الخروج وقت المطر.", "«الغامدي»"),
        ("وأضاف هذا المسؤول أن العمل مستمر.", "هذا المسؤول"),
        ("ونقل البيان على لسان نيكي هايلي قولها إن العمل مستمر.", "نيكي هايلي"),
        ("ارتفع الدولار بعد صدور تقرير أظهر أن السوق قوية.", "تقرير"),
        ("وبحسب رويترز قال الوزير إن السوق قوية.", "الوزير"),
        ("وكان وزير الخارجية، أنور قرقاش، قد أعلن أن العمل مستمر.", "وزير الخارجية، أنور قرقاش"),
        ("وحذر المتحدث باسم الشرطة من أن العدد مرشح للارتفاع.", "المتحدث باسم الشرطة"),
        ("ودعت إلهان عمر الإدارة إلى فتح تحقيق.", "إلهان عمر"),
        ("نفى مصدر في القنصلية السعودية أي صلة بالحادث.", "مصدر في القنصلية السعودية"),
        ("أكد سفير المملكة لدى كندا سامي العلي أن العمل مستمر.", "سفير المملكة لدى كندا سامي العلي"),
        ("وأوضحت الوزارة لرعاياها أن العمل مستمر.", "الوزارة"),
        ("ودعا الجبوري رؤساء الكتل إلى تأييد الورقة.", "الجبوري"),
        ("واشنطن، الولايات المتحدة (CNN)-- اعتبر الرئيس أن العمل مستمر.", "الرئيس"),
        ("كيري يؤكد الحاجة إلى المزيد من الحرية.", "كيري"),
        ("وأعلنت السلطات في التاسع من فبراير بدء عملية شاملة.", "السلطات"),
        ("وأوضح عميد التعليم عن بعد سامي العلي أن العمل مستمر.", "عميد التعليم عن بعد سامي العلي"),
        ("اتهم ضباط الحرس الثوري ضباط النظام بالهروب.", "ضباط الحرس الثوري"),
        ("لكن محامي الرئيس السابق، سامي العلي، أكد أن العمل مستمر.", "محامي الرئيس السابق، سامي العلي"),
        ("وعبر الرئيس هادي في الاجتماع عن سعادته بالعمل.", "الرئيس هادي"),
        ("أكد إمام وخطيب المسجد الشيخ سامي العلي أن العمل مستمر.", "إمام وخطيب المسجد الشيخ سامي العلي"),
        ("شدد الشيخ سامي العلي إمام وخطيب المسجد على أن العمل مستمر.", "الشيخ سامي العلي"),
        ("وظلت السلطات الإيطالية تطالب مصر بالإسراع بالتحقيق.", "السلطات الإيطالية"),
        ("تحدث السفير البريطاني في مصر، جون كاسن، عن موقف بلاده.", "السفير البريطاني في مصر، جون كاسن"),
        ("وقال النائب السابق عبد الأمير التعيبان إن العمل مستمر.", "النائب السابق عبد الأمير التعيبان"),
        ("دعا بموجبها العبادي إلى إقالة الوزراء.", "العبادي"),
        ("ونفى راينهارت وجود مشكلة في المدينة.", "راينهارت"),
        ("وقالت وزارة الصحة أو ما يعرف بوزارة العافية إن العمل مستمر.", "وزارة الصحة"),
        ("واتهمت إسرائيل «فيلق القدس» بإطلاق الصواريخ.", "إسرائيل"),
        ("وقال عميد الكلية، الدكتور سامي بن علي، إن العمل مستمر.", "عميد الكلية، الدكتور سامي بن علي"),
        ("أعلنت وزارة الداخلية تخريج دفعة جديدة.", "وزارة الداخلية"),
        ("قال الرئيس الإسرائيلي إسحاق هرتسوغ إن السوق قوية.", "الرئيس الإسرائيلي إسحاق هرتسوغ"),
        ("وقالت تقارير أخرى إن السوق قوية.", "تقارير أخرى"),
    ],
)
def test_a_speaker_is_his_name_and_no_more(text, speaker):
    assert find(text)["speaker"].to_list() == [speaker]


def test_praise_with_a_list_behind_it_is_no_speech():
    assert find("وأشاد المنظم بتعاون الشركاء: أمانة المنطقة، وفرع السياحة، والنادي.").empty


def test_a_witness_may_speak_and_an_adjective_is_no_object():
    assert find("ونقلت الوكالة عن شاهد عيان قوله إنه سمع انفجارات.")["speaker"].to_list() == ["شاهد عيان"]
    assert find("دعت الهيئة الدائمة إلى وقف القتال.")["speaker"].to_list() == ["الهيئة الدائمة"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("وأشار الوزير إلى أن العمل توقف بعد الحريق، مما أضر بالسوق.", "العمل توقف بعد الحريق، مما أضر بالسوق"),
        ("وتعهد الرئيس بنزع السلاح، ما دفع الأطراف إلى التفاوض.", "بنزع السلاح"),
        (
            "وأضافت الصحيفة أنه ليس هناك اتفاق، لكن أي صفقة يفترض أن تبرم غدا.",
            "ليس هناك اتفاق، لكن أي صفقة يفترض أن تبرم غدا",
        ),
        ("وأعلن الموقع أن النجم السابق، قال لزملائه إنه باق.", "النجم السابق، قال لزملائه إنه باق"),
    ],
)
def test_a_clause_runs_on_where_a_noun_ends(text, quote):
    assert find(text)["quote"].iloc[0] == quote


def test_a_noun_ends_where_somebody_else_speaks():
    found = find("ومنذ أن كشفت الشركة عن إساءة استخدام البيانات، قال مديرها إن الأمر عولج.")
    assert found["quote"].to_list() == ["إساءة استخدام البيانات", "الأمر عولج"]


def test_a_quotation_in_the_speakers_name_is_not_what_is_said():
    found = find("وقال المنسق الوطني للجنة «متابعة قضية الشهيد عمر»، الحسين سالم، إن المسطرة محترمة.")
    assert found["quote"].to_list() == ["المسطرة محترمة"]


def test_a_participle_that_says_nothing_leaves_the_quotation_to_the_verb():
    found = find("وقال المدرب بعد المباراة مشيرا إلى الجمهور «عندما يأتون بمدرب يفوز بالألقاب أصبح الثاني».")
    assert found[["cue", "speaker", "kind"]].to_numpy().tolist() == [["وقال", "المدرب", "direct"]]


def test_a_preposition_belongs_to_the_title_before_its_adjective():
    assert find("وأوضح المشرف العام على المركز أن العمل مستمر.")["speaker"].to_list() == ["المشرف العام على المركز"]


@pytest.mark.parametrize(
    "text",
    [
        "قال سامي إن الطريق مغلق. الأمانة قامت بتطوير الحي بواجهات تعبر عن تراث المدينة.",
        "قال سامي إن الطريق مغلق. وقال لأعضاء البرلمان إن العمل مستمر.",
        "قال سامي إن الطريق مغلق. كما اتهم المعتقلون بأنهم أعضاء في خلية.",
        "قال سامي إن الطريق مغلق. لكنه أكد مرة أخرى على أهمية العمل.",
        "قال سامي إن الطريق مغلق. وكانت المفوضية قد أصدرت في الشهر الجاري خطوطا إرشادية توضح أن العمل مستمر.",
        "قال سامي إن الطريق مغلق. كذلك أشارت إلى وجود جرحى في المدينة.",
    ],
)
def test_no_verb_adverb_or_listener_is_the_speaker(text):
    assert find(text)["speaker_status"].to_list()[1:] == ["carried"]


def test_a_closing_mark_before_a_sign_opens_nothing():
    found = find('وتابع" انا من عشاق الشعر وانسانا". مشيرا إلى أن العمل مستمر. وقال الوزير "لن نعود إلى الوراء أبدا".')
    assert found["quote"].to_list()[-2:] == ["العمل مستمر", "لن نعود إلى الوراء أبدا"]
