// The live page: takes the events of a run, and shows each state.
import { Chart } from "./chart.js";
import { byId, bytes, count, make, say, span } from "./parts.js";
import * as views from "./views.js";

const mostPoints = 1200;
const mostImages = 24;
const spokenEvery = 20000;
/** Sums since the start, a point for each second or more. */
let points = [];
let lastState = null;
let lastSpoken = 0;
let isPaused = false;
/** Images that came while the grid was paused. */
let missed = 0;

const rate = (read) => (point) => point.rates[read];
const charts = [
  new Chart(byId("rate-chart"), { name: "Rows per second", stacks: true, format: shortCount, series: [
    { name: "succeeded", kind: "ok", isArea: true, value: rate("images") },
    { name: "failed", kind: "bad", isArea: true, value: rate("failed") }] }),
  new Chart(byId("line-chart"), { name: "Bytes per second", format: (value) => `${bytes(value)}/s`, series: [
    { name: "received", kind: "line", isArea: true, value: rate("received") },
    { name: "written", kind: "second", value: rate("written") }] }),
  new Chart(byId("flight-chart"), { name: "Requests in flight", format: shortCount, series: [
    { name: "in flight", kind: "line", isArea: true, value: (point) => point.in_flight }] }),
];

function shortCount(value) {
  if (value >= 10000) return `${Math.round(value / 1000)}k`;
  return value >= 10 || Number.isInteger(value) ? count(value) : value.toFixed(1);
}

/** Adds what a second means, from the sums of two points. */
function addPoint(point) {
  const before = points[points.length - 1];
  if (before && point.t <= before.t) return;
  const time = before ? point.t - before.t : Math.max(1, point.t);
  const grown = (name) => Math.max(0, point[name] - (before?.[name] ?? 0)) / time;
  const images = grown("images");
  point.rates = { images, failed: Math.max(0, grown("rows") - images), received: grown("received"), written: grown("written") };
  points.push(point);
  if (points.length > mostPoints) thin();
}

/** Drops every second point; rates are then means over twice the time. */
function thin() {
  const kept = points.filter((_, place) => place % 2 === 1);
  points = [];
  for (const point of kept) addPoint(point);
}

function show(state) {
  lastState = state;
  say(byId("run"), `${state.command} → ${state.output_folder}`);
  const share = state.total_rows ? `${Math.floor((100 * state.rows) / state.total_rows)} % · ` : "";
  document.title = `${share}${count(state.images_per_second)}/s · img2shards`;
  status(state.ending ? "ended" : "running", state.ending_text ?? "running");
  for (const view of Object.values(views)) view(state);
  for (const chart of charts) chart.show(points);
  say(byId("about"), `img2shards ${state.version}, running for ${span(state.elapsed_seconds)}`);
  speak(state);
}

/** A sentence for screen readers now and then: each second would be noise. */
function speak(state) {
  if (!state.ending && Date.now() - lastSpoken < spokenEvery) return;
  lastSpoken = Date.now();
  const left = state.eta_seconds ? `, ${span(state.eta_seconds)} left` : "";
  say(byId("spoken"), state.ending ? `The run has ended: ${state.ending_text}.`
    : `${count(state.rows)} rows done, ${count(state.images_per_second)} images per second${left}. ${byId("holdup").textContent}`);
}

function status(kind, text) {
  byId("state").dataset.state = kind;
  say(byId("state-text"), text);
}

function addImages(images) {
  if (isPaused) {
    missed += images.length;
    say(byId("pause"), `Continue (${count(missed)} newer)`);
    return;
  }
  byId("no-images").hidden = true;
  const list = byId("images");
  for (const image of images) {
    // After a new connection the newest come once more.
    if (!byId(`image-${image.id}`)) list.prepend(card(image));
  }
  while (list.children.length > mostImages) list.lastElementChild.remove();
}

function card(image) {
  const size = image.width && image.height ? `${image.width}×${image.height}` : null;
  const caption = image.caption ?? "";
  const picture = make("img", { src: `/images/${image.id}`, alt: caption || `image of ${image.place}`, loading: "lazy", decoding: "async" });
  picture.addEventListener("error", () => picture.replaceWith(make("p", { class: "none" }, "gone")));
  return make("li", { id: `image-${image.id}` }, picture, caption ? make("p", { class: "caption", title: caption }, caption) : null,
    make("p", { class: "quiet facts", title: size }, image.place));
}

function listen() {
  const source = new EventSource("/events");
  source.addEventListener("history", (event) => {
    points = [];
    for (const point of JSON.parse(event.data)) addPoint(point);
  });
  source.addEventListener("state", (event) => {
    const state = JSON.parse(event.data);
    // Another run at the same address: its images have the numbers of the former's.
    if (lastState && lastState.started !== state.started) byId("images").replaceChildren();
    addPoint(state.point);
    show(state);
    if (state.ending) source.close();
  });
  source.addEventListener("images", (event) => addImages(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    if (lastState?.ending) return;
    status("lost", source.readyState === EventSource.CLOSED ? "no connection" : "connecting again");
  });
}

function setUpTheme() {
  const button = byId("theme");
  const isDark = () => (document.documentElement.dataset.look ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const tell = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    document.documentElement.dataset.look = isDark() ? "light" : "dark";
    localStorage.setItem("look", document.documentElement.dataset.look);
    tell();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell);
  tell();
}

byId("pause").addEventListener("click", () => {
  isPaused = !isPaused;
  missed = 0;
  byId("pause").setAttribute("aria-pressed", String(isPaused));
  say(byId("pause"), isPaused ? "Continue" : "Pause");
});
setUpTheme();
listen();
