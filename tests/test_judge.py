import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclean import languages, subject
from newsclean.document import CATEGORIES, Certainty, Document, Mark, Paragraph, Span
from newsclean.errors import DataFileError
from newsclean.folding import fold
from newsclean.judge import Judge, characters, ending, evidence, features, model, named, opinion, probabilities
from newsclean.judge import lines as arrays
from newsclean.judge.forest import Forest
from newsclean.judge.judge import _HEAVY, _is_small
from newsclean.judge.protection import LONGEST, SMALLEST, after_the_end, is_page, settled, spared
from newsclean.looks import FIRST_LOOK, FirstLook

SHARED = Path(__file__).parents[1].parent / "shared"

ARTICLE = {
    "en": [
        "The town council voted on Tuesday to keep the old swimming pool open for another two winters, after a long "
        "debate in which more than forty residents asked to speak.",
        "Repairs to the roof of the pool will cost about 1.3 million, the treasurer said, and the council hopes that "
        "the county will pay a third of the sum before the end of the year.",
        "“We learned to swim here, all of us,” said the head of the swimming club, who had brought her own "
        "grandchildren to the meeting and a petition with nine hundred signatures.",
        "The pool closes for the summer on 1 June; the council will hear the plans of the architects in September.",
    ],
    "de": [
        "Der Stadtrat hat am Dienstag beschlossen, das alte Hallenbad noch zwei Winter lang offen zu halten, nachdem "
        "in der Sitzung mehr als vierzig Anwohner das Wort ergriffen hatten.",
        "Die Reparatur des Dachs kostet nach Angaben des Kämmerers rund 1,3 Millionen; der Rat hofft, dass der "
        "Landkreis bis zum Jahresende ein Drittel der Summe übernimmt.",
        "„Hier haben wir alle schwimmen gelernt“, sagte die Vorsitzende des Schwimmvereins, die ihre Enkel und eine "
        "Liste mit neunhundert Unterschriften mitgebracht hatte.",
        "Das Hallenbad schließt am 1. Juni für den Sommer; über die Pläne der Architekten berät der Rat im September.",
    ],
    "ru": [
        "Городской совет во вторник решил оставить старый бассейн открытым ещё на две зимы после долгого обсуждения, "
        "в котором захотели выступить более сорока жителей города.",
        "Ремонт крыши бассейна обойдётся примерно в 1,3 миллиона, сообщил казначей, и совет надеется, что область до "
        "конца года заплатит треть этой суммы.",
        "«Мы все учились плавать именно здесь», — сказала председатель клуба пловцов, которая привела на заседание "
        "внуков и принесла девятьсот подписей жителей.",
        "Бассейн закроется на лето первого июня, а планы архитекторов городской совет рассмотрит в сентябре.",
    ],
}
RESIDUE = {
    "en": ["Share this article", "Most read", "Ten gardens to visit in May", "Sign up", "Privacy policy", "Contact us"],
    "de": ["Artikel teilen", "Meistgelesen", "Zehn Gärten für den Mai", "Anmelden", "Impressum", "Kontakt"],
    "ru": ["Поделиться", "Самое читаемое", "Десять садов для мая", "Войти", "Реклама на сайте", "Контакты"],
}


def document(lines: list[str], title: str | None = None) -> Document:
    start, paragraphs = 0, []
    for line in lines:
        paragraphs.append(Paragraph(Span(start, start + len(line)), line, fold(line)))
        start += len(line) + 2
    return Document(text="\n\n".join(lines), paragraphs=tuple(paragraphs), title=title)


def looked_at(lines: list[str]) -> Document:
    """The same with the first look's marks, as the pipeline gives it."""
    found = languages.identify(document(lines))
    return subject.weigh(found, FirstLook(FIRST_LOOK)(found))


def line_texts() -> st.SearchStrategy[list[str]]:
    line = st.text(max_size=400).map(lambda text: " ".join(text.split()).strip()).filter(bool)
    return st.lists(line, max_size=12)


@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_the_article_stays(language: str) -> None:
    assert not [mark for mark in Judge()(document(ARTICLE[language])) if mark.certainty >= Certainty.LIKELY]


@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_residue_after_the_end_is_likelier_residue_than_any_line_of_the_article(language: str) -> None:
    found = probabilities(document(ARTICLE[language] + RESIDUE[language]))
    assert found[: len(ARTICLE[language])].max() < found[len(ARTICLE[language]) :].min()


@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_most_residue_after_the_end_goes_in_mode_thorough(language: str) -> None:
    marks = Judge()(looked_at(ARTICLE[language] + RESIDUE[language] * 2))
    assert sum(mark.certainty >= Certainty.POSSIBLE for mark in marks) >= len(RESIDUE[language])


def test_a_poem_without_prose_stays() -> None:
    poem = [
        "The kettle hums, the window blurs",
        "A tram goes by with nobody",
        "I count the spoons and put them back",
    ] * 2
    assert not list(Judge()(document(poem)))


def test_marks_cover_whole_paragraphs_and_say_why() -> None:
    given_ = document(ARTICLE["en"] + RESIDUE["en"] * 2)
    spans = {paragraph.span for paragraph in given_.paragraphs}
    marks = list(Judge()(given_))
    assert marks
    for mark in marks:
        probability, _, reasons = mark.evidence.partition(": ")
        assert mark.span in spans
        assert mark.category in CATEGORIES
        assert (mark.rule, mark.replacement) == ("judge", "")
        assert 0 < float(probability) <= 1
        assert reasons


def test_a_paragraph_that_is_cut_already_is_left_alone() -> None:
    whole = document(ARTICLE["ru"] + RESIDUE["ru"] * 2)
    marked = next(iter(Judge()(whole))).span
    start = Mark(Span(marked.start, marked.start + 3), "share", "phrase", "", certainty=Certainty.LIKELY)
    assert marked not in {mark.span for mark in Judge()(dataclasses.replace(whole, marks=(start,)))}


def test_an_empty_document() -> None:
    assert probabilities(document([])).shape == (0,)
    assert list(Judge()(document([]))) == []


@settings(deadline=None)
@given(line_texts(), st.none() | st.text(max_size=40))
def test_any_text_has_probabilities(lines: list[str], title: str | None) -> None:
    given_ = document(lines, title)
    found = probabilities(given_)
    assert found.shape == (len(lines),)
    assert ((found >= 0) & (found <= 1)).all()
    assert (found == probabilities(given_)).all()
    list(Judge()(given_))


@settings(deadline=None)
@given(
    st.lists(st.text(st.one_of(st.sampled_from("xЖ字あส한 .1"), st.characters()), max_size=60), min_size=1, max_size=9),
    st.integers(0, 300),
)
def test_a_small_text_is_told_without_judging_it(lines: list[str], more: int) -> None:
    lines = [*(" ".join(line.split()) or "-" for line in lines), "x" * more + "."]
    given_ = document(lines)
    if _is_small(given_.text):
        found = opinion(given_)
        assert found is not None
        assert found.rows[:, features.NAMES.index("mass")].sum() < SMALLEST
        for pair in found.thresholds:
            assert not settled(found.rows, found.margins, found.endings, pair).any()


def test_every_heavy_character_is_known_as_such() -> None:
    assert (model.load().table[: ord(_HEAVY)] != characters.IDEOGRAPH).all()


@settings(deadline=None)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=30), st.sampled_from(["x", "Ä", "字", "ж", "ส"]))
def test_a_long_paragraph_never_goes_where_no_phrase_has_spoken(lengths: list[int], letter: str) -> None:
    given_ = document([letter * length for length in lengths])
    long = {paragraph.span for paragraph in given_.paragraphs if len(paragraph.text) >= 250}
    assert not long & {mark.span for mark in Judge()(given_)}


def rows_of(lines: list[tuple[int, bool]], told: dict[int, Certainty]) -> np.ndarray:
    """Rows of lines: how many letters, whether they are a sentence; and headings that a phrase has named."""
    rows = np.zeros((len(lines), len(features.NAMES)), np.float32)
    for row, (letters, sentence) in zip(rows, lines, strict=True):
        for name, value in {"letters": letters, "mass": letters, "words": 1 + letters // 6, "stops": sentence}.items():
            row[features.NAMES.index(name)] = value
        row[features.NAMES.index("since_readers")] = 120
    for line, sure in told.items():
        rows[line, features.NAMES.index("heading")] = sure
    return rows


@given(
    st.lists(st.tuples(st.integers(1, 600), st.booleans()), min_size=1, max_size=20),
    st.dictionaries(st.integers(0, 19), st.sampled_from([Certainty.POSSIBLE, Certainty.LIKELY])),
    st.lists(st.integers(-99, 99), min_size=20, max_size=20),
    st.integers(-99, 99),
)
def test_after_the_end_text_goes_only_where_a_phrase_speaks_for_it(
    lines: list[tuple[int, bool]], told: dict[int, Certainty], endings: list[int], threshold: int
) -> None:
    n = len(lines)
    told = {line: sure for line, sure in told.items() if line < n}
    after = after_the_end(rows_of(lines, told), np.array(endings[:n]), threshold)
    end = next((line for line in range(n) if endings[line] > threshold), n)
    text = [letters >= LONGEST or (sentence and letters >= 24) for letters, sentence in lines]
    several = sum(text[end:]) > 2
    assert not after[:end].any()
    for line in range(end, n):
        spoken = [told[near] for near in range(max(0, end - 2), line + 1) if near in told]
        assert after[line] == (not text[line] or max(spoken, default=0) >= (1 if several else 2))


@given(st.integers(0, 9), st.integers(0, 9))
def test_an_end_that_leaves_no_article_is_none(articles: int, residues: int) -> None:
    lines = [(100, False)] * articles + [(200, False)] * residues
    endings = np.array([-1] * articles + [9] * residues, np.int64)
    gone = settled(rows_of(lines, {}), np.full(len(lines), -1), endings, (0, 0, 0, 0))
    assert gone.sum() in (0, residues)
    assert gone.any() == (articles >= 3 and residues > 0)


def marked(lines: list[str], marks: dict[int, tuple[str, str, Certainty]]) -> Document:
    """Lines of which some have a mark: category, evidence and certainty."""
    found = document(lines)
    spans = [paragraph.span for paragraph in found.paragraphs]
    made = [Mark(spans[i], kind, "phrases", why, certainty=sure) for i, (kind, why, sure) in marks.items()]
    return dataclasses.replace(found, marks=tuple(made))


def test_readers_comments_go_although_they_read_like_text() -> None:
    comments = [
        "I swam there every week until my knees gave up, and nobody from the council ever asked any of us what we "
        "think about closing it in June when the schools are out, it makes no sense to me at all. They always do this "
        "before an election and then forget about it, same as with the night bus last year.",
        "Why do you always have to complain? You never paid a penny for it and my kids love the new place by the "
        "station. I for one am glad that somebody finally does the sums instead of dreaming of the good old days lol, "
        "and if you do not like it nobody forces you to live here, do they.",
        "@walter99 you clearly have no idea what you are talking about mate. My sister works there and she says the "
        "boiler is older than both of us together, so good luck with your sums. I am not going to read your answer "
        "because I have better things to do, like swimming, while we still can.",
    ]
    names = ["Rosa P. says:", "walter99", "Anonymous"]
    readers = [line for name, comment in zip(names, comments, strict=True) for line in (name, comment, "Reply")]
    lines = [*ARTICLE["en"], "3 comments", *readers, "Leave a comment", "Your email address will not be published."]
    document_ = looked_at(lines)
    gone = {mark.span for mark in Judge()(document_) if mark.certainty >= Certainty.POSSIBLE}
    texts = {p.text for p in document_.paragraphs if p.span in gone}
    assert len(set(comments) & texts) >= 2
    assert not set(ARTICLE["en"]) & texts


def test_what_the_phrases_have_named_is_told_around_each_line() -> None:
    lines = [*ARTICLE["en"], "Most read", "A name", "Share", "Another name", "Privacy policy"]
    n = len(ARTICLE["en"])
    found = named.read(marked(lines, {
        n: ("trending", "heading 'most read'", Certainty.LIKELY), n + 2: ("share", "whole 'share'", Certainty.CERTAIN),
    }))  # fmt: skip
    columns = dict(zip(named.NAMES, named.columns(found).T.tolist(), strict=True))
    assert columns["gone"] == [0] * (n + 2) + [3, 0, 0]
    assert columns["heading"] == [0] * n + [2, 0, 0, 0, 0]
    assert columns["gone_near"] == [0] * n + [1, 1, 0, 1, 1]
    assert columns["since_heading"][n:] == [0, 1, 2, 3, 4]
    assert columns["until_gone"] == [*range(n + 2, 0, -1), 30, 30, 30]
    assert columns["since_gone"] == [30] * (n + 3) + [1, 2]
    assert columns["gone_after"] == [1] * (n + 2) + [0, 0, 0]


@given(line_texts())
def test_words_that_the_article_has_used_are_counted_from_each_line_on(texts: list[str]) -> None:
    lines = arrays.read([*texts, ""], [fold(text) for text in [*texts, ""]], model.load().table)
    n = len(texts)
    share, _, words, known, *_ = ending._known(lines, n) if n else [np.zeros(0)] * 4
    first: dict[int, int] = {}
    found: list[tuple[int, int]] = []
    for start, length, owner, stem in zip(
        lines.word_starts.tolist(), lines.word_lengths.tolist(), lines.word_owners.tolist(), lines.stems.tolist(),
        strict=True,
    ):  # fmt: skip
        sort = int(lines.kinds[start])
        if (sort != characters.DIGIT and length >= 4) or sort >= characters.IDEOGRAPH:
            found.append((owner, first.setdefault(stem, owner)))
    for line in range(n):
        from_here = [since for owner, since in found if owner >= line]
        assert words[line] == len(from_here)
        assert known[line] == pytest.approx(sum(since < line for since in from_here), abs=1 + len(found) / 50)
        assert 0 <= share[line] <= 1


@pytest.mark.parametrize(
    ("lines", "doubted", "goes"),
    [
        ([*ARTICLE["en"], "It was a long night for all of them."], [4], []),
        (
            ["Newsletter", "Her newsletter began with eleven readers and a borrowed printer in May", "Sign up"],
            [0, 2],
            [2],
        ),
        (["Pool stays open for two more winters", *ARTICLE["en"]], [0], []),
        ([*ARTICLE["en"], "The shopping list for the evening:", "plums", "rye flour", "oats"], [5, 6, 7], []),
        ([*ARTICLE["en"], "Share", "Ten gardens to visit in May", "Contact us"], [4, 5, 6], [4, 5, 6]),
        ([*ARTICLE["en"], "Share", "Click here to see our best offers today."], [4, 5], [4]),
    ],
)
def test_what_is_spared(lines: list[str], doubted: list[int], goes: list[int]) -> None:
    found = opinion(document(lines))
    assert found is not None
    gone = np.zeros(len(lines), bool)
    gone[doubted] = True
    assert np.flatnonzero(spared(found.rows, gone)).tolist() == goes


def test_a_page_is_told_by_what_would_go() -> None:
    most, few = np.arange(60) < 40, np.arange(60) < 6
    assert is_page(most, most)
    assert not is_page(most, few)
    assert not is_page(few, few)
    assert not is_page(most[:30], most[:30])


def test_the_same_word_has_the_same_number_whatever_its_capitals_and_place() -> None:
    texts = ["The Harbour opened.", "At the HARBOUR in 1987", "harbour of 2024", ""]
    lines = arrays.read(texts, [fold(text) for text in texts], model.load().table)
    plain = "\n".join(texts)
    by_word: dict[str, set[int]] = {}
    for start, length, number in zip(lines.word_starts, lines.word_lengths, lines.words.tolist(), strict=True):
        by_word.setdefault(plain[start : start + length].lower(), set()).add(number)
    assert len(by_word["harbour"]) == len(by_word["the"]) == 1
    assert by_word["1987"] == by_word["2024"]
    assert len(set.union(*by_word.values())) == len(by_word) - 1


def test_two_characters_are_a_word_where_no_spaces_are_written() -> None:
    texts = ["港口开放", ""]
    lines = arrays.read(texts, texts, model.load().table)
    assert list(zip(lines.word_starts.tolist(), lines.word_lengths.tolist(), strict=True)) == [(0, 2), (1, 2), (2, 2)]


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=12))
def test_gains_are_the_best_sums_next_to_a_line(values: list[int]) -> None:
    before, after = features._gains(np.array([values]))
    for index in range(len(values)):
        assert before[0, index] == max(sum(values[start:index]) for start in range(index + 1))
        assert after[0, index] == max(sum(values[index + 1 : end]) for end in range(index + 1, len(values) + 1))


@given(st.integers(0, 2**32 - 1))
def test_the_forest_walks_every_tree(seed: int) -> None:
    random = np.random.default_rng(seed)
    depth, trees, rows = 3, 5, random.normal(size=(7, 4)).astype(np.float32)
    forest = Forest(
        columns=tuple(random.integers(0, 4, trees << level).astype(np.uint8) for level in range(depth)),
        limits=tuple(random.normal(size=trees << level).astype(np.float32) for level in range(depth)),
        leaves=random.integers(-99, 99, trees << depth).astype(np.int16),
        base=3,
    )
    found = forest.margins(rows, batch=4)
    for row, margin in zip(rows, found.tolist(), strict=True):
        expected = 3
        for tree in range(trees):
            node = 0
            for level in range(depth):
                place = (tree << level) + node
                node = 2 * node + bool(row[forest.columns[level][place]] > forest.limits[level][place])
            expected += int(forest.leaves[(tree << depth) + node])
        assert margin == expected


def test_every_feature_has_a_number() -> None:
    given_ = document(ARTICLE["en"] + RESIDUE["en"], title="Pool stays open")
    learned = model.load()
    texts = [paragraph.text for paragraph in given_.paragraphs] + ["Pool stays open"]
    lines = arrays.read(texts, [fold(text) for text in texts], learned.table)
    rows = learned.rows(lines, named.read(given_))
    assert rows.shape == (len(given_.paragraphs), len(features.NAMES))
    assert np.isfinite(rows).all()
    words = rows[:, features.NAMES.index("words")]
    assert words[-2:].tolist() == [2, 2]


def test_scores_are_whole_numbers_that_only_their_line_decides() -> None:
    learned = model.load()

    def score(texts: list[str]) -> list[int]:
        lines = arrays.read([*texts, ""], [fold(text) for text in [*texts, ""]], learned.table)
        return evidence.score(evidence.words(lines), learned.words, learned.words_scale, len(texts)).tolist()

    together = score(["Sign up", "The harbour opened on Monday."])
    assert together == score(["Sign up"]) + score(["The harbour opened on Monday."])


def test_the_table_of_characters_survives_packing() -> None:
    table = model.load().table
    assert table.shape == (0x110000,)
    assert (characters.unpack(*characters.pack(table)) == table).all()
    kinds = [int(table[ord(character)]) for character in "aÄ字ส5 .,:«(-|€@…"]
    assert kinds[:5] == [
        characters.LOWER, characters.UPPER, characters.IDEOGRAPH, characters.SPACELESS, characters.DIGIT,
    ]  # fmt: skip


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    data = bytearray(model.shipped().read_bytes())
    data[-1] ^= 1
    damaged = tmp_path / "judge.model"
    damaged.write_bytes(data)
    with pytest.raises(DataFileError, match="damaged"):
        model.load(damaged)


def test_a_model_file_is_written_as_it_was_read(tmp_path: Path) -> None:
    copy = tmp_path / "judge.model"
    model.write(model.load(), copy)
    assert json.loads(copy.read_bytes().partition(b"\n")[0]) == model.load().header
    assert (model.load(copy).words == model.load().words).all()


def test_the_model_is_small_and_says_how_it_was_made() -> None:
    assert model.shipped().stat().st_size <= 1_500_000
    assert model.load().header["command"].startswith("python -m training.train")


def labelled_documents() -> list[dict[str, Any]]:
    """The visible labelled documents and seeds: the model has not been trained on them."""
    cases = [json.loads(line) for line in (SHARED / "cases/cases.jsonl").read_text("utf-8").splitlines()]
    return cases + [json.loads(path.read_text("utf-8")) for path in sorted((SHARED / "seeds").glob("*.gold.json"))]


@pytest.mark.skipif(not (SHARED / "cases/cases.jsonl").exists(), reason="the labelled documents are not at hand")
def test_the_labelled_documents_keep_their_articles() -> None:
    kept = lost = 0
    for case in labelled_documents():
        debatable = {entry["line"] for entry in case.get("debatable", []) if isinstance(entry, dict)}
        lines = [
            (line["text"].strip(), line["action"] != "keep" or line.get("debatable") or number in debatable)
            for number, line in enumerate(case["lines"])
            if line["text"].strip()
        ]
        given_ = document([text for text, _ in lines])
        stays = {paragraph.span for paragraph, (_, free) in zip(given_.paragraphs, lines, strict=True) if not free}
        harm = [mark for mark in Judge()(given_) if mark.certainty >= Certainty.LIKELY and mark.span in stays]
        assert not (case.get("trap") and harm), case["id"]
        kept, lost = kept + len(stays), lost + len(harm)
    assert lost <= 0.005 * kept


def test_every_column_of_the_end_has_a_name() -> None:
    learned = model.load()
    texts = [*ARTICLE["en"], *RESIDUE["en"], ""]
    lines = arrays.read(texts, [fold(text) for text in texts], learned.table)
    rows = learned.rows(lines, named.read(document(texts[:-1])))
    found = ending.matrix(lines, rows, learned.margins(rows))
    assert found.shape == (len(texts) - 1, len(ending.NAMES))
    assert np.isfinite(found).all()
