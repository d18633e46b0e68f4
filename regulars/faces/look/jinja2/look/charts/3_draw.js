const engine = document.currentScript.dataset.engine;
let asked;

// The engine is large: it is fetched when the first chart comes near, once.
function fetched() {
  asked = asked || new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = engine;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  return asked;
}

function draw(box) {
  const data = JSON.parse(box.dataset.chart);
  const chart = window.echarts.init(box, null, { renderer: "canvas" });
  let width = 0;
  const show = () => {
    width = box.clientWidth;
    chart.setOption({ ...common(), ...kinds[data.kind](data, width) }, true);
  };
  show();
  chart.on("click", (one) => {
    if (one.data && one.data.href) window.location.assign(one.data.href);
  });
  dark.addEventListener("change", show);
  new ResizeObserver(() => {
    chart.resize();
    if (Math.abs(box.clientWidth - width) > 40) show();
  }).observe(box);
  box.dataset.drawn = data.kind;
}

// Without its engine a chart is a table.
function table(box) {
  box.hidden = true;
  box.closest("figure").querySelector("details").open = true;
}

const near = new IntersectionObserver((seen) => {
  seen.filter((one) => one.isIntersecting).forEach(({ target }) => {
    near.unobserve(target);
    fetched().then(() => draw(target)).catch(() => table(target));
  });
}, { rootMargin: "300px" });

const watch = (root) => root.querySelectorAll("[data-chart]:not([data-drawn])").forEach((box) => near.observe(box));
watch(document);
document.addEventListener("htmx:load", (event) => watch(event.detail.elt));
