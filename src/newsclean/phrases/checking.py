"""The reviewer of phrase files: every problem of a file at once, each with its remedy."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import regex

from newsclean.document import CATEGORIES
from newsclean.errors import DataFileError
from newsclean.folding import fold
from newsclean.phrases.files import KINDS, Listing, Phrase, entries, read
from newsclean.phrases.index import Index, Phrasebook
from newsclean.phrases.tokens import phrase_tokens, rest_is_marks, sentence_starts

_TAG = regex.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_SYLLABLE = regex.compile(r"\p{Hangul}")  # says as much as two letters
_ENOUGH_LETTERS = 12  # of a one-word opening or sentence; shorter ones begin real sentences
_ENOUGH_UNSPACED = 4  # letters, in scripts without spaces
_LABEL_LETTERS = 6  # of a one-word line that is strong; shorter ones are sub-headings of articles
_COMMON = 3  # a word found in so many categories of a file is no word of any of them
_CHECKOUT = Path(__file__).parents[3]


def check(path: Path | str, cases: Path | None = None, clean: Sequence[str] | None = None) -> list[str]:
    """Every problem of a phrase file, one message each, with its remedy; none for a file that is right.

    Args:
        path: A phrase file, `<BCP 47 tag>.toml`.
        cases: Its case file; by default `tests/cases/<tag>.toml` of the checkout, or `cases/<tag>.toml` beside it.
        clean: Paragraphs of clean articles that no strong phrase may touch; by default those in `tests/clean/`.

    >>> from newsclean.data import FOLDER
    >>> check(FOLDER / "phrases" / "no-such-file.toml")
    ['no-such-file.toml: there is no such file; give the path of a phrase file']
    """
    path = Path(path)
    if not path.is_file():
        return [f"{path.name}: there is no such file; give the path of a phrase file"]
    try:
        tables = read(path)
    except DataFileError as error:
        return [str(error)]
    problems = list(_form(path, tables))
    if not problems:
        phrases = entries(tables, path.stem)
        problems += _wording(phrases)
        problems += _repetition(phrases)
        problems += _cases(phrases, cases or _case_file(path))
        problems += _precision(phrases, _clean_paragraphs() if clean is None else clean)
    return [problem if problem.startswith(path.name) else f"{path.name}: {problem}" for problem in problems]


def _form(path: Path, tables: dict[str, Any]) -> Iterator[str]:
    if not _TAG.fullmatch(path.stem):
        yield f'"{path.stem}" is no BCP 47 tag; name the file after the language, as in fr.toml or zh-Hant.toml'
    for category, table in tables.items():
        if category not in CATEGORIES:
            yield f"[{category}] is no category; use one of {', '.join(CATEGORIES)}"
        if not isinstance(table, dict):
            yield f"{category} stands outside a table; put it into a [category]"
            continue
        for name, part in ((category, table), (f"{category}.weak", table.get("weak", {}))):
            if not isinstance(part, dict):
                yield f"[{category}] weak is no table; write [{category}.weak]"
                continue
            for kind, texts in part.items():
                if kind == "weak" and name == category:
                    continue
                if kind not in KINDS:
                    yield f"[{name}] {kind} is no kind of phrase; use one of {', '.join(KINDS)}"
                elif not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
                    yield f'[{name}] {kind} is no list of phrases; write {kind} = ["…"]'
                else:
                    yield from _list(f"[{name}] {kind}", texts)


def _list(where: str, texts: list[str]) -> Iterator[str]:
    for text in texts:
        if not text.strip() or text != text.strip():
            yield f'{where}: "{text}" is empty or has spaces around it; take them away'
        elif not unicodedata.is_normalized("NFC", text):
            yield f'{where}: "{text}" is not NFC; write "{unicodedata.normalize("NFC", text)}"'
    if texts not in (sorted(texts), sorted(texts, key=fold)):
        first = next(b for a, b in pairwise(texts) if fold(a) > fold(b))
        yield f'{where}: "{first}" is out of order; sort the list'


def _where(phrase: Phrase) -> str:
    return f"[{phrase.category}{'.weak' if phrase.weak else ''}] {phrase.kind}"


def _wording(phrases: Iterable[Phrase]) -> Iterator[str]:
    for phrase in phrases:
        tokens = phrase_tokens(fold(phrase.text), phrase.kind)
        fixed = [token for token in tokens if token[0] != "*"]
        words = [token for token in fixed if token[0].isalpha() or token in ("0", "<service>")]
        letters = sum(len(word) + len(_SYLLABLE.findall(word)) for word in words)
        marks, gaps = len(fixed) - len(words), len(tokens) - len(fixed)
        unspaced = len(_UNSPACED.findall(phrase.text))
        quoted = f'{_where(phrase)}: "{phrase.text}"'
        if tokens[0][0] == "*" and (phrase.kind not in ("whole", "heading") or tokens[-1][0] == "*"):
            yield f"{quoted} begins with a gap; leave the gap out, or use whole with fixed words behind it"
        elif phrase.kind == "end" and tokens[-1][0] == "*":
            yield f"{quoted} ends with a gap; leave the gap out, or use another kind"
        elif marks == 0 < gaps and letters < _LABEL_LETTERS and unspaced < _ENOUGH_UNSPACED:
            yield f"{quoted} has a gap and too few fixed words; add the words that make it residue"
        elif not words and phrase.weak:
            yield f"{quoted} has no word; leave it out"
        if phrase.weak or unspaced >= _ENOUGH_UNSPACED:
            continue
        if phrase.kind in ("start", "sentence") and len(words) < 2 and letters < _ENOUGH_LETTERS:
            marked = not fixed[-1][0].isalnum() or not fixed[0][0].isalnum()
            if not marked:
                yield f"{quoted} is too short and would remove real sentences; use whole, or a longer phrase"
        elif phrase.kind == "end" and len(words) < 2 and letters < _ENOUGH_LETTERS and fixed[0][0].isalnum():
            yield f"{quoted} is too short and would cut real words; put its brackets in, or use weak"
        elif phrase.kind in ("whole", "heading") and len(fixed) == 1 and len(words) == 1 and letters < _LABEL_LETTERS:
            yield f"{quoted} is one short word, maybe an article's sub-heading; move it to [{phrase.category}.weak]"


def _repetition(phrases: Iterable[Phrase]) -> Iterator[str]:
    seen: dict[tuple[str, tuple[str, ...]], Phrase] = {}
    for phrase in phrases:
        key = phrase.kind, tuple(phrase_tokens(fold(phrase.text), phrase.kind))
        if key in seen:
            other = seen[key]
            yield f'{_where(phrase)}: "{phrase.text}" stands in {_where(other)} as "{other.text}" too; keep one of them'
        else:
            seen[key] = phrase
    for (kind, tokens), phrase in seen.items():
        if kind != "start":
            continue
        for length in range(1, len(tokens)):
            shorter = seen.get((kind, tokens[:length]))
            if shorter is not None and shorter.weak <= phrase.weak:
                yield (
                    f'{_where(phrase)}: "{phrase.text}" is never reached, because {_where(shorter)} "{shorter.text}" '
                    "takes it already; take one away"
                )
                break


def _case_file(path: Path) -> Path:
    tests = _CHECKOUT / "tests" / "cases" / path.name
    beside = path.parent / "cases" / path.name
    return tests if tests.is_file() or not beside.is_file() else beside


def _cases(phrases: Sequence[Phrase], path: Path) -> Iterator[str]:
    if not path.is_file():
        yield f"has no cases; write tests/cases/{path.name} as docs/contributing.md says"
        return
    try:
        cases: list[dict[str, Any]] = read(path).get("case", [])
    except DataFileError as error:
        yield f"cases: {error}"
        return
    kept = []
    for case in cases:
        rest = case.get("text", "")
        for gone in case.get("go", ()):
            if gone not in rest:
                yield f'cases: "{case.get("name")}": "{gone}" is not in its text; copy the words as they stand there'
            rest = rest.replace(gone, "", 1)
        if case.get("go") and case.get("category") not in CATEGORIES:
            yield f'cases: "{case.get("name")}": category {case.get("category")!r} is none; name that of what goes'
        kept.append(fold(rest))
    gone_categories = {case.get("category") for case in cases if case.get("go")}
    spared = "\n".join(kept)
    words = _words_by_category(phrases)
    for category in sorted({phrase.category for phrase in phrases}):
        if category not in gone_categories:
            yield f'[{category}] has no case that must go; add one of category "{category}" to tests/cases/{path.name}'
        if not any(word in spared for word in words[category]):
            yield f"[{category}] has no case that must stay; add one with a word of it to tests/cases/{path.name}"


def _words_by_category(phrases: Iterable[Phrase]) -> dict[str, set[str]]:
    """The words that the phrases of a category have, without those found in many categories of the file."""
    words: dict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        folded = fold(phrase.text)
        for word in _WORD.findall(folded):
            words[phrase.category].add(word[:2] if _UNSPACED.match(word) else word)
        words[phrase.category].add(folded)
    spread = Counter(word for found in words.values() for word in found)
    return defaultdict(set, {name: {word for word in found if spread[word] < _COMMON} for name, found in words.items()})


def _clean_paragraphs() -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in sorted((_CHECKOUT / "tests" / "clean").glob("*.txt")))
    return [line for text in texts for line in text.splitlines() if line]


def _precision(phrases: Iterable[Phrase], clean: Sequence[str]) -> Iterator[str]:
    book = Phrasebook([Index(Listing([phrase.text], *phrase[1:]) for phrase in phrases if not phrase.weak)])
    remedy = "make it longer, or move it to weak"
    for line in clean:
        folded = fold(line)
        opening = [hit for hit in book.at(folded, 0) if hit.phrase.kind == "start"]
        inside = [hit for at in (0, *sentence_starts(folded)) for hit in book.at(folded, at)]
        sentences = [
            hit for hit in inside if hit.phrase.kind == "sentence" and rest_is_marks(folded[: hit.end + 2], hit.end)
        ]
        for hit in [*opening, *sentences, *book.lines(folded), *book.ending(folded)]:
            excerpt = line[max(0, hit.start - 20) : hit.end + 40]
            yield f'{_where(hit.phrase)}: "{hit.phrase.text}" takes the clean article\'s "{excerpt}"; {remedy}'
