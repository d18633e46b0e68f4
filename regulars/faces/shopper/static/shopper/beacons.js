// Tells the market what was looked at: opened pages, cards that came into sight, cards that were chosen.
// Nothing is sent when the reader does not want it: cookie privacy=off, or Global Privacy Control.
(() => {
  const silent = () => navigator.globalPrivacyControl === true || /(?:^|;\s*)privacy=off(?:;|$)/.test(document.cookie);
  if (silent() || !navigator.sendBeacon) return;

  const page = document.querySelector("[data-page]");
  if (!page) return;
  const MOST = 50;
  const seen = new Set();
  let queue = [];

  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function kept(key, make) {
    try {
      if (!sessionStorage.getItem(key)) sessionStorage.setItem(key, make());
      return sessionStorage.getItem(key);
    } catch {
      return undefined;
    }
  }
  const session = kept("visit", uuid);

  function tell(name, more) {
    const event = { name, id: uuid(), at: Date.now(), session, page: location.pathname.slice(0, 200), ...more };
    for (const key of Object.keys(event)) if (!event[key]) delete event[key];
    queue.push(event);
    if (queue.length >= MOST) send();
  }

  function send() {
    if (!queue.length || silent()) return;
    const batch = queue;
    queue = [];
    navigator.sendBeacon("/rt/beacon", JSON.stringify(batch));
  }

  // The choice that put a card before the reader, so that it can be learnt what came of it.
  function decided(card) {
    const decision = card.closest("[data-decision]")?.dataset.decision;
    return decision ? { decision: decision.slice(0, 80) } : undefined;
  }

  const about = (card) => ({
    ref: card.dataset.ref,
    store: card.dataset.store,
    source: card.closest("[data-source]")?.dataset.source.slice(0, 80),
    props: decided(card),
  });

  const SEARCHES = /(^|\.)(google|bing|baidu|duckduckgo|yandex|sogou|so|yahoo|ecosia|naver)\.[a-z.]+$/;

  // Where a reader from outside comes from: the site a link stood on.
  function outside() {
    const site = document.referrer && new URL(document.referrer).host;
    if (!site || site === location.host) return undefined;
    return `${SEARCHES.test(site) ? "search" : "link"}:${site}`;
  }

  function chosen() {
    try {
      const source = sessionStorage.getItem("from");
      sessionStorage.removeItem("from");
      return source;
    } catch {
      return undefined;
    }
  }

  // What the link says of itself, else the list a card was chosen from, else the other site.
  function from() {
    const list = chosen();
    return (new URLSearchParams(location.search).get("from") || list || outside())?.slice(0, 80);
  }

  tell("view", { ref: page.dataset.ref, store: page.dataset.store, source: from(), props: { kind: page.dataset.page } });
  if (page.dataset.words) {
    tell("search", { props: { q: page.dataset.words.slice(0, 200), hits: Number(page.dataset.hits) } });
  }

  const watcher = "IntersectionObserver" in window && new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      const what = about(entry.target);
      const key = `${what.source} ${what.ref}`;
      if (seen.has(key)) continue;
      seen.add(key);
      tell("impression", what);
    }
  }, { threshold: 0.5 });
  const watch = (root) => watcher && root.querySelectorAll("[data-source] [data-ref]").forEach((card) => watcher.observe(card));
  watch(document);
  document.addEventListener("htmx:load", (event) => watch(event.detail.elt.parentNode || document));

  // Blocks of which there are variants: which one came into sight, and whether something in it was chosen.
  const variant = (block) => ({
    ref: `${block.dataset.block}:${block.dataset.variant}`.slice(0, 80),
    store: page.dataset.store,
    source: `block:${block.dataset.kind}:${block.dataset.block}`.slice(0, 80),
    props: { decision: block.dataset.choice },
  });
  const blocks = "IntersectionObserver" in window && new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      blocks.unobserve(entry.target);
      tell("impression", variant(entry.target));
    }
  }, { threshold: 0.1 });
  if (blocks) document.querySelectorAll("[data-choice]").forEach((block) => blocks.observe(block));
  document.addEventListener("click", (event) => {
    const chosen = event.target instanceof Element && event.target.closest("a[href], button, summary");
    const block = chosen && chosen.closest("[data-choice]");
    if (block) tell("click", variant(block));
  });

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    const card = link && link.closest("[data-source] [data-ref]");
    if (!card) return;
    const what = about(card);
    tell("click", what);
    try {
      sessionStorage.setItem("from", what.source);
    } catch { /* a full or closed storage costs only the source */ }
  });

  const opened = Date.now();
  let left = false;
  function leave() {
    if (!left) tell("linger", { ref: page.dataset.ref, store: page.dataset.store, props: { ms: Date.now() - opened } });
    left = true;
    send();
  }
  setInterval(send, 5000);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  window.addEventListener("pagehide", leave);
})();
