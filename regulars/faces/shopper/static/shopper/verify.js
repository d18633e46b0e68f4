/* Computes a draw again from its file, with nothing but the browser's own SHA-256. The same steps as in
   regulars/trade/draws/rules: what is fixed (the chain), how lots fall, and where untaken prizes went. */
"use strict";
(() => {
  const FORMAT = "regulars-draw-1";
  const say = document.currentScript.dataset;
  const bytes = (text) => new TextEncoder().encode(text);
  const hex = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => new Uint8Array(text.match(/../g).map((pair) => parseInt(pair, 16)));
  const sha256 = async (...lines) => hex(await crypto.subtle.digest("SHA-256", bytes(lines.join("\n"))));

  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const parts = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${parts.join(",")}}`;
  }

  async function chain(file) {
    let head = await sha256(`${FORMAT} terms`, file.draw, file.commitment, await sha256(canonical(file.terms)));
    for (const [place, [number, id, holder, word]] of file.entries.entries()) {
      if (number !== place + 1) return "";
      head = await sha256(head, String(number), id, holder, word);
    }
    return head;
  }

  async function scorer(seed) {
    const key = await crypto.subtle.importKey("raw", unhex(seed), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return async (line) => hex(await crypto.subtle.sign("HMAC", key, bytes(line)));
  }

  async function drawnOrder(file, score) {
    const rows = [];
    for (const lot of file.entries) rows.push([await score(`${file.digest}\n${lot[0]}`), lot]);
    rows.sort((one, other) => (one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : one[1][0] - other[1][0]));
    return rows.map((row) => row[1]);
  }

  function oneEach(order, had) {
    const seen = new Set(had);
    return order.filter(([, , holder]) => !seen.has(holder) && seen.add(holder));
  }

  function timed(file, order) {
    const pieces = file.terms.prizes.flatMap((prize) => Array.from({ length: prize.count }, (_, at) => [prize.id, at + 1]));
    return oneEach(order, []).slice(0, pieces.length).map(([number], at) => [number, ...pieces[at]]);
  }

  async function instant(file, score) {
    const all = 1n << 256n, given = {}, found = [];
    for (const [number, , , word] of file.entries) {
      const value = BigInt(`0x${await score(`scratch\n${file.draw}\n${number}\n${word}`)}`);
      let upto = 0n;
      const prize = file.terms.prizes.find((one) => value < (upto += all / BigInt(one.one_in)));
      if (!prize || (given[prize.id] || 0) >= prize.count) continue;
      given[prize.id] = (given[prize.id] || 0) + 1;
      found.push([number, prize.id, given[prize.id]]);
    }
    return found;
  }

  function passedOn(file, order) {
    const holders = Object.fromEntries(file.entries.map(([number, , holder]) => [number, holder]));
    const standing = new Map(file.results.map(([number, prize, piece]) => [`${prize} ${piece}`, number]));
    const had = new Set(file.results.map(([number]) => holders[number]));
    const rounds = {};
    for (const [prize, piece, from, to] of file.passed) {
      const place = `${prize} ${piece}`;
      rounds[place] = (rounds[place] || 0) + 1;
      const next = rounds[place] < file.terms.rounds ? oneEach(order, had)[0] : undefined;
      if (standing.get(place) !== from || to !== (next ? next[0] : 0)) return null;
      standing.set(place, to);
      if (next) had.add(next[2]);
    }
    return standing;
  }

  async function verdict(file) {
    if ((await chain(file)) !== file.digest) return ["chain"];
    if (!file.seed) return ["waits"];
    if ((await sha256(`${FORMAT} seed`, file.draw, file.seed)) !== file.commitment) return ["seed"];
    const score = await scorer(file.seed);
    const scratch = file.terms.way === "instant";
    const order = scratch ? [] : await drawnOrder(file, score);
    const results = scratch ? await instant(file, score) : timed(file, order);
    if (canonical(results) !== canonical(file.results)) return ["winners"];
    const standing = passedOn(file, order);
    return standing ? ["holds", standing] : ["passed"];
  }

  function told(file, standing) {
    const titles = Object.fromEntries(file.terms.prizes.map((one) => [one.id, (say.chinese && one.title_zh) || one.title]));
    return [...standing].filter(([, number]) => number).map(([place, number]) =>
      say.lot.replace("%(n)s", number).replace("%(prize)s", titles[place.split(" ")[0]]));
  }

  const button = document.querySelector("[data-verify]");
  const answer = document.querySelector("[data-verdict]");
  const list = document.querySelector("[data-winners]");
  button.addEventListener("click", async () => {
    button.disabled = true;
    let code = "cannot", standing;
    try {
      if (crypto.subtle) {
        const file = await (await fetch(button.dataset.verify)).json();
        [code, standing] = await verdict(file);
        list.replaceChildren(...(standing ? told(file, standing) : []).map((text) => {
          const row = document.createElement("li");
          row.textContent = text;
          return row;
        }));
      }
    } catch {
      code = "cannot";
    }
    answer.className = `notice notice-${code === "holds" ? "good" : code === "waits" ? "info" : "warn"}`;
    answer.textContent = say[code];
    button.disabled = false;
  });
})();
