"""Real-looking scraped articles for hypothesis: prose in several scripts, residue between it, noise inside it."""

from hypothesis import strategies as st

WORDS = {
    "fr": "le pont de la ville sera fermé dès lundi matin car une fissure menace les piles et le maire parle d'un chantier long avec des détours pour tous".split(),
    "en": "the old bridge will stay closed from monday because a crack has been found and the mayor said repairs would take at least three months for all".split(),
    "de": "die alte Brücke bleibt ab Montag gesperrt weil ein Riss gefunden wurde und der Bürgermeister rechnet mit drei Monaten Arbeit für alle Pendler".split(),
    "es": "el puente viejo seguirá cerrado desde el lunes porque hay una grieta y el alcalde cree que la obra durará tres meses para todos los vecinos".split(),
    "ru": "старый мост закрыт с понедельника потому что в опоре нашли трещину и мэр говорит что ремонт займёт не меньше трёх месяцев для всех".split(),
    "el": "η παλιά γέφυρα θα μείνει κλειστή από τη Δευτέρα επειδή βρέθηκε ρωγμή και ο δήμαρχος λέει ότι τα έργα θα κρατήσουν τρεις μήνες".split(),
    "ar": "سيبقى الجسر القديم مغلقا منذ يوم الاثنين لأن شقا ظهر في أحد أعمدته وقال رئيس البلدية إن الأشغال ستستمر ثلاثة أشهر على الأقل".split(),
    "hi": "पुराना पुल सोमवार से बंद रहेगा क्योंकि एक खंभे में दरार मिली है और महापौर ने कहा कि मरम्मत में कम से कम तीन महीने लगेंगे".split(),
    "zh": "旧桥 从 星期一 起 关闭 因为 桥墩 发现 裂缝 市长 表示 维修 至少 需要 三个月 居民 必须 绕行 很远 的 路".split(),
}
RESIDUE = [
    "[ad_1]", "[ad_2]", "Source link -57", "Publicité", "Anzeige", "Advertisement", "REKLAMA", "Partager :", "Share this:",
    "Facebook Twitter WhatsApp", "Lire aussi : Le tunnel a trente ans", "Read more: How bridges age", "Publié le", "on", "Commentaires (3)",
    "Leave a Reply", "Tendance", "Most read", "https://www.youtube.com/watch?v=abcdefghijk", "{{article.subtitle}}", "18:47", "14/02/2024 à 06h45",
    "Foto: Ana Rey/dpa", "(Foto: Ana Rey)", "We use cookies to improve your experience.", "Suivez-nous sur Facebook", "Tags: pont, ville, mairie",
    "Reklama", "Читайте также: Мосты стареют", "Διαβάστε επίσης: Οι γέφυρες", "اقرأ أيضاً: الجسور القديمة", "यह भी पढ़ें: पुल", "广告", "相关阅读",
]  # fmt: skip
NOISE = [
    "&nbsp;", "&amp;amp;", "&eacute;", "&#8217;", "&lt;b&gt;", "Ã©", "â€™", "Â ", "\u00a0", "\u202f", "\u200b", "\u00ad", "\ufeff", "\u200d", "\x00", "\x85",
    "\ud800", "\udc80", "e\u0301", "\u0301", "\u1100\u1161", "  ", "\t", "« ", " »", '"', "'", "“", "”", "--", "...", "…", "😀", "\u202e", "\u2028", "\r", "\x1b[0m", "{", "[", "(", "*", "|",
]  # fmt: skip


@st.composite
def sentences(draw: st.DrawFn, language: str) -> str:
    words = draw(st.lists(st.sampled_from(WORDS[language]), min_size=5, max_size=16))
    joined = ("" if language == "zh" else " ").join(words)
    stop = {"zh": "。", "hi": "।"}.get(language, draw(st.sampled_from([".", ".", ".", "!", "?", "…"])))
    return joined[:1].upper() + joined[1:] + stop


@st.composite
def prose(draw: st.DrawFn, language: str) -> str:
    found = draw(st.lists(sentences(language), min_size=2, max_size=5))
    return ("" if language == "zh" else " ").join(found)


@st.composite
def articles(draw: st.DrawFn, language: str | None = None) -> str:
    """An article with residue between its paragraphs, and noise in some of them."""
    language = language or draw(st.sampled_from(sorted(WORDS)))
    lines = draw(
        st.lists(
            st.one_of(
                prose(language), prose(language), sentences(language), st.sampled_from(RESIDUE), _noisy(language),
                prose("en"),
            ),
            min_size=1,
            max_size=12,
        )
    )  # fmt: skip
    return draw(st.sampled_from(["\n", "\n\n", "\r\n", "\n \n\n"])).join(lines)


@st.composite
def _noisy(draw: st.DrawFn, language: str) -> str:
    pieces = draw(st.lists(st.one_of(sentences(language), st.sampled_from(NOISE), st.sampled_from(NOISE)), max_size=8))
    return "".join(pieces)


def anything() -> st.SearchStrategy[str]:
    """Any string at all: lone surrogates and NULs included, and strings of what has a meaning to us."""
    characters = st.characters(codec=None, exclude_categories=())
    return st.one_of(
        st.text(characters, max_size=80),
        st.lists(st.sampled_from([*NOISE, *RESIDUE, "\n", " ", "a", "é", "Ж", "中"]), max_size=40).map("".join),
        articles(),
    )
