"""Which language a document, its paragraphs and its sentences are in. Tags; removes nothing."""

from newsclean.languages.detectors import Detector, detectors
from newsclean.languages.identification import identify
from newsclean.languages.reading import Readings
from newsclean.languages.tags import known

__all__ = ["Detector", "Readings", "detectors", "identify", "known"]
