// Start: who is looking, where, and what to fetch again when the server says so.
import { byId, h, fill, toast } from "./dom.js";
import { listen } from "./api.js";
import { store, on, emit, loadPeople, loadState, myId, openChannel, appChannel } from "./state.js";
import { startSidebar, drawer } from "./sidebar.js";
import { startConversation, drawPlace, loadMessages, loadHome, messages, showMessage } from "./conversation.js";
import { startClock } from "./clock.js";
import { startThread, closeThread } from "./thread.js";
import { startModals, dropModals } from "./modal.js";
import { forgetSurfaces } from "./message.js";

let stopListening = () => {};
let lost = false;

/** Run `work` now, and once more after it if it was asked for meanwhile. */
function coalesce(work) {
  let running = null;
  let again = null;
  return function ask() {
    if (!running) {
      running = work().finally(() => { running = null; });
      return running;
    }
    again ||= running.then(() => { again = null; return ask(); });
    return again;
  };
}

const refresh = coalesce(async () => { if (myId()) await loadState(myId()); });
const refreshHome = coalesce(loadHome);
const loaders = new Map();

function refreshMessages(channel) {
  if (!loaders.has(channel)) loaders.set(channel, coalesce(() => loadMessages(channel)));
  return loaders.get(channel)();
}

// ---- the address: #as=U0ANNA&at=C0GENERAL, at=home or at=messages
function readHash() {
  const query = new URLSearchParams(location.hash.slice(1));
  const at = query.get("at") || "";
  const place = !at ? null
    : at === "home" || at === "messages" ? { kind: "app", tab: at }
      : { kind: "channel", channel: at };
  return { as: query.get("as") || "", place };
}

function writeHash() {
  const { place } = store;
  const at = place.kind === "app" ? place.tab : place.channel;
  const hash = `#as=${myId()}&at=${at}`;
  if (location.hash !== hash) history.pushState(null, "", hash);
}

async function become(person, place = null) {
  if (person === myId()) {
    drawer(false);
    return place && go(place);
  }
  store.wanted = person;
  stopListening();
  closeThread();
  dropModals();
  for (const channel of Object.keys(messages)) delete messages[channel];
  loaders.clear();
  forgetSurfaces();
  store.unread.clear();
  store.modal = [];
  if (!(await loadState(person))) {
    if (store.wanted === person) fail();
    return;
  }
  go(place && known(place) ? place : known(store.place) ? store.place : { kind: "app", tab: "home" }, true);
  stopListening = listen(person, { event: heard, open: connected, lost: disconnected });
  lookAround(person);
}

const known = (place) => place.kind === "app"
  || [...store.rooms.filter((one) => one.is_member !== false), ...store.ims, ...store.mpims].some((one) => one.id === place.channel);

function go(place, fresh = false) {
  if (place.kind === "channel" && place.channel === appChannel()) place = { kind: "app", tab: "messages" };
  if (!known(place)) return toast("You cannot see that conversation as this person.");
  if (!fresh && JSON.stringify(place) === JSON.stringify(store.place)) return;
  store.place = place;
  writeHash();
  if (store.thread && store.thread.channel !== openChannel()) closeThread();
  drawPlace();
  emit("place");
}

/** Once per person: which conversations hold something new? */
async function lookAround(person) {
  const all = [appChannel(), ...store.ims.map((one) => one.id), ...store.mpims.map((one) => one.id),
    ...store.rooms.filter((one) => one.is_member !== false).map((one) => one.id)];
  for (const channel of new Set(all.filter((id) => id && id !== openChannel()))) {
    if (person !== myId()) return;
    await refreshMessages(channel);
  }
}

// ---- what the server says
async function heard(event) {
  if (event.type === "message") {
    if (!event.channel) return;
    const there = event.channel === appChannel() || known({ kind: "channel", channel: event.channel });
    if (!there) await refresh();
    return refreshMessages(event.channel);
  }
  if (event.type === "home") {
    if (store.place.kind === "app" && store.place.tab === "home") refreshHome();
    return;
  }
  if (event.type === "notice") {
    if (event.text) toast(event.text);
    return;
  }
  if (event.type === "clock") {
    await refresh();
    if (openChannel()) emit("messages", openChannel()); // "today" is yesterday now
    return;
  }
  refresh(); // modal, prompts, status, room, and whatever comes later
}

function connected() {
  lost = false;
  store.online = true;
  emit("online");
  // The first time too: what happened before the line was open was not heard.
  refresh();
  if (openChannel()) refreshMessages(openChannel());
  else refreshHome();
}

function disconnected() {
  if (lost) return;
  lost = true;
  store.online = false;
  emit("online");
}

function fail() {
  fill(byId("conversation"), h("div.empty", { role: "alert" },
    h("h1", {}, "The hallway is closed for a moment"),
    h("p", {}, "The playground's server does not answer. Is it running?"),
    h("button.button.primary", { type: "button", onclick: () => location.reload() }, "Try again")));
}

// Links to messages and mentions of channels stay inside the page.
function follow(event) {
  const anchor = event.target.closest("a[href]");
  if (!anchor || event.metaKey || event.ctrlKey) return;
  const href = anchor.getAttribute("href");
  const message = /\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?/.exec(href);
  const app = /(?:slack:\/\/app\b|app_redirect).*?(?:tab=(\w+))?$/.exec(href);
  const room = /^#as=\w+&at=(\w+)$/.exec(href);
  if (!message && !app && !room) return;
  event.preventDefault();
  if (message) return openMessage(message[1], message[2] && `${message[2]}.${message[3]}`, href);
  go(app ? { kind: "app", tab: app[1] === "messages" ? "messages" : "home" } : { kind: "channel", channel: room[1] });
}

async function openMessage(channel, ts, href) {
  go({ kind: "channel", channel });
  await refreshMessages(channel);
  if (openChannel() !== channel || !ts) return;
  const root = /thread_ts=([\d.]+)/.exec(href)?.[1] || messages[channel]?.find((one) => one.ts === ts)?.thread_ts;
  showMessage(root || ts);
  if (root && root !== ts) emit("thread", { channel, ts: root });
}

async function start() {
  startSidebar();
  startConversation();
  startThread();
  startModals({ refresh });
  startClock();
  on("become", (person) => become(person));
  on("go", (place) => go(place));
  on("refresh", (then = () => {}) => refresh().then(then));
  on("sent", (channel) => { refreshMessages(channel); refresh(); });
  document.addEventListener("click", follow);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && openChannel()) refreshMessages(openChannel());
  });
  window.addEventListener("popstate", fromHash);
  window.addEventListener("hashchange", fromHash);
  if (!(await loadPeople())) return fail();
  fromHash();
}

function fromHash() {
  const { as, place } = readHash();
  const person = store.directory.find((one) => one.id === as) || (myId() ? store.me : store.directory[0]);
  if (!person) return fail();
  become(person.id, place);
}

start();
