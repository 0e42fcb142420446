"""What templates, autoblogs and plug-ins leave behind: shortcodes, placeholders, source links, image markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark, Paragraph, Span

# WordPress shortcodes: a name in brackets, with attributes or of a known plug-in. A plain bracketed word is not one:
# journalists write [sic] and [the minister].
_BRACKETS = re.compile(r"\[/?([a-z][^\[\]\n]*)\]")
_NAME = re.compile(r"[\w:-]+")
_ATTRIBUTE = re.compile(r"\s[a-z][\w-]*=[\"'\w]")
_NAMES = re.compile(
    r"(?:ad_\d+|ads?|adrotate|adsense|mwai_\w+|gallery|caption|embed|audio|video|playlist|contact-form-7|rev_slider|toc"
    r"|spot_?im\w*|(?:vc|et_pb|fusion|su|wp)_\w+|add:\d+)"
)
_LINE_LENGTH = 60  # characters; of these lines only a filler text is longer
_TEMPLATE = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|<%[^<>\n]*%>|##[A-Z_]{3,40}##|\$\{[A-Za-z_.]+\}")
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)?|(?:<image>)?data:image/[^\s:]*")
_LINE = re.compile(
    r"(?:source link|quelllink|lien source|enlace fuente)\s?[-–]?\s?\d*|[a-z]{2,5}-[a-z]{2}-\d{1,4}|undefined|null|nan"
    r"|\[object object\]|image|logo|placeholder(?: image)?[- ]?\d*|lorem ipsum.*|spot_?img|viewscnt|envelope-fill\w*",
    re.IGNORECASE,
)
_CERTAIN_LINE = re.compile(r"source link\s?[-–]?\s?\d*|\[object object\]|placeholder(?: image)?[- ]?\d+", re.IGNORECASE)
_SCRIPT = re.compile(
    r"\bfunction\s?\(|\bvar\s\w+\s?=|window\.\w|document\.(?:write|getElementById)|googletag\.|google_ad_client|Criteo\."
    r"|\$\(document\)|@media\s|\.[a-z][\w-]*\s?\{|adsbygoogle|<script|<iframe|</div>"
)
_SCRIPT_SIGNS = (
    "function(", "function (", "var ", "window.", "document.", "googletag.", "google_ad", "Criteo.", "$(", "@media",
    "{", "adsbygoogle", "<script", "<iframe", "</div>",
)  # fmt: skip
_AD_SCRIPT = re.compile(r"googletag\.|google_ad_client|Criteo\.|adsbygoogle|_taboola|outbrain|gtag\(|fbq\(")
_SCRIPT_HEAD = 2000  # characters in which signs of a script are counted


@dataclass(frozen=True)
class Shortcodes:
    """Marks shortcodes, template placeholders, image markup, script left as text, and autoblog lines."""

    name: ClassVar[str] = "shortcodes"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each, inside a paragraph too."""
        scripted = any(sign in document.text for sign in _SCRIPT_SIGNS) and _SCRIPT.search(document.text) is not None
        for paragraph in document.paragraphs:
            text = paragraph.text
            short = len(text) <= _LINE_LENGTH or (len(text) <= 320 and text[:5].casefold() == "lorem")
            if short and (found := _LINE.fullmatch(text.strip(" .:|»>*"))):
                sure = Certainty.CERTAIN if _CERTAIN_LINE.fullmatch(found.group()) else Certainty.LIKELY
                yield Mark(paragraph.span, _line_category(found.group()), self.name, found.group(), certainty=sure)
                continue
            if "[" in text:
                yield from self._shortcodes(paragraph)
            if "{" in text or "<%" in text or "##" in text:
                yield from self._all(paragraph, _TEMPLATE, "placeholder")
            if "data:image" in text or "![" in text:
                yield from self._all(paragraph, _IMAGE, "image-alt")
            if scripted and _is_script(text):
                sure = (
                    Certainty.LIKELY if _AD_SCRIPT.search(text[:_SCRIPT_HEAD]) else Certainty.POSSIBLE
                )  # code is quoted
                yield Mark(paragraph.span, "placeholder", self.name, "a script left as text", certainty=sure)

    def _shortcodes(self, paragraph: Paragraph) -> Iterator[Mark]:
        for match in _BRACKETS.finditer(paragraph.text):
            inside = match.group(1)
            name = _NAME.match(inside)
            if name and (_NAMES.fullmatch(name.group()) or _ATTRIBUTE.match(inside, name.end())):
                yield self._mark(paragraph, match, "autoblog")

    def _all(self, paragraph: Paragraph, pattern: re.Pattern[str], category: str) -> Iterator[Mark]:
        for match in pattern.finditer(paragraph.text):
            yield self._mark(paragraph, match, category)

    def _mark(self, paragraph: Paragraph, match: re.Match[str], category: str) -> Mark:
        start = paragraph.span.start
        return Mark(Span(start + match.start(), start + match.end()), category, self.name, match.group()[:80])


def _is_script(text: str) -> bool:
    if len(_SCRIPT.findall(text[:_SCRIPT_HEAD])) >= 2:
        return True
    return _SCRIPT.match(text) is not None and text[-1:] in "};>"


def _line_category(found: str) -> str:
    folded = found.lower()
    if "image" in folded or folded in ("logo",) or "spot" in folded:
        return "image-alt"
    return "autoblog" if "link" in folded or ("-" in folded and any(map(str.isdigit, folded))) else "placeholder"
