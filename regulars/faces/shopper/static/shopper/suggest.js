// Suggestions below the search field: a combobox with a list. Without this script the form is simply sent.
(() => {
  const me = document.currentScript;
  const field = document.querySelector(".shop-search-input");
  if (!field || !me) return;
  const WAIT = 150;
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", me.dataset.label);
  field.form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) field.setAttribute(name, value);

  let timer = 0;
  let asked = 0;
  let typed = field.value;
  let at = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(next) {
    const every = options();
    at = next < -1 ? every.length - 1 : next >= every.length ? -1 : next;
    every.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    const chosen = every[at];
    field.value = chosen ? chosen.dataset.text : typed;
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const words = field.value.trim();
    const turn = ++asked;
    if (!words) return close();
    try {
      const answer = await fetch(`${me.dataset.from}?q=${encodeURIComponent(words)}`, { headers: { Accept: "text/html" } });
      const html = answer.ok ? await answer.text() : "";
      if (turn !== asked || document.activeElement !== field) return;
      list.innerHTML = html;
      at = -1;
      list.hidden = !options().length;
      field.setAttribute("aria-expanded", String(!list.hidden));
    } catch {
      close();
    }
  }

  field.addEventListener("input", () => {
    typed = field.value;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      field.value = typed;
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      choose(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      location.assign(options()[at].dataset.href);
    }
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
})();
