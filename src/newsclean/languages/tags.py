"""The names of languages: what users expect to read, which languages are close kin, in which scripts they are written.

Within this package a language goes by the first part of its BCP 47 tag ("zh", "sr", "pt"); `tag` adds the script or
region that a whole text shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from newsclean.data import FOLDER
from newsclean.errors import UnknownNameError
from newsclean.languages.scripts import letters_by_script

_LANGUAGES = """
af am ar as az ba be bg bn br bs ca cs cy da de el en eo es et eu fa fi fo fr fy ga gd gl gu ha he hi hr ht hu hy id
ig is it ja jv ka kk km kn ko ku ky la lb lg ln lo lt lv mg mk ml mn mr ms mt my nb ne nl nn oc om or pa pl ps pt qu
ro ru rw sa si sk sl sn so sq sr sv sw ta te tg th tk tl tr tt ug uk ur uz vi xh yo zh zu
"""
LANGUAGES = frozenset(_LANGUAGES.split())
"""Languages that the default detector tells apart, by the first part of their tags."""

VARIANTS = ("pt-BR", "pt-PT", "sr-Latn", "zh-Hans", "zh-Hant")
"""Tags of more than one part that `identify` gives."""

_ALIASES = {"no": "nb", "iw": "he", "in": "id", "ji": "yi", "fil": "tl", "cmn": "zh", "arb": "ar", "pes": "fa"}

_SCRIPTS = {
    "Cyrillic": "ba be bg kk ky mk mn ru sr tg tt uk uz",
    "Arabic": "ar fa ku ps ug ur",
    "Devanagari": "hi mr ne sa",
    "Bengali": "as bn",
    "Han": "ja zh",
    "Kana": "ja",
    "Hangul": "ko",
    "Greek": "el",
    "Hebrew": "he",
    "Thai": "th",
    "Lao": "lo",
    "Georgian": "ka",
    "Armenian": "hy",
    "Ethiopic": "am",
    "Gujarati": "gu",
    "Gurmukhi": "pa",
    "Oriya": "or",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Sinhala": "si",
    "Khmer": "km",
    "Myanmar": "my",
}
LANGUAGES_OF = {script: frozenset(languages.split()) for script, languages in _SCRIPTS.items()}
"""Script to the languages written in it."""
_ALSO_LATIN = frozenset(("ku", "sr", "uz"))
LANGUAGES_OF["Latin"] = LANGUAGES - frozenset().union(*LANGUAGES_OF.values()) | _ALSO_LATIN
SCRIPTS_OF = {
    language: frozenset(script for script, languages in LANGUAGES_OF.items() if language in languages)
    for language in LANGUAGES
}
"""Language to the scripts it is written in."""


def possible(script: str, prior: Mapping[str, float]) -> dict[str, float]:
    """The languages of `prior`, with their weights, that `script` leaves possible.

    >>> possible("Kana", {"en": 1.0, "ja": 1.0})
    {'ja': 1.0}
    """
    if script == "Han" and "zh" in prior:
        return {"zh": 1.0}
    return {language: prior[language] for language in sorted(LANGUAGES_OF.get(script, ())) if language in prior}


# Letters by which a sentence in Cyrillic is known not to be in the language that it is taken for.
_OWN_LETTERS = {
    "be": (("uk", "їєґ"),),
    "bg": (("mk", "ѓќѕјљњ"),),
    "cs": (("sk", "ľĺŕäô"),),
    "da": (("sv", "äö"),),
    "es": (("ca", "àèòç"),),
    "nb": (("sv", "äö"),),
    "ru": (("be", "ў"), ("uk", "іїєґ")),
    "sk": (("cs", "ěřů"),),
    "tr": (("az", "ə"),),
    "uk": (("be", "ў"),),
}

# Characters that only one way of writing Chinese has; among the most frequent of their kind in both.
_SIMPLIFIED = frozenset("们这国来说时会对发经过还进动现关问见开长门车东书语习买卖写让识认师学张头岁员点样电议闻报际")
_TRADITIONAL = frozenset("們這國來說時會對發經過還進動現關問見開長門車東書語習買賣寫讓識認師學張頭歲員點樣電議聞報際")
# Words of news that only Brazil or only Portugal writes so.
_BRAZILIAN = re.compile(
    r"\b(?:você|vocês|usuários?|equipes?|ônibus|trens?|registrou|bilh(?:ão|ões)|esportes?|planej\w{1,9})\b"
)
_EUROPEAN = re.compile(
    r"\b(?:facto|equipas?|utilizador(?:es)?|autocarros?|comboios?|telemóve(?:l|is)|registou|desporto|planeia)\b"
)


def known() -> tuple[str, ...]:
    """The tags that `identify` can give, sorted.

    >>> {"fr", "nb", "sr-Latn", "zh-Hant"} <= set(known())
    True
    """
    return tuple(sorted(LANGUAGES.union(VARIANTS)))


def primary(tag: str) -> str:
    """The language of a BCP 47 tag, as this package names it.

    Raises:
        UnknownNameError: There is no such language; the message lists those there are.

    >>> primary("pt-BR"), primary("no"), primary("EN_us")
    ('pt', 'nb', 'en')
    """
    first = tag.replace("_", "-").split("-")[0].lower()
    first = _ALIASES.get(first, first)
    if first not in LANGUAGES:
        raise UnknownNameError("language", tag, known())
    return first


@cache
def kin_of(language: str) -> frozenset[str]:
    """The languages so close that they are easily taken for this one, itself included.

    >>> sorted(kin_of("cs")), sorted(kin_of("hu"))
    (['cs', 'sk'], ['hu'])
    """
    groups = (FOLDER / "languages" / "kin.txt").read_text("utf-8").splitlines()[1:]
    return frozenset((language,)).union(*(group.split() for group in groups if language in group.split()))


def by_letters(text: str, language: str) -> str | None:
    """The close kin of `language` whose own letters, one in forty at least, stand in `text`.

    >>> by_letters("Їдьте тихо, її ще немає", "ru")
    'uk'
    """
    for kin, letters in _OWN_LETTERS.get(language, ()):
        if 40 * sum(map(text.lower().count, letters)) >= len(text):
            return kin
    return None


def variant(language: str, texts: Iterable[str]) -> str:
    """The tag of `language` as `texts` write it: the script of Serbian and Chinese, the region of Portuguese.

    A region needs words that the other region does not use, and four times as many of them.

    >>> variant("sr", ["Влада је усвојила план."]), variant("sr", ["Vlada je usvojila plan."])
    ('sr', 'sr-Latn')
    >>> variant("zh", ["他們說這是對的"])
    'zh-Hant'
    """
    if language not in ("pt", "sr", "zh"):
        return language
    text = "\n".join(texts)
    if language == "sr":
        counts = letters_by_script(text)
        return "sr-Latn" if counts.get("Latin", 0) > counts.get("Cyrillic", 0) else "sr"
    if language == "zh":
        simplified = sum(c in _SIMPLIFIED for c in text)
        return "zh-Hant" if sum(c in _TRADITIONAL for c in text) > simplified else "zh-Hans"
    brazilian, european = (len(words.findall(text)) for words in (_BRAZILIAN, _EUROPEAN))
    if max(brazilian, european) < 2 or max(brazilian, european) < 4 * min(brazilian, european):
        return "pt"
    return "pt-BR" if brazilian > european else "pt-PT"
