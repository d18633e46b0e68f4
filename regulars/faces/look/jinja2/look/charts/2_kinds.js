// One function per kind of chart: from the data in the page to what ECharts draws, for a box so many pixels wide.
const kinds = {
  bars(data) {
    const many = data.series.length;
    const axes = [names(data.labels, data.across ? { inverse: true } : {}), values(data.unit)];
    return {
      grid: plane(many),
      legend: legend(many),
      xAxis: data.across ? axes[1] : axes[0],
      yAxis: data.across ? axes[0] : axes[1],
      series: data.series.map((one, place) => ({
        type: "bar",
        name: one.name,
        stack: data.stacked ? "all" : undefined,
        barMaxWidth: 44,
        itemStyle: { color: colour(one.color, place), borderRadius: data.stacked ? 0 : 3 },
        data: one.points.map((each) => point(...each)),
      })),
    };
  },
  line(data) {
    const many = data.series.length;
    return {
      grid: plane(many),
      legend: legend(many),
      xAxis: names(data.labels, { boundaryGap: false }),
      yAxis: values(data.unit),
      series: data.series.map((one, place) => ({
        type: "line",
        name: one.name,
        symbolSize: 8,
        lineStyle: { color: colour(one.color, place), width: 2.5, type: place % 2 ? "dashed" : "solid" },
        itemStyle: { color: colour(one.color, place) },
        data: one.points.map((each) => point(...each)),
      })),
    };
  },
  funnel(data, width) {
    return {
      series: [{
        type: "funnel",
        sort: "none",
        left: 8,
        width: width < 480 ? "45%" : "60%",
        top: 8,
        bottom: 8,
        minSize: "3%",
        gap: 3,
        label: { ...words(), position: "right", formatter: (one) => one.data.text },
        labelLine: { lineStyle: { color: token("line-strong") } },
        data: data.items.map((one, place) => ({
          ...one,
          itemStyle: { color: colour(one.color, place), borderWidth: 0 },
        })),
      }],
    };
  },
  flow(data, width) {
    const tone = new Map(data.nodes.map((one) => [one.id, colour(one.color, 0)]));
    return {
      series: [{
        type: "sankey",
        left: 8,
        right: 8,
        top: 8,
        bottom: 8,
        nodeWidth: 14,
        nodeGap: 14,
        layoutIterations: 0,
        draggable: false,
        emphasis: { focus: "adjacency" },
        lineStyle: { color: "source", opacity: 0.35, curveness: 0.5 },
        data: data.nodes.map((one) => ({
          name: one.id,
          depth: one.depth,
          text: one.text,
          href: one.href,
          itemStyle: { color: tone.get(one.id), borderWidth: 0 },
          label: {
            ...words(),
            fontSize: width < 480 ? 11 : 13,
            position: one.depth ? "left" : "right",
            formatter: () => one.label,
          },
        })),
        links: data.links,
      }],
    };
  },
  heat(data, width) {
    const strong = (value) => value > data.most * 0.55;
    return {
      grid: plane(1),
      xAxis: names(data.x, { axisLabel: { ...quiet(), interval: data.x.length < 6 ? 0 : "auto", width: width / (data.x.length + 1.5), overflow: "break" } }),
      yAxis: names(data.y, { inverse: true }),
      visualMap: { show: false, min: 0, max: data.most || 1, inRange: { color: [token("sunk"), token("series-0")] } },
      series: [{
        type: "heatmap",
        itemStyle: { borderColor: token("surface"), borderWidth: 2, borderRadius: 3 },
        data: data.cells.map((one) => ({
          ...one,
          label: {
            show: width / (data.x.length + 2) > 34,
            color: token(strong(one.value[2]) ? "on-brand" : "ink"),
            formatter: () => one.short,
          },
        })),
      }],
    };
  },
  calibration(data) {
    const most = Math.max(...data.points.map((one) => one.size), 1);
    const share = (name) => values("share", { min: 0, max: data.top, name, nameLocation: "middle", nameGap: 34, nameTextStyle: quiet() });
    return {
      grid: { left: 52, right: 24, top: 16, bottom: 52 },
      xAxis: share(data.x),
      yAxis: share(data.y),
      series: [
        {
          type: "line",
          silent: true,
          symbol: "none",
          lineStyle: { color: token("line-strong"), type: "dashed" },
          data: [[0, 0], [data.top, data.top]],
        },
        {
          type: "scatter",
          itemStyle: { color: colour("series-0", 0), opacity: 0.85 },
          symbolSize: (_value, one) => 8 + 12 * Math.sqrt(one.data.size / most),
          data: data.points,
        },
      ],
    };
  },
  interval(data) {
    const whisker = (low, high, place, api) => {
      const [x0, y] = api.coord([low, place]);
      const [x1] = api.coord([high, place]);
      const lines = [[x0, y, x1, y], [x0, y - 7, x0, y + 7], [x1, y - 7, x1, y + 7]];
      const style = { stroke: token("ink"), lineWidth: 2 };
      return { type: "group", children: lines.map(([a, b, c, d]) => ({ type: "line", shape: { x1: a, y1: b, x2: c, y2: d }, style })) };
    };
    return {
      grid: plane(1),
      xAxis: values(data.unit),
      yAxis: names(data.items.map((one) => one.label), { inverse: true }),
      series: [
        {
          type: "bar",
          barMaxWidth: 26,
          data: data.items.map((one) => ({
            ...one,
            itemStyle: { color: colour(one.color, 0), borderRadius: 3 },
          })),
        },
        {
          type: "custom",
          silent: true,
          z: 5,
          encode: { x: [1, 2], y: 0 },
          renderItem: (_one, api) => whisker(api.value(1), api.value(2), api.value(0), api),
          data: data.items.map((one, place) => [place, one.low, one.high]),
        },
      ],
    };
  },
};
