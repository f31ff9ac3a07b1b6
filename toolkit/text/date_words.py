"""The words of Arabic date lines: months of each region, weekdays, seasons, zones; and how they are matched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeVar

#: Month names, each region's own, with the English and French ones that stand in Arabic pages.
MONTHS = {
    1: "يناير|كانون الثاني|كانون ثاني|كانون ثان|جانفي|أي النار|january|jan|janvier|janv",
    2: "فبراير|فيبراير|شباط|فيفري|فيفرى|النوار|february|feb|février|févr|fév",
    3: "مارس|آذار|الربيع|march|mar|mars",
    4: "أبريل|نيسان|أفريل|الطير|april|apr|avril|avr",
    5: "مايو|أيار|نوار|ماي|الماء|may|mai",
    6: "يونيو|يونيه|يونية|حزيران|جوان|الصيف|june|jun|juin",
    7: "يوليو|يوليه|يولية|تموز|جويلية|جويليه|يوليوز|ناصر|july|jul|juillet|juil",
    8: "أغسطس|أغسطوس|آب|أوت|غشت|هانيبال|august|aug|août",
    9: "سبتمبر|أيلول|شتنبر|شتمبر|الفاتح|september|sept|sep|septembre",
    10: "أكتوبر|تشرين الأول|تشرين أول|التمور|october|oct|octobre",
    11: "نوفمبر|نوفنبر|تشرين الثاني|تشرين ثاني|تشرين ثان|نونبر|الحرث|november|nov|novembre",
    12: "ديسمبر|دجنبر|كانون الأول|كانون أول|الكانون|december|dec|décembre|déc",
}
HIJRI_MONTHS = {
    1: "محرم|المحرم|محرم الحرام",
    2: "صفر",
    3: "ربيع الأول|ربيع أول",
    4: "ربيع الثاني|ربيع الآخر|ربيع ثاني|ربيع الاخير",
    5: "جمادى الأولى|جمادى الأول|جمادى أولى|جماد الأول|جماد أول",
    6: "جمادى الثانية|جمادى الآخرة|جمادى الآخر|جمادى الثاني|جماد الثاني|جماد ثاني|جماد الآخر",
    7: "رجب",
    8: "شعبان",
    9: "رمضان|رمضان المبارك",
    10: "شوال",
    11: "ذو القعدة|ذي القعدة|ذوالقعدة|ذيالقعدة|ذى القعدة|القعدة",
    12: "ذو الحجة|ذي الحجة|ذوالحجة|ذيالحجة|ذى الحجة|الحجة",
}
WEEKDAYS = (
    "الإثنين|الاثنين|اثنين|monday|mon|lundi",
    "الثلاثاء|الثلثاء|ثلاثاء|tuesday|tue|mardi",
    "الأربعاء|الاربعا|أربعاء|wednesday|wed|mercredi",
    "الخميس|خميس|thursday|thu|jeudi",
    "الجمعة|جمعة|friday|fri|vendredi",
    "السبت|سبت|saturday|sat|samedi",
    "الأحد|أحد|sunday|sun|dimanche",
)
SEASONS = {3: "ربيع|الربيع", 6: "صيف|الصيف", 9: "خريف|الخريف", 12: "شتاء|الشتاء"}
#: Zones that a page names; a city gives its offset on that day.
ZONES = {
    "Asia/Riyadh": "مكة المكرمة|مكة|الرياض|السعودية|ksa",
    "Asia/Dubai": "أبوظبي|أبو ظبي|دبي|الإمارات",
    "Asia/Baghdad": "بغداد|العراق",
    "Asia/Damascus": "دمشق|سوريا|سورية",
    "Asia/Beirut": "بيروت|لبنان",
    "Asia/Amman": "الأردن",
    "Asia/Muscat": "مسقط|سلطنة عمان",
    "Asia/Jerusalem": "القدس|فلسطين|القدس المحتلة",
    "Asia/Gaza": "غزة",
    "Asia/Kuwait": "الكويت",
    "Asia/Qatar": "الدوحة|قطر",
    "Asia/Bahrain": "المنامة|البحرين",
    "Asia/Aden": "صنعاء|عدن|اليمن",
    "Asia/Tehran": "طهران|إيران",
    "Europe/Istanbul": "أنقرة|إسطنبول|اسطنبول|تركيا",
    "Africa/Cairo": "القاهرة|مصر|clt",
    "Africa/Tripoli": "طرابلس|ليبيا",
    "Africa/Tunis": "تونس",
    "Africa/Algiers": "الجزائر",
    "Africa/Casablanca": "الرباط|المغرب|الدار البيضاء",
    "Africa/Khartoum": "الخرطوم|السودان",
    "Europe/London": "لندن|بريطانيا",
    "Europe/Paris": "باريس|فرنسا|برلين",
    "Europe/Moscow": "موسكو|msk",
    "America/New_York": "نيويورك|واشنطن",
}
#: Zone abbreviations with one meaning; AST and IST have several and are left out.
OFFSETS = {
    "+00:00": "gmt|utc|ut|z|غرينتش|جرينتش|غرينيتش|جرينيتش|غرينتش الدولي|ت غ|ت.غ",
    "+01:00": "cet|bst",
    "+02:00": "cest|eet",
    "+03:00": "eest",
    "-04:00": "edt",
    "-05:00": "est|cdt",
    "-06:00": "cst|mdt",
    "-07:00": "mst|pdt",
    "-08:00": "pst",
}
_Key = TypeVar("_Key")
_SIGNS = str.maketrans("ىیةکڤ،؍–—−‐‑", "ييهكف,/-----", "ـ")


def normal(text: str) -> str:
    """One spelling for matching: no marks, hamzas, accents, capitals; European digits; plain signs.

    Examples
    --------
    >>> normal("٩ تشرين الأوّل")
    '9 تشرين الاول'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Mn", "Cf"))
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain.lower().translate(_SIGNS))
    return " ".join(plain.split())


def lookup(table: Mapping[_Key, str]) -> dict[str, _Key]:
    """Each name of a table, in that spelling → what it stands for.

    Examples
    --------
    >>> lookup({4: "أبريل|نيسان"})
    {'ابريل': 4, 'نيسان': 4}
    """
    return {normal(name): value for value, names in table.items() for name in names.split("|")}


def either(names: Iterable[str]) -> str:
    """A pattern for any of the names as a whole word; a digit may touch it.

    Examples
    --------
    >>> bool(re.search(either(["نيسان"]), "9نيسان")), bool(re.search(either(["نيسان"]), "ونيسان"))
    (True, False)
    """
    longest = sorted(names, key=len, reverse=True)
    return rf"(?<![^\W\d_])(?:{'|'.join(re.escape(n).replace(chr(92) + ' ', ' ?') for n in longest)})(?![^\W\d_])"
