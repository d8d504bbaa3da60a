// The small "are you sure" dialog of a confirm object.
import { h, byId, trapFocus, freshId } from "./dom.js";
import { textNodes, plain } from "./mrkdwn.js";
import { say } from "./words.js";

/** Resolves to true when the person confirms. */
export function confirmFirst(confirm) {
  return new Promise((resolve) => {
    const back = document.activeElement;
    const id = freshId("confirm");
    const danger = confirm.style === "danger" ? ".danger" : ".primary";
    const yes = h(`button.button${danger}`, { type: "button", testid: "confirm-yes" }, plain(confirm.confirm) || say("Yes"));
    const no = h("button.button", { type: "button", testid: "confirm-no" }, plain(confirm.deny) || say("Cancel"));
    const box = h("div.modal.small", {
      role: "alertdialog", "aria-modal": "true", "aria-labelledby": `${id}-t`, "aria-describedby": `${id}-d`, testid: "confirm",
    },
      h("div.modal-head", {}, h("h2", { id: `${id}-t`, dir: "auto" }, plain(confirm.title))),
      h("div.modal-body", { id: `${id}-d`, dir: "auto" }, textNodes(confirm.text)),
      h("div.modal-foot", {}, no, yes));
    const layer = h("div.modal-layer", {}, box);
    const done = (answer) => {
      layer.remove();
      if (back?.isConnected) back.focus();
      resolve(answer);
    };
    yes.addEventListener("click", () => done(true));
    no.addEventListener("click", () => done(false));
    layer.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      done(false);
    });
    trapFocus(box);
    byId("modals").append(layer);
    no.focus();
  });
}
