"""Make src/newsclean/data/languages/function-words.toml from the stop lists that jusText ships.

jusText counted its lists over Wikipedia and wrote them most frequent first (BSD-2-Clause; Jan Pomikálek, Michal
Belica). We take the head of each: words of letters, seen in small letters, folded as newsclean compares. A word of the
head that stands far higher in the English list is a guest (film titles) and is left out.

usage: python training/function_words.py
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from unicodedata import category

import regex

from newsclean.folding import fold

HEAD = 160
TARGET = Path(__file__).parents[1] / "src/newsclean/data/languages/function-words.toml"
LISTS = {
    "af": "Afrikaans", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "br": "Breton", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "fy": "West_Frisian", "ga": "Irish", "gl": "Galician",
    "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ka": "Georgian", "kk": "Kazakh", "kn": "Kannada",
    "la": "Latin", "lb": "Luxembourgish", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
    "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "nb": "Norwegian_Bokmal", "ne": "Nepali", "nl": "Dutch",
    "nn": "Norwegian_Nynorsk", "oc": "Occitan", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "ta": "Tamil", "te": "Telugu", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "vi": "Vietnamese",
}  # fmt: skip


# Wikipedia speaks of nobody in the first and second person and of few days; news and the residue around it do.
_ENGLISH = """
i you we me my your our us she her him do does did will would can could should if when what who how why here there
now just get got go see read sign more about today said says people like than then them so up out no any only
january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
"""
ENGLISH = _ENGLISH.split()


# Serbian is written in Latin letters too, and then told from Bosnian and Croatian by its e where they have je or ije.
CYRILLIC = "а б в г д ђ е ж з и ј к л м н њ о п р с т ћ у ф х ц ч џ ш љ"
LATIN = "a b v g d đ e ž z i j k l m n nj o p r s t ć u f h c č dž š lj"
EKAVIAN = """
gde posle pre vreme reč reči mesto mesta uvek deo čovek čoveka svet sveta dve dete dece lep ceo cela celo negde ovde
nedelja nedelje ponedeljak sreda primer mera mere bezbednost savet veka vek sme treba da hteo video promene zahtev
"""


def frequent(name: str) -> list[str]:
    """The words of a list, most frequent first, folded, each once."""
    listed = files("justext").joinpath(f"stoplists/{name}.txt").read_text("utf-8").split()
    small = {word for word in listed if word == word.lower()}
    pieces = (fold(piece) for word in listed if word.lower() in small for piece in word.replace("’", "'").split("'"))
    if sum(regex.match(r"\p{Latin}", word) is None for word in listed) > len(listed) / 2:
        small = {word for word in small if not word.isascii()}  # a Latin word is a guest in another script
    return list(dict.fromkeys(piece for piece in pieces if piece and all(category(c)[0] in "LM" for c in piece)))


def main() -> None:
    """Write the file."""
    english = {word: rank for rank, word in enumerate(frequent("English"))}
    lines = [
        f"# Made by training/{Path(__file__).name}: the most frequent words of each language, most frequent first."
    ]
    lines.append("# After jusText's stop lists, BSD-2-Clause, (c) 2011 Jan Pomikálek, (c) 2013 Michal Belica.")
    for tag, name in LISTS.items():
        words = frequent(name)
        if tag == "sr":
            latin = dict(zip(CYRILLIC.split(), LATIN.split(), strict=True))
            spelt = ["".join(latin.get(c, c) for c in word) for word in words[:HEAD]]
            words = list(dict.fromkeys([*words[:HEAD], *spelt, *EKAVIAN.split()]))
        if tag == "en":
            words = list(dict.fromkeys([*words[:HEAD], *ENGLISH]))
        head = [w for rank, w in enumerate(words) if tag in ("en", "sr") or english.get(w, 999) * 4 + 4 > rank]
        lines.append(f'{tag} = "{" ".join(head if tag in ("en", "sr") else head[:HEAD])}"')
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
