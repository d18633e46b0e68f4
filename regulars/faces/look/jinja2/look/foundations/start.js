document.documentElement.classList.add("js");

// One listener per kind of event for the whole page, so that parts swapped in later work without setting up.
const look = {
  on(kind, selector, handle) {
    document.addEventListener(kind, (event) => {
      const found = event.target instanceof Element && event.target.closest(selector);
      if (found) handle(event, found);
    });
  },
  // Runs now and again for every part that htmx puts into the page.
  each(selector, handle) {
    const run = (root) => root.querySelectorAll(selector).forEach(handle);
    run(document);
    document.addEventListener("htmx:load", (event) => run(event.detail.elt.parentNode || document));
  },
  // crypto.randomUUID is missing on plain http, where small installations live.
  uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  },
};
