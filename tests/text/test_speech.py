from toolkit.text.arabic import fold
from toolkit.text.speech import cue_forms, speech_words
from toolkit.text.wordlists import read_table


def test_each_verb_is_a_cue_in_each_of_its_forms():
    forms = cue_forms()
    for form, lemma, shape in [
        ("وقالت", "قال", "past"), ("نفوا", "نفى", "past"), ("دعت", "دعا", "past"), ("يشيرون", "أشار", "present"),
        ("تنفي", "نفى", "present"), ("نافيا", "نفى", "participle"), ("داعية", "دعا", "participle"),
        ("متمنيا", "تمنى", "participle"), ("وصفوهم", "وصف", "past"), ("فأكدا", "أكد", "past"),
    ]:  # fmt: skip
        assert (forms[fold(form)].lemma, forms[fold(form)].shape) == (lemma, shape)


def test_a_homograph_is_no_cue_and_a_strict_form_says_so():
    forms = cue_forms()
    assert not speech_words("homograph") & set(forms)
    assert forms["جاء"].strict
    assert not forms["قال"].strict
    assert all(not cue.joined for form in speech_words("strict") if (cue := forms.get(form)) and cue.strict)


def test_verbs_stand_once_with_frames_that_are_read():
    rows = list(read_table("speech_verbs.tsv"))
    verbs = [(row["past"], row["present"]) for row in rows]
    assert len(verbs) == len(set(verbs))
    known = {
        "an",
        "np",
        "quote",
        "ext",
        "learn",
        "once",
        "relay",
        "in",
        "object",
        "judged",
        "burden",
        "إلى",
        "على",
        "من",
        "عن",
        "في",
        "ب",
        "ل",
    }
    assert set().union(*(row["frames"].split("|") for row in rows)) <= known
