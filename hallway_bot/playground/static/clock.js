// The playground's clock: what time it is, and buttons to let time pass. And
// what one says about oneself: at work, on holiday, not to be disturbed.
import { h, byId, announce, icon, toast } from "./dom.js";
import { post, TROUBLE } from "./api.js";
import { menu } from "./menu.js";
import { emoji } from "./emoji.js";
import { formatted, now } from "./time.js";
import { store, on, emit, myId, userName } from "./state.js";

const STEPS = [
  ["hour", "+1 h", "Let an hour pass"],
  ["day", "+1 day", "Let a day pass"],
  ["week", "+1 wk", "Let a week pass"],
  ["thursday", "Thu 15:30", "Go to next Thursday, 15:30"],
];
const LOOK_EVERY = 5_000;
const FULL = { weekday: "long", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };

export function startClock() {
  on("state", tell);
  setInterval(tell, LOOK_EVERY);
}

/** The foot of the sidebar. */
export function clockPanel() {
  return h("section.clock", { "aria-label": "Clock" },
    h("p.clock-now", {}, icon("clock"), h("time", { id: "clock-now", testid: "clock-now" }, formatted(now(), FULL))),
    h("div.clock-steps", {}, STEPS.map(([to, label, title]) => h("button.clock-step", {
      type: "button", testid: `clock-${to}`, "aria-label": title, title, onclick: () => move(to),
    }, label))));
}

function tell() {
  const node = byId("clock-now");
  if (!node) return;
  node.textContent = formatted(now(), FULL);
  node.setAttribute("datetime", now().toISOString());
}

async function move(to) {
  const answer = await post("clock", { as: myId(), to });
  if (!answer.ok) return toast(answer.message || TROUBLE, "bad");
  await new Promise((done) => { emit("refresh", done); });
  announce(`It is now ${formatted(now(), FULL)}`);
}

const STATUSES = [
  ["working", "At work", "Notifications as usual"],
  ["holiday", "On holiday", "Hallway waits until you are back"],
  ["quiet", "Do not disturb", "No notifications for a day"],
];

/** Who one is, and a menu to say whether one is away. */
export function selfButton(face) {
  const { me } = store;
  const name = userName(me.id);
  const said = me.is_quiet ? ["🔕", "Do not disturb"] : me.status_text ? [emoji(me.status_emoji.replaceAll(":", "")) || "", me.status_text] : null;
  const node = h("button.whoami", {
    type: "button", testid: "me", "aria-haspopup": "menu", "aria-label": `${name}, ${said ? said[1] : "at work"}. Change status`,
    title: "Change status",
  }, face,
    h("span.whoami-words", {}, h("strong", { dir: "auto" }, name),
      h("span.whoami-title", { dir: "auto", testid: "my-status" }, said ? said.join(" ") : me.title || "")),
    me.is_guest && h("span.guest-badge", {}, "guest"));
  node.addEventListener("click", () => menu(node, STATUSES.map(([status, label, note]) => ({
    label, note, testid: `status-${status}`, run: () => change(status),
  })), { "data-testid": "status-menu" }));
  return node;
}

async function change(status) {
  const answer = await post("status", { as: myId(), status });
  if (!answer.ok) return toast(answer.message || TROUBLE, "bad");
  emit("refresh");
}
