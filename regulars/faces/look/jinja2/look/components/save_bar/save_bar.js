// Unsaved changes are shown; discarding asks; leaving the page warns.
const written = (form) => new URLSearchParams(
  [...new FormData(form)].filter(([name]) => name !== "idempotency_key").map(([name, value]) => [name, value.name || value]),
).toString();
const dirty = (form) => form.dataset.saved !== undefined && form.dataset.saved !== written(form);
function showBar(form) {
  const bar = form.querySelector("[data-bar]");
  if (bar) bar.classList.toggle("is-dirty", dirty(form));
}
look.each("form[data-save-bar]", (form) => { form.dataset.saved = written(form); });
look.on("input", "form[data-save-bar]", (event, form) => showBar(form));
look.on("change", "form[data-save-bar]", (event, form) => showBar(form));
look.on("click", "[data-discard]", (event, button) => {
  if (!window.confirm(button.dataset.discard)) event.preventDefault();
});
document.addEventListener("reset", (event) => setTimeout(() => {
  if (event.target.matches("[data-save-bar]")) showBar(event.target);
}));
window.addEventListener("beforeunload", (event) => {
  const forms = [...document.querySelectorAll("form[data-save-bar]")];
  if (forms.some((form) => !form.dataset.sent && dirty(form))) event.preventDefault();
});
