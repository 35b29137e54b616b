// The page's few movements: light or dark, the filter, numbers on hover, pictures enlarged.
"use strict";
{
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);

  // Light or dark: as the system is, until the button says otherwise. Storage may be refused to a file.
  const kept = {
    get: () => { try { return localStorage.getItem("look"); } catch { return null; } },
    set: (look) => { try { localStorage.setItem("look", look); } catch { /* It holds until the page is closed. */ } },
  };
  const button = byId("look");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.look ? root.dataset.look === "dark" : system.matches);
  const showLook = () => button.setAttribute("aria-pressed", String(isDark()));
  if (["light", "dark"].includes(kept.get())) root.dataset.look = kept.get();
  button.addEventListener("click", () => {
    root.dataset.look = isDark() ? "light" : "dark";
    kept.set(root.dataset.look);
    showLook();
  });
  system.addEventListener("change", showLook);
  showLook();

  // The filter: rows of tables and pictures that have the words.
  const filter = byId("filter");
  const items = [...document.querySelectorAll("table.filtered tbody tr, .tiles > li")];
  const texts = items.map((item) => item.textContent.toLowerCase());
  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    items.forEach((item, place) => {
      item.hidden = !words.every((word) => texts[place].includes(word));
      if (!item.hidden) shown += 1;
    });
    byId("found").textContent = words.length
      ? `${shown.toLocaleString("en")} of ${items.length.toLocaleString("en")} rows and pictures match.` : "";
  };
  filter.addEventListener("input", apply);
  addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      filter.focus();
    } else if (event.key === "Escape" && event.target === filter) {
      filter.value = "";
      apply();
    }
  });

  // Numbers on hover: the bars' titles, shown at once and beside the pointer.
  const tip = byId("tip");
  for (const title of document.querySelectorAll("svg .bar > title")) {
    title.parentElement.dataset.tip = title.textContent;
    title.remove();
  }
  const showTip = (event) => {
    const bar = event.target instanceof Element ? event.target.closest("[data-tip]") : null;
    tip.hidden = !bar;
    if (!bar) return;
    tip.textContent = bar.dataset.tip;
    const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
    const below = event.clientY + 18;
    const top = below + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 10 : below;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${Math.max(8, top)}px`;
  };
  addEventListener("pointermove", showTip);
  addEventListener("pointerdown", showTip);
  document.addEventListener("pointerleave", () => { tip.hidden = true; });
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

  // A picture enlarged, with all that is known of it; arrow keys show the next.
  const dialog = byId("detail");
  let shown = null;
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const step = (by) => {
    const tiles = items.filter((item) => item.matches(".tiles > li") && !item.hidden);
    const next = tiles[tiles.indexOf(shown) + by];
    if (next) open(next);
  };
  const open = (item) => {
    shown = item;
    const picture = (item.querySelector(".tile img") ?? item.querySelector(".tile .none")).cloneNode(true);
    const about = item.querySelector(".about").cloneNode(true);
    about.hidden = false;
    const buttons = make("div", { class: "buttons" });
    for (const [text, action] of [["Previous", () => step(-1)], ["Next", () => step(1)], ["Close", () => dialog.close()]]) {
      const one = make("button", { type: "button" }, text);
      one.addEventListener("click", action);
      buttons.append(one);
    }
    dialog.replaceChildren(make("div", { class: "sheet" }, make("div", {}, picture), about), buttons);
    if (!dialog.open) dialog.showModal();
    buttons.lastElementChild.focus();
  };
  document.addEventListener("click", (event) => {
    const tile = event.target instanceof Element ? event.target.closest(".tile") : null;
    if (tile) open(tile.closest("li"));
    else if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") step(1);
    if (event.key === "ArrowLeft") step(-1);
  });
  dialog.addEventListener("close", () => shown?.querySelector(".tile").focus());
}
