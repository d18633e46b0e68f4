// The button asks the fast lane; the page says its answer, and asks again only when something can have changed.
// Times come from the market's clock: of this machine only the difference between the two is taken, by the shortest way.
const drop = document.querySelector("[data-drop]");
if (drop) {
  const box = drop.querySelector("[data-answers]");
  const form = drop.querySelector("[data-take]");
  const { lane, pass, piece, language, zone } = drop.dataset;
  let ahead = null;
  let best = Infinity;
  let alarm = 0;
  const LOOK_AGAIN = { placed: 0, waiting: 6000, ordered: 15000, again: 1500, slowly: 0, "not-yet": 0 };

  async function ask() {
    const sent = Date.now();
    const answer = await fetch(lane, {
      method: "POST", body: `${pass} ${piece}`, headers: { "Content-Type": "text/plain" }, cache: "no-store", credentials: "omit",
    });
    if (answer.status === 410) { location.reload(); return null; }
    if (answer.status !== 200 && answer.status !== 503) throw new Error(String(answer.status));
    const told = await answer.json();
    const took = Date.now() - sent;
    if (took < best) { best = took; ahead = told.now + took / 2 - Date.now(); }
    return told;
  }

  // How long the piece is kept, counting down by the market's clock.
  function timeToPay(told) {
    const part = drop.querySelector("template[data-say-until]").content.cloneNode(true);
    const clock = part.querySelector("[data-countdown]");
    clock.dataset.ends = new Date(told.at).toISOString();
    clock.dataset.now = new Date(told.now).toISOString();
    clock.querySelector("time").dateTime = clock.dataset.ends;
    return part;
  }

  function say(told) {
    const words = drop.querySelector(`template[data-say="${told.answer}"]`);
    if (!words) { location.reload(); return; }
    const part = words.content.cloneNode(true);
    // Everything on this page is said by the market's clock and in its zone; a rounded second never says too much.
    const time = told.at ? new Intl.DateTimeFormat(language, { timeStyle: "medium", timeZone: zone }).format(new Date(told.at)) : "";
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      walk.currentNode.data = walk.currentNode.data.replace("{time}", time).replace("{place}", String(told.place));
    }
    const way = drop.querySelector(told.answer === "won" ? "template[data-say-pay]" : told.answer === "log-in" ? "template[data-say-log-in]" : "template[data-none]");
    if (way) {
      const link = way.content.cloneNode(true);
      if (told.answer === "won") link.querySelector("a").href = `${drop.dataset.pay}?with=${encodeURIComponent(told.ref)}`;
      part.append(link);
    }
    if (told.answer === "won") part.append(timeToPay(told));
    box.replaceChildren(part);
    // Page parts that came later are set up like those htmx brings.
    box.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: box.firstElementChild } }));
    if (form) form.hidden = !["slowly", "ready"].includes(told.answer);
    const early = drop.querySelector("[data-early]");
    if (early) early.hidden = (!form || form.hidden) && told.answer !== "log-in";
    const reminder = drop.querySelector("#reminder");
    if (reminder) reminder.hidden = !["slowly", "ready", "not-yet", "placed"].includes(told.answer);
  }

  function later(told) {
    clearTimeout(alarm);
    let wait = LOOK_AGAIN[told.answer];
    if (wait === undefined || told.final) return;
    if (wait === 0 && told.at) wait = Math.max(0, told.at - (ahead || 0) - Date.now());
    if (wait === 0 && told.answer === "slowly") return;
    // Not all at the same moment: what was drawn by lot is not lost by asking a second later.
    alarm = setTimeout(go, Math.min(wait + 300 + Math.random() * 2000, 2 ** 31 - 1));
  }

  async function go() {
    if (form) form.toggleAttribute("data-waits", true);
    try {
      const told = await ask();
      if (!told) return;
      if (told.answer === "ordered" || told.answer === "paid") { location.reload(); return; }
      say(told);
      later(told);
    } catch {
      say({ answer: "again", at: 0, place: 0, ref: "" });
      later({ answer: "again", at: 0 });
    } finally {
      if (form) form.removeAttribute("data-waits");
    }
  }

  if (form) form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  // Who came before the waiting room opened sees the button as soon as it does: the page is drawn anew then.
  const begins = Number(drop.dataset.begins);
  if (begins > 0) setTimeout(() => location.reload(), Math.min(begins + 300 + Math.random() * Number(drop.dataset.spread), 2 ** 31 - 1));
  if (["placed", "waiting"].includes(drop.dataset.code)) go();
  drop.addEventListener("countdown:over", (event) => { if (!form || drop.dataset.code === "not-yet" || box.contains(event.target)) setTimeout(() => location.reload(), 300 + Math.random() * 2000); });
}
