// One message: who, when, what; its blocks; its menu; the way to its thread.
import { h, icon, iconButton, toast } from "./dom.js";
import { mrkdwn, plain, emojiNode } from "./mrkdwn.js";
import { formatted } from "./time.js";
import { renderBlocks } from "./blocks.js";
import { makeSurface } from "./surface.js";
import { menu } from "./menu.js";
import { post, TROUBLE } from "./api.js";
import { avatar } from "./avatar.js";
import { store, emit, findUser, userName, isBot, myId } from "./state.js";
import { say } from "./words.js";

const surfaces = new Map();
export const forgetSurfaces = () => surfaces.clear();

function surfaceOf(channel, ts) {
  const key = `${channel}/${ts}`;
  if (!surfaces.has(key)) surfaces.set(key, makeSurface({ type: "message", channel, ts }));
  return surfaces.get(key);
}

export const whenOf = (message) => new Date(Number(message.ts) * 1000);
const clock = (message) => formatted(whenOf(message), { hour: "2-digit", minute: "2-digit" });

const FULL = { dateStyle: "full", timeStyle: "short" };

/** how: {compact, replies, inThread}. */
export function messageRow(channel, message, how = {}) {
  const bot = Boolean(message.bot) || isBot(message.user);
  const name = bot ? userName(store.bot.id) : message.username || userName(message.user);
  const time = h("time.when", { datetime: whenOf(message).toISOString(), title: formatted(whenOf(message), FULL) }, clock(message));
  const row = h("article.message", {
    testid: "message", "data-ts": message.ts, "data-user": message.user, "data-ephemeral": message.ephemeral ? "true" : undefined,
    "aria-label": `${name}, ${clock(message)}${message.ephemeral ? ", only visible to you" : ""}`,
  });
  if (how.compact) row.classList.add("compact");
  if (message.ephemeral) row.classList.add("ephemeral");
  const head = h("p.message-head", {},
    h("span.who", { dir: "auto" }, name), bot && h("span.app-badge", {}, "app"),
    findUser(message.user)?.is_guest && h("span.guest-badge", {}, "guest"), time);
  const body = h("div.message-body", {},
    message.ephemeral && h("p.only-you", { testid: "ephemeral" }, icon("eye"), say("Only visible to you")),
    !how.compact && head,
    content(channel, message),
    message.edited && h("span.edited", {}, "(edited)"),
    files(message.files),
    reactions(message.reactions),
    how.replies > 0 && !how.inThread && h("button.replies", {
      type: "button", testid: "replies", onclick: () => emit("thread", { channel, ts: message.ts }),
    }, h("strong", {}, say(how.replies === 1 ? "1 reply" : "{n} replies", { n: how.replies })), how.last && h("span", {}, ` · ${how.last}`)));
  row.append(how.compact ? h("span.gutter", {}, time) : avatar(bot ? { ...store.bot, bot: true } : findUser(message.user), name), body);
  if (!message.ephemeral) row.append(tools(channel, message, how));
  return row;
}

function reactions(found) {
  const all = Object.entries(found || {}).filter(([, count]) => count > 0);
  return all.length > 0 && h("p.reactions", {}, all.map(([name, count]) => h("span.reaction", {}, emojiNode(name), ` ${count}`)));
}

function files(found) {
  return found?.length > 0 && h("p.files", {}, found.map((one) => h("a.file", {
    testid: "file", href: `${one.url_private_download}?as=${encodeURIComponent(myId())}`, download: one.name,
  }, `${one.title} (${one.size} bytes)`)));
}

function content(channel, message) {
  const text = message.text || "";
  if (message.blocks?.length) return h("div.blocks", {}, renderBlocks(message.blocks, surfaceOf(channel, message.ts)));
  return h("div.text", { dir: "auto" }, mrkdwn(text));
}

function tools(channel, message, how) {
  const shortcuts = store.app.shortcuts.filter((one) => one.type === "message");
  const root = message.thread_ts || message.ts;
  const more = iconButton("more", say("More actions"), () => menu(more, [
    ...shortcuts.map((one) => ({
      label: one.name, note: one.description || "Hallway", testid: `shortcut-${one.callback_id}`,
      run: () => runShortcut(one.callback_id, { channel, ts: message.ts }),
    })),
    !how.inThread && { label: say("Reply in thread"), testid: "reply-in-thread", run: () => emit("thread", { channel, ts: root }) },
    message.permalink && { label: say("Copy link"), testid: "copy-link", run: () => copy(message.permalink) },
  ].filter(Boolean), { "data-testid": "message-menu" }), { testid: "message-more", "aria-haspopup": "menu" });
  return h("div.message-tools", {},
    !how.inThread && iconButton("reply", say("Reply in thread"), () => emit("thread", { channel, ts: root }), { testid: "message-reply" }), more);
}

export async function runShortcut(callback_id, extra = {}) {
  const answer = await post("shortcut", { as: myId(), callback_id, ...extra });
  if (!answer.ok) toast(answer.message || TROUBLE, "bad");
  emit("refresh");
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Link copied");
  } catch {
    toast(text);
  }
}

/** A short spoken version of a message. */
export function spoken(message) {
  const text = message.text || (message.blocks || []).map((one) => plain(one.text)).join(" ");
  const name = message.bot ? userName(store.bot.id) : userName(message.user);
  const words = text.replace(/<@(\w+)[^>]*>/g, (all, id) => userName(id)).replace(/<[^|>]*\|([^>]*)>/g, "$1");
  return `${name}: ${words.slice(0, 240)}`;
}
