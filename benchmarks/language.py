"""How well and how fast languages are told, measured; the figures of docs/languages.md.

usage: language.py strays FILE [--detector NAME]     strays found, native text kept, tags right, by language
       language.py calibration FILE [--detector NAME]  how right tags are, by their confidence
       language.py backends FILE                      each detector alone: accuracy, load, cost
       language.py cost FILE                          CPU of an article of 25 paragraphs, beside langdetect

FILE is like ../shared/language/stray_documents.jsonl.gz: a line each with id, language, text, strays.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import re
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from newsclean.document import Certainty, Document
from newsclean.filters.foreign_sentences import ForeignSentences
from newsclean.languages import detectors, identify
from newsclean.languages.detectors import load
from newsclean.languages.sentences import sentences
from newsclean.languages.tags import LANGUAGES
from newsclean.segmentation import paragraphs


def records(path: str) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def tagged(text: str, detector: str) -> Document:
    return identify(Document(text, paragraphs(text)), detector=detector)


def cleaned(document: Document) -> str:
    pieces, done = [], 0
    marks = [mark for mark in ForeignSentences()(document) if mark.certainty >= Certainty.LIKELY]
    for mark in sorted(marks, key=lambda mark: mark.span.start):
        pieces.append(document.text[done : mark.span.start])
        done = mark.span.end
    return "".join([*pieces, document.text[done:]])


def first(tag: str | None) -> str:
    return (tag or "").split("-")[0]


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def strays(path: str, detector: str, verbose: bool) -> None:
    """The figures of score_strays.py, by the language of the document; no other filter runs."""
    by_language: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for record in records(path):
        document = tagged(record["text"], detector)
        out, count = folded(cleaned(document)), by_language[record["language"]]
        count["documents"] += 1
        count["documents right"] += first(document.language) == record["language"]
        if verbose and first(document.language) != record["language"]:
            print("DOCUMENT", record["id"], record["language"], document.language)
        for paragraph in document.paragraphs:
            if sum(map(str.isalpha, paragraph.text)) >= 20:
                strayed = any(folded(s["text"]) == folded(paragraph.text) for s in record["strays"])
                right = first(paragraph.language) == record["language"]
                count["paragraphs"] += not strayed
                count["paragraphs right"] += right and not strayed
                if verbose and not right and not strayed:
                    print(
                        "PARAGRAPH", record["language"], paragraph.language, paragraph.confidence, paragraph.text[:150]
                    )
        native = folded(record["text"])
        for stray in record["strays"]:
            gone = folded(stray["text"]) not in out
            count["strays"] += 1
            count["strays found"] += gone
            if stray["language"] == "en":
                count["english"] += 1
                count["english found"] += gone
            if verbose and not gone:
                print("MISSED", record["language"], stray["language"], stray["text"])
                for p in document.paragraphs:
                    for s in p.sentences:
                        if stray["text"][:20] in document.text[s.span.start : s.span.end]:
                            print(
                                "   ",
                                p.language,
                                s.language,
                                s.confidence,
                                document.text[s.span.start : s.span.end][:300],
                            )
            native = native.replace(folded(stray["text"]), " \0 ")
        for piece in map(str.strip, re.split(r"(?<=[.!?…。])\s+|\0", native)):
            count["native"] += len(piece)
            count["native kept"] += len(piece) if piece in out else 0
            if verbose and piece not in out:
                print("LOST", record["language"], piece[:300])
        if not record["strays"]:
            count["untouched"] += 1
            count["whole"] += out == folded(record["text"])
    total = sum(by_language.values(), collections.Counter())
    pairs = (
        ("documents right", "documents"),
        ("paragraphs right", "paragraphs"),
        ("strays found", "strays"),
        ("english found", "english"),
        ("native kept", "native"),
        ("whole", "untouched"),
    )
    print("| language | " + " | ".join(share for share, _ in pairs) + " |")
    print("|---" * (len(pairs) + 1) + "|")
    for language, count in [*sorted(by_language.items()), ("all", total)]:
        cells = (f"{count[a]:,}/{count[b]:,} {count[a] / count[b]:.4f}" if count[b] else "" for a, b in pairs)
        print(f"| {language} | " + " | ".join(cells) + " |")


def calibration(path: str, detector: str) -> None:
    """Of the sentences tagged with so much confidence, how many are tagged right."""
    bins: dict[float, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for record in records(path):
        document = tagged(record["text"], detector)
        foreign = {folded(stray["text"]): stray["language"] for stray in record["strays"]}
        for paragraph in document.paragraphs:
            for sentence in paragraph.sentences:
                if sentence.language is not None:
                    text = folded(document.text[sentence.span.start : sentence.span.end])
                    lower = max(bound for bound in (0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99) if sentence.confidence >= bound)
                    bins[lower]["n"] += 1
                    bins[lower]["right"] += first(sentence.language) == foreign.get(text, record["language"])
    print("| confidence from | sentences | right |\n|---|---|---|")
    for lower, count in sorted(bins.items()):
        print(f"| {lower} | {count['n']:,} | {count['right'] / count['n']:.4f} |")


def cost(path: str) -> None:
    """CPU of `identify` and the filter, per article cut or repeated to 25 paragraphs; langdetect on each paragraph."""
    import langdetect

    articles = []
    for record in records(path):
        lines = record["text"].split("\n\n")
        articles.append("\n\n".join((lines * 25)[:25]))
    articles = articles[::8]
    documents = [Document(text, paragraphs(text)) for text in articles]
    langdetect.DetectorFactory.seed = 0
    identify(documents[0])
    langdetect.detect("Il pleut.")

    def milliseconds(run: Callable[[Any], object], items: list[Any], times: int) -> float:
        """The mean over the items of each one's fastest run: other work on the machine only ever adds."""
        fastest = []
        for item in items:
            spent = []
            for _ in range(times):
                start = time.process_time()
                run(item)
                spent.append((time.process_time() - start) * 1000)
            fastest.append(min(spent))
        return statistics.mean(fastest)

    def peer(document: Document) -> None:
        for paragraph in document.paragraphs:
            if any(map(str.isalpha, paragraph.text)):
                langdetect.detect(paragraph.text)

    ours = milliseconds(identify, documents, 9)
    both = milliseconds(lambda document: list(ForeignSentences()(identify(document))), documents, 9)
    theirs = milliseconds(peer, documents[::4], 3)
    size = statistics.mean(map(len, articles))
    print(f"{len(articles)} articles of 25 paragraphs, {size:,.0f} characters on average")
    print(f"identify {ours:.2f} ms, with the filter {both:.2f} ms, langdetect on the paragraphs alone {theirs:.1f} ms")


def backends(path: str) -> None:
    """Each detector alone: sentences right at its best guess, every language as likely; CPU of loading and asking."""
    asked = []
    for record in list(records(path))[::6]:
        asked += [(stray["text"], stray["language"]) for stray in record["strays"]]
        if not record["strays"]:
            for paragraph in paragraphs(record["text"]):
                for span in sentences(paragraph.text, record["language"]):
                    text = paragraph.text[span.start : span.end]
                    if sum(map(str.isalpha, text)) >= 20:
                        asked.append((text, record["language"]))
    print(f"{len(asked):,} sentences\n\n| detector | languages | right | of its languages | load, s | a sentence, ms |")
    print("|---|---|---|---|---|---|")
    for name in detectors():
        if name == "default":
            continue
        start = time.process_time()
        try:
            detector = load(name)
        except ImportError:
            print(f"| {name} | not installed |")
            continue
        prior = dict.fromkeys(LANGUAGES, 1.0)
        detector.probabilities("Il pleut.", prior)
        loading = time.process_time() - start
        right = counted = own = 0
        start = time.process_time()
        for text, language in asked:
            shares = detector.probabilities(text, prior)
            hit = bool(shares) and max(shares, key=lambda guess: shares[guess]) == language
            right += hit
            if language in detector.languages:
                counted += 1
                own += hit
        each = (time.process_time() - start) * 1000 / len(asked)
        size = len(detector.languages)
        print(f"| {name} | {size} | {right / len(asked):.4f} | {own / counted:.4f} | {loading:.1f} | {each:.3f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("strays", "calibration", "cost", "backends"))
    parser.add_argument("file")
    parser.add_argument("--detector", default="default")
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    if arguments.what == "strays":
        strays(arguments.file, arguments.detector, arguments.verbose)
    elif arguments.what == "calibration":
        calibration(arguments.file, arguments.detector)
    elif arguments.what == "backends":
        backends(arguments.file)
    else:
        cost(arguments.file)


if __name__ == "__main__":
    sys.exit(main())
