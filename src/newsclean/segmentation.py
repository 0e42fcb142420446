"""Where paragraphs begin and end. Drops nothing but the spaces and line ends between them."""

from __future__ import annotations

from newsclean.document import Paragraph, Span
from newsclean.folding import fold


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The lines of a repaired text that are not empty, each with its span, without the spaces around it.

    >>> [(p.span.start, p.text) for p in paragraphs("Il pleut.\\n\\nIl fait froid.")]
    [(0, 'Il pleut.'), (11, 'Il fait froid.')]
    """
    found = []
    start = 0
    for line in text.split("\n"):
        inside = line.strip()
        if inside:
            begin = start + line.index(inside[0])
            found.append(Paragraph(Span(begin, begin + len(inside)), inside, fold(inside)))
        start += len(line) + 1
    return tuple(found)
