"""The order of the filters, which are on, and what the modes mean: the one table of all that marks."""

from __future__ import annotations

from newsclean.document import Certainty
from newsclean.filters import Filter
from newsclean.filters.addresses import Addresses
from newsclean.filters.breadcrumbs import Breadcrumbs
from newsclean.filters.bylines import Bylines
from newsclean.filters.captions import Captions
from newsclean.filters.duplicates import Duplicates
from newsclean.filters.foreign_sentences import ForeignSentences
from newsclean.filters.glued_labels import GluedLabels
from newsclean.filters.labels import Labels
from newsclean.filters.notes import Notes
from newsclean.filters.other_articles import OtherArticles
from newsclean.filters.phrase import PhraseFilter
from newsclean.filters.sections import Sections
from newsclean.filters.share_rows import ShareRows
from newsclean.filters.shortcodes import Shortcodes
from newsclean.filters.sign_offs import SignOffs
from newsclean.filters.stamps import Stamps
from newsclean.filters.tag_lines import TagLines
from newsclean.filters.walls import Walls
from newsclean.judge import Judge

FIRST_LOOK: tuple[Filter, ...] = (
    PhraseFilter(),
    GluedLabels(),
    ShareRows(),
    Shortcodes(),
    Addresses(),
    Stamps(),
    Captions(),
)
"""Filters that look at one paragraph alone."""

SECOND_LOOK: tuple[Filter, ...] = (
    Labels(),
    Sections(),
    OtherArticles(),
    Bylines(),
    Breadcrumbs(),
    TagLines(),
    Walls(),
    Notes(),
    SignOffs(),
    Duplicates(),
    ForeignSentences(),
    Judge(),
)
"""Filters that look at neighbours and the whole; they see what the first look proposed."""

MODES = {
    "careful": Certainty.CERTAIN,
    "balanced": Certainty.LIKELY,
    "thorough": Certainty.POSSIBLE,
}
"""How sure a mark must be, by mode: the whole difference between the modes."""
