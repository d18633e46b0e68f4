// The long side list of a desk opens at the place where one is.
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
