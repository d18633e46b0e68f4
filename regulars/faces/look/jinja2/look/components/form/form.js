// A form is sent once: a second press waits for the answer. Its key is renewed when the page comes back to life.
function freshKeys(root) {
  root.querySelectorAll("input[name=idempotency_key]").forEach((input) => { input.value = look.uuid(); });
}
function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll(".is-busy").forEach((button) => { button.disabled = false; button.classList.remove("is-busy"); });
}
function guard(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  const pressed = event.submitter;
  // Later, because a disabled button would not send its own name and value.
  setTimeout(() => { if (pressed) { pressed.classList.add("is-busy"); pressed.disabled = true; } });
}
document.addEventListener("submit", guard);
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  freshKeys(document);
  document.querySelectorAll("form[data-sent]").forEach(release);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest && event.target.closest("form");
  if (!form) return;
  release(form);
  if (event.detail.successful) freshKeys(form);
});
look.each("[data-focus]", (element) => element.focus());
look.on("change", "[data-autosubmit]", (event, element) => {
  const form = element.closest("form");
  if (form) form.requestSubmit();
});
