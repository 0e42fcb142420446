"""CPU time of typography: `python benchmarks/typography.py [ARTICLES.jsonl.gz]`.

Sets articles of 27 paragraphs and some 6 kB, in our own words, with the marks that scraped news has, and reports the
milliseconds of CPU per 6 kB; then 1 MB of each nasty kind, for the growth from 250 kB on. With a file of records that
have "text" and "lang", it reports the same for those, by language.
"""

from __future__ import annotations

import collections
import gzip
import json
import math
import sys
import time

from newsclean.typography import typeset

PARAGRAPHS = {
    "en": [
        "The council voted to close the bridge \"until further notice\", and the mayor's office said it wouldn't wait "
        "for the engineers' report, due in March, before it called in the contractors.",
        "Nobody at the harbour was surprised: the boats had been moved the week before, and the ferry's timetable was "
        "cut to two crossings a day, at 7:15 and 18:40, while the crews were trained again.",
        "“We've seen this coming for years,” she said -- and then added, after a pause... “since the '90s.”",
        "The repairs should take eleven months and will be paid for by the region and by the port in equal shares.",
    ],
    "fr": [
        "La mairie n'a pas souhaité commenter l'avis du conseil d'État, mais l'adjointe chargée de l'urbanisme a dit: "
        "\"Nous n'attendrons pas l'été pour rouvrir l'école\", avant de quitter la salle.",
        "Selon l’association, qui suit le dossier depuis l’automne, il s’agit « d’un recul » ; les riverains, eux, "
        "n’ont pas reçu la moindre réponse écrite de la préfecture depuis le mois d’octobre dernier.",
        "Que dira-t-on aux familles ? La question, posée trois fois pendant la séance, est restée sans réponse...",
        "Les travaux devraient durer onze mois et seront payés à parts égales par la région et par le port.",
    ],
    "de": [
        'Der Gemeinderat will die Brücke "bis auf Weiteres" sperren - und wartet dabei nicht auf das Gutachten, das '
        "erst im März vorliegen soll, wie die Sprecherin des Bürgermeisters am Dienstag bestätigte.",
        "„Wir haben das kommen sehen“, sagte sie, „und zwar seit Jahren...“ Die Fähre fährt um 7:15 und um 18:40 Uhr.",
        "Im Hafen war niemand überrascht: Die Boote lagen schon seit einer Woche am anderen Ufer, gut vertäut.",
        "Die Arbeiten sollen elf Monate dauern und werden vom Land und vom Hafen zu gleichen Teilen bezahlt.",
    ],
}
NASTY = [
    '"',
    "'",
    "« ",
    "-",
    "- ",
    ".",
    "...",
    " :",
    '" ',
    "a'",
    "'a ",
    '"a',
    "„a ",
    "@",
    "a@",
    "/",
    "http://",
    "`",
    "{",
    '="',
    " \u00a0",
    "…!",
    "5' ",
    "&a",
    ":a",
    "<a",
]


def article(language: str) -> list[str]:
    """27 paragraphs; one in three has quotation marks, as in the French pages we measured: English ones have fewer."""
    *marked, plain = PARAGRAPHS[language]
    paragraphs = [marked[index // 3 % len(marked)] if index % 3 == 0 else plain for index in range(27)]
    missing = (6000 - sum(map(len, paragraphs))) // 18
    longer = plain + " " + (plain + " ") * 9
    return [longer[: len(plain) + 1 + missing].strip() if paragraph is plain else paragraph for paragraph in paragraphs]


def cpu(paragraphs: list[str], language: str, style: str, repeats: int) -> float:
    """Seconds of CPU for one pass: the best of `repeats`, as other work on the machine only adds."""
    best = math.inf
    for _ in range(repeats):
        start = time.process_time()
        for paragraph in paragraphs:
            typeset(paragraph.strip(), language, style)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    for language in PARAGRAPHS:
        paragraphs = article(language)
        size = sum(map(len, paragraphs))
        for style in ("locale", "ascii"):
            per_article = cpu(paragraphs, language, style, 200) * 6000 / size * 1000
            print(
                f"{language} {style:7} {len(paragraphs)} paragraphs, {size} characters: {per_article:.3f} ms per 6 kB"
            )
    for unit in NASTY:
        times = [
            cpu([unit * (length // len(unit))], "fr", style, 1)
            for style in ("locale", "ascii")
            for length in (250_000, 1_000_000)
        ]
        growth = [math.log(times[i + 1] / max(times[i], 1e-6), 4) for i in (0, 2)]
        print(
            f"1 MB of {unit!r}: locale {times[1]:.2f} s, n^{growth[0]:.2f}; ascii {times[3]:.2f} s, n^{growth[1]:.2f}"
        )
    for path in sys.argv[1:]:
        records(path)


def records(path: str) -> None:
    spent: collections.Counter[str] = collections.Counter()
    size: collections.Counter[str] = collections.Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            language = record["lang"]
            paragraphs = [text.strip() for text in record["text"].split("\n") if text.strip()]
            spent[language] += cpu(paragraphs, language, "locale", 1)
            size[language] += sum(map(len, paragraphs))
    for language, characters in size.most_common(12):
        per_article = spent[language] * 6000 / characters * 1000
        print(f"{path} {language}: {per_article:.3f} ms per 6 kB over {characters} characters")


if __name__ == "__main__":
    main()
