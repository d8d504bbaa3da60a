// The stack of modal views: only the top one shows; what was typed stays.
import { h, byId, iconButton, trapFocus, focusable, freshId } from "./dom.js";
import { post, TROUBLE } from "./api.js";
import { plain } from "./mrkdwn.js";
import { renderBlocks, showFieldError } from "./blocks.js";
import { makeSurface, pruned } from "./surface.js";
import { store, on, myId } from "./state.js";
import { say } from "./words.js";

const kept = new Map(); // view id -> values typed
let shown = null; // {id, json, depth, layer, box, surface, view}
let cameFrom = null; // what had the focus before the first modal
let reload = async () => {};

export function startModals({ refresh }) {
  reload = refresh;
  on("state", sync);
}

export function dropModals() {
  kept.clear();
  if (shown) shown.layer.remove();
  [shown, cameFrom] = [null, null];
}

function sync() {
  const stack = store.modal;
  const view = stack.at(-1);
  for (const id of kept.keys()) if (!stack.some((one) => one.id === id)) kept.delete(id);
  if (!view) return hide();
  const json = JSON.stringify({ ...view, state: null, hash: null }) + stack.length;
  if (shown && shown.id === view.id && shown.json === json) return;
  if (!shown) cameFrom = document.activeElement;
  show(view, json, stack.length);
}

function hide() {
  if (!shown) return;
  shown.layer.remove();
  shown = null;
  byId("app").inert = false;
  if (cameFrom?.isConnected) cameFrom.focus();
  else byId("conversation").focus();
}

function show(view, json, depth) {
  const same = shown?.id === view.id ? shown : null;
  const focus = same && focusedField(same.box);
  const scroll = same ? same.box.querySelector(".modal-body").scrollTop : 0;
  const values = pruned(kept.get(view.id) || structuredClone(view.state?.values || {}), view.blocks);
  kept.set(view.id, values);
  const surface = makeSurface({ type: "view", view_id: view.id }, values);
  const box = draw(view, surface, depth);
  const layer = h("div.modal-layer", { testid: "modal-layer" }, box);
  if (same) layer.classList.add("still");
  if (shown) shown.layer.replaceWith(layer);
  else byId("modals").prepend(layer);
  shown = { id: view.id, json, depth, layer, box, surface, view };
  byId("app").inert = true;
  trapFocus(box);
  layer.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      closeTop();
    }
  });
  box.querySelector(".modal-body").scrollTop = scroll;
  if (!(focus && restoreFocus(box, focus))) firstFocus(box);
}

function draw(view, surface, depth) {
  const id = freshId("modal");
  const submit = view.submit && h("button.button.primary", {
    type: "submit", testid: "modal-submit", disabled: view.submit_disabled,
  }, plain(view.submit));
  const close = h("button.button", { type: "button", testid: "modal-close", onclick: closeTop },
    plain(view.close) || say(depth > 1 ? "Back" : "Close"));
  const body = h("div.modal-body", { tabindex: "-1" },
    h("p.modal-notice", { hidden: true, role: "alert", dir: "auto", testid: "modal-notice" }),
    renderBlocks(view.blocks, surface));
  const form = h("form.modal", {
    role: "dialog", "aria-modal": "true", "aria-labelledby": `${id}-title`, novalidate: true,
    testid: "modal", "data-view-id": view.id, "data-callback-id": view.callback_id,
  },
    h("div.modal-head", {},
      depth > 1 && iconButton("back", say("Back"), closeTop, { testid: "modal-back" }),
      h("h2", { id: `${id}-title`, dir: "auto" }, plain(view.title)),
      iconButton("close", say("Close"), closeAll, { testid: "modal-x" })),
    body,
    h("div.modal-foot", {}, close, submit));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (submit) send(view, surface, form, submit);
  });
  // an error goes away when its field changes
  const clear = (event) => {
    const field = event.target.closest(".block-input.invalid");
    if (field) showFieldError(field, "");
  };
  body.addEventListener("input", clear);
  body.addEventListener("change", clear);
  body.addEventListener("mousedown", clear);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && submit) form.requestSubmit();
  });
  return form;
}

async function send(view, surface, form, submit) {
  if (form.classList.contains("busy")) return;
  notice(form, "");
  const missing = localErrors(view, surface);
  if (Object.keys(missing).length) return showErrors(form, missing);
  showErrors(form, {});
  busy(form, submit, true);
  surface.drop();
  const state = pruned(surface.values, view.blocks);
  const answer = await post("submit", { as: myId(), view_id: view.id, state });
  if (answer.ok) {
    await reload();
  } else if (answer.errors && Object.keys(answer.errors).length) {
    showErrors(form, answer.errors);
  } else notice(form, answer.message || TROUBLE);
  busy(form, submit, false);
}

function busy(form, submit, is) {
  form.classList.toggle("busy", is);
  form.setAttribute("aria-busy", String(is));
  submit.disabled = is;
  submit.classList.toggle("spinning", is);
}

function notice(form, text) {
  const node = form.querySelector(".modal-notice");
  node.textContent = say(text);
  node.hidden = !text;
  if (text) node.scrollIntoView({ block: "nearest" });
}

function showErrors(form, errors) {
  let first = null;
  const left = { ...errors };
  for (const node of form.querySelectorAll(".block-input")) {
    const id = node.getAttribute("data-block-id");
    showFieldError(node, errors[id] || "");
    if (errors[id]) first ||= node;
    delete left[id];
  }
  const rest = Object.values(left).join(" ");
  if (rest) notice(form, rest);
  first?.querySelector("[data-control],input,select,textarea")?.focus();
}

/** What Slack's own client checks before it sends anything. */
function localErrors(view, surface) {
  const errors = {};
  for (const [index, block] of view.blocks.entries()) {
    if (block.type !== "input") continue;
    const id = block.block_id || `block-${index}`;
    const { element } = block;
    const value = surface.values[id]?.[element.action_id || element.type] || {};
    const { type, ...rest } = value;
    const filled = Object.values(rest).some((one) => (Array.isArray(one) ? one.length : one !== null && one !== ""));
    if (!filled && !block.optional) errors[id] = say("Please complete this required field.");
    else if (filled && element.min_length && String(value.value || "").length < element.min_length) {
      errors[id] = say("Please write at least {n} characters.", { n: element.min_length });
    }
  }
  return errors;
}

async function closeTop() {
  if (!shown) return;
  await closeOne(shown.id);
  await reload();
}

async function closeAll() {
  if (!shown) return;
  await closeOne(shown.id, { everything: true });
  await reload();
}

/** Take it away at once; when the server cannot be told, bring it back with a notice. */
async function closeOne(id, how = {}) {
  await shown?.surface.flush();
  const answer = await post("close", { as: myId(), view_id: id, ...how });
  if (answer.error === "connection" && shown) return notice(shown.box, answer.message || TROUBLE);
  store.modal = how.everything ? [] : store.modal.filter((one) => one.id !== id);
  sync();
}

function focusedField(box) {
  const at = document.activeElement;
  if (!box.contains(at)) return null;
  const all = focusable(box);
  return {
    block: at.closest("[data-block-id]")?.getAttribute("data-block-id"),
    action: at.closest("[data-action-id]")?.getAttribute("data-action-id"),
    value: at.type === "radio" || at.type === "checkbox" ? at.value : null,
    index: all.indexOf(at),
    start: at.selectionStart,
    end: at.selectionEnd,
  };
}

function restoreFocus(box, focus) {
  const block = [...box.querySelectorAll("[data-block-id]")].find((one) => one.getAttribute("data-block-id") === focus.block);
  const part = block && [...block.querySelectorAll("[data-action-id]")]
    .find((one) => one.getAttribute("data-action-id") === focus.action);
  const inner = part && [...part.querySelectorAll("input,textarea,select,button")];
  const node = part && (focus.value ? inner.find((one) => one.value === focus.value) : part.matches("input,select,button") ? part : inner[0]);
  if (!node) return false;
  node.focus({ preventScroll: true });
  if (typeof focus.start === "number" && node.setSelectionRange && ["text", "textarea"].includes(node.type)) {
    node.setSelectionRange(focus.start, focus.end);
  }
  return true;
}

function firstFocus(box) {
  const wanted = box.querySelector("[data-autofocus]");
  const field = wanted || box.querySelector(".block-input textarea, .block-input input:not([role=combobox]), .block-input select");
  (field || box.querySelector(".modal-foot button[type=submit]") || focusable(box)[0])?.focus({ preventScroll: !wanted });
}
