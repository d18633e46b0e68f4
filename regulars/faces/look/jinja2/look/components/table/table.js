function countChosen(form) {
  const boxes = [...form.querySelectorAll("[data-check]")];
  const chosen = boxes.filter((box) => box.checked).length;
  const bar = form.querySelector("[data-bulk-bar]");
  const all = form.querySelector("[data-check-all]");
  if (all) { all.checked = chosen > 0 && chosen === boxes.length; all.indeterminate = chosen > 0 && chosen < boxes.length; }
  if (!bar) return;
  bar.classList.toggle("is-open", chosen > 0);
  const words = bar.querySelector("[data-count-text]");
  words.textContent = `${chosen} ${words.dataset.countText}`;
}
look.on("change", "[data-check]", (event, box) => countChosen(box.closest("form") || document.body));
look.on("change", "[data-check-all]", (event, all) => {
  const form = all.closest("form") || all.closest("table");
  form.querySelectorAll("[data-check]").forEach((box) => { box.checked = all.checked; });
  countChosen(form);
});
