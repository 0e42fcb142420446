"use strict";
const note = document.getElementById("note");
const changes = [...document.querySelectorAll("#comparison .change")];
const stops = changes.filter((change) => change.hasAttribute("tabindex"));
const filters = [...document.querySelectorAll(".filter")];

function light(reason, on) {
  for (const change of changes) if (change.dataset.reason === reason) change.classList.toggle("lit", on);
}

function line(kind, text) {
  const part = document.createElement(kind);
  part.textContent = text;
  note.append(part);
}

let shown = null;
function hide() {
  if (shown) light(shown.dataset.reason, false);
  shown = null;
  note.hidden = true;
}

function show(change) {
  hide();
  if (!change || change.classList.contains("off")) return;
  const row = document.getElementById(change.dataset.reason);
  const cells = [...row.cells].map((cell) => cell.textContent);
  note.replaceChildren();
  line("b", cells[0] + (change.classList.contains("near") ? "? It stays" : ""));
  line("span", "rule: " + cells[1]);
  if (cells[2]) line("span", "evidence: " + cells[2]);
  if (row.querySelector("ins")) {
    line("span", row.querySelector("del").textContent + " → " + row.querySelector("ins").textContent);
  }
  shown = change;
  light(change.dataset.reason, true);
  note.hidden = false;
  const place = change.getClientRects()[0] || change.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const left = Math.max(8, Math.min(place.left, width - note.offsetWidth - 8));
  const below = place.bottom + 8 + note.offsetHeight < window.innerHeight;
  note.style.left = left + window.scrollX + "px";
  note.style.top = (below ? place.bottom + 8 : place.top - 8 - note.offsetHeight) + window.scrollY + "px";
}

const comparison = document.getElementById("comparison");
comparison.addEventListener("pointerover", (event) => show(event.target.closest(".change")));
comparison.addEventListener("pointerleave", hide);
comparison.addEventListener("focusin", (event) => show(event.target.closest(".change")));
comparison.addEventListener("focusout", hide);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const here = stops.indexOf(document.activeElement);
  if (!step || here < 0) return;
  event.preventDefault();
  for (let i = here + step; i >= 0 && i < stops.length; i += step) {
    if (!stops[i].classList.contains("off") && stops[i].offsetParent) {
      stops[i].focus();
      return;
    }
  }
});

function filter() {
  const on = new Set(filters.filter((b) => b.getAttribute("aria-pressed") === "true").map((b) => b.dataset.category));
  for (const item of document.querySelectorAll(".change, tr[data-category]")) {
    item.classList.toggle("off", !on.has(item.dataset.category));
  }
  hide();
}

function press(button, on) {
  button.setAttribute("aria-pressed", String(on));
}

for (const button of filters) {
  button.addEventListener("click", () => {
    press(button, button.getAttribute("aria-pressed") !== "true");
    filter();
  });
}
for (const [name, on] of [["all", true], ["none", false]]) {
  document.getElementById(name).addEventListener("click", () => {
    for (const button of filters) press(button, on);
    filter();
  });
}

const residue = document.getElementById("residue");
residue.addEventListener("click", () => press(residue, document.body.classList.toggle("brief")));

const theme = document.getElementById("theme");
const themes = ["system", "light", "dark"];
theme.addEventListener("click", () => {
  const next = themes[(themes.indexOf(document.documentElement.dataset.theme || "system") + 1) % themes.length];
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  theme.textContent = "Theme: " + next;
});

window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details")) part.open = true;
});
