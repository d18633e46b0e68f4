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
