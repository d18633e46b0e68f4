// The basket changes in place: a refusal is shown like any other answer, and the number on the tab follows.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("htmx:afterSwap", () => {
  const basket = document.querySelector("[data-pieces]");
  if (!basket) return;
  document.querySelectorAll(".shop-basket .count, .tab-bar [aria-current] .count").forEach((badge) => {
    badge.textContent = basket.dataset.pieces;
  });
});
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
});
// When the time to pay runs out on an open page, nothing to pay with is left on it; a moment later it says what became of it.
document.addEventListener("countdown:over", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("[data-till]")) return;
  document.querySelectorAll(".button-buy").forEach((button) => {
    button.setAttribute("aria-disabled", "true");
    if (button instanceof HTMLButtonElement) button.disabled = true;
    else button.removeAttribute("href");
  });
  setTimeout(() => location.reload(), 1500);
});
