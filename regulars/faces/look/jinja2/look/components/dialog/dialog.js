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
