// A combobox with a list: many choices, or choices that the server offers
// while one types. Chips for what is chosen; Backspace takes the last away.
import { h, fill, freshId } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { say } from "./words.js";

/** how: {multi, external, options, key}; key other than selected_option(s) holds bare values. */
export function picker(part, field, how) {
  const id = freshId("list");
  const key = how.key || (how.multi ? "selected_options" : "selected_option");
  const bare = Boolean(how.key);
  const groups = how.options ? [{ options: how.options }] : part.option_groups || [{ options: part.options || [] }];
  const local = groups.flatMap((group) => group.options || []);
  const least = how.external ? part.min_query_length ?? 3 : 0;
  let chosen = startValue();
  let shown = [];
  let active = -1;
  let asked = 0;
  let timer = 0;

  const chips = h("span.chips");
  const box = h("input.picker-input", {
    ...field.attributes, type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": id, "data-autofocus": field.autofocus ? "" : undefined,
    placeholder: plain(part.placeholder) || say("Type to search"),
  });
  const list = h("ul.picker-list", { id, role: "listbox", hidden: true, "aria-multiselectable": how.multi ? "true" : undefined });
  const node = h("div.picker", {}, h("div.picker-line", { onclick: () => box.focus() }, chips, box), list);

  function startValue() {
    const old = field.old();
    const raw = old ? old[key] : part[key.replace("selected", "initial")];
    const many = (how.multi ? raw || [] : [raw]).filter(Boolean);
    return bare ? many.map((value) => local.find((one) => one.value === value)).filter(Boolean) : many;
  }

  const value = () => {
    const out = bare ? chosen.map((one) => one.value) : chosen;
    return { [key]: how.multi ? out : out[0] || null };
  };

  function drawChips() {
    fill(chips, chosen.map((option) => h("span.chip", { dir: "auto" }, plain(option.text),
      h("button.chip-remove", {
        type: "button", "aria-label": say("Remove {name}", { name: plain(option.text) }),
        onclick: (event) => { event.stopPropagation(); toggle(option); box.focus(); },
      }, "×"))));
    box.classList.toggle("has-chips", chosen.length > 0);
  }

  function toggle(option) {
    const has = chosen.some((one) => one.value === option.value);
    if (has) chosen = chosen.filter((one) => one.value !== option.value);
    else if (!how.multi) chosen = [option];
    else if (part.max_selected_items && chosen.length >= part.max_selected_items) return;
    else chosen = [...chosen, option];
    box.value = "";
    drawChips();
    if (how.multi && !list.hidden) search();
    field.change(value());
  }

  async function search() {
    const text = box.value.trim();
    const turn = ++asked;
    if (text.length < least) return show([], say("Type at least {n} characters", { n: least }));
    if (!how.external) {
      return show(local.filter((one) => plain(one.text).toLowerCase().includes(text.toLowerCase())), say("No results"));
    }
    if (list.hidden) show([], say("Loading…"));
    const found = await field.surface.options(field.block, part.action_id, text);
    if (turn === asked && (document.activeElement === box || !list.hidden)) show(found, say("No results"));
  }

  function show(options, empty) {
    const opened = list.hidden;
    shown = options;
    active = options.length ? 0 : -1;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    fill(list, options.length ? options.map(line) : h("li.picker-empty", { role: "presentation" }, empty));
    mark();
    if (opened || how.external) list.scrollIntoView({ block: "nearest" });
  }

  function line(option, index) {
    const picked = chosen.some((one) => one.value === option.value);
    return h("li.picker-option", {
      id: `${id}-${index}`, role: "option", "aria-selected": String(picked), dir: "auto", testid: `option-${option.value}`,
      onmousedown: (event) => { event.preventDefault(); choose(option); },
    }, h("span.tick", { "aria-hidden": "true" }, picked ? "✓" : ""), h("span", {}, plain(option.text),
      option.description && h("span.choice-note", {}, plain(option.description))));
  }

  function choose(option) {
    toggle(option);
    if (!how.multi) hide();
  }

  function mark() {
    [...list.children].forEach((item, index) => item.classList.toggle("active", index === active));
    if (active < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", `${id}-${active}`);
    list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  function hide() {
    list.hidden = true;
    asked += 1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  box.addEventListener("focus", () => { if (list.hidden) search(); });
  box.addEventListener("click", () => { if (list.hidden) search(); });
  box.addEventListener("blur", hide);
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, how.external ? 180 : 0);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return search();
      if (shown.length) active = (active + (event.key === "ArrowDown" ? 1 : shown.length - 1)) % shown.length;
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden && shown[active]) choose(shown[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      hide();
    } else if (event.key === "Backspace" && !box.value && chosen.length) toggle(chosen.at(-1));
  });
  field.keep(value());
  drawChips();
  return node;
}
