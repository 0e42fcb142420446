"""Categories by what they are about, so that eight colours are enough to tell them apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """Categories with one colour: `colour` is of the terminal's 256, the page's are in `assets/page.css`."""

    name: str
    title: str
    colour: int
    categories: tuple[str, ...]


FAMILIES = (
    Family(
        "prompt", "asks of the reader", 33, ("share", "follow", "newsletter", "comments", "app", "donation", "poll")
    ),
    Family(
        "wall",
        "walls and law",
        133,
        ("cookie", "paywall", "captcha", "legal", "disclaimer", "copyright", "error-report"),
    ),
    Family("ad", "advertising and feeds", 160, ("ad", "autoblog", "feed-tail")),
    Family(
        "elsewhere",
        "leads elsewhere",
        172,
        (
            "navigation",
            "pagination",
            "tags",
            "section-label",
            "related-inline",
            "related-list",
            "trending",
            "other-article",
        ),
    ),
    Family(
        "about",
        "about the article",
        37,
        ("byline", "date", "reading-time", "counter", "author-bio", "summary"),
    ),
    Family("media", "beside pictures and players", 70, ("caption", "player", "embed", "live", "listen", "image-alt")),
    Family("slip", "slips of machines", 162, ("llm-residue", "placeholder", "duplicate", "foreign-sentence")),
    Family("edit", "edits, nothing removed", 245, ("repair", "spacing", "typography")),
)

_BY_CATEGORY = {category: family for family in FAMILIES for category in family.categories}


def family_of(category: str) -> Family:
    """The family of a category; a category of a filter of one's own goes with the slips.

    >>> family_of("newsletter").title
    'asks of the reader'
    """
    return _BY_CATEGORY.get(category, FAMILIES[-2])
