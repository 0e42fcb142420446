"""Which counted lines are a site's furniture. When in doubt a line is none.

What a site prints on its pages stands in many of its documents, in the same place, among different articles. What its
articles say may come again, too: a quotation, a paragraph of background, a sub-heading ("The verdict"), the article
itself at five addresses. So the share of the site's documents that a line needs grows with its likeness to prose.

A share is taken at its lower bound, as a few documents tell little: the score interval of 95 % (E. B. Wilson,
"Probable inference, the law of succession, and statistical inference", 1927). 5 documents of 6 give 0.44, 5 of 40 give
0.05, 212 of 230 give 0.88.
"""

from __future__ import annotations

from math import sqrt

from newsclean.outline import letters_of
from newsclean.sites.counts import Counted
from newsclean.sites.folded_lines import ends_like_a_sentence, is_prose

LEAST_DOCUMENTS = 5
"""A site with fewer documents has no profile, and a line in fewer is none of it."""

_Z = 1.96  # of the normal distribution, for 95 %
_ARTICLES = 4  # different articles that must have it; 5 of them fill 4 of 64 classes or more in 99 % of cases
_LETTERS = 3  # fewer say nothing: a score, a bullet, an initial
_FRAGMENT_LETTERS = 8  # "Q:", "U.S.", "No!"
_SAME_PLACE = 0.9  # of the documents with it: furniture does not wander

# The least share of the site's documents. Chosen so that on invented sites (benchmarks/sites.py) nothing of an article
# goes: sub-headings reach 0.2, quotations 0.3 and background paragraphs 0.4 of the documents there.
_LABEL_OUTSIDE = 0.05
_LABEL_BETWEEN = 0.3
_SENTENCE_OUTSIDE = 0.3
_SENTENCE_BETWEEN = 0.5
_PROSE_OUTSIDE = 0.5
_FRAGMENT = 0.3
_FRAGMENT_SENTENCE = 0.5


def lower_bound(documents: int, of: int) -> float:
    """The lower bound of a share, by Wilson's score interval of 95 %.

    >>> round(lower_bound(5, 6), 2), round(lower_bound(5, 40), 2), round(lower_bound(212, 230), 2)
    (0.44, 0.05, 0.88)
    """
    if not of:
        return 0.0
    share, square = documents / of, _Z * _Z
    centre = share + square / (2 * of)
    spread = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, (centre - spread) / (1 + square / of))


def is_furniture(line: Counted, of: int) -> bool:
    """Whether a counted line, or fragment, is printed by the site and not written for an article.

    Args:
        line: What was counted.
        of: How many documents its site has.
    """
    if line.documents < LEAST_DOCUMENTS or line.surroundings < _ARTICLES:
        return False
    share = lower_bound(line.documents, of)
    if share < _LABEL_OUTSIDE or letters_of(line.text) < (_LETTERS if line.kind == "line" else _FRAGMENT_LETTERS):
        return False
    return share >= _least_share(line)


def _least_share(line: Counted) -> float:
    outside = max(line.head, line.tail) >= _SAME_PLACE * line.documents
    if line.kind != "line":
        return _FRAGMENT_SENTENCE if _speaks(line.text) else _FRAGMENT
    if is_prose(line.text):
        return _PROSE_OUTSIDE if outside else 1.0
    if _speaks(line.text):
        return _SENTENCE_OUTSIDE if outside else _SENTENCE_BETWEEN
    return _LABEL_OUTSIDE if outside else _LABEL_BETWEEN


def _speaks(text: str) -> bool:
    """Whether somebody may have said it: it ends like a sentence, or stands in quotation marks."""
    return ends_like_a_sentence(text) or text[0] in "\"'„«" or text[-1] in "\"'”»"
