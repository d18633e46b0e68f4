// The chosen variant's price and stock without a reload, and a gallery that says where it is.
(() => {
  const form = document.querySelector("[data-buy]");
  const price = document.querySelector("[data-price]");
  const stock = document.querySelector("[data-stock]");

  function choose(radio) {
    const now = price.querySelector(".price-now");
    now.textContent = radio.dataset.price;
    price.querySelector(".price-list")?.remove();
    price.querySelector(".price").classList.toggle("price-cut", Boolean(radio.dataset.compare));
    if (radio.dataset.compare) {
      const before = document.createElement("s");
      before.className = "price-list";
      before.textContent = radio.dataset.compare;
      now.after(" ", before);
    }
    stock.textContent = radio.dataset.stock;
    const pieces = form.querySelector("[name=quantity]");
    if (!pieces) return;
    pieces.max = radio.dataset.most;
    if (Number(pieces.value) > Number(pieces.max)) pieces.value = pieces.max;
    pieces.dispatchEvent(new Event("input", { bubbles: true }));
    const address = new URL(location.href);
    address.searchParams.set("variant", radio.value);
    history.replaceState(history.state, "", address);
  }
  form?.addEventListener("change", (event) => event.target.name === "variant" && choose(event.target));

  const gallery = document.querySelector("[data-gallery]");
  const track = gallery?.querySelector(".gallery-track");
  const thumbs = gallery ? [...gallery.querySelectorAll(".gallery-thumbs a")] : [];
  if (!track || thumbs.length < 2) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const at = () => Math.round(track.scrollLeft / track.clientWidth);
  const go = (place) => track.scrollTo({ left: place * track.clientWidth, behavior: calm ? "auto" : "smooth" });

  track.addEventListener("scroll", () => {
    gallery.querySelector("[data-gallery-count]").textContent = `${at() + 1} / ${thumbs.length}`;
    thumbs.forEach((thumb, place) => place === at() ? thumb.setAttribute("aria-current", "true") : thumb.removeAttribute("aria-current"));
  }, { passive: true });
  thumbs.forEach((thumb, place) => thumb.addEventListener("click", (event) => {
    event.preventDefault();
    go(place);
  }));
  track.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    go(Math.max(0, Math.min(thumbs.length - 1, at() + step)));
  });
})();
