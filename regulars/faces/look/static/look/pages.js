// Blocks are dragged by their handles; after a button the focus is where the work goes on.
(() => {
  const list = document.querySelector("[data-blocks]");
  const order = document.querySelector("[data-order]");
  const KEPT = "builder-focus";

  const remember = (key) => { try { sessionStorage.setItem(KEPT, key); } catch { /* then not */ } };
  const recall = () => {
    try {
      const key = sessionStorage.getItem(KEPT);
      sessionStorage.removeItem(KEPT);
      return key;
    } catch { return null; }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-key]");
    if (button) remember(button.dataset.key);
  });
  const FIELDS = "input:not([type=hidden]), select, textarea, button, a[href]";
  // The same button again; the name of its block when it is at an end; else "Undo", when the block is gone.
  const pressed = (key) => {
    const again = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (again) return again.disabled ? again.closest("li").querySelector(".block-name") : again;
    return document.querySelector("[data-key=undo]") || document.getElementById("blocks-title");
  };
  // What the address names: a heading or a field as it is, else the heading or the first field inside.
  const named = () => {
    const aim = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!aim || !aim.closest(".builder")) return null;
    return aim.matches(`[tabindex], ${FIELDS}`) ? aim : aim.querySelector("[data-land]") || aim.querySelector(FIELDS);
  };
  // Only now: looking for the place that the address names takes the focus away.
  window.addEventListener("load", () => setTimeout(() => {
    const key = recall(), aim = (!document.querySelector("[data-focus]") && named()) || null;
    if (key && (!aim || location.hash.startsWith("#row-"))) pressed(key).focus();
    else if (aim) aim.focus({ preventScroll: true });
  }));

  // Enter in a search field looks for it, and does not save and leave.
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("[data-find]");
    if (!field || event.key !== "Enter") return;
    event.preventDefault();
    document.getElementById(field.dataset.find).click();
  });

  // What is typed is seen beside it a moment later; it is kept and published by its own buttons only.
  const settings = document.getElementById("settings");
  const frame = document.querySelector("[data-preview]");
  const PAUSE = 700;
  if (settings && frame && window.fetch) {
    let waiting = 0, turn = 0;
    const look = async () => {
      const mine = ++turn, typed = new FormData(settings);
      for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
      typed.set("do", "look");
      typed.delete("idempotency_key");
      const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
      try {
        const answer = await fetch(settings.action, { method: "POST", body: typed, headers: { "Idempotency-Key": key } });
        if (answer.ok && mine === turn) frame.src = (await answer.json()).src;
      } catch { /* the preview stays as it was */ }
    };
    settings.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, PAUSE);
    });
  }

  if (!list || !order) return;
  let lifted = null;
  const clear = () => list.querySelectorAll(".is-before, .is-after").forEach((row) => row.classList.remove("is-before", "is-after"));
  const over = (y) => [...list.children].find((row) => {
    const box = row.getBoundingClientRect();
    return y >= box.top && y < box.bottom;
  });
  const place = (row, y) => {
    const box = row.getBoundingClientRect();
    return y < box.top + box.height / 2 ? "is-before" : "is-after";
  };

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    event.preventDefault();
    lifted = grip.closest("li");
    lifted.classList.add("is-lifted");
    grip.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", (event) => {
    if (!lifted) return;
    clear();
    const row = over(event.clientY);
    if (row && row !== lifted) row.classList.add(place(row, event.clientY));
  });
  list.addEventListener("pointercancel", () => { if (lifted) lifted.classList.remove("is-lifted"); lifted = null; clear(); });
  list.addEventListener("pointerup", (event) => {
    if (!lifted) return;
    const row = over(event.clientY), mine = lifted;
    const where = row && place(row, event.clientY);
    mine.classList.remove("is-lifted");
    lifted = null;
    clear();
    if (!row || row === mine) return;
    row.insertAdjacentElement(where === "is-before" ? "beforebegin" : "afterend", mine);
    order.elements.order.value = [...list.children].map((one) => one.dataset.id).join(",");
    order.requestSubmit();
  });
})();
