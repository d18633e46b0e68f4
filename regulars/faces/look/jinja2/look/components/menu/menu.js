// A menu closes when something else is pressed or on Escape, which gives the focus back.
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
