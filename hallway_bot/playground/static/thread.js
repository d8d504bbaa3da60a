// The thread panel on the right; on a small screen a sheet over everything.
import { h, byId, fill, iconButton } from "./dom.js";
import { messageList, keepAtEnd, isReply } from "./list.js";
import { messages, statusText } from "./conversation.js";
import { composer } from "./composer.js";
import { store, on, placeName } from "./state.js";
import { say } from "./words.js";

let open = null; // {channel, ts, list, scroller, status}
let cameFrom = null;

export function startThread() {
  on("thread", show);
  on("thread-messages", (channel) => { if (open?.channel === channel) draw(); });
  on("state", drawStatus);
  byId("thread").addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeThread();
  });
}

function show({ channel, ts }) {
  const root = (messages[channel] || []).find((one) => one.ts === ts);
  const start = root?.thread_ts || ts;
  if (open?.channel === channel && open.ts === start) return open.write.box.focus();
  cameFrom = document.activeElement;
  const list = messageList(channel, { inThread: true });
  const scroller = h("div.scroller", { tabindex: "0", "aria-label": say("Messages in this thread") }, list.node);
  const status = h("p.status-line", { role: "status", hidden: true, dir: "auto" });
  const write = composer({ channel, thread_ts: start, label: say("Reply…") });
  fill(byId("thread"),
    h("header.place-head", {},
      h("div.place-title", {}, h("h2", {}, say("Thread")), h("p.topic", { dir: "auto" }, store.rooms.some((one) => one.id === channel) ? `#${placeName(channel)}` : placeName(channel))),
      iconButton("close", say("Close thread"), closeThread, { testid: "thread-close" })),
    scroller, h("div.foot", {}, status, write.node));
  byId("thread").hidden = false;
  byId("app").classList.add("thread-open");
  open = { channel, ts: start, list, scroller, status, write };
  store.thread = { channel, ts: start };
  draw(true);
  drawStatus();
  write.box.focus();
}

export function closeThread() {
  if (!open) return;
  open = null;
  store.thread = null;
  byId("thread").hidden = true;
  byId("thread").replaceChildren();
  byId("app").classList.remove("thread-open");
  if (cameFrom?.isConnected) cameFrom.focus();
}

function draw(toEnd = false) {
  const all = messages[open.channel] || [];
  const replies = all.filter((one) => isReply(one) && one.thread_ts === open.ts);
  const root = all.filter((one) => one.ts === open.ts && !isReply(one));
  const grew = replies.length > (open.count ?? 0);
  open.count = replies.length;
  keepAtEnd(open.scroller, () => open.list.draw([...root, ...replies]), toEnd || grew);
}

function drawStatus() {
  if (!open) return;
  const text = statusText(open.channel);
  open.status.hidden = !text;
  open.status.textContent = text;
}
