// The playground's clock: what time it is, and buttons to let time pass. And
// what one says about oneself: at work, on holiday, not to be disturbed.
import { h, byId, announce, icon, toast } from "./dom.js";
import { post, TROUBLE } from "./api.js";
import { menu } from "./menu.js";
import { emoji } from "./emoji.js";
import { formatted, now } from "./time.js";
import { store, on, emit, myId, userName } from "./state.js";
import { say } from "./words.js";

const STEPS = [
  ["hour", "+1 h", "Let an hour pass"],
  ["day", "+1 day", "Let a day pass"],
  ["week", "+1 wk", "Let a week pass"],
  ["thursday", "Thu 15:30", "Go to next Thursday, 15:30"],
];
const PASSES = "Time passes. Hallway does in each hour what it would have done.";
const LOOK_EVERY = 5_000;
const FULL = { weekday: "long", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };

let passing = 0; // steps that were asked for and are not over
let last = Promise.resolve();

export function startClock() {
  on("state", tell);
  setInterval(tell, LOOK_EVERY);
}

/** The foot of the sidebar. */
export function clockPanel() {
  return h("section.clock", { "aria-label": say("Clock") },
    h("p.clock-now", {}, icon("clock"), h("time", { id: "clock-now", testid: "clock-now" }, formatted(now(), FULL))),
    h("div.clock-steps", {}, STEPS.map(([to, label, title]) => h("button.clock-step", {
      type: "button", testid: `clock-${to}`, "aria-label": say(title), title: say(title),
      "aria-busy": passing ? "true" : undefined, onclick: () => move(to),
    }, say(label)))),
    h("p.clock-note", { id: "clock-note", hidden: !passing, testid: "clock-note" }, say(PASSES)));
}

function tell() {
  const node = byId("clock-now");
  if (!node) return;
  node.textContent = formatted(now(), FULL);
  node.setAttribute("datetime", now().toISOString());
}

/** One step after the other, in the order in which they were asked for. */
function move(to) {
  passing += 1;
  byId("clock-note").hidden = false; // at once; the rest follows with the next drawing
  announce(say(PASSES));
  emit("refresh");
  last = last.then(() => step(to));
}

/** The server comes back when every hour on the way is over; meanwhile the clock runs. */
async function step(to) {
  const answer = await post("clock", { as: myId(), to });
  passing -= 1;
  await new Promise((done) => { emit("refresh", done); });
  if (!answer.ok) return toast(answer.message || TROUBLE, "bad");
  announce(say("It is now {when}", { when: formatted(now(), FULL) }));
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
  const said = me.is_quiet ? ["🔕", say("Do not disturb")]
    : me.status_text ? [emoji(me.status_emoji.replaceAll(":", "")) || "", say(me.status_text)] : null;
  const node = h("button.whoami", {
    type: "button", testid: "me", "aria-haspopup": "menu",
    "aria-label": `${name}, ${said ? said[1] : say("At work")}. ${say("Change status")}`, title: say("Change status"),
  }, face,
    h("span.whoami-words", {}, h("strong", { dir: "auto" }, name),
      h("span.whoami-title", { dir: "auto", testid: "my-status" }, said ? said.join(" ") : me.title || "")),
    me.is_guest && h("span.guest-badge", {}, "guest"));
  node.addEventListener("click", () => menu(node, STATUSES.map(([status, label, note]) => ({
    label: say(label), note: say(note), testid: `status-${status}`, run: () => change(status),
  })), { "data-testid": "status-menu" }));
  return node;
}

async function change(status) {
  const answer = await post("status", { as: myId(), status });
  if (!answer.ok) return toast(answer.message || TROUBLE, "bad");
  emit("refresh");
}
