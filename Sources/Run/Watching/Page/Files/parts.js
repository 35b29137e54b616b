// Small pieces of the page. What a list or a server has goes into text nodes only.

export const byId = (id) => document.getElementById(id);

/** Makes an element; children are elements or text. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  set(element, attributes);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The same for drawings. */
export function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  set(element, attributes);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function set(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
}

/** Text only where it differs: a screen reader's place and a person's selection stay. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export const count = (number) => Math.round(number).toLocaleString("en");

export function percent(part, whole) {
  if (!whole) return "–";
  const share = (100 * part) / whole;
  return `${share > 0 && share < 0.1 ? "<0.1" : share.toFixed(1)} %`;
}

export function bytes(number) {
  const units = ["B", "KB", "MB", "GB", "TB", "PB"];
  let place = 0;
  while (number >= 1000 && place < units.length - 1) {
    number /= 1000;
    place += 1;
  }
  return `${number >= 100 || place === 0 ? Math.round(number) : number.toFixed(1)} ${units[place]}`;
}

/** The two largest units. */
export function span(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "–";
  const whole = Math.round(seconds);
  const parts = [[Math.floor(whole / 86400), "d"], [Math.floor(whole / 3600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "min"], [whole % 60, "s"]];
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return "0 s";
  return parts.slice(first, first + 2).filter(([value]) => value > 0).map(([value, unit]) => `${value} ${unit}`).join(" ");
}

/** A table with a caption for those who cannot see where it stands; the first cell of a row heads it. */
export function table(caption, heads, rows) {
  const head = make("tr", {}, ...heads.map((text, place) => make("th", { scope: "col", class: place ? "number" : "" }, text)));
  const body = rows.map((cells) => make("tr", {}, ...cells.map((cell, place) =>
    make(place ? "td" : "th", place ? { class: "number" } : { scope: "row", title: cell }, cell))));
  return make("table", {}, make("caption", { class: "hidden" }, caption), make("thead", {}, head), make("tbody", {}, ...body));
}

/** Bars with a name, a length and a value. */
export function bars(label, items) {
  const most = Math.max(1, ...items.map((item) => item.length));
  return make("ul", { class: "bars", "aria-label": label }, ...items.map((item) => {
    const fill = make("span", { class: `fill ${item.kind ?? ""}` });
    fill.style.inlineSize = `${(100 * item.length) / most}%`;
    return make("li", {}, make("span", { class: "name", title: item.name }, item.name),
      make("span", { class: "track", "aria-hidden": "true" }, fill), make("span", { class: "value" }, item.value));
  }));
}
