// One image with everything that is known of it.
import { ask, link, make, pictureURL } from "/page/parts.js";

export class Detail {
  /** @param actions close(), step(by), similar(image), words(text), hasVectors(image) */
  constructor(dialog, actions) {
    this.dialog = dialog;
    this.actions = actions;
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      actions.close();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) actions.close();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      actions.step(event.key === "ArrowLeft" ? -1 : 1);
    });
  }

  get isOpen() {
    return this.dialog.open;
  }

  show(image) {
    this.shown = image;
    const picture = image.picture
      ? make("img", { src: pictureURL(image), alt: image.caption ?? "" })
      : make("p", {}, "The dataset has no picture of this row; nothing is fetched from the web.");
    const close = make("button", { type: "button", onclick: () => this.actions.close() }, "Close");
    const buttons = make("div", { class: "buttons" },
      this.actions.hasVectors(image)
        ? make("button", { type: "button", class: "primary", onclick: () => this.actions.similar(image) }, "Similar images") : null,
      make("button", { type: "button", onclick: () => this.actions.step(-1), "aria-label": "Previous image" }, "←"),
      make("button", { type: "button", onclick: () => this.actions.step(1), "aria-label": "Next image" }, "→"), close);
    const table = make("table", {}, make("caption", { class: "hidden" }, "Metadata"), make("tbody"));
    this.dialog.replaceChildren(make("div", { class: "sheet" },
      make("div", { class: "picture" }, picture),
      make("div", { class: "about" }, buttons,
        make("p", { class: "long", dir: "auto" }, image.caption ?? "no caption"),
        image.url ? make("p", { class: "long" }, link(image.url)) : null, table)));
    if (!this.dialog.open) this.dialog.showModal();
    close.focus();
    this.fill(image, table.tBodies[0]);
  }

  async fill(image, body) {
    let rows = [];
    try {
      const { place, row } = await ask(`/api/row/${image.in}/${image.id}`);
      rows = [["dataset", place.dataset], ["shard", place.part], ...Object.entries(row)];
    } catch (error) {
      rows = [["error", error.message]];
    }
    if (this.shown !== image) return;
    body.replaceChildren(...rows.filter(([name, value]) => value !== null && !["caption"].includes(name)).map(([name, value]) => {
      const text = typeof value === "object" ? JSON.stringify(value) : String(value);
      const cell = name === "url" || name.endsWith("_url") ? link(text) : text.slice(0, 5000);
      return make("tr", {}, make("th", { scope: "row" }, name), make("td", { dir: "auto" }, cell));
    }));
  }

  hide() {
    this.shown = null;
    if (this.dialog.open) this.dialog.close();
  }
}
