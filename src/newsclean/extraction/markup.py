"""What tag names, class names and ids say of a block. Words that web designers use the world over, not those of sites.

The groups and their words were collected from the class names of news pages and content management systems; what each
group means for a block is not written here but learned (see `judgement`): a "title" is the headline here and a teaser
there.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = {
    "related": "relat|recommend|more-?(?:on|from|stor|news|art)|read-?(?:more|also|next)|also|next-|popular|most-|"
    "trend|similar|outbrain|taboola|teaser|promo|suggest|stories|latest|recirc|upnext|headlines|hot-?news|inline-?link",
    "share": "shar|social|sns|follow|tweet|facebook|print|bshare|jiathis|addthis|sociable|like",
    "caption": "caption|figcap|imgdesc|img-?(?:desc|text|title)|photo-?(?:desc|text|title|info)|"
    "pic-?(?:desc|text|info)|legend|bildunter|cutline|zdjecie|podpis",
    "credit": "credit|copyright|source|quelle|courtesy|fotograf|rights|agency|kredyt",
    "byline": "byline|author|writer|contributor|journalist|reporter|editor|autor|redakt|profile|bio(?:$|[-_ ])|avatar|"
    "kirjoittaja|zuozhe|bianji",
    "date": "date|time|publish|pubtime|posted|updated|datum|fecha",
    "meta": "meta|info|dateline|kicker|category|section|rubri|label|eyebrow|overline|topic|flag|cat-",
    "tags": "tag(?:s|-|_|$)|keyword|topics|hashtag",
    "comment": "comment|disqus|reply|replies|discuss|kommentar|pinglun|respond",
    "newsletter": "newsletter|subscri|signup|sign-up|sign_up|register|regist|login|paywall|piano|premium|member|donat|"
    "abonn|prenumer",
    "ad": "(?:^|[-_ ])ads?(?:$|[-_ ])|advert|adv(?:$|[-_ ])|sponsor|banner|dfp|google|promot|reklam|werbung|anzeige|"
    "commercial|affili",
    "nav": "nav|menu|breadcrumb|crumb|pagin|pager|topbar|toolbar|tabs|site-?map|skip|jump|toc(?:$|[-_ ])|position",
    "footer": "foot|bottom|copyright|disclaimer|legal|stopka",
    "header": "header|masthead|logo|top(?:$|[-_ ])",
    "sidebar": "side|rail|right(?:$|[-_ ])|left(?:$|[-_ ])|column|col-?r|secondary|extra",
    "widget": "widget|module|box(?:$|[-_ ])|embed|player|video|audio|gallery|slide|carousel|lightbox|poll|quiz|chart|"
    "map|interactive|ticker|rating|score|vote",
    "cookie": "cookie|consent|gdpr|modal|popup|overlay|dialog|toast|alert|notice|notif|banner",
    "hidden": "hidden|hide|invisible|sr-only|screen-?reader|visually|noprint|no-print|collapsed|mobile-only|d-none",
    "title": "title|headline|heading|hed(?:$|[-_ ])|titre|tytul|titulo|titel|h1",
    "lead": "lead|lede|standfirst|summary|intro|deck|dek|subtitle|sub-?head|sub-?title|excerpt|abstract|chapo|zajawka|"
    "entradilla|description|strapline|zhaiyao|daodu",
    "body": "article-?(?:body|content|text|main|page)|story|entry|post-?(?:body|content|text|entry)|content|text|body|"
    "artikel|articolo|articulo|main|paragraph|richtext|prose|tresc|neirong|zhengwen|editor",
    "article": "article|post(?:$|[-_ ])|news|detail|hentry|single|art(?:$|[-_ ])|wpis",
    "quote": "quote|cita|zitat",
    "list": "list|items?(?:$|[-_ ])|grid|card|thumb|archive|feed|index",
}
_PATTERNS = tuple(re.compile(pattern) for pattern in _WORDS.values())
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST = 300  # characters of a class name that are read

GROUPS = tuple(_WORDS)
TAGS = tuple(
    "article main aside header footer nav figure figcaption form table blockquote list section heading".split()
)
TAG_BITS = {tag: 1 << number for number, tag in enumerate(TAGS)}
TAG_BITS |= dict.fromkeys(("ul", "ol", "dl"), TAG_BITS["list"])
TAG_BITS |= dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), TAG_BITS["heading"])


def bits(*groups: str) -> int:
    """The groups as one number."""
    return sum(1 << GROUPS.index(group) for group in groups)


@lru_cache(maxsize=8192)
def groups(names: str) -> int:
    """The groups (bit i for `GROUPS[i]`) that class names, ids and roles speak of.

    >>> [group for number, group in enumerate(GROUPS) if groups("ArticleShare-buttons") >> number & 1]
    ['share', 'article']
    """
    found = 0
    for name in names[:_LONGEST].split():
        found |= _groups_of_one(name)
    return found


@lru_cache(maxsize=16384)  # pages share more names than combinations of names
def _groups_of_one(name: str) -> int:
    name = _CAMEL.sub("-", name).lower()
    return sum(1 << number for number, pattern in enumerate(_PATTERNS) if pattern.search(name))
