"""An article as a page of its own: source and article side by side, every change with its reason.

Whatever the article says is inert there. It is escaped, it never gets into a script or a style, and the page's own
policy (Content-Security-Policy by hash) lets nothing else run or load.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from newsclean.document import EDIT_CATEGORIES, Change, Cleaned, CleanedParagraph
from newsclean.report.comparison import Piece, Row, is_quiet, is_removal, rows
from newsclean.report.families import FAMILIES, family_of
from newsclean.report.inert import inert


def page(article: Cleaned, *, name: str = "article", near: Iterable[Change] = ()) -> str:
    """Write an article as a self-contained HTML page.

    Args:
        article: What `clean` gave.
        name: What the article is called where it has no title, a file's name for instance.
        near: What to mark although it stays, as `newsclean.report.near_misses` gives it.

    Returns:
        The page; it can always be encoded as UTF-8.

    >>> import newsclean
    >>> written = page(newsclean.clean("Il pleut.\\n[ad_2]"))
    >>> "<script>" in written, "[ad_2]" in written
    (True, True)
    """
    near = tuple(near)
    style, script = asset("page.css"), asset("page.js")
    return Template(asset("page.html")).substitute(
        policy=escape(policy(style, script)),
        style=style,
        script=script,
        title=shown(article.title or name),
        name=shown(name),
        facts="".join(_facts(article)),
        filters="".join(_filters(article, near)),
        rows="".join(_rows(article, near)),
        removals="".join(_reasons(article, removals=True)),
        edits="".join(_reasons(article, removals=False)),
        near="".join(_near_reasons(near)),
        removal_count=f"{sum(map(is_removal, article.changes)):,}",
        edit_count=f"{sum(not is_removal(c) and not is_quiet(c) for c in article.changes):,}",
        near_count=f"{len(near):,}",
    )


def _facts(article: Cleaned) -> Iterator[str]:
    gone = sum(len(change.before) - len(change.after) for change in article.changes if is_removal(change))
    share = f"{gone / len(article.source):.0%}".replace("%", " %") if article.source else "0 %"
    known = (
        ("Verdict", article.verdict),
        ("Language", article.language or "unknown"),
        ("Characters", f"{len(article.source):,}"),
        ("Removed", f"{gone:,} ({share})"),
        ("Paragraphs", f"{len(article.paragraphs):,}"),
    )
    for term, value in known:
        yield f"<div><dt>{term}</dt><dd>{shown(value)}</dd></div>"


def _filters(article: Cleaned, near: tuple[Change, ...]) -> Iterator[str]:
    """A button for each category that occurs, family by family."""
    counts = Counter(change.category for change in (*article.changes, *near) if not is_quiet(change))
    for family in FAMILIES:
        here = [category for category in counts if family_of(category) is family]
        if not here:
            continue
        yield f'<div class="family {family.name}" role="group" aria-label="{escape(family.title)}">'
        yield f'<span class="family-title">{escape(family.title)}</span><div>'
        for category in here:
            yield (
                f'<button type="button" class="filter" aria-pressed="true" data-category="{escape(category)}">'
                f'{shown(category)} <span class="count">{counts[category]:,}</span></button>'
            )
        yield "</div></div>"


def _rows(article: Cleaned, near: tuple[Change, ...]) -> Iterator[str]:
    begun: set[int] = set()
    count = {change: number for number, change in enumerate(near)}
    for row in rows(article, near):
        if row.blank:
            continue
        source = "".join(_piece(article, piece, begun, count) for piece in row.pieces)
        gone = "" if row.kept.strip() else " gone"
        yield f'<div class="row{gone}"><div class="cell source" dir="auto">{source}</div>{_kept(article, row)}</div>\n'


def _piece(article: Cleaned, piece: Piece, begun: set[int], near: dict[Change, int]) -> str:
    if piece.near:
        number = near[piece.near]
        return (
            f'<mark class="change near {family_of(piece.near.category).name}" tabindex="0" '
            f'aria-describedby="n{number}" data-reason="n{number}" data-category="{escape(piece.near.category)}">'
            f"{shown(piece.before)}</mark>"
        )
    if piece.number is None:
        return shown(piece.before)
    change = article.changes[piece.number]
    if is_quiet(change):
        return shown(piece.before)
    removal = is_removal(change)
    kind = f"removal {family_of(change.category).name}" if removal else f"rewritten {escape(change.category)}"
    name = "" if piece.number in begun else f' id="s{piece.number}"'
    begun.add(piece.number)
    text = shown(piece.before, unseen=not removal) or '<span class="unseen">+</span>'
    return (
        f'<del class="change {kind}"{name} tabindex="{0 if removal else -1}" aria-describedby="c{piece.number}" '
        f'data-reason="c{piece.number}" data-category="{escape(change.category)}">{text}</del>'
    )


def _kept(article: Cleaned, row: Row) -> str:
    """The article's side of a row, with the language of its paragraph."""
    if not row.kept.strip():
        return '<div class="cell article"><span class="aside">nothing stays</span></div>'
    language = row.paragraphs[0].language if row.paragraphs else article.language
    tag = f' lang="{escape(language)}"' if language else ""
    badges = "".join(_badge(paragraph, article) for paragraph in row.paragraphs)
    text = "".join(_written(article, piece) for piece in row.pieces)
    return f'<div class="cell article">{badges}<p dir="auto"{tag}>{text}</p></div>'


def _badge(paragraph: CleanedParagraph, article: Cleaned) -> str:
    other = " other" if paragraph.language != article.language else ""
    name = shown(paragraph.language or "?")
    told = f"language {escape(paragraph.language or 'unknown')}, confidence {paragraph.confidence:.2f}"
    return f'<span class="badge{other}" title="{told}"><span class="aside">language </span>{name}</span>'


def _written(article: Cleaned, piece: Piece) -> str:
    if piece.number is None or is_quiet(article.changes[piece.number]):
        return shown(piece.after)
    category = article.changes[piece.number].category
    if not piece.after:
        return ""
    return (
        f'<ins class="change rewritten {escape(category)}" data-reason="c{piece.number}" '
        f'data-category="{escape(category)}">{shown(piece.after)}</ins>'
    )


def _reasons(article: Cleaned, *, removals: bool) -> Iterator[str]:
    """A table row for each change: what the pointer shows, for reading, printing and screen readers."""
    for number, change in enumerate(article.changes):
        if is_removal(change) is removals and not is_quiet(change):
            yield _reason(f"c{number}", f"s{number}", change)


def _near_reasons(near: tuple[Change, ...]) -> Iterator[str]:
    for number, change in enumerate(near):
        yield _reason(f"n{number}", None, change)


def _reason(name: str, target: str | None, change: Change) -> str:
    family = "edit" if change.category in EDIT_CATEGORIES else family_of(change.category).name
    place = f"{change.start:,}–{change.end:,}"
    place = f'<a href="#{target}">{place}</a>' if target else place
    after = f'<ins dir="auto">{shown(change.after, unseen=True)}</ins>' if change.after else ""
    evidence, before = shown(change.evidence, unseen=True), shown(change.before, unseen=bool(change.after))
    return (
        f'<tr id="{name}" data-category="{escape(change.category)}">'
        f'<td><span class="tag {family}">{shown(change.category)}</span></td><td>{shown(change.rule)}</td>'
        f'<td class="evidence"><bdi>{evidence}</bdi></td><td class="place">{place}</td>'
        f'<td class="before"><del dir="auto">{before}</del>{after}</td></tr>\n'
    )


def shown(text: str, *, unseen: bool = False) -> str:
    """Text as HTML in which no character acts."""
    return "".join(
        f'<span class="unseen">{escape(piece)}</span>' if named else escape(piece)
        for piece, named in inert(text, unseen=unseen)
    )


@cache
def asset(name: str) -> str:
    """A file of the folder `assets`."""
    return files("newsclean.report").joinpath("assets").joinpath(name).read_text("utf-8")


def policy(style: str, script: str | None) -> str:
    """The Content-Security-Policy of a page that has this style and this script, and loads nothing."""
    scripts = f"'{_hash(script)}'" if script else "'none'"
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src {scripts}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
