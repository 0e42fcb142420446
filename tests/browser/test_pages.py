"""The pages of `newsclean explain --html` and `newsclean report`, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import newsclean
from newsclean import report
from tests.test_explain import ARTICLE, HOSTILE

ARABIC = """\
الرئيسية / محليات
العبارة تعود إلى البحيرة
قال الربان إن القارب طلي مرتين ثم مرة ثالثة، وإن الماعز تعبر البحيرة كل يوم خميس مع أربعين راكبا.
شارك على فيسبوك
"""


class Opened:
    """A page in the browser."""

    def __init__(self, browser: Any, path: Path, article: newsclean.Cleaned, **options: Any) -> None:
        self.browser, self.article = browser, article
        path.write_text(report.page(article, **options), "utf-8")
        browser.get_log("browser"), browser.get_log("performance")
        browser.get(path.as_uri())

    def all(self, selector: str) -> list[Any]:
        return list(self.browser.find_elements("css selector", selector))

    def one(self, selector: str) -> Any:
        return self.browser.find_element("css selector", selector)

    def style(self, element: Any, name: str) -> str:
        return str(self.browser.execute_script("return getComputedStyle(arguments[0])[arguments[1]]", element, name))

    def point_at(self, element: Any) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self.browser).move_to_element(element).perform()

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self.browser).send_keys(*keys).perform()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Any:
    def opened(source: str, **options: Any) -> Opened:
        return Opened(browser, tmp_path / "page.html", newsclean.clean(source, html=False), **options)

    return opened


def requests(browser: Any) -> list[str]:
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def test_source_and_article_stand_side_by_side(open_page: Any) -> None:
    page = open_page(ARTICLE)
    rows = page.all(".row:not(.titles)")
    assert len(rows) == len(ARTICLE.splitlines())
    left, right = (page.all(f"#comparison .{name}") for name in ("source", "article"))
    assert [cell.location["y"] for cell in left] == [cell.location["y"] for cell in right]
    texts = [element.text for element in page.all(".article p")]
    assert texts == page.article.text.split("\n\n")
    assert [p.get_attribute("lang") for p in page.all(".article p")] == ["en"] * 3
    assert "line-through" in page.style(page.one('del[data-category="share"]'), "textDecorationLine")
    assert page.style(page.one("ins.typography"), "borderBottomStyle") == "dotted"


def test_pointing_and_focus_tell_category_rule_and_evidence(open_page: Any) -> None:
    page = open_page(ARTICLE)
    change = next(c for c in page.article.changes if c.category == "share")
    span, note = page.one('del[data-category="share"]'), page.one("#note")
    assert not note.is_displayed()
    page.point_at(span)
    assert note.is_displayed()
    assert note.text.split("\n") == ["share", f"rule: {change.rule}", f"evidence: {change.evidence}"]
    page.press("\ue00c")  # Escape
    assert not note.is_displayed()
    page.browser.execute_script("arguments[0].focus()", span)
    assert note.is_displayed()
    row = page.one(f"#{span.get_attribute('aria-describedby')}")
    assert change.evidence in row.get_attribute("textContent")


def test_the_keyboard_goes_from_change_to_change(open_page: Any) -> None:
    page = open_page(ARTICLE)
    page.browser.execute_script("document.querySelector('#comparison del').focus()")
    seen = [page.browser.switch_to.active_element.get_attribute("data-reason")]
    for _ in range(3):
        page.press("\ue014")  # right arrow
        seen.append(page.browser.switch_to.active_element.get_attribute("data-reason"))
    assert len(set(seen)) == 4
    page.press("\ue012")
    assert page.browser.switch_to.active_element.get_attribute("data-reason") == seen[-2]


def test_categories_can_be_filtered(open_page: Any) -> None:
    page = open_page(ARTICLE)
    button = page.one('.filter[data-category="share"]')
    span, row = page.one('del[data-category="share"]'), page.one('tr[data-category="share"]')
    assert row.is_displayed()
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert not row.is_displayed()
    assert "line-through" not in page.style(span, "textDecorationLine")
    page.one("#none").click()
    assert not [row for row in page.all("tr[data-category]") if row.is_displayed()]
    page.one("#all").click()
    assert row.is_displayed()
    page.one("#residue").click()
    assert not span.is_displayed()


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_light_and_dark(open_page: Any, browser: Any, scheme: str, dark: bool) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        page = open_page(ARTICLE)

        def is_dark() -> bool:
            colour = page.style(page.one("html"), "backgroundColor")
            return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")) < 3 * 128

        assert is_dark() is dark
        page.one("#theme").click()
        assert not is_dark()
        page.one("#theme").click()
        assert is_dark()
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_hostile_text_is_inert_and_nothing_leaves_the_page(open_page: Any, browser: Any) -> None:
    page = open_page("\n".join((*ARTICLE.splitlines(), *HOSTILE)), name=HOSTILE[1])
    for span in page.all("#comparison .removal")[:3]:
        page.point_at(span)
    assert browser.title.endswith("what was removed and why")
    assert len(page.all("script")) == len(page.all("style")) == 1
    assert page.all("img, svg, iframe, object, form, [onmouseover], [onerror]") == []
    assert "alert(1)" in page.one("#comparison").text
    urls = requests(browser)
    assert [url for url in urls if not url.startswith(("file:", "data:"))] == []
    assert browser.get_log("browser") == []


def test_the_page_lets_no_other_script_run(open_page: Any, browser: Any) -> None:
    """Even if something got past the escaping, the policy stops it."""
    open_page(ARTICLE)
    browser.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.taken = 1'; document.body.append(s);"
        "const i = document.createElement('img'); i.src = 'https://example.invalid/x.png'; document.body.append(i);"
    )
    assert browser.execute_script("return window.taken === undefined")
    assert any("Content Security Policy" in entry["message"] for entry in browser.get_log("browser"))


def test_right_to_left_text_is_set_right_to_left(open_page: Any) -> None:
    page = open_page(ARABIC)
    source, article = page.one(".source"), page.one(".article p")
    assert page.style(source, "direction") == page.style(article, "direction") == "rtl"
    assert article.get_attribute("lang") == "ar"
    first = page.browser.execute_script(
        "const r = document.createRange(), t = arguments[0].firstChild; r.setStart(t, 0); r.setEnd(t, 1);"
        "return r.getBoundingClientRect().right",
        article,
    )
    assert first == pytest.approx(article.rect["x"] + article.rect["width"], abs=3)


def test_a_telephone_shows_all_of_it(open_page: Any, browser: Any) -> None:
    metrics = {"width": 380, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        page = open_page(ARTICLE + "x" * 400)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 380
        assert all(cell.is_displayed() for cell in page.all(".article p"))
        assert page.one('del[data-category="share"]').is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_it_prints(open_page: Any, browser: Any) -> None:
    open_page(ARTICLE)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not browser.find_element("css selector", "#theme").is_displayed()
        assert browser.find_element("css selector", "#removals-title").is_displayed()
        assert browser.execute_cdp_cmd("Page.printToPDF", {})["data"].startswith("JVBER")
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_the_report_of_a_run_is_whole_and_inert(browser: Any, tmp_path: Path) -> None:
    pytest.importorskip("leather", reason="charts need leather: pip install 'newsclean[report]'")
    audit = report.Audit()
    for number, text in enumerate(HOSTILE):
        article = newsclean.clean(ARTICLE)
        audit.add(text, text, [newsclean.Change(0, len(text), text, "", "ad", text, text), *article.changes])
        audit.add_near(str(number), text, newsclean.Change(0, len(text), text, "", "ad", "rule", text))
    groups = {"category": dict.fromkeys(HOSTILE, (1, 9, 1)), "language": {"en": (1, 9, 1)}}
    path = tmp_path / "report.html"
    path.write_text(report.run_page(report.Totals("run", "newsclean", [], groups), audit.tables()), "utf-8")
    browser.get_log("browser"), browser.get_log("performance")
    browser.get(path.as_uri())
    assert browser.title == "run: what the run removed"
    assert len(browser.find_elements("css selector", "svg.chart")) == 2
    assert browser.find_elements("css selector", "script, img, iframe, form, [onmouseover]") == []
    assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    inside = browser.execute_script(
        "const chart = document.querySelector('svg.chart').getBoundingClientRect();"
        "return [...document.querySelectorAll('svg.chart')[0].querySelectorAll('.bottom text')].every("
        "(text) => text.getBoundingClientRect().bottom <= chart.bottom)"
    )
    assert inside, "the axis is cut off"
    assert [url for url in requests(browser) if not url.startswith(("file:", "data:"))] == []
    assert browser.get_log("browser") == []
