// A list of messages that changes as little of the page as it can.
import { h } from "./dom.js";
import { dayOf, daysAgo, formatted } from "./time.js";
import { messageRow, whenOf } from "./message.js";
import { say } from "./words.js";

const CLOSE = 5 * 60; // seconds between messages of one person under one name

/** A list node with `draw(messages, replies)`; rows that did not change stay the same nodes. */
export function messageList(channel, how = {}) {
  const node = h("div.messages", { testid: "messages", role: "log", "aria-live": "off", "aria-label": say("Messages"), "aria-busy": "true" });
  const rows = new Map(); // key -> {json, node}

  function draw(messages, counts = new Map()) {
    const wanted = [];
    const used = new Set();
    let day = "";
    let before = null;
    for (const message of messages) {
      const its = dayOf(whenOf(message));
      if (its !== day && !how.inThread) {
        const name = nameOfDay(whenOf(message));
        wanted.push(cached(`day-${its}`, name, () => divider(name)));
        used.add(`day-${its}`);
        before = null;
      }
      day = its;
      const compact = Boolean(before) && before.user === message.user && Boolean(before.bot) === Boolean(message.bot)
        && Boolean(before.ephemeral) === Boolean(message.ephemeral) && message.ts - before.ts < CLOSE;
      const { n: replies = 0, last = "" } = counts.get(message.ts) || {};
      const key = message.ts + (message.ephemeral ? "e" : "");
      const options = { compact, replies: Math.max(replies, message.reply_count || 0), last, inThread: how.inThread };
      used.add(key);
      wanted.push(cached(key, JSON.stringify([message, options]), () => messageRow(channel, message, options)));
      before = message;
    }
    for (const key of rows.keys()) if (!used.has(key)) rows.delete(key);
    wanted.forEach((row, index) => {
      if (node.children[index] !== row) node.insertBefore(row, node.children[index] || null);
    });
    while (node.children.length > wanted.length) node.lastElementChild.remove();
    node.removeAttribute("aria-busy"); // until now it was not empty but unknown
  }

  function cached(key, json, build) {
    const old = rows.get(key);
    if (old?.json === json) return old.node;
    const fresh = build();
    rows.set(key, { json, node: fresh });
    if (old?.node.isConnected) {
      const again = old.node.contains(document.activeElement) && document.activeElement.getAttribute("data-testid");
      old.node.replaceWith(fresh);
      if (again) [...fresh.querySelectorAll("[data-testid]")].find((one) => one.getAttribute("data-testid") === again)?.focus();
    }
    return fresh;
  }
  return { node, draw, rows };
}

function nameOfDay(when) {
  const days = daysAgo(when);
  if (days === 0 || days === 1) return say(days ? "Yesterday" : "Today");
  return formatted(when, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

const divider = (name) => h("p.day", { role: "separator", "aria-label": name }, h("span", {}, name));

export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

/** Replies per thread: Map of root ts to {n, last}. */
export function replyCounts(messages) {
  const counts = new Map();
  for (const message of messages.filter(isReply)) {
    if (message.ephemeral && !message.text && !message.blocks?.length) continue;
    const one = counts.get(message.thread_ts) || { n: 0 };
    one.n += 1;
    one.last = formatted(whenOf(message), { hour: "2-digit", minute: "2-digit" });
    counts.set(message.thread_ts, one);
  }
  return counts;
}

/** Scroll to the end when the reader was there already, or when told to. */
export function keepAtEnd(scroller, change, force = false) {
  const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
  change();
  if (near || force) scroller.scrollTop = scroller.scrollHeight;
}
