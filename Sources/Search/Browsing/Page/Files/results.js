// The grid of images: more as the reader scrolls, and moving through it by keys.
import { facts, host, make, pictureURL } from "/page/parts.js";

export class Results {
  /** @param actions open(place), similar(image), more(), hasVectors(image) */
  constructor(list, moreButton, actions) {
    this.list = list;
    this.moreButton = moreButton;
    this.actions = actions;
    this.images = [];
    this.list.addEventListener("keydown", (event) => this.move(event));
    moreButton.addEventListener("click", () => actions.more());
    new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting) && !moreButton.hidden) actions.more();
    }, { rootMargin: "1200px" }).observe(moreButton.parentElement);
  }

  show(images, hasMore) {
    this.images = [];
    this.list.replaceChildren();
    this.add(images, hasMore);
  }

  add(images, hasMore) {
    const first = this.images.length;
    this.images.push(...images);
    this.list.append(...images.map((image, offset) => this.card(image, first + offset)));
    this.moreButton.hidden = !hasMore;
  }

  card(image, place) {
    const words = image.caption ?? "";
    const view = image.picture
      ? make("img", { src: pictureURL(image), alt: "", loading: "lazy", decoding: "async", draggable: "false" })
      : make("span", { class: "none", dir: "auto" }, image.url ? host(image.url) : "no picture");
    if (image.picture) {
      view.addEventListener("error", () => view.replaceWith(make("span", { class: "none" }, "picture cannot be shown")), { once: true });
    }
    const card = make("button", { class: "card", type: "button", "data-place": place, onclick: () => this.actions.open(place) },
      view, make("span", { class: "caption", dir: "auto" }, words.slice(0, 400) || "no caption"), make("span", { class: "facts" }, facts(image)));
    const similar = this.actions.hasVectors(image)
      ? make("button", { class: "similar", type: "button", "aria-label": "Images similar to this one", onclick: () => this.actions.similar(image) }, "similar")
      : null;
    return make("li", {}, card, similar);
  }

  focus(place) {
    this.list.querySelector(`.card[data-place="${place}"]`)?.focus();
  }

  move(event) {
    const card = event.target.closest(".card");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const columns = getComputedStyle(this.list).gridTemplateColumns.split(" ").length;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const target = Number(card.dataset.place) + steps[event.key];
    if (target >= this.images.length) this.actions.more();
    if (target >= 0 && target < this.images.length) this.focus(target);
  }
}
