// The middle of the page: a channel, a direct message, or the app with its tabs.
import { h, byId, fill, icon, iconButton, announce } from "./dom.js";
import { get, post, TROUBLE } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { makeSurface, pruned } from "./surface.js";
import { messageList, isReply, replyCounts, keepAtEnd } from "./list.js";
import { composer, shortcutsButton } from "./composer.js";
import { spoken } from "./message.js";
import { avatar } from "./avatar.js";
import { drawer } from "./sidebar.js";
import { store, on, emit, myId, userName, placeName, appChannel, openChannel, findUser, markSeen, noteNew } from "./state.js";
import { say } from "./words.js";

export const messages = {}; // channel -> list, newest last
let parts = null; // {scroller, list, status, prompts, composer} of the open conversation
let home = { id: "", json: "", values: {} };

export function startConversation() {
  on("state", () => { drawStatus(); drawPrompts(); });
  on("messages", (channel) => { if (channel === openChannel()) drawMessages(); });
}

/** Build the place that `store.place` names. */
export function drawPlace() {
  parts = null;
  home = { id: "", json: "", values: {} };
  const { place } = store;
  const main = byId("conversation");
  if (place.kind === "app") {
    fill(main, head(userName(store.bot.id), "", tabs(place.tab)));
    post("open", { as: myId(), tab: place.tab }).then(() => emit("refresh"));
    if (place.tab === "home") return drawHome(main);
  } else {
    const room = store.rooms.find((one) => one.id === place.channel);
    const name = placeName(place.channel);
    fill(main, head(room ? h("span", {}, room.is_private ? icon("lock") : "#", name) : name, room?.topic));
  }
  drawConversation(main, openChannel());
}

function head(title, topic, extra) {
  return h("header.place-head", {},
    iconButton("menu", say("People and conversations"), () => drawer(true), { testid: "menu", "aria-expanded": "false" }),
    h("div.place-title", {}, h("h1", { dir: "auto" }, title), topic && h("p.topic", { dir: "auto" }, topic)),
    extra);
}

function tabs(current) {
  const go = (tab) => () => emit("go", { kind: "app", tab });
  const one = (tab, name) => h("button.tab", {
    type: "button", role: "tab", testid: `app-tab-${tab}`, id: `tab-${tab}`, "aria-selected": String(tab === current),
    "aria-controls": "tab-panel", tabindex: tab === current ? "0" : "-1", onclick: go(tab),
  }, name);
  const list = h("div.tabs", { role: "tablist", "aria-label": "Hallway" }, one("home", "Home"), one("messages", say("Messages")));
  list.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      go(current === "home" ? "messages" : "home")();
      byId(`tab-${store.place.tab}`)?.focus();
    }
  });
  return h("div.head-extra", {}, list, current === "home" && shortcutsButton());
}

// ---- Home tab
function drawHome(main) {
  const view = h("div.home-view", {}, h("p.loading", { role: "status" }, say("Loading Home…")));
  main.append(h("div.scroller", { id: "tab-panel", role: "tabpanel", "aria-labelledby": "tab-home", testid: "app-home" }, view));
  loadHome();
}

export async function loadHome() {
  const person = myId();
  const answer = await get("home", { as: person });
  const node = document.querySelector(".home-view");
  if (!node || person !== myId()) return;
  if (!answer.ok) return fill(node, h("p.empty", { role: "alert" }, say(TROUBLE)));
  const { view } = answer;
  // Opening Home is what makes the app fill it: until then it is loading, not empty.
  if (!view?.blocks?.length) return;
  const json = JSON.stringify({ ...view, state: null, hash: null });
  if (json === home.json) return;
  const values = home.id === view.id ? pruned(home.values, view.blocks) : {};
  home = { id: view.id, json, values };
  const again = node.contains(document.activeElement) && document.activeElement.closest("[data-action-id]")?.getAttribute("data-action-id");
  fill(node, renderBlocks(view.blocks, makeSurface({ type: "view", view_id: view.id }, values, homeNow)));
  if (!again) return;
  const part = [...node.querySelectorAll("[data-action-id]")].find((one) => one.getAttribute("data-action-id") === again);
  (part?.matches("a,button,input,select") ? part : part?.querySelector("button,input"))?.focus();
}

/** Home was published anew under the pointer: where is the element that was pressed now? */
async function homeNow(action) {
  const { view } = await get("home", { as: myId() });
  const same = (one) => one.action_id === action.action_id && one.value === action.value;
  return view?.blocks?.find((block) => [block.accessory, ...(block.elements || [])].some((one) => one && same(one)))?.block_id;
}

// ---- conversations
function drawConversation(main, channel) {
  const list = messageList(channel);
  const scroller = h("div.scroller", { tabindex: "0", "aria-label": say("Messages in {name}", { name: placeName(channel) }) }, welcome(channel), list.node);
  const status = h("p.status-line", { role: "status", testid: "status", hidden: true, dir: "auto" });
  const prompts = h("div.prompts", { testid: "prompts", hidden: true });
  const room = store.rooms.find((one) => one.id === channel);
  const write = composer({
    channel, shortcuts: true, label: say("Message {name}", { name: room ? `#${room.name}` : placeName(channel) }),
  });
  parts = { channel, scroller, list, status, prompts, write };
  const inApp = store.place.kind === "app";
  main.append(h("div.talk", {
    id: inApp ? "tab-panel" : undefined, role: inApp ? "tabpanel" : undefined,
    "aria-labelledby": inApp ? "tab-messages" : undefined, testid: inApp ? "app-messages" : "channel-messages",
  }, scroller, h("div.foot", {}, prompts, status, write.node)));
  if (messages[channel]) drawMessages(true);
  drawStatus();
  drawPrompts();
  loadMessages(channel, { toEnd: true });
  if (matchMedia("(min-width: 761px)").matches) write.box.focus({ preventScroll: true });
}

function welcome(channel) {
  const room = store.rooms.find((one) => one.id === channel);
  if (room) return h("div.welcome", {}, h("h2", { dir: "auto" }, `#${room.name}`), h("p", {}, say("This is where the channel begins.")));
  const group = store.mpims.find((one) => one.id === channel);
  const ids = group ? group.members : [store.ims.find((one) => one.id === channel)?.user || store.bot.id];
  return h("div.welcome", {}, h("p.faces", {}, ids.filter((id) => id !== myId()).map((id) => avatar(findUser(id), userName(id)))),
    h("h2", { dir: "auto" }, placeName(channel)), h("p", {}, say("This is the beginning of your conversation.")));
}

/** Fetch a channel's messages; draws them when it is open, else marks it unread. */
export async function loadMessages(channel, { toEnd = false } = {}) {
  const person = myId();
  const answer = await get("messages", { as: person, channel });
  if (!answer.ok || person !== myId()) return;
  const known = messages[channel];
  const fresh = (answer.messages || []).slice().sort((a, b) => Number(a.ts) - Number(b.ts));
  messages[channel] = fresh;
  const news = known ? fresh.filter((one) => !known.some((old) => old.ts === one.ts)) : [];
  const visible = channel === openChannel() && !document.hidden;
  if (!visible) noteNew(channel, fresh);
  else if (fresh.length) markSeen(channel, fresh.at(-1).ts);
  if (channel === openChannel()) drawMessages(toEnd || news.some((one) => one.user === person && !isReply(one)));
  emit("thread-messages", channel);
  const others = news.filter((one) => one.user !== person);
  if (visible && others.length) announce(others.slice(-2).map(spoken).join(". "));
}

function drawMessages(toEnd = false) {
  if (!parts || parts.channel !== openChannel()) return;
  const all = messages[parts.channel] || [];
  keepAtEnd(parts.scroller, () => parts.list.draw(all.filter((one) => !isReply(one)), replyCounts(all)), toEnd);
}

export function showMessage(ts) {
  const row = parts?.list.node.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
  if (!row) return false;
  row.scrollIntoView({ block: "center" });
  row.classList.add("found");
  setTimeout(() => row.classList.remove("found"), 2500);
  return true;
}

/** "is thinking…" gets the app's name in front, as Slack does. */
export function statusText(channel) {
  const text = store.statuses[channel] || "";
  return /^(is|are)\s/i.test(text) ? `${store.bot.name} ${text}` : text;
}

function drawStatus() {
  if (!parts) return;
  const text = statusText(parts.channel);
  if (parts.status.textContent === text) return;
  keepAtEnd(parts.scroller, () => {
    parts.status.hidden = !text;
    parts.status.textContent = text;
  });
}

function drawPrompts() {
  if (!parts) return;
  const found = store.prompts[parts.channel];
  const json = JSON.stringify(found || null);
  if (parts.promptsJson === json) return;
  parts.promptsJson = json;
  const some = found?.prompts?.length > 0;
  keepAtEnd(parts.scroller, () => {
    parts.prompts.hidden = !some;
    fill(parts.prompts, some && [
      found.title && h("p.prompts-title", { dir: "auto" }, found.title),
      h("div.prompt-chips", {}, found.prompts.map((one, index) => h("button.prompt", {
        type: "button", dir: "auto", testid: `prompt-${index}`, title: one.message, onclick: () => parts.write.submit(one.message),
      }, one.title))),
    ]);
  });
}
