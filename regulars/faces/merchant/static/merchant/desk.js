// What the workbench adds to the look's scripts. Everything here also works without it, by sending the form.

// A form that came back with changes is unsaved from the start.
for (const form of document.querySelectorAll("form[data-dirty]")) {
  form.dataset.saved = "";
  const bar = form.querySelector("[data-bar]");
  if (bar) bar.classList.add("is-dirty");
}

// Options are named above the variants; their fields appear with the name.
document.addEventListener("input", (event) => {
  const named = /^option_([1-3])$/.exec(event.target.name || "");
  if (!named) return;
  for (const place of document.querySelectorAll(`[data-option="${named[1]}"]`)) {
    const word = event.target.value.trim();
    place.hidden = !word;
    const label = place.querySelector(".field-label");
    if (label && word) label.textContent = word;
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
