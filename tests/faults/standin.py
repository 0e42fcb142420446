"""A cleaner of known speed with bad manners on demand, so that the faults of dumps are tested without a language model.

`[residue]` goes; a text that holds CRASH kills the process, HANG never ends, RAISE raises.
"""

import os
import signal
import time
from dataclasses import dataclass

from newsclean.document import Change, Cleaned, CleanedParagraph

RESIDUE = "[residue]"


@dataclass(frozen=True)
class Standin:
    mode: str = "balanced"
    typography: str | None = "locale"
    languages: tuple[str, ...] | None = None
    sites: None = None
    language: str = "en"
    pause: float = float(os.environ.get("STANDIN_PAUSE", "0"))

    def without(self, *names: str) -> "Standin":
        return self

    def clean(self, source, /, *, lang=None, title=None, url=None, html=None):
        text = source.decode("utf-8") if isinstance(source, bytes) else source
        if "CRASH" in text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "HANG" in text:
            time.sleep(3600)
        if "RAISE" in text:
            raise ValueError("as asked for")
        if self.pause:
            time.sleep(self.pause)
        place = text.find(RESIDUE)
        changes = ()
        after = text.encode("utf-8", "replace").decode()
        if place >= 0:
            changes = (Change(place, place + len(RESIDUE), RESIDUE, "", "autoblog", "standin", RESIDUE),)
            after = after.replace(RESIDUE, "", 1)
        paragraphs = (CleanedParagraph(after, "en", 1.0, 0, len(text)),)
        return Cleaned(text, after, paragraphs, self.language, "article", changes)
