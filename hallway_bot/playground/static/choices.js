// Options for the selects that Slack fills itself: people and conversations.
import { store, userName, groupName, myId } from "./state.js";
import { say } from "./words.js";

const option = (text, value) => ({ text: { type: "plain_text", text }, value });

export const userOptions = () =>
  store.people.map((one) => option(userName(one.id) + (one.id === myId() ? ` ${say("(you)")}` : ""), one.id));

/** filter.include: any of public, private, im, mpim; nothing means all. */
export function conversationOptions(filter) {
  const kinds = filter?.include || ["public", "private", "im", "mpim"];
  const out = [];
  for (const room of store.rooms) {
    if (room.is_private ? kinds.includes("private") && room.is_member !== false : kinds.includes("public")) {
      out.push(option(`${room.is_private ? "🔒 " : "#"}${room.name}`, room.id));
    }
  }
  if (kinds.includes("im")) for (const im of store.ims) out.push(option(userName(im.user), im.id));
  if (kinds.includes("mpim")) for (const group of store.mpims) out.push(option(groupName(group), group.id));
  return out;
}
