"""Catalogues and the glossary."""

import polib
import pytest

from raya_cli.translations import catalogue, checking, glossary

TERMS = [
    glossary.Term("warranty", ("گارانتی", "ضمانت"), ("وارانتی",), True),
    glossary.Term("commitment", ("وارانتی", "دوره تعهد"), ("گارانتی",), True),
]


@pytest.mark.parametrize(
    ("english", "persian", "count"),
    [
        ("Warranty", "گارانتی", 0),
        ("Warranties", "گارانتی‌ها", 0),
        ("Warranty", "وارانتی", 2),
        ("Out of warranty", "خارج از پوشش", 1),
        ("Commitment", "دورهٔ تعهد", 0),
        ("Commitment", "گارانتی", 2),
        ("Warranty or commitment", "گارانتی یا وارانتی", 0),
        ("raya.warranty", "raya.warranty", 0),
        ("Call", "تماس", 0),
        ("%(warranty)s of ${ warranty } and {warranty}", "%(warranty)s", 0),
    ],
)
def test_words_follow_the_glossary(english, persian, count):
    assert len(glossary.complaints(TERMS, english, persian)) == count


@pytest.mark.parametrize(
    ("english", "persian", "complaint"),
    [
        ("Call %(name)s", "تماس %(name)s", None),
        ("Call %(name)s", "تماس %(nam)s", "placeholders"),
        ("Call %s", "تماس", "placeholders"),
        ("<b>Call</b>", "<b>تماس</b>", None),
        ("<b>Call</b>", "تماس", "tags"),
        ("Call ", "تماس ", None),
        ("Call ", "تماس", "spaces"),
        ("Call", "تماس گيرنده", "Arabic"),
        ("100% covered", "۱۰۰٪ پوشش", None),
        ("Deliveries", "تحویل‌ها", None),
        ("Deliveries", "تحویل ها", "half-space"),
        ("It is confirmed", "تأیید می‌شود", None),
        ("It is not confirmed", "تأیید نمی شود", "half-space"),
        ("Confirm", "تایید", "تأیید"),
        ("Damp and rot", "نم و تری", None),
    ],
)
def test_the_form_of_a_translation_is_checked(english, persian, complaint):
    found = checking.check_text(english, persian)
    assert bool(found) == bool(complaint)
    assert complaint is None or complaint in found[0]


def _catalogue(*terms: tuple[str, str], **options) -> polib.POFile:
    made = polib.POFile()
    made.extend(polib.POEntry(msgid=english, msgstr=persian, **options) for english, persian in terms)
    return made


def test_a_merge_keeps_translations_and_guesses_none():
    template = catalogue.normalised(_catalogue(("New", ""), ("Call", "")))
    result = catalogue.merged(template, _catalogue(("Call", "تماس"), ("Old", "قدیمی")))
    assert [(entry.msgid, entry.msgstr) for entry in result] == [("Call", "تماس"), ("New", "")]


def test_a_new_term_takes_over_what_the_same_english_became_elsewhere():
    said = catalogue.memory([_catalogue(("New", "تازه")), _catalogue(("New", "نو"), ("Newer", "تازه‌تر"))])
    result = catalogue.merged(_catalogue(("New", ""), ("Call", "")), _catalogue(("Call", "تماس")), said)
    assert [entry.msgstr for entry in result] == ["تازه", "تماس"]


def test_a_merge_is_the_same_every_time(tmp_path):
    template = catalogue.normalised(_catalogue(("New", ""), ("Call", "")))
    template.metadata["POT-Creation-Date"] = "today"
    path = tmp_path / "i18n" / "fa.po"
    assert catalogue.save(catalogue.merged(template, catalogue.load(path)), path)
    assert not catalogue.save(catalogue.merged(template, catalogue.load(path)), path)
    assert "Date" not in path.read_text()


def test_missing_fuzzy_and_left_over_terms_are_found():
    template = _catalogue(("Call", ""), ("New", ""), ("Empty", ""), ("Doubtful", ""))
    translation = _catalogue(("Call", "تماس"), ("Empty", ""), ("Gone", "رفته"))
    translation.extend(_catalogue(("Doubtful", "شاید"), flags=["fuzzy"]))
    found = "\n".join(checking.check_pair(template, translation, TERMS))
    for part in ("missing: 'New'", "not translated: 'Empty'", "'Gone'", "fuzzy: 'Doubtful'"):
        assert part in found
    assert "Call" not in found


def test_the_glossary_can_be_read_and_does_not_contradict_itself():
    for term in glossary.load():
        assert term.fa, term.en
        assert not set(term.fa) & set(term.forbidden), term.en
        assert not any(letter in " ".join(term.fa) for letter in "يك"), term.en


@pytest.mark.parametrize(
    ("english", "wrong", "right"),
    [
        ("Category of Parts", "دستهٔ قطعات", "گروه قطعات"),
        ("Order Line", "ردیف سفارش", "سطر سفارش"),
        ("New Version", "نسخهٔ تازه", "نسخهٔ جدید"),
        ("Possible Faults", "خرابی‌های محتمل", "خرابی‌های ممکن"),
        ("Covered Work", "کار زیر پوشش", "کار تحت پوشش"),
        ("Service contract", "قرارداد سرویس", "قرارداد خدمات"),
        ("Whatever the policy says", "هرچه سیاست بگوید", "هرچه طرح گارانتی بگوید"),
        ("Stock Move", "انتقال کوجودی", "انتقال موجودی"),
        ("Meter reading", "قرائت کنتور", "قرائت شمارنده"),
        ("Registered online", "برخط ثبت شد", "اینترنتی ثبت شد"),
        ("Coverages", "رساندن به آنچه باید باشند", "به‌روزرسانی پوشش‌ها"),
        ("Defrost fuse", "فیوز برفک‌زدا", "فیوز دیفراست"),
        ("Drum Spider", "سه‌شاخ درام", "سه‌شاخهٔ دیگ"),
        ("Tub", "محفظه", "دیگ بیرونی"),
        ("Door bellows", "لاستیک درب", "لاستیک دور درب"),
        ("Does not spin", "خشک نمی‌کند", "خشک‌کن کار نمی‌کند"),
        ("Reversing Valve", "شیر برگشتی", "شیر چهارراهه"),
    ],
)
def test_one_word_for_each_thing(english, wrong, right):
    terms = glossary.load()
    assert glossary.complaints(terms, english, wrong)
    assert not glossary.complaints(terms, english, right)


def test_a_forbidden_word_stands_inside_of_another_term():
    terms = glossary.load()
    assert glossary.complaints(terms, "Service", "سرویس")
    assert not glossary.complaints(terms, "Periodic Service", "سرویس دوره‌ای")
    assert glossary.complaints(terms, "Periodic Service", "سرویس")
