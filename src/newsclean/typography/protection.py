"""Spans that typography passes over: addresses, names of accounts and files, code, smileys, positions on a map."""

from __future__ import annotations

import itertools
import re

Spans = list[tuple[int, int]]

# Each form is looked for only where its trigger stands in the paragraph, so plain prose pays for the triggers alone.
# Every quantifier is bounded or runs over characters that cannot begin the form again: the time is linear.
_FORMS: dict[str, re.Pattern[str]] = {
    "://": re.compile(r":(?<=[a-zA-Z0-9]:)//[^\s\"“”„«»<>]*"),
    "www.": re.compile(r"www\.[^\s\"“”„«»<>]+"),
    "#": re.compile(r"#\w+"),
    ":\\": re.compile(r"\b[A-Za-z]:\\[^\s\"“”«»<>|]*"),
    "/": re.compile(r"/(?<!\w/)[\w.@'+-]+(?:/[\w.@'+-]*)*"),
    "`": re.compile(r"(?<!`)`(?!`)[^`]{1,200}`(?!`)"),
    "<": re.compile(r"</?[a-zA-Z!][^<>]{0,500}>"),
    "=": re.compile(r"=\s?(?:\"[^\"]{0,200}\"|'[^']{0,200}')"),
    "{": re.compile(r"\{[^{}]{0,500}\}"),
    "&": re.compile(r"&#?\w{1,31};"),
    "^": re.compile(r"\^_?\^'?"),
    "°": re.compile(r"\d°\s?\d{1,2}\s?['’′](?:\s?\d{1,2}(?:[.,]\d{1,4})?\s?(?:[\"”″]|''|’’))?"),
}
# What prose has no three of: `f()`, `a => b`, `x == y`, `{"key":`, `"key": 1`, `</a>`, `let x =`, `$(x)`, `$ ls`.
_CODE = re.compile(
    r"\(\s?\)|=>|[=!]==?|&&|\|\||[\[({]\s?[{\"']|[\"']\s?:\s?[\[{\"'\dtf]|</|/>|\$\(|\$ [a-z]+ |::|;\s?\}|\{\s?\w+:|"
    r"\b(?:var|let|const|function|return|def|class|import)\s\w+\s?[=({:;]|\w=[\"']|\w\.\s?\w+\s?\([\"'\w)]"
)
_ADDRESS = re.compile(r"@\w[\w-]{0,63}(?:\.[\w-]{1,63}){0,8}")
_CALL = re.compile(r"[(\[](?<=\w.)(?:\"[^\"]{0,200}\"|'[^']{0,200}')")
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,32}:(?<!\d:)(?!\w)")
_OKINA_OR_FEET = re.compile(
    r"'(?:(?<=Hawai')|(?<=\bO')|(?<=Kaua')|(?<=Moloka')|(?<=L[aā]na')|(?<=Ni')|(?<=Kaho'))(?:i|ahu|ihau|olawe)(?!\w)|"
    r"'(?<=\d')\s?(?:\d{1,2}(?:\"|'')|[x×]\s?\d)"
)
_ADDRESSES = ("://", "www.", "/")
_TRAILING = ".,;:!?'’)]}…"
_EXTENSIONS = (
    "7z|aac|ai|asp|aspx|avi|bak|bat|bin|bmp|bz2|c|cfg|cpp|css|csv|dll|doc|docx|eml|eps|epub|exe|flac|gif|gz|h|heic|"
    "htm|html|ics|ini|iso|jar|java|jpeg|jpg|js|json|jsp|log|m4a|md|mkv|mov|mp3|mp4|mpeg|mpg|odp|ods|odt|ogg|otf|pdf|"
    "php|png|ppt|pptx|psd|py|rar|rb|rs|rtf|sh|sql|svg|tar|tex|tgz|tiff|toml|torrent|ts|tsv|ttf|txt|wav|webm|webp|"
    "wma|wmv|xls|xlsx|xml|yaml|yml|zip"
)
_FILE = re.compile(rf"\.(?=\w)(?:(?:{_EXTENSIONS})(?!\w)|[A-Za-z]{{2,24}}/[^\s\"“”„«»<>]*)")
_FILE_NAME_ENDS = frozenset(' \u00a0\u202f\t"“”„«»‹›‘()[]{}<>|,;:!?')


def protected(text: str) -> Spans:
    """Where `text` holds something that typography must not touch: ordered spans (start, end) that do not overlap.

    An address may go without its scheme: letters never change anyway.

    >>> text = 'Voir "https://example.org/l\\'eau--claire", écrire à o\\'hara@example.org.'
    >>> [text[start:end] for start, end in protected(text)]
    ["://example.org/l'eau--claire", "o'hara@example.org"]
    """
    spans: Spans = []
    for trigger in [trigger for trigger in _FORMS if trigger in text]:
        found = (match.span() for match in _FORMS[trigger].finditer(text))
        spans.extend((_trimmed(text, *span) for span in found) if trigger in _ADDRESSES else found)
    if ("{" in text or "=" in text or "<" in text or "$ " in text) and _is_code(text):
        return [(0, len(text))]
    if "@" in text:
        spans.extend(_addresses(text))
    if "'" in text:
        spans.extend(match.span() for match in _OKINA_OR_FEET.finditer(text))
    if '("' in text or "('" in text or '["' in text or "['" in text:
        spans.extend(match.span() for match in _CALL.finditer(text))
    if text.count(":") > 1:
        spans.extend(match.span() for match in _SHORTCODE.finditer(text))
    if "." in text:
        spans.extend(_file_names(text))
    return _joined(spans) if spans else spans


def _is_code(text: str) -> bool:
    return text.startswith("$ ") or sum(1 for _ in itertools.islice(_CODE.finditer(text), 3)) == 3


def _addresses(text: str) -> Spans:
    """E-mail addresses, back from the @ to where they begin, and the handles of accounts."""
    spans: Spans = []
    done = 0
    for match in _ADDRESS.finditer(text):
        start = match.start()
        while start > done and (text[start - 1].isalnum() or text[start - 1] in "._%+-'"):
            start -= 1
        while text[start] in "'-":
            start += 1
        spans.append((start, match.end()))
        done = match.end()
    return spans


def _file_names(text: str) -> Spans:
    """File names by their extension, and bare domains with a path: back from the dot to where the name begins."""
    spans: Spans = []
    done = 0
    for match in _FILE.finditer(text):
        start = match.start()
        while start > done and text[start - 1] not in _FILE_NAME_ENDS and not text[start - 1].isspace():
            start -= 1
        if start < match.start():
            spans.append(_trimmed(text, start, match.end()))
        done = match.end()
    return spans


def _joined(spans: Spans) -> Spans:
    """Spans in order, overlaps joined."""
    spans.sort()
    joined: Spans = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """An address or path without the punctuation of the sentence in which it stands."""
    if "/" in text[start:end] and text[end - 1] in _TRAILING:
        while end > start + 1 and text[end - 1] in _TRAILING:
            end -= 1
    return start, end
