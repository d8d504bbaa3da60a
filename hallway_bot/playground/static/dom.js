// Small helpers to build DOM nodes. Nothing here ever parses markup.
import { say } from "./words.js";

/** h("p.note", {dir: "auto", onclick}, child, …): strings become text nodes. */
export function h(spec, props, ...children) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "testid") node.setAttribute("data-testid", value);
    else if (key in PROPERTIES) node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  add(node, children);
  return node;
}

const PROPERTIES = { value: 1, checked: 1, disabled: 1, hidden: 1, selected: 1, multiple: 1 };

export function add(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === "") continue;
    node.append(child.nodeType ? child : document.createTextNode(String(child)));
  }
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren();
  return add(node, children);
}

export const byId = (id) => document.getElementById(id);

let counter = 0;
export const freshId = (prefix = "x") => `${prefix}-${++counter}`;

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  bolt: "M13 2 4 14h6l-1 8 9-12h-6z",
  send: "M3 20 21 12 3 4v6l10 2-10 2z",
  close: "M6 6l12 12M18 6 6 18",
  back: "M15 5l-7 7 7 7",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  reply: "M4 5h16v11H10l-5 4v-4H4z",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
  up: "M7 11v9H4v-9zM7 11l4-8a2.5 2.5 0 0 1 2.5 2.5V9H20l-2 11H7",
  down: "M17 13V4h3v9zM17 13l-4 8a2.5 2.5 0 0 1-2.5-2.5V15H4l2-11h11",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
};

/** A line icon, hidden from screen readers: the control around it has the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name] || PATHS.more);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, props = {}) {
  return h("button.icon-button", { type: "button", "aria-label": label, title: label, onclick, ...props },
    icon(name));
}

/** Keep Tab inside `node`; returns a function that releases it. */
export function trapFocus(node) {
  const onKey = (event) => {
    if (event.key !== "Tab") return;
    const stops = focusable(node);
    if (!stops.length) return;
    const first = stops[0];
    const last = stops[stops.length - 1];
    if (event.shiftKey && (document.activeElement === first || document.activeElement === node)) {
      event.preventDefault();
      last.focus();
    } else if (!event.shiftKey && document.activeElement === last) {
      event.preventDefault();
      first.focus();
    }
  };
  node.addEventListener("keydown", onKey);
  return () => node.removeEventListener("keydown", onKey);
}

export function focusable(node) {
  const query = "a[href],button,input,select,textarea,[tabindex]:not([tabindex='-1'])";
  return [...node.querySelectorAll(query)].filter((n) => !n.disabled && n.tabIndex >= 0 && n.offsetParent !== null);
}

/** Tell screen readers, politely. */
export function announce(text) {
  const node = byId("announcer");
  node.textContent = "";
  setTimeout(() => { node.textContent = text; }, 50);
}

export function toast(given, kind = "") {
  const text = say(given); // the server says some of it in English
  // the answer to a request and the news of it may say the same thing
  for (const old of byId("toasts").children) if (old.textContent === text) return;
  const node = h("div.toast", { dir: "auto" }, text);
  if (kind) node.classList.add(kind);
  byId("toasts").append(node);
  setTimeout(() => node.remove(), 6000);
}
