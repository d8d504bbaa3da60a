// Block Kit's display blocks to DOM nodes. Elements to press are in elements.js.
import { h, add, icon, freshId } from "./dom.js";
import { mrkdwn, textNodes, plain } from "./mrkdwn.js";
import { element } from "./elements.js";
import { richText, markdown } from "./richtext.js";
import { say } from "./words.js";

/** All blocks of a message or view, in order. */
export function renderBlocks(blocks, surface) {
  return (blocks || []).map((block, index) => renderBlock(block, surface, index));
}

export function renderBlock(block, surface, index = 0) {
  const id = block.block_id || `block-${index}`;
  const render = KINDS[block.type];
  const node = render
    ? render({ ...block, block_id: id }, surface)
    : h("div.unknown-block", {}, `[${block.type}: this playground does not draw it]`);
  node.classList.add("block", `block-${block.type}`);
  node.setAttribute("data-block-id", id);
  node.setAttribute("data-testid", `block-${id}`);
  return node;
}

const KINDS = {
  header: (block) => h("h3.header", { dir: "auto" }, plain(block.text)),
  divider: () => h("hr"),
  section,
  context: (block) => h("div", {}, (block.elements || []).map(contextPart)),
  actions: (block, surface) => h("div", {}, (block.elements || []).map((one) => element(one, block, surface))),
  context_actions: (block, surface) => h("div", {}, (block.elements || []).map((one) => element(one, block, surface))),
  input,
  image,
  card,
  carousel,
  alert: (block) => h(`div.level-${(block.level || "default").replace(/\W/g, "")}`, { role: "note", dir: "auto" },
    h("span.alert-mark", { "aria-hidden": "true" }, ALERTS[block.level] || "•"), h("div", {}, textNodes(block.text))),
  rich_text: (block) => h("div", { dir: "auto" }, richText(block.elements)),
  markdown: (block) => h("div", { dir: "auto" }, markdown(block.text || "")),
  container: (block, surface) => h("div", {}, block.title && h("p.card-title", { dir: "auto" }, textNodes(block.title)),
    renderBlocks(block.elements || block.blocks || block.child_blocks, surface)),
  table,
  task_card: (block) => h("div", { dir: "auto" }, h("span.task-mark", { "aria-hidden": "true" }, TASKS[block.status] || "○"),
    h("span", {}, plain(block.title)), block.output && richText(block.output.elements)),
  plan: (block) => h("div", {}, h("p.card-title", {}, plain(block.title)),
    (block.tasks || []).map((task) => renderBlock({ ...task, type: "task_card" }))),
};

const ALERTS = { info: "i", warning: "!", error: "×", success: "✓" };
const TASKS = { complete: "✓", in_progress: "…", error: "×" };

function section(block, surface) {
  const body = h("div.section-body", { dir: "auto" });
  if (block.text) body.append(h("div.text", { dir: "auto" }, textNodes(block.text)));
  if (block.fields?.length) {
    body.append(h("div.fields", {}, block.fields.map((one) => h("div.field", { dir: "auto" }, textNodes(one)))));
  }
  const node = h("div", {}, body);
  if (block.accessory) {
    const part = block.accessory.type === "image"
      ? picture(block.accessory, "thumb")
      : element(block.accessory, block, surface);
    node.append(h("div.accessory", {}, part));
  }
  return node;
}

function contextPart(part) {
  if (part.type === "image") return picture(part, "context-image");
  return h("span.context-text", { dir: "auto" }, textNodes(part));
}

/** Slack files and pages outside cannot load here: show the alternative text instead. */
function picture(image, name) {
  const alt = image.alt_text || "";
  const instead = () => h(`span.${name}.no-image`, { role: "img", "aria-label": alt || "image", title: alt },
    (alt.trim() || "?").charAt(0).toUpperCase());
  const url = new URL(image.image_url || "", location.href);
  if (!image.image_url || url.origin !== location.origin) return instead();
  const node = h(`img.${name}`, { src: url.href, alt, loading: "lazy" });
  node.addEventListener("error", () => node.replaceWith(instead()));
  return node;
}

function image(block) {
  return h("figure", {}, block.title && h("figcaption", { dir: "auto" }, plain(block.title)), picture(block, "picture"));
}

function card(block, surface) {
  const head = h("div.card-head", {},
    block.icon && picture(block.icon, "card-icon"),
    block.slack_icon && h("span.card-icon.no-image", { "aria-hidden": "true" }, icon("eye")),
    h("div.card-names", {},
      block.title && h("p.card-title", { dir: "auto" }, textNodes(block.title)),
      block.subtitle && h("p.card-subtitle", { dir: "auto" }, textNodes(block.subtitle))));
  return h("article.card", {},
    block.hero_image && picture(block.hero_image, "card-hero"),
    head,
    block.body && h("div.card-body", { dir: "auto" }, textNodes(block.body)),
    block.actions?.length && h("div.card-actions", {}, block.actions.map((one) => element(one, block, surface))));
}

function carousel(block, surface) {
  const cards = (block.elements || []).map((one, index) => {
    const node = card({ ...one, block_id: one.block_id || `${block.block_id}-${index}` }, surface);
    node.classList.add("block-card");
    return node;
  });
  return h("div.carousel", { role: "group", tabindex: "0", "aria-label": `${cards.length} cards, scroll sideways` }, cards);
}

function table(block) {
  const cell = (one, head) => h(head ? "th" : "td", { dir: "auto", scope: head ? "col" : undefined },
    one.type === "rich_text" ? richText(one.elements) : String(one.text ?? ""));
  const rows = (block.rows || []).map((row, index) => h("tr", {}, row.map((one) => cell(one, index === 0))));
  return h("div.table-scroll", { tabindex: "0" }, h("table", {}, rows));
}

/** An input block: label, element, hint and the place where an error appears. */
function input(block, surface) {
  const label = plain(block.label);
  const id = freshId("field");
  const part = block.element || {};
  const grouped = ["radio_buttons", "checkboxes"].includes(part.type);
  const ids = { input: id, label: `${id}-label`, describe: block.hint ? `${id}-hint` : "" };
  const control = element(part, block, surface, { ...ids, form: true });
  const optional = block.optional && h("span.optional", {}, say(" (optional)"));
  const name = grouped
    ? h("span.label", { id: ids.label, dir: "auto" }, label, optional)
    : h("label.label", { id: ids.label, for: id, dir: "auto" }, label, optional);
  return h("div", { role: grouped ? "group" : undefined, "aria-labelledby": grouped ? ids.label : undefined },
    name, control,
    block.hint && h("p.hint", { id: ids.describe, dir: "auto" }, plain(block.hint)),
    h("p.field-error", { id: `${id}-error`, hidden: true, dir: "auto", testid: `error-${block.block_id}` }));
}

/** Show `message` at the field of a block and tie it to the control; "" clears it. */
export function showFieldError(node, message) {
  const place = node.querySelector(".field-error");
  if (!place) return;
  const control = node.querySelector("[data-control]") || node.querySelector("input,textarea,select");
  place.hidden = !message;
  place.replaceChildren();
  add(place, message ? mrkdwn(message) : []);
  node.classList.toggle("invalid", Boolean(message));
  if (!control) return;
  const ids = new Set((control.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
  if (message) ids.add(place.id);
  else ids.delete(place.id);
  if (ids.size) control.setAttribute("aria-describedby", [...ids].join(" "));
  else control.removeAttribute("aria-describedby");
  control.setAttribute("aria-invalid", message ? "true" : "false");
}
