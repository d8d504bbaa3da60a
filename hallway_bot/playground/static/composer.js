// Where one writes: Enter sends, Shift+Enter breaks the line, / lists commands,
// @ lists people and # lists channels.
import { h, fill, icon, iconButton, toast, freshId } from "./dom.js";
import { post, TROUBLE } from "./api.js";
import { menu } from "./menu.js";
import { runShortcut } from "./message.js";
import { store, userName, myId, emit } from "./state.js";
import { say } from "./words.js";

const drafts = new Map();

/** where: {channel, thread_ts, label, shortcuts}. */
export function composer(where) {
  const key = () => `${myId()}/${where.channel}/${where.thread_ts || ""}`;
  const listId = freshId("complete");
  const id = freshId("composer");
  const box = h("textarea.composer-box", {
    id, rows: 1, placeholder: where.label, "aria-label": where.label, dir: "auto", autocomplete: "off",
    testid: where.thread_ts ? "thread-composer" : "composer", "aria-controls": listId, "aria-autocomplete": "list",
    value: drafts.get(key()) || "",
  });
  const send = iconButton("send", say("Send"), () => submit(), { testid: where.thread_ts ? "thread-send" : "send" });
  send.classList.add("send");
  const list = h("ul.complete", { id: listId, role: "listbox", hidden: true, "aria-label": say("Suggestions") });
  const bolt = where.shortcuts && shortcutsButton();
  const node = h("div.composer", {}, list, box,
    h("div.composer-line", {}, bolt,
      h("span.composer-tip", { "aria-hidden": "true" }, say("Enter to send, Shift + Enter for a new line, / for commands")), send));
  let items = [];
  let active = 0;

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 220)}px`;
    send.disabled = !box.value.trim();
  }

  function suggest() {
    const before = box.value.slice(0, box.selectionStart);
    const token = /(?:^|\s)([@#][\p{L}\d_-]*)$/u.exec(before)?.[1];
    if (/^\/[\w-]*$/.test(before)) offer(commands(before));
    else if (token) offer(names(token));
    else offer([]);
  }

  function offer(found) {
    items = found;
    active = 0;
    list.hidden = !found.length;
    fill(list, found.map((item, index) => h("li", {
      id: `${listId}-${index}`, role: "option", testid: `complete-${item.insert.trim().replace(/^[/@#]/, "")}`,
      onmousedown: (event) => { event.preventDefault(); take(item); },
    }, h("strong", { dir: "auto" }, item.label), item.hint && h("code", {}, item.hint), item.note && h("span", { dir: "auto" }, item.note))));
    mark();
  }

  function mark() {
    [...list.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === active)));
    list.children[active]?.scrollIntoView({ block: "nearest" });
    if (items.length) box.setAttribute("aria-activedescendant", `${listId}-${active}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function take(item) {
    const at = box.selectionStart;
    const start = at - item.token.length;
    box.setRangeText(item.insert, start, at, "end");
    offer([]);
    grow();
    box.focus();
  }

  async function submit(given) {
    const raw = (given ?? box.value).trim();
    if (!raw || send.getAttribute("aria-busy")) return;
    if (given === undefined) {
      box.value = "";
      drafts.delete(key());
      offer([]);
      grow();
    }
    send.setAttribute("aria-busy", "true");
    const body = { as: myId(), channel: where.channel, text: raw };
    if (where.thread_ts) body.thread_ts = where.thread_ts;
    const answer = await post("send", body);
    send.removeAttribute("aria-busy");
    if (!answer.ok) {
      toast(answer.message || TROUBLE, "bad");
      if (given === undefined && !box.value) box.value = raw;
      grow();
    }
    emit("sent", where.channel);
  }

  box.addEventListener("input", () => { drafts.set(key(), box.value); grow(); suggest(); });
  box.addEventListener("blur", () => { list.hidden = true; });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !list.hidden && items.length > 0;
    const go = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (open && go) {
      event.preventDefault();
      active = (active + go + items.length) % items.length;
      mark();
    } else if (open && event.key === "Escape") {
      event.stopPropagation();
      offer([]);
    } else if (open && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey && items[active].token !== items[active].insert.trim()) {
      event.preventDefault();
      take(items[active]);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
  requestAnimationFrame(grow);
  return { node, box, submit };
}

export function shortcutsButton() {
  const button = iconButton("bolt", say("Shortcuts"), () => {
    const found = store.app.shortcuts.filter((one) => one.type === "global");
    menu(button, [{ heading: say("Shortcuts from {name}", { name: userName(store.bot.id) }) }, ...found.map((one) => ({
      label: one.name, note: one.description, testid: `shortcut-${one.callback_id}`,
      run: () => runShortcut(one.callback_id),
    }))], { "data-testid": "shortcuts-menu" });
  }, { testid: "shortcuts", "aria-haspopup": "menu" });
  return button;
}

const commands = (typed) => store.app.commands
  .filter((one) => one.command.startsWith(typed.toLowerCase()))
  .map((one) => ({ token: typed, insert: `${one.command} `, label: one.command, hint: one.usage_hint, note: one.description }));

const people = () => [
  { id: store.app.user_id || store.bot.id, handle: store.bot.name, full: userName(store.bot.id), bot: true },
  ...store.people.map((one) => ({ id: one.id, handle: one.real_name || one.name, full: one.title })),
];

function names(token) {
  const typed = token.slice(1).toLowerCase();
  if (token[0] === "#") {
    return store.rooms.filter((one) => one.name.startsWith(typed)).slice(0, 8)
      .map((one) => ({ token, insert: `#${one.name} `, label: `#${one.name}`, note: one.topic }));
  }
  return people()
    .filter((one) => one.handle.toLowerCase().split(/\s+/).some((word) => word.startsWith(typed)) || one.handle.toLowerCase().startsWith(typed))
    .slice(0, 8)
    .map((one) => ({ token, insert: `@${one.handle} `, label: `@${one.handle}`, note: one.bot ? "app" : one.full }));
}
