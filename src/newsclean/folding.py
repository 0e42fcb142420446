"""The one-to-one form in which phrases are compared.

Capitals, quotation marks, apostrophes, dashes, spaces and full-width punctuation do not matter to a phrase. Folding
keeps the length: character `i` of the folded text stands for character `i` of the text, so no offset ever moves.
"""

_FORMS = {
    "'": "’‘‚‛′＇´`ʼ",
    '"': "“”„‟«»″〝〞＂",
    "-": "‐‑‒–—―−－",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t",
    ":": "：",
    "!": "！",
    "?": "？",
    "(": "（",
    ")": "）",
    "|": "｜",
    ">": "＞›",
    "<": "＜‹",
    "i": "ı",
    "σ": "ς",
    "е": "ё",
}
_REPLACEMENTS = tuple((form, plain) for plain, forms in _FORMS.items() for form in forms)


def fold(text: str) -> str:
    """Fold `text` to the form in which phrases are compared; `len(fold(text)) == len(text)`.

    >>> fold("« L’ACTUALITÉ — À LIRE »")
    '" l\\'actualité - à lire "'
    >>> fold("İLGİLİ HABERLER")
    'ilgili haberler'
    """
    folded = text.replace("İ", "i").lower()
    if not folded.isascii():
        for form, plain in _REPLACEMENTS:
            if form in folded:
                folded = folded.replace(form, plain)
    return folded
