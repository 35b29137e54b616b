// What is shown of a state of the run, part by part.
import { bars, byId, bytes, count, make, percent, say, span, table } from "./parts.js";

/** Name, value and a word beside it, kept in place from state to state. */
function tile(list, id, name, value, beside) {
  let box = byId(`tile-${id}`);
  if (!box) {
    box = make("div", { class: "tile", id: `tile-${id}` }, make("dt", {}, name), make("dd", { class: "value" }), make("dd", { class: "beside" }));
    list.append(box);
  }
  say(box.querySelector(".value"), value);
  say(box.querySelector(".beside"), beside ?? "");
}

export function tiles(state) {
  const list = byId("tiles");
  tile(list, "speed", "Images per second", count(state.images_per_second), `over ${span(state.elapsed_seconds)}`);
  tile(list, "images", "Images written", count(state.images), `${percent(state.images_this_start, state.rows_this_start)} of rows succeed`);
  tile(list, "line", "Received", `${bytes(state.bytes_in_per_second)}/s`, `${bytes(state.bytes_received)} in this start`);
  tile(list, "disk", "Written", `${bytes(state.bytes_out_per_second)}/s`, `${bytes(state.bytes_out)} in all`);
  tile(list, "shards", "Shards done", count(state.shards), `${count(state.open_shards)} open`);
  tile(list, "flight", "Requests in flight", count(state.in_flight), state.limit ? `up to ${count(state.limit)} now` : "");
  tile(list, "cpu", "Processor", state.cpu === null ? "–" : `${Math.round(100 * state.cpu)} %`, "of all cores");
  tile(list, "memory", "Memory", state.memory_bytes === null ? "–" : bytes(state.memory_bytes),
    `${bytes(state.memory_used)} of ${bytes(state.memory_limit)} budget`);
}

export function progress(state) {
  const share = state.total_rows ? Math.min(1, state.rows / state.total_rows) : null;
  say(byId("percent"), share === null ? count(state.rows) : `${state.total_is_estimate ? "~" : ""}${(100 * share).toFixed(1)} %`);
  const rows = state.total_rows && !state.total_is_estimate
    ? `${count(state.rows)} of ${count(state.total_rows)} rows` : `${count(state.rows)} rows`;
  say(byId("rows"), rows);
  const left = state.ending ? "" : state.eta_seconds === null ? "time left not known yet"
    : state.eta_seconds === 0 ? "finishing" : `${state.total_is_estimate ? "about " : ""}${span(state.eta_seconds)} left`;
  say(byId("left"), left);
  const bar = byId("bar");
  bar.hidden = share === null;
  byId("bar-done").style.inlineSize = `${100 * (share ?? 0)}%`;
  if (share !== null) bar.setAttribute("aria-valuenow", (100 * share).toFixed(1));
  const notes = [];
  if (state.held_back_text) notes.push(`Held back by ${state.held_back_text}.`);
  for (const host of state.paused_hosts.slice(0, 3)) {
    notes.push(`${host.host} ${host.given_up ? "does not answer" : "is paused"}: next try in ${span(host.seconds)}.`);
  }
  const holdup = byId("holdup");
  holdup.hidden = notes.length === 0;
  say(holdup, notes.join(" "));
}

export function outcomes(state) {
  const items = [{ name: "success", length: state.images_this_start, kind: "ok",
    value: `${count(state.images_this_start)} · ${percent(state.images_this_start, state.rows_this_start)}` }];
  for (const failure of state.failures.slice(0, 10)) {
    items.push({ name: failure.name, length: failure.count, kind: "bad",
      value: `${count(failure.count)} · ${percent(failure.count, state.rows_this_start)}` });
  }
  const rest = state.failures.slice(10).reduce((sum, failure) => sum + failure.count, 0);
  if (rest) items.push({ name: "other", length: rest, kind: "bad", value: `${count(rest)} · ${percent(rest, state.rows_this_start)}` });
  byId("outcomes").replaceChildren(bars("Rows by outcome", items));
}

export function times(state) {
  const { bounds, counts } = state.request_times;
  const sum = counts.reduce((total, value) => total + value, 0);
  const last = Math.max(3, counts.findLastIndex((value) => value > 0));
  const items = counts.slice(0, last + 1).map((value, place) => ({
    name: place < bounds.length ? `≤ ${seconds(bounds[place])}` : `> ${seconds(bounds[bounds.length - 1])}`,
    length: value, kind: "line", value: percent(value, sum),
  }));
  byId("times").replaceChildren(sum ? bars("Requests by time", items) : make("p", { class: "quiet" }, "No request has ended yet."));
}

const seconds = (value) => (value < 1 ? `${Math.round(1000 * value)} ms` : `${value} s`);

export function queues(state) {
  const items = state.queues.map((queue) => ({
    name: queue.name, length: queue.capacity ? queue.count / queue.capacity : 0,
    kind: queue.capacity && queue.count >= 0.75 * queue.capacity ? "bad" : "line",
    value: queue.capacity ? `${count(queue.count)} of ${count(queue.capacity)}` : count(queue.count),
  }));
  const list = bars("Waiting at each stage", [...items, { name: "", length: 1, value: "" }]);
  list.lastElementChild.remove();
  byId("queues").replaceChildren(list);
}

export function hosts(state) {
  const rows = state.hosts.map((host) => [host.host, count(host.failed), percent(host.failed, host.rows), host.reason ?? "–"]);
  byId("hosts").replaceChildren(rows.length
    ? table("Hosts with the most failures of this start", ["Host", "Failed", "Share", "Mostly"], rows)
    : make("p", { class: "quiet" }, "No host has failed more than once."));
}

export function names(state) {
  const { names: look } = state;
  if (!look.lookups) {
    byId("names").replaceChildren(make("p", { class: "quiet" }, "No name was looked up."));
    return;
  }
  const parts = [table("Name look-ups of this start", ["Outcome", "Names", "Share"], [
    ["found", look.lookups - look.failed], ["no such name", look.unknown], ["no answer", look.unanswered],
    ["other failures", look.failed - look.unknown - look.unanswered],
  ].map(([name, value]) => [name, count(Math.max(0, value)), percent(Math.max(0, value), look.lookups)]))];
  if (look.servers.length) {
    parts.push(table("Name servers", ["Name server", "Asked", "No answer", "Failures"],
      look.servers.map((server) => [server.name, count(server.asked), count(server.lost), count(server.failed)])));
  }
  byId("names").replaceChildren(...parts);
}

export function workers(state) {
  byId("workers-card").hidden = state.workers.length === 0;
  const rows = state.workers.map((worker) =>
    [worker.name, worker.life, count(worker.images_per_second), count(worker.rows), worker.held_back_by ?? "–"]);
  const running = state.workers.filter((worker) => worker.life === "running");
  const sum = (list, key) => count(list.reduce((total, worker) => total + worker[key], 0));
  if (rows.length > 1) {
    rows.unshift(["all", `${running.length} running`, sum(running, "images_per_second"), sum(state.workers, "rows"), "–"]);
  }
  byId("workers").replaceChildren(
    table("Workers of this dataset", ["Worker", "State", "Images/s", "Rows", "Held back by"], rows));
}
