// The rail of people one can be, and the list of conversations.
import { h, byId, fill, icon, announce } from "./dom.js";
import { avatar } from "./avatar.js";
import { clockPanel, selfButton } from "./clock.js";
import { store, on, emit, myId, userName, groupName, placeName, appChannel, openChannel } from "./state.js";
import { say } from "./words.js";

export function startSidebar() {
  for (const topic of ["state", "place", "unread", "online"]) on(topic, draw);
  on("state", drawRail);
  byId("scrim").addEventListener("click", () => drawer(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && byId("app").classList.contains("drawer-open")) drawer(false);
  });
}

/** On a small screen the rail and the list are a drawer. */
export function drawer(open) {
  byId("app").classList.toggle("drawer-open", open);
  byId("scrim").hidden = !open;
  byId("conversation").inert = open;
  const toggle = document.querySelector("[data-testid=menu]");
  toggle?.setAttribute("aria-expanded", String(open));
  if (open) byId("sidebar").querySelector("[aria-current]")?.focus();
  else if (byId("sidebar").contains(document.activeElement) || byId("rail").contains(document.activeElement)) toggle?.focus();
}

function drawRail() {
  fill(byId("rail"),
    h("p.rail-title", { id: "rail-title" }, "You are"),
    h("ul", { "aria-labelledby": "rail-title" }, store.directory.map((one) => {
      const name = userName(one.id);
      const locale = (one.locale || "").slice(0, 2).toUpperCase();
      const role = [one.title, one.locale && `language ${locale}`, one.is_guest && "guest"].filter(Boolean).join(", ");
      return h("li", {}, h("button.person", {
        type: "button", testid: `person-${one.id}`, "aria-current": one.id === myId() ? "true" : undefined,
        "aria-label": `${name}, ${role}`, title: `${name}\n${role}`,
        onclick: () => { emit("become", one.id); announce(say("You are now {name}", { name })); },
      },
        avatar(one, name), h("span.person-name", { dir: "auto" }, name.split(" ")[0]),
        h("span.person-marks", {}, locale && h("span.locale", {}, locale), one.is_guest && h("span.guest-badge", {}, "guest"))));
    })));
}

function draw() {
  const me = store.me;
  if (!me) return;
  const rooms = store.rooms.filter((one) => one.is_member !== false);
  const others = store.ims.filter((one) => one.id !== appChannel() && !isApp(one.user));
  const kept = document.activeElement?.closest("#sidebar [data-testid]")?.getAttribute("data-testid");
  fill(byId("sidebar"),
    h("header.side-head", {},
      h("p.team", { dir: "auto" }, store.team.name || "Workspace"),
      h("p.brand", {}, "Hallway playground"),
      selfButton(avatar(me, userName(me.id), ".tiny")),
      !store.online && h("p.offline", { role: "status" }, say("Connection lost, trying again…"))),
    h("div.side-scroll", {},
      group("App", [appEntry()]),
      group(say("Channels"), rooms.map((one) => entry(one.id, `room-${one.id}`, one.is_private ? icon("lock") : "#", one.name))),
      others.length > 0 && group(say("Direct messages"), others.map((one) => entry(one.id, `im-${one.id}`,
        avatar(store.people.find((user) => user.id === one.user), userName(one.user), ".tiny"), userName(one.user)))),
      store.mpims.length > 0 && group(say("Group messages"), store.mpims.map((one) => entry(one.id, `mpim-${one.id}`,
        h("span.count", {}, String((one.members || []).length)), groupName(one))))),
    clockPanel());
  if (kept) byId("sidebar").querySelector(`[data-testid="${kept}"]`)?.focus({ preventScroll: true });
  const dots = store.unread.size ? "• " : "";
  document.title = `${dots}${openChannel() ? placeName(openChannel()) : userName(store.bot.id)} · Hallway playground`;
}

const isApp = (user) => user === store.app.user_id || user === store.bot.id;

const group = (title, entries) => h("section.side-group", {}, h("h2", {}, title), h("ul", {}, entries));

function appEntry() {
  const here = store.place.kind === "app";
  const unread = store.unread.has(appChannel());
  return line("app", h("span.avatar.bot.tiny", { "aria-hidden": "true" }, h("img", { src: "icon.svg", alt: "" })),
    userName(store.bot.id), here, unread, () => emit("go", { kind: "app", tab: unread ? "messages" : "home" }));
}

function entry(channel, testid, mark, name) {
  return line(testid, mark, name, openChannel() === channel && store.place.kind === "channel", store.unread.has(channel),
    () => emit("go", { kind: "channel", channel }));
}

function line(testid, mark, name, here, unread, onclick) {
  return h("li", {}, h("button.side-entry", {
    type: "button", testid, "aria-current": here ? "page" : undefined, "data-unread": unread ? "true" : undefined,
    onclick: () => { drawer(false); onclick(); },
  },
    h("span.side-mark", { "aria-hidden": "true" }, mark), h("span.side-name", { dir: "auto" }, name),
    unread && h("span.dot", {}, h("span.sr-only", {}, "unread"))));
}
