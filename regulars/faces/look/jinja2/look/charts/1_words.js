// Colours are the tokens of the page, so that a chart follows light and dark as everything else does.
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const tongue = document.documentElement.lang || "en";
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const SERIES = ["series-0", "series-1", "series-2", "series-3", "info", "muted"];

// How the numbers beside an axis are written.
const axisNumber = (unit) => {
  const form = unit === "share" ? { style: "percent" } : { notation: "compact" };
  const words = new Intl.NumberFormat(tongue, form);
  return (value) => words.format(value);
};

const colour = (name, place) => token(name || SERIES[place % SERIES.length]);
const words = () => ({ color: token("ink"), fontFamily: token("font") });
const quiet = () => ({ color: token("muted") });
const point = (value, text, href) => ({ value, text, href });

// What all kinds share. Tips are drawn, not written as markup: the page's policy lets no chart bring styles of its own.
const common = () => ({
  animation: !calm.matches,
  textStyle: words(),
  aria: { enabled: false },
  tooltip: {
    trigger: "item",
    renderMode: "richText",
    confine: true,
    backgroundColor: token("surface"),
    borderColor: token("line-strong"),
    textStyle: words(),
    formatter: (one) => (one.data && one.data.text) || "",
  },
});
const legend = (many) => (many > 1 ? { bottom: 0, itemWidth: 14, itemHeight: 10, textStyle: words() } : undefined);
const plane = (many) => ({ left: 8, right: 16, top: 16, bottom: many > 1 ? 44 : 8, containLabel: true });
const names = (labels, more = {}) => ({
  type: "category",
  data: labels,
  axisLine: { lineStyle: { color: token("line-strong") } },
  axisTick: { show: false },
  axisLabel: { ...quiet(), hideOverlap: true },
  ...more,
});
const values = (unit, more = {}) => ({
  type: "value",
  axisLabel: { ...quiet(), formatter: axisNumber(unit), hideOverlap: true },
  splitLine: { lineStyle: { color: token("line") } },
  ...more,
});
