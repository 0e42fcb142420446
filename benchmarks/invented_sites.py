"""Thirty invented news sites with forty articles each: what the figures of docs/sites.md are measured on.

Sentences are put together from parts, so that articles differ as articles do. The furniture of a site is drawn from no
phrase file: slogans, kiosks, parrots. Each item says whether it is the article's or the site's. To be told apart from
furniture there are quotations that several articles have, sub-headings, paragraphs of background, and copies.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

LANGUAGES: dict[str, tuple[list[str], list[str], list[str]]] = {
    "en": (
        ["The harbour office", "A retired teacher", "The town council", "The ferry company", "A group of students", "The fire brigade", "The museum", "A farmer from the valley", "The mayor", "The choir"],
        ["repaired the old lighthouse", "opened a second workshop", "asked for a new bridge", "counted four hundred geese", "closed the road to the quarry", "found a chest of letters", "planted three hundred lime trees", "cancelled the summer market", "bought the empty mill", "measured the water twice a day"],
        ["after a winter without snow", "because the roof had begun to leak", "although nobody had expected it", "before the first guests arrived", "with money from a lottery", "while the river was still rising", "on the advice of two engineers", "against the will of the neighbours", "for the first time since the flood", "in less than a week"],
    ),
    "de": (
        ["Das Hafenamt", "Eine pensionierte Lehrerin", "Der Gemeinderat", "Die Reederei", "Eine Gruppe von Schülern", "Die Feuerwehr", "Das Museum", "Ein Bauer aus dem Tal", "Die Bürgermeisterin", "Der Kirchenchor"],
        ["hat den alten Leuchtturm repariert", "hat eine zweite Werkstatt eröffnet", "hat eine neue Brücke gefordert", "hat vierhundert Gänse gezählt", "hat die Straße zum Steinbruch gesperrt", "hat eine Kiste mit Briefen gefunden", "hat dreihundert Linden gepflanzt", "hat den Sommermarkt abgesagt", "hat die leere Mühle gekauft", "hat das Wasser zweimal am Tag gemessen"],
        ["nach einem Winter ohne Schnee", "weil das Dach undicht geworden war", "obwohl niemand damit gerechnet hatte", "bevor die ersten Gäste kamen", "mit Geld aus einer Lotterie", "während der Fluss noch stieg", "auf den Rat von zwei Ingenieuren", "gegen den Willen der Nachbarn", "zum ersten Mal seit der Flut", "in weniger als einer Woche"],
    ),
    "fr": (
        ["Le bureau du port", "Une institutrice à la retraite", "Le conseil municipal", "La compagnie des bacs", "Un groupe de lycéens", "La brigade des pompiers", "Le musée", "Un paysan de la vallée", "La maire", "La chorale"],
        ["a réparé le vieux phare", "a ouvert un second atelier", "a demandé un nouveau pont", "a compté quatre cents oies", "a fermé la route de la carrière", "a trouvé un coffre de lettres", "a planté trois cents tilleuls", "a annulé le marché d'été", "a acheté le moulin vide", "a mesuré l'eau deux fois par jour"],
        ["après un hiver sans neige", "parce que le toit prenait l'eau", "alors que personne ne s'y attendait", "avant l'arrivée des premiers visiteurs", "avec l'argent d'une loterie", "pendant que la rivière montait encore", "sur le conseil de deux ingénieurs", "contre l'avis des voisins", "pour la première fois depuis la crue", "en moins d'une semaine"],
    ),
    "es": (
        ["La oficina del puerto", "Una maestra jubilada", "El consejo municipal", "La compañía de barcas", "Un grupo de estudiantes", "La brigada de bomberos", "El museo", "Un agricultor del valle", "La alcaldesa", "El coro"],
        ["reparó el viejo faro", "abrió un segundo taller", "pidió un puente nuevo", "contó cuatrocientos gansos", "cerró el camino de la cantera", "encontró un cofre de cartas", "plantó trescientos tilos", "canceló el mercado de verano", "compró el molino vacío", "midió el agua dos veces al día"],
        ["tras un invierno sin nieve", "porque el tejado tenía goteras", "aunque nadie lo esperaba", "antes de que llegaran los primeros visitantes", "con dinero de una lotería", "mientras el río seguía creciendo", "por consejo de dos ingenieros", "contra la voluntad de los vecinos", "por primera vez desde la riada", "en menos de una semana"],
    ),
    "ru": (
        ["Портовая контора", "Бывшая учительница", "Городская дума", "Паромная компания", "Группа студентов", "Пожарная дружина", "Краеведческая галерея", "Крестьянская семья из долины", "Хозяйка мельницы", "Певческая школа"],
        ["отремонтировала старый маяк", "открыла вторую мастерскую", "попросила построить новый мост", "насчитала четыреста гусей", "закрыла дорогу к карьеру", "нашла сундук с письмами", "посадила триста лип", "отменила летнюю ярмарку", "купила пустую мельницу", "измеряла воду дважды в день"],
        ["после зимы без снега", "потому что крыша начала протекать", "хотя этого никто не ожидал", "до приезда первых гостей", "на деньги от лотереи", "пока река ещё поднималась", "по совету двух инженеров", "против воли соседей", "впервые после наводнения", "меньше чем за неделю"],
    ),
    "el": (
        ["Το λιμεναρχείο", "Μια συνταξιούχος δασκάλα", "Το δημοτικό συμβούλιο", "Η εταιρεία των πορθμείων", "Μια ομάδα μαθητών", "Η πυροσβεστική", "Το μουσείο", "Ένας αγρότης από την κοιλάδα", "Η δήμαρχος", "Η χορωδία"],
        ["επισκεύασε τον παλιό φάρο", "άνοιξε δεύτερο εργαστήριο", "ζήτησε καινούρια γέφυρα", "μέτρησε τετρακόσιες χήνες", "έκλεισε τον δρόμο του λατομείου", "βρήκε ένα σεντούκι με γράμματα", "φύτεψε τριακόσιες φλαμουριές", "ακύρωσε το καλοκαιρινό παζάρι", "αγόρασε τον άδειο μύλο", "μετρούσε το νερό δύο φορές την ημέρα"],
        ["ύστερα από έναν χειμώνα χωρίς χιόνι", "επειδή η στέγη είχε αρχίσει να στάζει", "αν και κανείς δεν το περίμενε", "πριν φτάσουν οι πρώτοι επισκέπτες", "με χρήματα από μια λοταρία", "ενώ το ποτάμι ανέβαινε ακόμη", "με τη συμβουλή δύο μηχανικών", "παρά τη θέληση των γειτόνων", "για πρώτη φορά μετά την πλημμύρα", "σε λιγότερο από μία εβδομάδα"],
    ),
    "pl": (
        ["Biuro portu", "Towarzystwo przyjaciół rzeki", "Przedsiębiorstwo promowe", "Koło uczniów", "Muzeum", "Stowarzyszenie rolników z doliny", "Prezydium rady", "Grono emerytów", "Schronisko", "Kółko śpiewacze"],
        ["naprawiło starą latarnię", "otworzyło drugi warsztat", "poprosiło o nowy most", "policzyło czterysta gęsi", "zamknęło drogę do kamieniołomu", "znalazło skrzynię z listami", "posadziło trzysta lip", "odwołało letni jarmark", "kupiło pusty młyn", "mierzyło wodę dwa razy dziennie"],
        ["po zimie bez śniegu", "bo dach zaczął przeciekać", "choć nikt się tego nie spodziewał", "przed przyjazdem pierwszych gości", "za pieniądze z loterii", "gdy rzeka jeszcze wzbierała", "za radą dwóch inżynierów", "wbrew woli sąsiadów", "po raz pierwszy od powodzi", "w niecały tydzień"],
    ),
    "ar": (
        ["مكتب الميناء", "معلم متقاعد", "مجلس البلدة", "صاحب العبارة", "فريق من الطلاب", "رجل من الوادي", "مدير المتحف", "حارس المنارة", "رئيس البلدية", "صياد عجوز"],
        ["أصلح المنارة القديمة", "افتتح ورشة ثانية", "طلب بناء جسر جديد", "أحصى أربعمئة إوزة", "أغلق الطريق إلى المحجر", "وجد صندوقا من الرسائل", "زرع ثلاثمئة شجرة زيزفون", "ألغى سوق الصيف", "اشترى الطاحونة المهجورة", "قاس مستوى الماء مرتين في اليوم"],
        ["بعد شتاء بلا ثلوج", "لأن السقف بدأ يتسرب منه الماء", "مع أن أحدا لم يتوقع ذلك", "قبل وصول أول الزوار", "بأموال من يانصيب", "بينما كان النهر يرتفع", "بنصيحة من مهندسين اثنين", "رغم اعتراض الجيران", "للمرة الأولى منذ الفيضان", "في أقل من أسبوع"],
    ),
    "hi": (
        ["बंदरगाह कार्यालय ने", "एक सेवानिवृत्त शिक्षिका ने", "नगर परिषद ने", "नौका कंपनी ने", "छात्रों के एक समूह ने", "दमकल दल ने", "संग्रहालय ने", "घाटी के एक किसान ने", "महापौर ने", "गायन मंडली ने"],
        ["पुराने प्रकाश स्तंभ की मरम्मत की", "दूसरी कार्यशाला खोली", "नए पुल की मांग की", "चार सौ हंसों की गिनती की", "खदान की सड़क बंद की", "चिट्ठियों की एक पेटी खोजी", "तीन सौ पेड़ों की पौध लगाई", "गर्मियों की हाट रद्द की", "खाली चक्की की खरीद की", "दिन में दो बार पानी की जांच की"],
        ["बिना बर्फ वाली सर्दी के बाद", "छत टपकने के कारण", "किसी की उम्मीद के बिना", "पहले मेहमानों के आने से पहले", "लॉटरी के पैसों से", "नदी के चढ़ते पानी के बीच", "दो इंजीनियरों की सलाह पर", "पड़ोसियों की इच्छा के विरुद्ध", "बाढ़ के बाद पहली बार", "एक सप्ताह से भी कम समय में"],
    ),
    "zh": (
        ["港务处", "一位退休教师", "镇议会", "渡轮公司", "一群学生", "消防队", "博物馆", "山谷里的一位农民", "镇长", "合唱团"],
        ["修好了旧灯塔", "开了第二家作坊", "要求建一座新桥", "数出了四百只大雁", "封闭了通往采石场的路", "发现了一箱旧信", "种下了三百棵椴树", "取消了夏季集市", "买下了空置的磨坊", "每天测量两次水位"],
        ["在一个没有雪的冬天之后", "因为屋顶开始漏水", "尽管没有人料到", "赶在第一批客人到来之前", "用的是彩票的收入", "当时河水还在上涨", "采纳了两位工程师的建议", "不顾邻居们的反对", "这是洪水以来的第一次", "前后不到一个星期"],
    ),
}  # fmt: skip
"""Who, did what, under which circumstances: each with each makes a sentence."""

FURNITURE: dict[str, list[str]] = {
    "en": ["The parrot of {name} knows more", "Kiosk and tea room of {name}", "Our compass points north", "Bread, boats and brass bands", "Row {number}, seat by the stove", "Walks with the lantern keeper", "A postcard a day from {name}", "Knots for beginners", "Hats found on the pier", "Second drawer from the left"],
    "de": ["Der Papagei der {name} weiß mehr", "Kiosk und Teestube der {name}", "Unser Kompass zeigt nach Norden", "Brot, Boote und Blasmusik", "Reihe {number}, Platz am Ofen", "Rundgänge mit dem Laternenwärter", "Jeden Tag eine Postkarte der {name}", "Knoten für Anfänger", "Hüte vom Steg", "Zweite Schublade von links"],
    "fr": ["Le perroquet de {name} en sait davantage", "Kiosque et salon de thé de {name}", "Notre boussole indique le nord", "Du pain, des barques et des fanfares", "Rang {number}, place près du poêle", "Promenades avec l'allumeur de réverbères", "Une carte postale par jour de {name}", "Nœuds pour débutants", "Chapeaux trouvés sur la jetée", "Deuxième tiroir à gauche"],
    "es": ["El loro de {name} sabe más", "Quiosco y salón de té de {name}", "Nuestra brújula señala el norte", "Pan, barcas y charangas", "Fila {number}, asiento junto a la estufa", "Paseos con el farolero", "Una postal al día de {name}", "Nudos para principiantes", "Sombreros hallados en el muelle", "Segundo cajón a la izquierda"],
    "ru": ["Попугай {name} знает больше", "Киоск и чайная {name}", "Наш компас смотрит на север", "Хлеб, лодки и духовой оркестр", "Ряд {number}, место у печки", "Прогулки с фонарщиком", "Открытка на каждый день от {name}", "Узлы для начинающих", "Шляпы, найденные на пирсе", "Второй ящик слева"],
    "el": ["Ο παπαγάλος της {name} ξέρει περισσότερα", "Περίπτερο και τεϊοποτείο της {name}", "Η πυξίδα μας δείχνει τον βορρά", "Ψωμί, βάρκες και φιλαρμονικές", "Σειρά {number}, θέση δίπλα στη σόμπα", "Περίπατοι με τον φανοκόρο", "Μια κάρτα την ημέρα από την {name}", "Κόμποι για αρχάριους", "Καπέλα από την προβλήτα", "Δεύτερο συρτάρι από αριστερά"],
    "pl": ["Papuga {name} wie więcej", "Kiosk i herbaciarnia {name}", "Nasz kompas wskazuje północ", "Chleb, łodzie i orkiestry dęte", "Rząd {number}, miejsce przy piecu", "Spacery z latarnikiem", "Jedna pocztówka dziennie od {name}", "Węzły dla początkujących", "Kapelusze znalezione na molo", "Druga szuflada od lewej"],
    "ar": ["ببغاء {name} يعرف أكثر", "كشك ومقهى {name}", "بوصلتنا تشير إلى الشمال", "خبز وقوارب وفرق نحاسية", "الصف {number} مقعد قرب المدفأة", "نزهات مع حارس الفانوس", "بطاقة بريدية كل يوم من {name}", "عقد الحبال للمبتدئين", "قبعات وجدت على الرصيف", "الدرج الثاني من اليسار"],
    "hi": ["{name} का तोता ज़्यादा जानता है", "{name} की दुकान और चाय घर", "हमारा कम्पास उत्तर दिखाता है", "रोटी, नाव और पीतल के बाजे", "पंक्ति {number}, अंगीठी के पास की सीट", "लालटेन वाले के साथ सैर", "{name} से रोज़ एक पोस्टकार्ड", "नौसिखियों के लिए गांठें", "घाट पर मिली टोपियां", "बाईं ओर से दूसरी दराज़"],
    "zh": ["{name}的鹦鹉知道得更多", "{name}茶室与书亭", "我们的罗盘指向北方", "面包、小船与铜管乐", "第{number}排炉边座位", "跟着点灯人散步", "{name}每天一张明信片", "绳结入门", "码头拾到的帽子", "左边第二个抽屉"],
}  # fmt: skip

NOTICES = {
    "en": "Whoever finds a button on the pier of {name} may keep it for a week, then it is to be laid on the sill of the porter, who writes it into the great green book.",
    "de": "Wer auf dem Steg der {name} einen Knopf findet, darf ihn eine Woche behalten, danach ist er beim Pförtner auf das Fensterbrett zu legen, der ihn in das große grüne Buch einträgt.",
    "fr": "Quiconque trouve un bouton sur la jetée de {name} peut le garder une semaine, puis il le pose sur le rebord du concierge, qui l'inscrit dans le grand livre vert.",
    "es": "Quien encuentre un botón en el muelle de {name} puede guardarlo una semana, después debe dejarlo en la repisa del portero, que lo apunta en el gran libro verde.",
    "ru": "Кто найдёт пуговицу на пирсе {name}, может хранить её неделю, а потом пусть положит на подоконник к привратнику, который запишет её в большую зелёную книгу.",
    "el": "Όποιος βρει κουμπί στην προβλήτα της {name} μπορεί να το κρατήσει μία εβδομάδα, ύστερα το αφήνει στο περβάζι του θυρωρού, που το γράφει στο μεγάλο πράσινο βιβλίο.",
    "pl": "Kto znajdzie guzik na molo {name}, może go zatrzymać przez tydzień, a potem niech położy go na parapecie u odźwiernego, który wpisze go do wielkiej zielonej księgi.",
    "ar": "من يجد زرا على رصيف {name} يجوز له أن يحتفظ به أسبوعا ثم يضعه على حافة نافذة البواب الذي يسجله في الكتاب الأخضر الكبير مع اسم صاحبه ويوم العثور عليه.",
    "hi": "{name} के घाट पर जिसे कोई बटन मिले वह उसे एक सप्ताह रख सकता है, फिर उसे दरबान की खिड़की पर रख दे, जो उसे बड़ी हरी किताब में नाम और दिन के साथ लिख लेता है।",
    "zh": "凡在{name}码头拾到纽扣者可保留一周，之后请放在门房的窗台上，由门房登记在那本绿色的大册子里，并写明拾到的日期和姓名。",
}  # fmt: skip

QUOTES = {
    "en": "“We will not sell the lighthouse,” the keeper said.", "de": "„Wir verkaufen den Leuchtturm nicht“, sagte der Wärter.",
    "fr": "« Nous ne vendrons pas le phare », a dit le gardien.", "es": "«No venderemos el faro», dijo el guardián.",
    "ru": "«Мы не продадим маяк», — сказал смотритель.", "el": "«Δεν πουλάμε τον φάρο», είπε ο φύλακας.",
    "pl": "„Nie sprzedamy latarni” — powiedział strażnik.", "ar": "«لن نبيع المنارة» هذا ما قاله الحارس.",
    "hi": "“हम प्रकाश स्तंभ नहीं बेचेंगे,” रखवाले ने कहा।", "zh": "“我们不会卖掉灯塔。”守塔人说。",
}  # fmt: skip
HEADINGS = {
    "en": "What happens now", "de": "Wie es weitergeht", "fr": "La suite du chantier", "es": "El camino hasta aquí", "ru": "Что было раньше",
    "el": "Τι ακολουθεί", "pl": "Co dalej", "ar": "ماذا بعد", "hi": "आगे क्या होगा", "zh": "接下来的工程",
}  # fmt: skip
COPIES = 5
NAMES = ["Hafenpost", "Lantern", "Vestnik", "Mistral", "Aurora", "Kompas", "Meridian", "Orion", "Polar", "Zephyr"]


@dataclass
class Article:
    """A document. `items` are its lines in parts: text, whether the site printed it, and how it joins the part before.

    A part that joins with "" begins a line of its own.
    """

    site: str
    number: int
    language: str
    title: str
    items: list[tuple[str, bool, str]] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"{self.site.split('.')[0]}-{self.number}"

    @property
    def url(self) -> str:
        return f"https://www.{self.site}/{self.number}"

    @property
    def text(self) -> str:
        pieces: list[str] = []
        for text, _, join in self.items:
            pieces += [join if join else "\n" if pieces else "", text]
        return "".join(pieces)

    def record(self) -> dict[str, str]:
        return {"id": self.id, "url": self.url, "title": self.title, "text": self.text}


def invented(sites: int = 30, articles: int = 40, seed: int = 11) -> Iterator[Article]:
    """The documents of all sites, site after site."""
    languages = list(LANGUAGES)
    for number in range(sites):
        language = languages[number % len(languages)]
        yield from _site(language, number, articles, random.Random(f"{seed} {number}"))


def sentence(language: str, chooser: random.Random) -> str:
    who, what, how = (chooser.choice(part) for part in LANGUAGES[language])
    if language == "zh":
        return f"{how}，{who}{what}。"
    if language == "hi":
        return f"{who} {how} {what}।"
    return f"{who} {what} {how}."


def _paragraph(language: str, chooser: random.Random, size: int) -> str:
    return ("" if language == "zh" else " ").join(sentence(language, chooser) for _ in range(size))


def _title(language: str, chooser: random.Random) -> str:
    return sentence(language, chooser)[:-1]


def _site(language: str, number: int, articles: int, chooser: random.Random) -> Iterator[Article]:
    name = f"{NAMES[number % 10]} {number + 1}"
    domain = f"{NAMES[number % 10].lower()}{number + 1}.example"
    pool = [text.format(name=name, number=number + 3) for text in FURNITURE[language]]
    chooser.shuffle(pool)
    head, between, tail = pool[:2], pool[2:3], pool[3:9]
    section = pool[9]  # printed on a third of the pages
    notice = NOTICES[language].format(name=name)
    background = _paragraph(language, chooser, 4)
    titles = list(dict.fromkeys(_title(language, chooser) for _ in range(3 * articles)))[: articles - COPIES]
    found: list[Article] = []
    for i, title in enumerate(titles):
        article = Article(domain, i, language, title)
        add = article.items.append
        for line in head:
            if chooser.random() < 0.95:
                add((line, True, ""))
        add((title, False, ""))
        if number % 3 == 0:
            add((f"| {name} – {pool[2]}", True, " "))  # as pages write their titles
        body = [_paragraph(language, chooser, chooser.randint(2, 5)) for _ in range(chooser.randint(4, 9))]
        for n, paragraph in enumerate(body):
            if n == 0 and number % 3 == 1:
                add((f"{name.upper()} ({pool[2]}) –", True, ""))
                add((paragraph, False, " "))
            else:
                add((paragraph, False, ""))
            if n == 1 and chooser.random() < 0.9:
                add((between[0], True, ""))
            if n == 2 and i % 5 == 0:
                add((HEADINGS[language], False, ""))
            if n == 2 and i % 4 == 1:
                add((QUOTES[language], False, ""))
            if n == len(body) - 2 and i % 3 == 2:
                add((background, False, ""))
        if number % 3 == 2:
            add((f"{pool[0]}: {name}", True, " "))  # glued to the last paragraph
        if i % 3 == 0:
            add((section, True, ""))
        if number % 2:
            add((notice, True, ""))
        for line in tail:
            if chooser.random() < 0.95:
                add((line, True, ""))
        for other in chooser.sample(titles, 3):
            if other != title:
                add((other, True, ""))
        found.append(article)
    yield from found
    for copy in range(COPIES):  # one article at six addresses
        yield Article(domain, len(titles) + copy, language, found[0].title, found[0].items)
