// The course of prices of one market: steps, because a price holds until the next trade, and units below. The page's
// live part is swapped when there is news; the chart then asks for its figures again and stays where it is.
import { AreaSeries, createChart, HistogramSeries, LineType } from "lightweight-charts";

const KUALA_LUMPUR = 8 * 3600;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function options() {
  return {
    autoSize: true,
    layout: { background: { color: "transparent" }, textColor: colour("--c-quiet"), attributionLogo: false },
    grid: { vertLines: { visible: false }, horzLines: { color: colour("--c-line") } },
    rightPriceScale: { borderVisible: false },
    timeScale: { borderVisible: false, timeVisible: true, maxBarSpacing: 64 },
    handleScroll: { vertTouchDrag: false },
  };
}

function drawn(box) {
  const chart = createChart(box, options());
  const line = chart.addSeries(AreaSeries, { lineType: LineType.WithSteps, lineWidth: 2, priceLineVisible: false });
  const units = chart.addSeries(HistogramSeries, {
    priceScaleId: "units", priceFormat: { type: "volume" }, lastValueVisible: false, priceLineVisible: false,
  });
  units.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
  line.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.25 } });
  return { chart, line, units };
}

function paint({ chart, line, units }) {
  const brand = colour("--c-brand");
  chart.applyOptions(options());
  line.applyOptions({ lineColor: brand, topColor: `${brand}44`, bottomColor: `${brand}08`, pointMarkersVisible: true });
  units.applyOptions({ color: colour("--c-mark") });
}

async function fill(box, parts) {
  const answer = await fetch(box.dataset.prices, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { course } = await answer.json();
  // The library knows one clock, UTC: the market's is eight hours ahead.
  parts.line.setData(course.map(([at, sen]) => ({ time: at + KUALA_LUMPUR, value: sen / 100 })));
  parts.units.setData(course.map(([at, , count]) => ({ time: at + KUALA_LUMPUR, value: count })));
  parts.chart.timeScale().fitContent();
}

const box = document.querySelector("[data-prices]");
if (box) {
  const parts = drawn(box);
  paint(parts);
  fill(box, parts);
  const live = document.querySelector("#market-live");
  if (live) new MutationObserver(() => fill(box, parts)).observe(live, { childList: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paint(parts));
}
