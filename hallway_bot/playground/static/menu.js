// A popup menu at a button: arrow keys, Escape, and focus back where it was.
import { h } from "./dom.js";

let close = null;

/** items: [{label, note, testid, danger, run}] or {heading}. */
export function menu(anchor, items, props = {}) {
  if (close) close();
  const node = h("div.menu", { role: "menu", ...props }, items.map((item) => (item.heading
    ? h("p.menu-heading", { role: "presentation" }, item.heading)
    : h("button.menu-item", {
      type: "button", role: "menuitem", tabindex: "-1", testid: item.testid,
      onclick: () => { shut(); item.run(); },
    }, h("span", { dir: "auto" }, item.label), item.note && h("span.menu-note", { dir: "auto" }, item.note)))));
  const host = anchor.closest(".modal-layer") || document.body;
  host.append(node);
  place(node, anchor);
  anchor.setAttribute("aria-expanded", "true");
  const stops = [...node.querySelectorAll("[role=menuitem]")];

  function shut(back = true) {
    node.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", gone);
    close = null;
    if (back) heir(anchor)?.focus();
  }
  const outside = (event) => { if (!node.contains(event.target)) shut(false); };
  const gone = () => shut(false);
  node.addEventListener("keydown", (event) => {
    const at = stops.indexOf(document.activeElement);
    const go = { ArrowDown: at + 1, ArrowUp: at - 1 + stops.length, Home: 0, End: stops.length - 1 }[event.key];
    if (go !== undefined) {
      event.preventDefault();
      stops[go % stops.length]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      shut();
    }
  });
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", gone);
  close = shut;
  stops[0]?.focus();
}

/** The button, or the one that was drawn in its place while the menu was open. */
function heir(anchor) {
  if (anchor.isConnected) return anchor;
  const same = document.querySelectorAll(`[data-testid="${anchor.getAttribute("data-testid")}"]`);
  return same.length === 1 ? same[0] : null;
}

function place(node, anchor) {
  const at = anchor.getBoundingClientRect();
  const width = node.offsetWidth;
  const height = node.offsetHeight;
  const left = Math.max(8, Math.min(at.left, window.innerWidth - width - 8));
  const below = at.bottom + 4 + height < window.innerHeight;
  node.style.left = `${left}px`;
  node.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
}
