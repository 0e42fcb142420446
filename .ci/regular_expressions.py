"""List every regular expression of the package as JSON for recheck (.ci/recheck.mjs), in JavaScript's syntax.

Modules are imported and a few texts cleaned with `re.compile` and `regex.compile` watched, so that patterns made at run
time are seen too. A pattern that its module uses only with `match` or `fullmatch` is anchored, as it is there.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import sys
from pathlib import Path

import regex

SAMPLES = {
    "fr": "Aller au contenu\nLe pont ferme\nPublié le 14/02/2024 à 06h45\nLe « pont » restera fermé. It is closed. Voir https://a.fr. dÃ©jÃ \n[ad_2]",
    "zh": "旧桥关闭\n广告\n旧桥从星期一起关闭，居民必须绕行。市长说：“维修需要三个月。”\n相关阅读",
    "ar": "إغلاق الجسر\nسيبقى الجسر القديم مغلقا منذ يوم الاثنين.\nاقرأ أيضاً: الجسور",
    "ru": "Мост закрыт\nСтарый мост закрыт с понедельника, «в опоре» трещина.\nРеклама",
}
SEEN: dict[tuple[str, str, int], str] = {}


def watch(module: object, name: str) -> None:
    compile_ = module.compile  # type: ignore[attr-defined]

    def compile_and_note(pattern: object, flags: int = 0, **options: object) -> object:
        frame = sys._getframe(1)
        origin = frame.f_globals.get("__name__", "")
        if origin.startswith("newsclean") and isinstance(pattern, str):
            SEEN[(origin, pattern, int(flags))] = name
        return compile_(pattern, flags, **options)

    module.compile = compile_and_note  # type: ignore[attr-defined]


def uses(origin: str) -> dict[str, set[str]]:
    """Names bound to a pattern in a module, with the methods called on them."""
    path = Path(importlib.import_module(origin).__file__ or "")
    called: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute):
            target = node.value
            key = (
                target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else ""
            )
            if isinstance(target, ast.Call) and isinstance(target.func, ast.Name):
                key = target.func.id
            called.setdefault(key, set()).add(node.attr)
    return called


def anchored(origin: str, pattern: str) -> bool:
    module = importlib.import_module(origin)
    names = [name for name, value in vars(module).items() if getattr(value, "pattern", None) == pattern]
    methods = set().union(*(uses(origin).get(name, set()) for name in names)) if names else set()
    methods &= {"match", "fullmatch", "search", "finditer", "findall", "sub", "split", "subn"}
    return bool(methods) and methods <= {"match", "fullmatch"}


ATOM = re.compile(
    r"\\(?:[pP]\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<[=!]|\(\?[=!:>]|\(\?P<\w+>|\(|\)|.",
    re.S,
)
SCRIPT = re.compile(r"\\([pP])\{([A-Z][a-z]{2,})\}")
QUANTIFIER = re.compile(r"(?:[*+?]|\{\d*,?\d*\})([+?]?)")


def translate(pattern: str, flags: int) -> str:
    """Python's syntax to JavaScript's; a possessive quantifier or atomic group becomes a look-ahead and its echo."""
    if flags & re.VERBOSE:
        pattern = re.sub(r"(?<!\\)#.*|(?<!\\)\s+", "", pattern)
    pattern = re.sub(r"^\(\?[aiLmsuxV01]+\)", "", pattern)
    out: list[str] = []
    opened: list[tuple[int, str]] = []
    groups = 0
    i = 0
    while i < len(pattern):
        match = ATOM.match(pattern, i)
        assert match is not None
        token = match.group()
        i = match.end()
        start = len(out)
        if token.startswith("("):
            opened.append((start, token))
            out.append("(?:" if token in ("(", "(?>") or token.startswith("(?P<") else token)
            continue
        if token == ")":
            start, opening = opened.pop()
            out.append(")")
            if opening == "(?>":
                groups += 1
                body = "".join(out[start:])
                out[start:] = [f"(?=({body}))\\{groups}"]
        else:
            out.append(atom(token))
        quantifier = QUANTIFIER.match(pattern, i)
        if quantifier is not None and token not in ("|", "^") and quantifier.group() != "{}":
            i = quantifier.end()
            body = "".join(out[start:]) + quantifier.group().removesuffix("+" if quantifier.group(1) == "+" else "")
            if quantifier.group(1) == "+":
                groups += 1
                body = f"(?=({body}))\\{groups}"
            out[start:] = [body]
    return "".join(out)


def escape(token: str) -> str:
    """Escapes that mean nothing are an error in JavaScript's Unicode mode."""
    return token if token[1] in "dDwWsSbBnrtvfpPxu0123456789^$\\.*+?()[]{}|/-" else token[1]


def atom(token: str) -> str:
    if token in ("\\Z", "\\z"):
        return "$"
    if token == "\\A":
        return "^"
    if token.startswith("\\U"):
        return "\\u{" + token[2:] + "}"
    if token == "\\X":
        return r"[^\p{M}]\p{M}*"
    if token.startswith("["):
        inside = re.sub(r"\\U([0-9a-fA-F]{8})", lambda m: "\\u{" + m[1].lstrip("0") + "}", token)
        body = re.sub(r"&&|--|\|\|", "", inside)[1:-1]
        body = re.sub(r"\\.|\[", lambda m: r"\[" if m[0] == "[" else escape(m[0]), body)
        return "[" + SCRIPT.sub(r"\\\1{Script=\2}", body) + "]"
    if len(token) == 2 and token[0] == "\\":
        return escape(token)
    if SCRIPT.fullmatch(token):
        return SCRIPT.sub(r"\\\1{Script=\2}", token)
    return "\\" + token if token in ("{", "}", "]") else token


def main() -> None:
    import newsclean

    watch(re, "re")
    watch(regex, "regex")
    for module in pkgutil.walk_packages(newsclean.__path__, "newsclean."):
        if not module.name.startswith(("newsclean.engines", "newsclean.__main__", "newsclean.data")):
            importlib.import_module(module.name)
    for text in SAMPLES.values():
        newsclean.clean(text)
        newsclean.Cleaner(typography="ascii").clean(text)
    listed = []
    for (origin, pattern, flags), engine in sorted(SEEN.items()):
        body = translate(pattern, flags)
        if anchored(origin, pattern):
            body = f"^(?:{body})"
        ignore = "i" if flags & re.IGNORECASE or re.match(r"\(\?[a-zA-Z]*i", pattern) else ""
        listed.append(
            {"module": origin, "engine": engine, "pattern": pattern, "javascript": body, "flags": "u" + ignore}
        )
    json.dump(listed, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
