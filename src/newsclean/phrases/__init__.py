"""Set phrases: the files that hold them, how a text is looked up in them, and how a file is checked.

`phrasebook_for(document)` gives the phrases to test a document on; `load` one language's; `check` all problems of
a file.
A phrase file is data (`newsclean/data/phrases/<language>.toml`, see `docs/contributing.md`): categories as tables, a
`weak` table in each for what counts only beside another sign, and five kinds of phrases (`KINDS`).
"""

from newsclean.phrases.checking import check
from newsclean.phrases.files import KINDS, Phrase, languages, load
from newsclean.phrases.index import Hit, Phrasebook, phrasebook_for
from newsclean.phrases.tokens import line_starts, rest_is_marks, sentence_starts

__all__ = [
    "KINDS",
    "Hit",
    "Phrase",
    "Phrasebook",
    "check",
    "languages",
    "line_starts",
    "load",
    "phrasebook_for",
    "rest_is_marks",
    "sentence_starts",
]
