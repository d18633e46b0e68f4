(() => {
document.documentElement.classList.add("js");
const look = {
on(kind, selector, handle) {
document.addEventListener(kind, (event) => {
const found = event.target instanceof Element && event.target.closest(selector);
if (found) handle(event, found);
});
},
each(selector, handle) {
const run = (root) => root.querySelectorAll(selector).forEach(handle);
run(document);
document.addEventListener("htmx:load", (event) => run(event.detail.elt.parentNode || document));
},
uuid() {
const bytes = crypto.getRandomValues(new Uint8Array(16));
bytes[6] = (bytes[6] & 15) | 64;
bytes[8] = (bytes[8] & 63) | 128;
const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
},
};
look.on("click", "[data-confirm]", (event, button) => {
if (!window.confirm(button.dataset.confirm)) event.preventDefault();
});
look.on("click", "[data-copy]", async (event, button) => {
const words = button.querySelector("span");
const before = words.textContent;
try {
await navigator.clipboard.writeText(button.dataset.copy);
words.textContent = button.dataset.copied;
} catch {
window.prompt(before, button.dataset.copy);
}
setTimeout(() => { words.textContent = before; }, 2000);
});
look.on("click", "[data-back]", () => window.history.back());
look.on("click", "[data-dismiss]", (event, button) => button.parentElement.remove());
document.addEventListener("keydown", (event) => {
const place = document.querySelector("[data-hotkey]");
if (!place || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== place.dataset.hotkey) return;
event.preventDefault();
place.select();
});
look.each(".side-link[aria-current]", (link) => {
const nav = link.closest(".side-nav");
const show = () => [nav, nav.parentElement].forEach((box) => {
const below = link.getBoundingClientRect().bottom - box.getBoundingClientRect().top - box.clientHeight;
if (box.clientHeight && below > 0) box.scrollTop += below + box.clientHeight / 3;
});
show();
const more = nav.previousElementSibling;
if (more) more.addEventListener("toggle", show);
});
const calm = matchMedia("(prefers-reduced-motion: reduce)");
function left(seconds, days) {
const two = (number) => String(number).padStart(2, "0");
const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two);
const clock = parts.slice(0, calm.matches && seconds >= 60 ? 2 : 3).join(":");
return seconds >= 86400 ? `${Math.floor(seconds / 86400)} ${days} ${clock}` : clock;
}
look.each("[data-countdown]", (box) => {
const ahead = Date.parse(box.dataset.now) - Date.now();
const time = box.querySelector("time");
const tick = () => {
const seconds = Math.round((Date.parse(box.dataset.ends) - Date.now() - ahead) / 1000);
if (seconds > 0 && box.isConnected) { time.textContent = left(seconds, box.dataset.days); setTimeout(tick, 1000); return; }
if (seconds > 0) return;
box.textContent = box.dataset.done;
box.dispatchEvent(new CustomEvent("countdown:over", { bubbles: true }));
};
tick();
});
look.on("click", "[data-dialog]", (event, link) => {
const dialog = document.getElementById(link.dataset.dialog);
if (!dialog) return;
event.preventDefault();
dialog.showModal();
});
look.on("click", "dialog [data-close]", (event, link) => {
event.preventDefault();
link.closest("dialog").close();
if (window.location.hash) window.history.replaceState(null, "", " ");
});
look.on("click", "dialog", (event, dialog) => { if (event.target === dialog) dialog.close(); });
look.on("keydown", "a[role=button]", (event, link) => {
if (event.key !== " ") return;
event.preventDefault();
link.click();
});
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
function closeMenus(except) {
document.querySelectorAll("[data-menu][open]").forEach((menu) => { if (!except || !menu.contains(except)) menu.open = false; });
}
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
const menu = event.key === "Escape" && event.target.closest && event.target.closest("[data-menu][open]");
if (!menu) return;
menu.open = false;
menu.querySelector("summary").focus();
});
function bounds(box) {
const input = box.querySelector("input");
const at = Number(input.value);
box.querySelectorAll("[data-step]").forEach((button) => {
const edge = Number(button.dataset.step) < 0 ? input.min : input.max;
button.disabled = edge !== "" && at === Number(edge);
});
}
look.each("[data-quantity]", bounds);
look.on("input", "[data-quantity] input", (event, input) => bounds(input.closest("[data-quantity]")));
look.on("click", "[data-step]", (event, button) => {
const box = button.closest("[data-quantity]");
const input = box.querySelector("input");
if (Number(button.dataset.step) < 0) input.stepDown(); else input.stepUp();
input.dispatchEvent(new Event("input", { bubbles: true }));
input.dispatchEvent(new Event("change", { bubbles: true }));
});
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
})();
