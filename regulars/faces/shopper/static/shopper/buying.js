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
