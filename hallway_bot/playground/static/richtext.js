// rich_text blocks and the (basic) markdown block to DOM nodes.
import { h } from "./dom.js";
import { emojiNode, link, userMention, roomMention } from "./mrkdwn.js";
import { formatted } from "./time.js";

export function richText(elements) {
  const out = [];
  const parts = elements || [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index];
    if (part.type === "rich_text_list") {
      index += nestedList(parts, index, out) - 1;
    } else if (part.type === "rich_text_quote") out.push(h("blockquote", { dir: "auto" }, leaves(part.elements)));
    else if (part.type === "rich_text_preformatted") {
      out.push(h("pre.pre", { dir: "auto", tabindex: "0" }, leaves(part.elements)));
    } else out.push(h("div.rich-section", { dir: "auto" }, leaves(part.elements)));
  }
  return out;
}

/** Lists that follow each other nest by `indent`; returns how many were used. */
function nestedList(parts, start, out) {
  const stack = [];
  let used = 0;
  while (parts[start + used]?.type === "rich_text_list") {
    const part = parts[start + used];
    const depth = part.indent || 0;
    const node = h(part.style === "ordered" ? "ol" : "ul", part.offset ? { start: part.offset + 1 } : {},
      (part.elements || []).map((item) => h("li", { dir: "auto" }, leaves(item.elements))));
    while (stack.length && stack.at(-1).depth >= depth) stack.pop();
    if (stack.length) (stack.at(-1).node.lastElementChild || stack.at(-1).node).append(node);
    else out.push(node);
    stack.push({ depth, node });
    used += 1;
  }
  return used;
}

const leaves = (elements) => (elements || []).map(leaf);

function leaf(part) {
  if (part.type === "text") return styled(part, breaks(part.text));
  if (part.type === "link") return styled(part, link(part.url, part.text || part.url));
  if (part.type === "emoji") return part.unicode ? fromUnicode(part) : emojiNode(part.name);
  if (part.type === "user") return userMention(part.user_id);
  if (part.type === "channel") return roomMention(part.channel_id);
  if (part.type === "broadcast") return h("span.mention", {}, `@${part.range}`);
  if (part.type === "usergroup") return h("span.mention", {}, "@group");
  if (part.type === "date") {
    const when = new Date(part.timestamp * 1000);
    return h("time", { datetime: when.toISOString() },
      part.fallback || formatted(when, { day: "numeric", month: "long", year: "numeric" }));
  }
  return styled(part, part.text || "");
}

const fromUnicode = (part) =>
  h("span.emoji", { role: "img", "aria-label": part.name },
    part.unicode.split("-").map((code) => String.fromCodePoint(parseInt(code, 16))).join(""));

function breaks(text) {
  return String(text ?? "").split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

function styled(part, content) {
  const style = part.style || {};
  let node = content;
  if (style.code) node = h("code", {}, node);
  if (style.bold) node = h("strong", {}, node);
  if (style.italic) node = h("em", {}, node);
  if (style.strike) node = h("s", {}, node);
  return node;
}

// ---- markdown: headings, lists, quotes, fences, paragraphs, spans
export function markdown(text) {
  const out = [];
  const lines = text.split("\n");
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) out.push(h("p", { dir: "auto" }, inline(paragraph.join("\n"))));
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (/^```/.test(line)) {
      flush();
      const code = [];
      while (++at < lines.length && !/^```/.test(lines[at])) code.push(lines[at]);
      out.push(h("pre.pre", { dir: "auto", tabindex: "0" }, code.join("\n")));
    } else if (heading) {
      flush();
      out.push(h(heading[1].length < 3 ? "h3.header" : "h4.header", { dir: "auto" }, inline(heading[2])));
    } else if (/^\s*(---|\*\*\*|___)\s*$/.test(line)) {
      flush();
      out.push(h("hr"));
    } else if (/^\s*([-*+]|\d+[.)])\s+/.test(line)) {
      flush();
      const ordered = /^\s*\d/.test(line);
      const list = h(ordered ? "ol" : "ul");
      const item = /^\s*(?:[-*+]|\d+[.)])\s+(.*)$/;
      for (; at < lines.length && item.test(lines[at]); at += 1) {
        list.append(h("li", { dir: "auto" }, inline(item.exec(lines[at])[1])));
      }
      at -= 1;
      out.push(list);
    } else if (/^>/.test(line)) {
      flush();
      const quote = [];
      for (; at < lines.length && /^>/.test(lines[at]); at += 1) quote.push(lines[at].replace(/^> ?/, ""));
      at -= 1;
      out.push(h("blockquote", { dir: "auto" }, inline(quote.join("\n"))));
    } else if (line.trim()) paragraph.push(line);
    else flush();
  }
  flush();
  return out;
}

const INLINE = new RegExp([
  "`([^`]+)`",
  "\\*\\*(.+?)\\*\\*",
  "~~(.+?)~~",
  "\\[([^\\]]+)\\]\\(([^)\\s]+)\\)",
  "<@([UWB][A-Z0-9]+)>",
  "<#(C[A-Z0-9]+)(?:\\|[^>]*)?>",
  "(?<!\\w)[*_](?=\\S)([^*_\\n]+?)[*_](?!\\w)",
  ":([a-z0-9_+-]+):",
].join("|"), "gs");

function inline(text) {
  const out = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > last) out.push(...breaks(text.slice(last, match.index)));
    const [all, code, bold, strike, label, url, user, room, italic, name] = match;
    if (code !== undefined) out.push(h("code", {}, code));
    else if (bold !== undefined) out.push(h("strong", {}, inline(bold)));
    else if (strike !== undefined) out.push(h("s", {}, inline(strike)));
    else if (label !== undefined) out.push(link(url, label));
    else if (user) out.push(userMention(user));
    else if (room) out.push(roomMention(room));
    else if (italic !== undefined) out.push(h("em", {}, inline(italic)));
    else out.push(emojiNode(name));
    last = match.index + all.length;
  }
  if (last < text.length) out.push(...breaks(text.slice(last)));
  return out;
}
