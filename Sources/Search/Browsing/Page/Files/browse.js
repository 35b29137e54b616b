// The page: what is searched for is in its address, so that back, forward and reload lead to the same images.
import { ask, count, make, pictureURL, reference } from "/page/parts.js";
import { Results } from "/page/results.js";
import { Detail } from "/page/detail.js";

const find = (id) => document.getElementById(id);
const form = find("search");
const filterNames = ["similarity", "aesthetic", "width", "height", "licence", "nsfw"];

let known = { collections: [], by_meaning: false, by_picture: false };
/** What was shown under each address of this visit: images, the next page, the position. */
const kept = new Map();
let shown = null;
let loading = false;

const hasVectors = (image) => known.collections[image.in]?.vectors === true;
const results = new Results(find("results"), find("more"), {
  open: (place) => openDetail(place), similar: (image) => searchSimilar(image), more: () => more(), hasVectors,
});
const detail = new Detail(find("detail"), {
  close: () => closeDetail(), step: (by) => stepDetail(by), similar: (image) => searchSimilar(image), hasVectors,
});

// The address.

const address = () => new URLSearchParams(location.search);

function addressOfForm() {
  const wanted = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "" && !(name === "by" && value === "words")) wanted.set(name, value);
  }
  return wanted;
}

function fillForm() {
  const wanted = address();
  for (const field of form.elements) {
    if (!field.name || field.type === "file") continue;
    if (field.type === "checkbox") field.checked = wanted.get(field.name) === field.value;
    else field.value = wanted.get(field.name) ?? (field.name === "by" ? "words" : "");
  }
  if (filterNames.some((name) => wanted.has(name))) toggleFilters(true);
}

/** Leads to another search; the place in this one is kept. */
function go(wanted) {
  const text = wanted.toString();
  if (shown && text === shown.address) return load(true);
  remember();
  history.pushState({}, "", text ? `/?${text}` : "/");
  return load(false);
}

function remember() {
  if (!shown) return;
  shown.position = scrollY;
  sessionStorage.setItem(`place ${shown.address}`, JSON.stringify({ count: shown.images.length, position: scrollY }));
}

// Searches.

async function load(isFresh) {
  const text = address().toString();
  detail.hide();
  fillForm();
  showSubject();
  const before = isFresh ? null : kept.get(text);
  if (before) {
    shown = before;
    results.show(shown.images, shown.next !== null);
    say();
    scrollTo(0, shown.position);
    followHash();
    return;
  }
  let left = null;
  try {
    left = isFresh ? null : JSON.parse(sessionStorage.getItem(`place ${text}`));
  } catch {
    // Written by another version: as if it were not there.
  }
  const search = { address: text, images: [], next: null, total: null, note: null, position: 0 };
  shown = search;
  find("status").className = "";
  find("status").textContent = "Searching …";
  try {
    // After a reload, as many as there were.
    do {
      await fetchPage(search, Math.min(200, Math.max(60, (left?.count ?? 0) - search.images.length)));
    } while (search.next !== null && search.images.length < Math.min(left?.count ?? 0, 5000));
  } catch (error) {
    if (shown === search) {
      results.show([], false);
      complain(error);
    }
    return;
  }
  if (shown !== search) return;
  kept.set(text, search);
  results.show(search.images, search.next !== null);
  say();
  scrollTo(0, left?.position ?? 0);
  followHash();
}

async function fetchPage(search, size) {
  const wanted = new URLSearchParams(search.address);
  wanted.set("count", size);
  if (search.next !== null) wanted.set("from", search.next);
  const page = await ask(`/api/search?${wanted}`);
  search.images.push(...page.results);
  search.next = page.next;
  search.total = page.total;
  search.note = page.note ?? null;
  return page.results;
}

async function more() {
  if (loading || !shown || shown.next === null) return;
  loading = true;
  const search = shown;
  try {
    const images = await fetchPage(search, 60);
    if (shown === search) {
      results.add(images, search.next !== null);
      say();
    }
  } catch (error) {
    complain(error);
  } finally {
    loading = false;
  }
}

function searchSimilar(image) {
  const wanted = new URLSearchParams();
  for (const name of filterNames) if (address().has(name)) wanted.set(name, address().get(name));
  wanted.set("like", reference(image));
  go(wanted);
}

async function searchPicture(file) {
  if (!file) return;
  find("status").textContent = "Looking at the picture …";
  try {
    const { picture } = await ask("/api/picture", { method: "POST", body: file });
    const wanted = addressOfForm();
    for (const name of ["q", "by", "like"]) wanted.delete(name);
    wanted.set("picture", picture);
    go(wanted);
  } catch (error) {
    complain(error);
  } finally {
    find("picture").value = "";
  }
}

// What is said.

function complain(error) {
  find("status").className = "wrong";
  find("status").textContent = error.message;
}

function say() {
  const parts = [];
  if (shown.total !== null) parts.push(shown.total === 1 ? "1 image" : `${count(shown.total)} images`);
  else if (shown.images.length === 0) parts.push("No images");
  else {
    const all = known.collections.reduce((sum, one) => sum + one.images, 0);
    parts.push(filterNames.some((name) => address().has(name)) ? "Images with these filters" : `${count(all)} images`);
  }
  if (shown.total === 0 || shown.images.length === 0) parts.push("try other words, or fewer filters");
  if (hidesUnsafe() && !address().has("nsfw")) parts.push("images that may not be safe for work are hidden");
  if (shown.note) parts.push(shown.note);
  for (const one of known.collections) {
    if (one.indexing && one.indexed_parts < one.parts) parts.push(`${one.name}: ${one.indexed_parts} of ${one.parts} shards can be searched so far`);
    if (one.failure) parts.push(`${one.name}: ${one.failure}`);
  }
  find("status").className = "";
  find("status").textContent = parts.join(" · ");
  document.title = address().get("q") ? `${address().get("q")} – img2shards browse` : "img2shards browse";
}

function showSubject() {
  const like = address().get("like");
  const match = /^(\d+):(\d+)$/.exec(like ?? "");
  find("subject").hidden = !match && !address().get("picture");
  find("subject").replaceChildren(...(match
    ? [make("img", { src: pictureURL({ in: match[1], id: match[2] }), alt: "", onerror: (event) => event.target.remove() }), make("span", {}, "Images similar to this one")]
    : [make("span", {}, "Images similar to your picture")]));
}

// One image.

function openDetail(place) {
  history.pushState({ detail: place }, "", `#${place}`);
  detail.show(shown.images[place]);
}

function followHash() {
  const place = /^#(\d+)$/.exec(location.hash);
  if (place && shown.images[Number(place[1])]) detail.show(shown.images[Number(place[1])]);
}

function closeDetail() {
  const place = Number(location.hash.slice(1));
  // Opened by a link: there is no page before.
  if (history.state?.detail === undefined) {
    history.replaceState({}, "", location.pathname + location.search);
    detail.hide();
  } else history.back();
  results.focus(place);
}

async function stepDetail(by) {
  const place = Number(location.hash.slice(1)) + by;
  if (place >= shown.images.length) await more();
  if (!shown.images[place]) return;
  history.replaceState({ detail: place }, "", `#${place}`);
  detail.show(shown.images[place]);
}

addEventListener("popstate", () => {
  if (shown && address().toString() === shown.address) {
    detail.hide();
    followHash();
    return;
  }
  // The browser has not moved the page yet: this is the place in the search that is left.
  if (shown) remember();
  load(false);
});
addEventListener("pagehide", remember);
history.scrollRestoration = "manual";

// The form.

form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(addressOfForm());
});
for (const id of ["by", "in"]) find(id).addEventListener("change", () => go(addressOfForm()));
for (const name of filterNames) form.elements[name].addEventListener("change", () => goWithFilters());
find("reset").addEventListener("click", (event) => {
  event.preventDefault();
  for (const name of filterNames) {
    const field = form.elements[name];
    if (field.type === "checkbox") field.checked = false;
    else field.value = "";
  }
  goWithFilters();
});
find("picture").addEventListener("change", (event) => searchPicture(event.target.files[0]));
find("filters-button").addEventListener("click", () => toggleFilters(find("filters").hidden));
find("theme").addEventListener("click", () => {
  const isDark = document.documentElement.dataset.look
    ? document.documentElement.dataset.look === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.look = isDark ? "light" : "dark";
  localStorage.setItem("look", document.documentElement.dataset.look);
});
document.querySelector(".home").addEventListener("click", (event) => {
  event.preventDefault();
  go(new URLSearchParams());
});

/** Filters hold for similar images, too. */
function goWithFilters() {
  const wanted = addressOfForm();
  for (const name of ["like", "picture"]) if (address().has(name) && !wanted.get("q")) wanted.set(name, address().get(name));
  go(wanted);
}

function toggleFilters(isOpen) {
  find("filters").hidden = !isOpen;
  find("filters-button").setAttribute("aria-expanded", String(isOpen));
}

addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input:not([type='checkbox'], [type='file']), select, textarea");
  if (event.key === "/" && !isTyping && !detail.isOpen) {
    event.preventDefault();
    find("words").focus();
    find("words").select();
  } else if (event.key === "Escape" && event.target === find("words")) {
    find("words").blur();
  } else if (event.key === "ArrowDown" && event.target === find("words")) {
    event.preventDefault();
    results.focus(0);
  }
});

// What there is.

/** Whether there are images that are hidden unless they are asked for. */
const hidesUnsafe = () => known.collections.some(({ columns }) => columns.nsfw?.[1] > 1 || columns.score?.[1] > known.most_unsafe);

function showChoices() {
  // A column with one value for all divides nothing.
  const columns = new Set(known.collections.flatMap((one) => Object.entries(one.columns))
    .filter(([, [low, high]]) => low < high).map(([name]) => name));
  for (const name of ["similarity", "aesthetic", "width", "height"]) find(`${name}-field`).hidden = !columns.has(name);
  find("nsfw-field").hidden = !hidesUnsafe();
  const licences = new Map();
  for (const { name, count: images } of known.collections.flatMap((one) => one.licences)) licences.set(name, (licences.get(name) ?? 0) + images);
  find("licence-field").hidden = licences.size === 0;
  find("filters-button").hidden = columns.size === 0 && licences.size === 0;
  const chosen = [find("in").value, form.elements.licence.value];
  form.elements.licence.replaceChildren(make("option", { value: "" }, "any"),
    ...[...licences].map(([name, images]) => make("option", { value: name }, `${name} (${count(images)})`)));
  find("in").replaceChildren(make("option", { value: "" }, "all"),
    ...known.collections.map((one, place) => make("option", { value: place }, one.name)));
  [find("in").value, form.elements.licence.value] = chosen;
  find("in-field").hidden = known.collections.length < 2;
  const hasEmbeddings = known.collections.some((one) => one.vectors);
  find("by-field").hidden = !known.by_meaning || !hasEmbeddings;
  find("pick").hidden = !known.by_picture || !hasEmbeddings;
}

async function follow() {
  const before = JSON.stringify(known.collections.map((one) => [one.images, one.vectors]));
  try {
    known = await ask("/api/collections");
  } catch (error) {
    complain(error);
    return setTimeout(follow, 5000);
  }
  showChoices();
  const isChanged = before !== JSON.stringify(known.collections.map((one) => [one.images, one.vectors]));
  if (shown && isChanged) {
    // The first images of a new index are shown by themselves; a reader's page is left alone.
    if (shown.images.length === 0 || (scrollY === 0 && !detail.isOpen && shown.images.length < 60)) {
      kept.delete(shown.address);
      await load(true);
    } else say();
  }
  if (known.collections.some((one) => one.indexing)) setTimeout(follow, 1500);
  return undefined;
}

await follow();
await load(false);
