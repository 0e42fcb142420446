"""What templates, autoblogs and plug-ins leave behind: shortcodes, placeholders, counters of source links, image markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark, Paragraph, Span

# WordPress shortcodes: a name in brackets, with attributes or of a known plug-in. A plain bracketed word is not one:
# journalists write [sic] and [the minister].
_SHORTCODE = re.compile(
    r"\[/?(?:ad_\d{1,2}|ads?|adrotate|adsense|mwai_\w{1,20}|gallery|caption|embed|audio|video|playlist|vc_\w{1,30}|et_pb_\w{1,30}"
    r"|fusion_\w{1,30}|su_\w{1,30}|wp_\w{1,30}|contact-form-7|rev_slider|spot_?im\w{0,3}|toc|more|add:\d{1,3})(?:\s[^\[\]\n]{0,300})?/?\]"
    r"|\[/?[a-z][a-z0-9_-]{1,30}(?:\s{1,3}[a-z][a-z0-9_-]{0,30}=(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[^\s\]]{1,80})){1,20}\s?/?\]",
)
_TEMPLATE = re.compile(r"\{\{[^{}\n]{1,120}\}\}|\{%[^{}\n]{1,120}%\}|<%[^<>\n]{1,120}%>|##[A-Z_]{3,40}##|\$\{[A-Za-z_.]{1,60}\}")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,500}\)?|<image>data:image/\S{0,200}|data:image/[a-z+]{2,10};base64,[A-Za-z0-9+/=]{0,2000}")
_LINE = re.compile(
    r"(?:source link|quelllink|lien source|enlace fuente)\s{0,2}[-–]?\s{0,2}\d{0,4}|[a-z]{2,5}-[a-z]{2}-\d{1,4}|undefined|null|nan|\[object object\]|image|logo"
    r"|placeholder(?: image)?[- ]?\d{0,3}|lorem ipsum.{0,300}|(?:spot_?img)|viewscnt|envelope-fill\w{0,10}",
    re.IGNORECASE,
)
_CERTAIN_LINE = re.compile(r"source link\s{0,2}[-–]?\s{0,2}\d{0,4}|\[object object\]|placeholder(?: image)?[- ]?\d{1,3}", re.IGNORECASE)
_SCRIPT = re.compile(
    r"(?:\(?function\s{0,3}\(|var\s+\w{1,40}\s{0,3}=|window\.\w|document\.(?:write|getElementById)|googletag\.|google_ad_client|Criteo\.|\$\(document\)"
    r"|@media\s|\.[a-z][\w-]{1,40}\s{0,3}\{|adsbygoogle|<script|<iframe|</div>)"
)


@dataclass(frozen=True)
class Shortcodes:
    """Marks shortcodes, template placeholders, image markup, script left as text, and autoblog lines."""

    name: ClassVar[str] = "shortcodes"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each, inside a paragraph too."""
        for paragraph in document.paragraphs:
            text = paragraph.text
            if len(text) <= 320 and (found := _LINE.fullmatch(text.strip(" .:|»>*"))):
                sure = Certainty.CERTAIN if _CERTAIN_LINE.fullmatch(found.group()) else Certainty.LIKELY
                yield Mark(paragraph.span, _line_category(found.group()), self.name, found.group(), certainty=sure)
                continue
            if "[" in text:
                yield from self._all(paragraph, _SHORTCODE, "autoblog")
            if "{" in text or "<%" in text or "##" in text:
                yield from self._all(paragraph, _TEMPLATE, "placeholder")
            if "data:image" in text or "![" in text:
                yield from self._all(paragraph, _IMAGE, "image-alt")
            if len(_SCRIPT.findall(text[:2000])) >= 2 or (_SCRIPT.match(text) and text[-1:] in "};>"):
                yield Mark(paragraph.span, "placeholder", self.name, "a script left as text", certainty=Certainty.LIKELY)

    def _all(self, paragraph: Paragraph, pattern: re.Pattern[str], category: str) -> Iterator[Mark]:
        for match in pattern.finditer(paragraph.text):
            start = paragraph.span.start
            yield Mark(Span(start + match.start(), start + match.end()), category, self.name, match.group()[:80])


def _line_category(found: str) -> str:
    folded = found.lower()
    if "image" in folded or folded in ("logo",) or "spot" in folded:
        return "image-alt"
    return "autoblog" if "link" in folded or "-" in folded and any(map(str.isdigit, folded)) else "placeholder"
