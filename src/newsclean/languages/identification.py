"""A document's language by a vote of its paragraphs; then each sentence and paragraph against that."""

from __future__ import annotations

from dataclasses import replace

from newsclean.document import Document, Paragraph, Sentence, Span
from newsclean.errors import UnknownNameError
from newsclean.languages.detectors import Detector, load
from newsclean.languages.election import ballots, elect
from newsclean.languages.reading import Reader, Readings
from newsclean.languages.scripts import CJK_LETTERS
from newsclean.languages.sentences import sentences
from newsclean.languages.tags import LANGUAGES, kin_of, primary, variant


def identify(
    document: Document,
    *,
    language: str | None = None,
    hint: str | None = None,
    candidates: tuple[str, ...] | None = None,
    detector: str | Detector = "default",
    known: Readings | None = None,
) -> Document:
    """Tag a document, its paragraphs and their sentences.

    Args:
        document: Paragraphs with span, text and folded text.
        language: The document's language, BCP 47, where it is known.
        hint: What the page says of itself: pages often say "en" whatever they are in, so it decides only where the
            text tells too little, and between close kin. One that is no known language is ignored.
        candidates: The languages that may occur, BCP 47; None for all.
        detector: One of `detectors()`, or a detector of one's own.
        known: What was read of the same lines before, with the same candidates and detector; it is added to.

    Returns:
        The document with `language` (BCP 47, or None where there is too little to tell), and each paragraph with
        language, confidence (0 to 1) and sentences. A paragraph under 20 letters (8 Chinese, Japanese or Korean ones)
        inherits the document's language; one without letters has none. A sentence has its paragraph's language unless
        the evidence says otherwise. Sentence spans are in `document.text`, without the spaces around them.

    Raises:
        UnknownNameError: There is no such language or detector; the message lists those there are.

    >>> from newsclean.segmentation import paragraphs
    >>> text = "La ville dort encore quand le premier train part. We will be back in a minute with more news."
    >>> document = identify(Document(text, paragraphs(text)), language="fr")
    >>> document.language, [sentence.language for sentence in document.paragraphs[0].sentences]
    ('fr', ['fr', 'en'])
    """
    judge = load(detector) if isinstance(detector, str) else detector
    allowed = frozenset(map(primary, candidates)) if candidates else LANGUAGES
    passages = ballots(document.paragraphs)
    if language is not None:
        main = primary(language)
        tag = language if "-" in language else variant(main, passages)
        allowed |= {main}
    else:
        elected = _hinted(hint, elect(passages, allowed, judge, known.votes if known else None), allowed)
        if elected is None:
            return replace(document, language=None, paragraphs=tuple(map(_untold, document.paragraphs)))
        main, tag = elected, variant(elected, passages)
    reader = Reader(main, tag, allowed, judge, passages, known)
    return replace(document, language=tag, paragraphs=tuple([reader.paragraph(p) for p in document.paragraphs]))


def _hinted(hint: str | None, elected: str | None, allowed: frozenset[str]) -> str | None:
    """The language of the hint where the text does not speak against it, else the elected one."""
    try:
        hinted = primary(hint) if hint else None
    except UnknownNameError:
        return elected
    if hinted in allowed and (elected is None or hinted in kin_of(elected)):
        return hinted
    return elected


def _untold(paragraph: Paragraph) -> Paragraph:
    if len(paragraph.text) < CJK_LETTERS:
        return replace(paragraph, sentences=(Sentence(paragraph.span),))
    start = paragraph.span.start
    spans = (Span(start + span.start, start + span.end) for span in sentences(paragraph.text))
    return replace(paragraph, sentences=tuple(map(Sentence, spans)))
