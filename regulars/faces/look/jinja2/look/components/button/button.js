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
