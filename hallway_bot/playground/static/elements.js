// Elements to press and fill in: buttons, selects, inputs. Each gives a node.
import { h, icon, freshId } from "./dom.js";
import { textNodes, plain } from "./mrkdwn.js";
import { picker } from "./picker.js";
import { confirmFirst } from "./dialog.js";
import { menu } from "./menu.js";
import { formatted } from "./time.js";
import { conversationOptions, userOptions } from "./choices.js";
import { say } from "./words.js";

/**
 * form: {input, label, describe, form: true} in an input block. Elsewhere a
 * change is an action at once, as in Slack.
 */
export function element(part, block, surface, form = {}) {
  const build = BUILD[part.type];
  if (!build) return h("span.unknown-block", {}, `[${part.type}]`);
  const field = makeField(part, block, surface, form);
  const node = build(part, field);
  node.setAttribute("data-testid", `action-${part.action_id || part.type}`);
  node.setAttribute("data-action-id", part.action_id || "");
  return node;
}

function makeField(part, block, surface, form) {
  const name = part.action_id || part.type;
  return {
    form,
    block: block.block_id,
    surface,
    attributes: {
      id: form.input,
      "data-control": "",
      "aria-describedby": form.describe || undefined,
      "aria-label": form.form ? undefined : plain(part.placeholder) || plain(block.text).slice(0, 60) || name,
      "aria-required": form.form && !block.optional ? "true" : undefined,
    },
    optional: !form.form || Boolean(block.optional),
    autofocus: part.focus_on_load,
    old: () => surface.old(block.block_id, name),
    keep: (value) => surface.set(block.block_id, name, { type: part.type, ...value }),
    /** Keep the value and, outside a form or when asked, send the action. */
    async change(value, { send = true } = {}) {
      surface.set(block.block_id, name, { type: part.type, ...value });
      if (!send || (form.form && !block.dispatch_action)) return;
      if (part.confirm && !(await confirmFirst(part.confirm))) return;
      await surface.act(block.block_id, { action_id: part.action_id, type: part.type, ...value });
    },
    send: (extra) => surface.act(block.block_id, { action_id: part.action_id, type: part.type, ...extra }),
  };
}

const BUILD = {
  button,
  overflow,
  icon_button: iconPress,
  feedback_buttons: feedback,
  image: (part) => h("img.thumb", { src: part.image_url, alt: part.alt_text || "" }),
  static_select: nativeSelect,
  users_select: (part, field) => nativeSelect(part, field, "selected_user", userOptions()),
  channels_select: (part, field) => nativeSelect(part, field, "selected_channel", conversationOptions({ include: ["public"] })),
  conversations_select: (part, field) => nativeSelect(part, field, "selected_conversation", conversationOptions(part.filter)),
  external_select: (part, field) => picker(part, field, { external: true }),
  multi_static_select: (part, field) => picker(part, field, { multi: true }),
  multi_external_select: (part, field) => picker(part, field, { multi: true, external: true }),
  multi_users_select: (part, field) => picker(part, field, { multi: true, options: userOptions(), key: "selected_users" }),
  multi_conversations_select: (part, field) =>
    picker(part, field, { multi: true, options: conversationOptions(part.filter), key: "selected_conversations" }),
  multi_channels_select: (part, field) =>
    picker(part, field, { multi: true, options: conversationOptions({ include: ["public"] }), key: "selected_channels" }),
  plain_text_input: textInput,
  email_text_input: (part, field) => textInput(part, field, "email"),
  url_text_input: (part, field) => textInput(part, field, "url"),
  number_input: (part, field) => textInput(part, field, "number"),
  radio_buttons: (part, field) => choices(part, field, "radio"),
  checkboxes: (part, field) => choices(part, field, "checkbox"),
  datepicker: (part, field) => (field.form.form ? native : dateButton)(part, field, "date", "selected_date", part.initial_date),
  timepicker: (part, field) => labelled(part, field, native(part, field, "time", "selected_time", part.initial_time)),
};

async function press(node, part, field, extra) {
  if (node.getAttribute("aria-busy")) return; // the second half of a double click
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  if (!part.confirm || (await confirmFirst(part.confirm))) await field.send(extra);
  node.classList.remove("busy");
  node.removeAttribute("aria-busy");
}

function button(part, field) {
  const style = ["primary", "danger"].includes(part.style) ? `.${part.style}` : "";
  const label = plain(part.text);
  const extra = { value: part.value, text: part.text };
  if (part.url) {
    return h(`a.button${style}`, {
      href: part.url, target: "_blank", rel: "noreferrer noopener", "aria-label": part.accessibility_label, dir: "auto",
      onclick: () => field.send(extra),
    }, label);
  }
  const node = h(`button.button${style}`, { type: "button", "aria-label": part.accessibility_label, dir: "auto" }, label);
  node.addEventListener("click", () => press(node, part, field, extra));
  return node;
}

function overflow(part, field) {
  const node = h("button.button.overflow", { type: "button", "aria-label": say("More actions"), "aria-haspopup": "menu" }, icon("more"));
  node.addEventListener("click", () => menu(node, (part.options || []).map((option) => ({
    label: plain(option.text),
    note: plain(option.description),
    testid: `option-${option.value}`,
    run: () => {
      if (option.url) window.open(option.url, "_blank", "noopener");
      press(node, part, field, { selected_option: option });
    },
  }))));
  return node;
}

function iconPress(part, field) {
  const label = plain(part.text) || part.accessibility_label || part.icon;
  const node = h("button.icon-button.framed", { type: "button", "aria-label": part.accessibility_label || label, title: label },
    icon(part.icon));
  node.addEventListener("click", () => press(node, part, field, { value: part.value }));
  return node;
}

function feedback(part, field) {
  const group = h("span.feedback", { role: "group" });
  const one = (side, name) => {
    if (!side) return null;
    const node = h("button.feedback-button", {
      type: "button", "aria-pressed": "false", "aria-label": side.accessibility_label || plain(side.text),
      testid: `feedback-${name}`,
    }, icon(name), h("span", { dir: "auto" }, plain(side.text)));
    node.addEventListener("click", () => {
      for (const other of group.children) other.setAttribute("aria-pressed", String(other === node));
      press(node, part, field, { value: side.value, text: side.text });
    });
    return node;
  };
  group.append(...[one(part.positive_button, "up"), one(part.negative_button, "down")].filter(Boolean));
  return group;
}

function nativeSelect(part, field, key = "selected_option", given = null) {
  const groups = given ? [{ options: given }] : part.option_groups || [{ options: part.options || [] }];
  const all = groups.flatMap((group) => group.options);
  const initial = key === "selected_option" ? part.initial_option?.value : part[key.replace("selected", "initial")];
  const old = field.old();
  const chosen = old ? (key === "selected_option" ? old[key]?.value : old[key]) : initial;
  const node = h("select.select", field.attributes,
    h("option", { value: "", disabled: !field.optional, hidden: !field.optional }, plain(part.placeholder) || say("Choose an option")),
    groups.map((group) => {
      const items = group.options.map((option) => h("option", { value: option.value }, plain(option.text)));
      return group.label ? h("optgroup", { label: plain(group.label) }, items) : items;
    }));
  const known = all.some((option) => option.value === chosen);
  node.value = known ? chosen : "";
  const value = () => {
    const option = all.find((one) => one.value === node.value) || null;
    return { [key]: key === "selected_option" ? option : option?.value || null };
  };
  field.keep(value());
  node.addEventListener("change", () => field.change(value()));
  return node;
}

function textInput(part, field, type = "text") {
  const old = field.old()?.value;
  const start = old ?? part.initial_value ?? "";
  const limit = part.max_length;
  const attributes = {
    ...field.attributes, placeholder: plain(part.placeholder), maxlength: limit, dir: "auto", value: start,
    "data-autofocus": field.autofocus ? "" : undefined,
    min: part.min_value, max: part.max_value, step: type === "number" ? (part.is_decimal_allowed ? "any" : "1") : undefined,
  };
  const control = part.multiline
    ? h("textarea.input", { ...attributes, rows: 4 })
    : h("input.input", { ...attributes, type });
  const counter = limit && h("span.counter", { "aria-hidden": "true" });
  const count = () => {
    if (!limit) return;
    const left = limit - control.value.length;
    counter.textContent = String(left);
    counter.classList.toggle("low", left <= Math.min(50, limit / 10));
    counter.hidden = left > Math.max(200, limit / 4);
  };
  const value = () => ({ value: control.value === "" ? null : control.value });
  const triggers = part.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  field.keep(value());
  control.addEventListener("input", () => {
    count();
    field.change(value(), { send: false });
    if (triggers.includes("on_character_entered")) field.surface.soon(control, () => field.change(value()));
  });
  control.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !part.multiline && triggers.includes("on_enter_pressed")) field.change(value());
  });
  count();
  return h("div.input-wrap", {}, control, counter);
}

function choices(part, field, kind) {
  const many = kind === "checkbox";
  const old = field.old();
  const start = many ? part.initial_options || [] : [part.initial_option].filter(Boolean);
  const kept = old ? (many ? old.selected_options || [] : [old.selected_option].filter(Boolean)) : start;
  const picked = new Set(kept.map((one) => one.value));
  const group = freshId("choice");
  const boxes = (part.options || []).map((option, index) => {
    const id = `${group}-${index}`;
    const box = h("input", {
      type: kind, name: group, id, value: option.value, checked: picked.has(option.value),
      "data-control": index ? undefined : "", "aria-describedby": index ? undefined : field.form.describe || undefined,
    });
    box.option = option;
    return h("label.choice", { for: id, testid: `option-${option.value}` }, box,
      h("span.choice-text", { dir: "auto" }, textNodes(option.text),
        option.description && h("span.choice-note", { dir: "auto" }, textNodes(option.description))));
  });
  const node = h("div.choices", { role: !many && !field.form.form ? "radiogroup" : undefined }, boxes);
  const value = () => {
    const chosen = boxes.map((box) => box.firstChild).filter((box) => box.checked).map((box) => box.option);
    return many ? { selected_options: chosen } : { selected_option: chosen[0] || null };
  };
  field.keep(value());
  node.addEventListener("change", () => field.change(value()));
  return node;
}

/** Outside a form nothing else says what a time is for. */
function labelled(part, field, node) {
  const label = field.form.form ? "" : plain(part.placeholder);
  return label ? h("label.dated", {}, h("span", { dir: "auto" }, label), node) : node;
}

/** In a row of buttons a date is one too: it says what it is for until a day is picked. */
function dateButton(part, field, type, key, initial) {
  const input = native(part, field, type, key, initial);
  const label = h("span", { dir: "auto" });
  const tell = () => {
    // A plain day has no zone: noon keeps it the same day in every one.
    label.textContent = input.value
      ? formatted(new Date(`${input.value}T12:00Z`), { dateStyle: "medium", timeZone: "UTC" })
      : plain(part.placeholder) || say("Pick a date");
  };
  input.tabIndex = -1;
  input.addEventListener("change", tell);
  tell();
  const button = h("button.button", { type: "button", onclick: () => input.showPicker() }, icon("calendar"), label);
  return h("span.date-button", {}, button, input);
}

function native(part, field, type, key, initial) {
  const old = field.old();
  const node = h("input.input.short", { ...field.attributes, type, value: (old ? old[key] : initial) || "" });
  const value = () => ({ [key]: node.value || null });
  field.keep(value());
  node.addEventListener("change", () => field.change(value()));
  return node;
}
