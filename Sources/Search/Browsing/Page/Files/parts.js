// Small pieces of the page. What a dataset has goes into text nodes and checked attributes only.

/** Makes an element; children are elements or text. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") element.className = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A link to a web page; plain text for any other value. */
export function link(url) {
  let target = null;
  try {
    target = new URL(url);
  } catch {
    // No URL: shown as it is.
  }
  if (!target || !["http:", "https:"].includes(target.protocol)) return make("span", {}, url);
  return make("a", { href: target.href, rel: "noreferrer noopener", target: "_blank", dir: "ltr" }, url);
}

export function host(url) {
  try {
    return new URL(url).host;
  } catch {
    return url ?? "";
  }
}

/** An answer of the server; its own words where it has an error. */
export async function ask(path, options) {
  const answer = await fetch(path, options);
  let value = null;
  try {
    value = await answer.json();
  } catch {
    throw new Error(answer.status === 401 ? "Open the whole URL that img2shards printed." : `No answer (${answer.status}).`);
  }
  if (!answer.ok) throw new Error(value.error ?? `No answer (${answer.status}).`);
  return value;
}

export const count = (number) => number.toLocaleString("en");

export function facts(image) {
  const size = image.width && image.height ? `${image.width}×${image.height}` : null;
  const similarity = image.similarity !== null ? `similarity ${image.similarity.toFixed(2)}` : null;
  return [size, similarity, image.nsfw && image.nsfw !== "UNLIKELY" ? image.nsfw : null].filter(Boolean).join(" · ");
}

export const pictureURL = (image) => `/images/${image.in}/${image.id}`;
export const reference = (image) => `${image.in}:${image.id}`;
