// Counts by the server's clock: only the difference between the two clocks is taken from this machine.
// Who asked for calm sees hours and minutes; only the last minute counts in seconds.
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
