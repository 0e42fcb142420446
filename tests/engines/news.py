"""Short invented news in four languages, with what sites print around them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

NEWSROOMS = {
    "de": (
        ["Der Gemeinderat", "Die Feuerwehr", "Eine Imkerin aus dem Nachbardorf", "Der Fährmann"],
        ["hat am Montag die alte Brücke freigegeben", "sucht seit Wochen nach einem neuen Dach für die Werkstatt",
         "will im Herbst {n} Apfelbäume am Ufer pflanzen", "zählte auf dem Markt {n} Besucher und zwei Ziegen"],
        ['"Wir haben lange darauf gewartet", sagte der Bürgermeister vor dem Rathaus.',
         "Die Kosten von {n} Euro trägt ein Verein, der sein Geld mit Honig verdient."],
        ["Anzeige", "Newsletter abonnieren", "Lesen Sie auch: Der Turm, der sich nicht neigen will", "[ad_1]"],
    ),
    "fr": (
        ["Le conseil municipal", "La boulangère du quartier", "Un pêcheur à la retraite", "L'école de musique"],
        ["a rouvert mardi le petit pont de bois", "cherche depuis des semaines un toit pour son atelier",
         "veut planter {n} pommiers le long de la rivière", "a compté {n} visiteurs et deux chèvres au marché"],
        ['"Nous attendions cela depuis dix ans", a déclaré une habitante devant la mairie.',
         "Les {n} euros viennent d'une association qui vend du miel chaque dimanche."],
        ["Publicité", "Lire aussi : Le tunnel a trente ans", "Partager sur Facebook", "[ad_2]"],
    ),
    "en": (
        ["The parish council", "A retired lighthouse keeper", "The ferry company", "The choir of the lower town"],
        ["reopened the old footbridge on Monday", "has been looking for a new roof for its workshop",
         "wants to plant {n} apple trees along the river", "counted {n} visitors and two goats at the fair"],
        ['"We had waited ten years for this," the mayor said outside the town hall.',
         "The cost of {n} pounds is paid by a club that earns its money with honey."],
        ["Advertisement", "Subscribe to our newsletter", "Share this:", "Read also: The tower that will not lean"],
    ),
    "es": (
        ["El ayuntamiento", "Una panadera del barrio", "La compañía del tren nocturno", "El coro de la plaza"],
        ["reabrió el lunes el viejo puente de madera", "busca desde hace semanas un techo para su taller",
         "quiere plantar {n} manzanos junto al río", "contó {n} visitantes y dos cabras en la feria"],
        ['"Llevábamos diez años esperando", dijo una vecina delante de la iglesia.',
         "Los {n} euros los paga una asociación que vende miel los domingos."],
        ["Publicidad", "Suscríbete a nuestro boletín", "Compartir en Facebook", "[ad_1]"],
    ),
}  # fmt: skip


def records(count: int = 2000, seed: int = 0) -> Iterator[dict[str, Any]]:
    """Records with an id, an address and a text of a few lines, some of them residue."""
    chooser = random.Random(seed)
    for number in range(count):
        who, what, more, residue = NEWSROOMS[chooser.choice(sorted(NEWSROOMS))]
        lines = [f"{chooser.choice(who)} {line}." for line in chooser.sample(what, 2)]
        lines.append(chooser.choice(more))
        lines.insert(chooser.randrange(4), chooser.choice(residue))
        text = "\n".join(lines).replace("{n}", str(number + 3))
        yield {"id": number, "url": f"https://www.site{number % 7}.example/{number}", "text": text}


def page(record: dict[str, Any]) -> str:
    """A record as a site shows it."""
    lines = "".join(f"<p>{line}</p>" for line in record["text"].split("\n"))
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
    return f"<html><head><title>{record['id']}</title></head><body>{menu}<article>{lines}</article></body></html>"
