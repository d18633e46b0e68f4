// What the workbench adds to the look's scripts. Everything here also works without it, by sending the form.

// A form that came back with changes is unsaved from the start.
for (const form of document.querySelectorAll("form[data-dirty]")) {
  form.dataset.saved = "";
  const bar = form.querySelector("[data-bar]");
  if (bar) bar.classList.add("is-dirty");
}

// Options are named above the variants; their fields appear with the name, in either language.
document.addEventListener("input", (event) => {
  const named = /^option_(zh_)?([1-3])$/.exec(event.target.name || "");
  if (!named) return;
  const word = event.target.value.trim();
  for (const place of document.querySelectorAll(`[data-option${named[1] ? "-zh" : ""}="${named[2]}"]`)) {
    place.hidden = !word;
    const label = place.querySelector(".field-label");
    if (label && word && place.closest("[data-row]")) label.textContent = word;
  }
});

// After a button that sent the form only to change it, the page stays where it was.
const kept = sessionStorage.getItem("desk-place");
if (kept) {
  sessionStorage.removeItem("desk-place");
  const [path, top] = kept.split("\n");
  if (path === location.pathname) window.scrollTo({ top: Number(top), behavior: "instant" });
}
document.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (pressed && pressed.name === "do") sessionStorage.setItem("desk-place", `${location.pathname}\n${window.scrollY}`);
});

// Of parts that depend on a choice only the one chosen is shown.
function showParts() {
  for (const part of document.querySelectorAll("[data-part]")) {
    const [name, value] = part.dataset.part.split(":");
    const chosen = document.querySelector(`input[name="${name}"]:checked`);
    part.hidden = Boolean(chosen) && chosen.value !== value;
  }
}
document.addEventListener("change", (event) => { if (event.target.matches("input[type=radio]")) showParts(); });
showParts();

// Only the amount that was asked for is shown: an amount, a percentage or a new price.
function showHow() {
  const chosen = document.querySelector("[data-how]:checked");
  if (!chosen) return;
  for (const place of document.querySelectorAll("[data-for]")) place.hidden = place.dataset.for !== chosen.value;
}
document.addEventListener("change", (event) => { if (event.target.matches("[data-how]")) showHow(); });
showHow();

// A download leaves the page as it is: its button must come back, with a fresh key.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-download]")) return;
  setTimeout(() => {
    delete form.dataset.sent;
    form.querySelectorAll("button").forEach((button) => { button.disabled = false; button.classList.remove("is-busy"); });
    const key = form.querySelector("[name=idempotency_key]");
    if (key) key.value = `key_${crypto.randomUUID().replaceAll("-", "")}`;
  }, 2000);
});
