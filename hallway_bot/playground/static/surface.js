// A surface is a message or a view with elements to press and fill in. It
// keeps what was typed and knows how to tell the server about an action.
import { post, TROUBLE } from "./api.js";
import { toast } from "./dom.js";
import { myId, emit } from "./state.js";

const PAUSE = 300;

/**
 * container: {type: "message", channel, ts} or {type: "view", view_id}.
 * moved: finds the block that has an element now, when the one that was drawn is gone.
 */
export function makeSurface(container, values = {}, moved = null) {
  let waiting = null; // {control, work, timer}
  return {
    container,
    values,
    old(block, action) {
      return values[block]?.[action];
    },
    set(block, action, value) {
      (values[block] ||= {})[action] = value;
      emit("typed", container);
    },
    /** Tell of what is typed here when the typing pauses: a burst of it is one action. */
    soon(control, work) {
      if (waiting?.control === control) clearTimeout(waiting.timer);
      else this.flush();
      waiting = { control, work, timer: setTimeout(() => control.isConnected && this.flush(), PAUSE) };
    },
    /** Tell of it now, because the form closes. */
    async flush() {
      const work = waiting?.work;
      this.drop();
      await work?.();
    },
    /** It went along with the form. */
    drop() {
      clearTimeout(waiting?.timer);
      waiting = null;
    },
    async act(block, action) {
      const send = (block_id) => post("action", { as: myId(), container, block_id, action, state: values });
      let answer = await send(block);
      if (answer.error === "no_such_element" && moved) {
        const now = await moved(action);
        if (now) answer = await send(now);
      }
      if (!answer.ok) toast(answer.message || TROUBLE, "bad");
      return answer;
    },
    async options(block, action, value) {
      const body = { as: myId(), block_id: block, action_id: action, value, state: values };
      if (container.type === "view") body.view_id = container.view_id;
      else body.container = container;
      const answer = await post("options", body);
      if (!answer.ok) return [];
      return answer.options || (answer.option_groups || []).flatMap((group) => group.options);
    },
  };
}

/** The values that count: those of inputs that the view still has. */
export function pruned(values, blocks) {
  const out = {};
  for (const [index, block] of (blocks || []).entries()) {
    const id = block.block_id || `block-${index}`;
    if (!values[id]) continue;
    const actions = [block.element, block.accessory, ...(block.elements || [])].map((one) => one?.action_id);
    for (const action of actions) {
      if (action && values[id][action]) (out[id] ||= {})[action] = values[id][action];
    }
  }
  return out;
}
