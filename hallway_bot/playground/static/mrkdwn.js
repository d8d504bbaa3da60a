// Slack's mrkdwn to DOM nodes: blocks by line first, then spans inside a line.
import { h, add } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { dayOf, formatted, nearDay } from "./time.js";
import { store, findUser, userName, isBot, myId } from "./state.js";

const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** Text object ({type, text, verbatim}) to nodes. */
export function textNodes(object) {
  if (!object) return [];
  if (typeof object === "string") return mrkdwn(object);
  if (object.type === "plain_text") return [object.emoji === false ? object.text : withEmoji(object.text || "")];
  return mrkdwn(object.text || "", { verbatim: object.verbatim });
}

export const plain = (object) => withEmoji((typeof object === "string" ? object : object?.text) || "");

export function mrkdwn(text, options = {}) {
  const out = [];
  const parts = String(text).split(/```\n?([\s\S]*?)\n?```/g);
  parts.forEach((part, index) => {
    if (index % 2) out.push(h("pre.pre", { dir: "auto", tabindex: "0" }, unescape(part)));
    else if (part) lines(part, options, out);
  });
  return out;
}

function lines(text, options, out) {
  let quote = null;
  let list = null;
  let broken = true; // no <br> right after a block
  for (const line of text.replace(/^\n|\n$/g, "").split("\n")) {
    const quoted = /^(?:&gt;|>) ?(?!>|&gt;)(.*)$/.exec(line);
    const item = /^\s*(?:•|◦|-(?= )|(\d+)\.(?= ))\s*(.*)$/.exec(line);
    if (quoted) {
      if (!quote) out.push((quote = h("blockquote", { dir: "auto" })));
      else quote.append(h("br"));
      add(quote, spans(quoted[1], options));
      [list, broken] = [null, true];
      continue;
    }
    quote = null;
    if (item) {
      const tag = item[1] ? "ol" : "ul";
      if (!list || list.localName !== tag) {
        list = h(tag, item[1] && item[1] !== "1" ? { start: item[1] } : {});
        out.push(list);
      }
      list.append(h("li", { dir: "auto" }, spans(item[2], options)));
      broken = true;
      continue;
    }
    list = null;
    if (line === "" && broken) {
      if (out.length) out.push(h("span.gap"));
      continue;
    }
    if (!broken) out.push(h("br"));
    out.push(...spans(line, options));
    broken = false;
  }
}

// One alternative per span, tried at each place from left to right.
const SPAN = new RegExp([
  "`([^`\\n]+)`", // 1 code
  "<([^<>\\n]+)>", // 2 link, mention, date
  "(?<![\\w*])\\*(?=\\S)([^*\\n]*[^*\\s])\\*(?!\\w)", // 3 bold
  "(?<![\\w_])_(?=\\S)([^_\\n]*[^_\\s]|[^_\\n]*_[^_\\n]*[^_\\s])_(?!\\w)", // 4 italic
  "(?<![\\w~])~(?=\\S)([^~\\n]*[^~\\s])~(?!\\w)", // 5 strike
  ":([a-z0-9_+-]+(?:::skin-tone-\\d)?):", // 6 emoji
  "(https?://[^\\s<>|]*[^\\s<>|.,;:!?)'\"])", // 7 bare address
].join("|"), "g");

export function spans(text, options = {}) {
  const out = [];
  let last = 0;
  for (const match of text.matchAll(SPAN)) {
    const node = span(match, options);
    if (node === null) continue;
    if (match.index > last) out.push(unescape(text.slice(last, match.index)));
    out.push(node);
    last = match.index + match[0].length;
  }
  if (last < text.length) out.push(unescape(text.slice(last)));
  return out;
}

function span(match, options) {
  const [, code, angle, bold, italic, strike, name, url] = match;
  if (code !== undefined) return h("code", {}, unescape(code));
  if (angle !== undefined) return reference(angle, options);
  if (bold !== undefined) return h("strong", {}, spans(bold, options));
  if (italic !== undefined) return h("em", {}, spans(italic, options));
  if (strike !== undefined) return h("s", {}, spans(strike, options));
  if (name !== undefined) return emoji(name) ? emojiNode(name) : null;
  return options.verbatim ? null : link(unescape(url), unescape(url));
}

export const emojiNode = (name) => h("span.emoji", { role: "img", "aria-label": name.replaceAll("_", " ") }, emoji(name) || `:${name}:`);

function reference(inner, options) {
  const [target, label] = split(inner);
  if (target.startsWith("@")) return userMention(target.slice(1), label);
  if (target.startsWith("#")) return roomMention(target.slice(1), label);
  if (target.startsWith("!date^")) return dateNode(target, label);
  if (target.startsWith("!subteam^")) return h("span.mention", {}, label || "@group");
  if (target.startsWith("!")) return h("span.mention", {}, `@${target.slice(1).split("^")[0]}`);
  return link(unescape(target), label ? spans(label, { ...options, verbatim: true }) : unescape(target).replace(/^mailto:/, ""));
}

function split(inner) {
  const at = inner.indexOf("|");
  return at < 0 ? [inner, ""] : [inner.slice(0, at), inner.slice(at + 1)];
}

export function link(url, label) {
  if (!/^(https?:|mailto:|slack:|tel:)/i.test(url)) return h("span", {}, label);
  return h("a.link", { href: url, target: "_blank", rel: "noreferrer noopener", dir: "auto" }, label);
}

export function userMention(id, label = "") {
  const name = findUser(id) ? (isBot(id) ? store.bot.name : userName(id)) : label || id;
  const node = h("span.mention", { "data-user": id, dir: "auto" }, `@${name}`);
  if (id === myId()) node.classList.add("me");
  return node;
}

export function roomMention(id, label = "") {
  const room = store.rooms.find((one) => one.id === id);
  return h("a.mention", { href: `#as=${myId()}&at=${id}`, dir: "auto" }, `#${room?.name || label || "private-channel"}`);
}

// <!date^1392734382^Posted {date_num} {time}^https://example.org|fallback>
function dateNode(target, fallback) {
  const [, stamp, format = "{date_short_pretty}", url] = target.split("^");
  const when = new Date(Number(stamp) * 1000);
  if (Number.isNaN(when.getTime())) return h("time", {}, fallback);
  const text = format.replace(/\{(\w+)\}/g, (all, token) => datePart(when, token) ?? all);
  const node = h("time", { datetime: when.toISOString(), title: fallback || when.toString() }, unescape(text));
  return url ? link(unescape(url), node) : node;
}

const DATES = {
  date: { day: "numeric", month: "long", year: "numeric" },
  date_short: { day: "numeric", month: "short", year: "numeric" },
  date_long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

function datePart(when, token) {
  if (token === "date_num") return dayOf(when);
  if (token === "ago") return formatted(when, DATES.date_short);
  if (token.endsWith("_pretty")) {
    const near = nearDay(when);
    if (near) return near;
  }
  const options = DATES[token.replace("_pretty", "")];
  return options ? formatted(when, options) : undefined;
}
