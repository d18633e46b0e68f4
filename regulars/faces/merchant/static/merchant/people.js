// The builder: shows the fields a condition needs, and says how many people fit while it is being described.
(() => {
  const sheet = document.getElementById("group");
  if (!sheet) return;
  const live = sheet.querySelector("[data-live]");
  const fit = (condition) => {
    const kind = condition.querySelector("[data-kind]").value;
    for (const part of condition.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(kind);
  };
  let asked = 0;
  const count = async () => {
    const mine = ++asked;
    const fields = new FormData(sheet);
    for (const name of ["csrfmiddlewaretoken", "idempotency_key", "name", "note"]) fields.delete(name);
    try {
      const answer = await fetch(`${sheet.dataset.size}?${new URLSearchParams(fields)}`, {headers: {Accept: "application/json"}});
      const found = await answer.json();
      if (mine === asked) live.textContent = found.text || live.textContent;
    } catch {
      // The number is a help, not a need: without it the form still saves.
    }
  };
  let waiting;
  sheet.addEventListener("input", (event) => {
    const condition = event.target.closest("[data-condition]");
    if (condition && event.target.matches("[data-kind]")) fit(condition);
    clearTimeout(waiting);
    waiting = setTimeout(count, 400);
  });
  sheet.querySelectorAll("[data-condition]").forEach(fit);
})();
