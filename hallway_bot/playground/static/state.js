// What the page knows: one plain object, changed in one place, watched by all.
import { get } from "./api.js";

export const store = {
  team: { name: "" },
  bot: { id: "", name: "hallway" },
  directory: [], // everyone, for the rail
  me: null,
  people: [],
  rooms: [],
  ims: [],
  mpims: [],
  app: { commands: [], shortcuts: [] },
  prompts: {},
  statuses: {},
  modal: [],
  place: { kind: "app", tab: "home" }, // {kind: "app", tab} or {kind: "channel", channel}
  thread: null, // {channel, ts}
  unread: new Set(),
  online: true,
  ahead: 0, // milliseconds that the playground's clock is ahead of ours
};

const watchers = {};

export function on(topic, listener) {
  (watchers[topic] ||= []).push(listener);
}

export function emit(topic, data) {
  for (const listener of watchers[topic] || []) listener(data);
}

export const myId = () => store.me?.id || "";

export async function loadPeople() {
  const answer = await get("people");
  if (!answer.ok) return false;
  store.team = answer.team || store.team;
  store.directory = answer.people || [];
  store.people = store.directory;
  store.bot = { ...store.bot, ...answer.bot };
  return true;
}

export async function loadState(person) {
  const answer = await get("state", { as: person });
  if (!answer.ok) return false;
  if (store.wanted && store.wanted !== person) return false; // a newer switch won
  const { me, people, rooms, ims, mpims, app, prompts, modal, statuses, clock } = answer;
  store.ahead = clock.now * 1000 - Date.now();
  begin(clock.since);
  const known = store.directory.find((one) => one.id === person) || { id: person, name: person };
  store.me = { ...known, ...(typeof me === "object" ? me : {}), id: person };
  if (people?.length) store.people = people;
  store.rooms = rooms || [];
  store.ims = ims || [];
  store.mpims = mpims || [];
  store.app = { commands: [], shortcuts: [], ...app };
  store.prompts = prompts || {};
  store.statuses = statuses || {};
  store.modal = modal || [];
  emit("state");
  return true;
}

export function findUser(id) {
  if (isBot(id)) return { ...store.bot, bot: true };
  return store.people.find((one) => one.id === id) || store.directory.find((one) => one.id === id);
}

export const isBot = (id) => Boolean(id) && (id === store.bot.id || id === store.app.user_id || id === store.bot.user_id);

export function userName(id) {
  const user = findUser(id);
  if (!user) return id || "Someone";
  if (user.bot) return user.real_name || capital(user.name || "Hallway");
  return user.real_name || user.name || id;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export const appChannel = () => store.app.im || store.bot.im || "";

/** The name of a conversation as its list entry and header show it. */
export function placeName(channel) {
  const room = store.rooms.find((one) => one.id === channel);
  if (room) return room.name;
  if (channel === appChannel()) return userName(store.bot.id);
  const im = store.ims.find((one) => one.id === channel);
  if (im) return userName(im.user);
  const group = store.mpims.find((one) => one.id === channel);
  if (group) return groupName(group);
  return channel;
}

export function groupName(group) {
  const names = (group.members || []).filter((id) => id !== myId()).map((id) => userName(id).split(" ")[0]);
  return names.join(", ") || "Group";
}

export function openChannel() {
  if (store.place.kind === "channel") return store.place.channel;
  return store.place.tab === "messages" ? appChannel() : "";
}

// ---- unread dots: what came after the last look, per person, in this browser
const KEY = "hallway-playground";
const memory = { seen: {}, ...read() };

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
}

function write() {
  try {
    localStorage.setItem(KEY, JSON.stringify(memory));
  } catch { /* private browsing: dots last as long as the page */ }
}

/** Another playground than last time: what is said from now on was not seen yet. */
function begin(since) {
  if (memory.since === since) return;
  memory.since = since;
  memory.seen = {};
  write();
}

export function markSeen(channel, ts) {
  const key = `${myId()}/${channel}`;
  if (Number(ts) > Number(memory.seen[key] || 0)) {
    memory.seen[key] = ts;
    write();
  }
  if (store.unread.delete(channel)) emit("unread");
}

export function noteNew(channel, messages) {
  const seen = Math.max(Number(memory.seen[`${myId()}/${channel}`] || 0), memory.since);
  const fresh = messages.some((one) => one.user !== myId() && Number(one.ts) > seen);
  if (!fresh || store.unread.has(channel)) return;
  store.unread.add(channel);
  emit("unread");
}
