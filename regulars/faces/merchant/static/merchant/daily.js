// The print button of a packing slip.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
