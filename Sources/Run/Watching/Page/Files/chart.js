// Lines and areas over time, drawn as SVG: axes with units, and the numbers of a moment under pointer or arrow keys.
import { draw, make, say, span } from "./parts.js";

const height = 190;
const edge = { left: 64, right: 10, top: 10, bottom: 24 };

export class Chart {
  /**
   * @param parent where it is drawn
   * @param options name; series: [{ name, kind, value(point), isArea }]; format(number); stacks
   */
  constructor(parent, options) {
    this.parent = parent;
    this.options = options;
    this.points = [];
    this.place = null;
    this.svg = draw("svg", { role: "img", tabindex: "0", "aria-label": options.name });
    this.key = make("p", { class: "key" }, ...options.series.map((series) =>
      make("span", {}, make("span", { class: `swatch ${series.kind}`, "aria-hidden": "true" }), series.name)));
    this.moment = make("p", { class: "moment", "aria-live": "polite" });
    parent.append(this.svg, make("div", { class: "row" }, this.key, this.moment));
    this.svg.addEventListener("pointermove", (event) => this.point(event));
    this.svg.addEventListener("pointerleave", () => this.look(null));
    this.svg.addEventListener("blur", () => this.look(null));
    this.svg.addEventListener("keydown", (event) => this.type(event));
    new ResizeObserver(() => this.paint()).observe(parent);
  }

  show(points) {
    this.points = points;
    this.paint();
  }

  paint() {
    const width = Math.max(220, this.parent.clientWidth);
    this.width = width;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("height", height);
    const { points, options } = this;
    const values = points.map((point) => options.series.map((series) => series.value(point)));
    const sums = values.map((row) => (options.stacks ? row.reduce((sum, value) => sum + value, 0) : Math.max(0, ...row)));
    const most = nice(Math.max(1e-9, ...sums));
    const first = points[0]?.t ?? 0;
    const last = Math.max(points[points.length - 1]?.t ?? 1, first + 1);
    const x = (t) => edge.left + ((t - first) / (last - first)) * (width - edge.left - edge.right);
    const y = (value) => height - edge.bottom - (value / most) * (height - edge.top - edge.bottom);
    this.x = x;
    const parts = [];
    for (let step = 0; step <= 4; step += 1) {
      const value = (most * step) / 4;
      parts.push(draw("line", { class: "grid", x1: edge.left, x2: width - edge.right, y1: y(value), y2: y(value) }),
        draw("text", { class: "axis", x: edge.left - 6, y: y(value) + 4, "text-anchor": "end" }, options.format(value)));
    }
    for (const share of width > 420 ? [0, 0.5, 1] : [0, 1]) {
      const t = first + share * (last - first);
      parts.push(draw("text", { class: "axis", x: x(t), y: height - 6,
        "text-anchor": share === 0 ? "start" : share === 1 ? "end" : "middle" }, share === 1 ? "now" : `−${span(last - t)}`));
    }
    if (points.length > 1) {
      let below = points.map(() => 0);
      options.series.forEach((series, place) => {
        const tops = values.map((row, index) => row[place] + (options.stacks ? below[index] : 0));
        const line = points.map((point, index) => `${index ? "L" : "M"}${x(point.t).toFixed(1)} ${y(tops[index]).toFixed(1)}`).join("");
        if (series.isArea) {
          const back = points.map((point, index) => `L${x(point.t).toFixed(1)} ${y(below[index]).toFixed(1)}`).reverse().join("");
          parts.push(draw("path", { class: `area ${series.kind}`, d: `${line}${back}Z` }));
        }
        parts.push(draw("path", { class: `line ${series.kind}`, d: line }));
        if (options.stacks) below = tops;
      });
    }
    this.cross = draw("line", { class: "cross", y1: edge.top, y2: height - edge.bottom, visibility: "hidden" });
    this.svg.replaceChildren(draw("title", {}, options.name), ...parts, this.cross);
    const now = values[values.length - 1];
    this.svg.setAttribute("aria-label", now
      ? `${options.name}, now ${options.series.map((series, place) => `${series.name} ${options.format(now[place])}`).join(", ")}. Arrow keys go through the time.`
      : options.name);
    this.look(this.place);
  }

  point(event) {
    const box = this.svg.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * this.width;
    let best = null;
    this.points.forEach((point, place) => {
      if (best === null || Math.abs(this.x(point.t) - at) < Math.abs(this.x(this.points[best].t) - at)) best = place;
    });
    this.look(best);
  }

  type(event) {
    const end = this.points.length - 1;
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || end < 0) return;
    event.preventDefault();
    this.look(Math.min(end, Math.max(0, (this.place ?? end) + step)));
  }

  /** Shows the numbers of one moment; null shows none. */
  look(place) {
    this.place = place;
    const point = place === null ? undefined : this.points[place];
    if (!this.cross || !this.x) return;
    if (!point) {
      this.cross.setAttribute("visibility", "hidden");
      say(this.moment, "");
      return;
    }
    this.cross.setAttribute("visibility", "visible");
    for (const name of ["x1", "x2"]) this.cross.setAttribute(name, this.x(point.t));
    const last = this.points[this.points.length - 1].t;
    const values = this.options.series.map((series) => `${series.name} ${this.options.format(series.value(point))}`);
    say(this.moment, `${last - point.t < 1 ? "now" : `${span(last - point.t)} ago`}: ${values.join(", ")}`);
  }
}

/** The next of 1, 2, 4, 5, 8 and their tens: a fourth of it is a number to read. */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 8, 10].map((step) => step * power).find((step) => step >= value) ?? 10 * power;
}
