// Coloured initials for people, a small door for Hallway.
import { h } from "./dom.js";
import { userName } from "./state.js";

export function avatar(user, name = userName(user?.id), size = "") {
  if (user?.bot) {
    return h(`span.avatar.bot${size}`, { "aria-hidden": "true" }, h("img", { src: "icon.svg", alt: "" }));
  }
  const letters = (name || "?").split(/\s+/).filter((word) => /^\p{Lu}/u.test(word) || word === name);
  const initials = [letters[0], letters.length > 1 ? letters.at(-1) : ""].map((word) => (word || "").charAt(0)).join("");
  const node = h(`span.avatar${size}`, { "aria-hidden": "true" }, initials.toUpperCase() || "?");
  const color = /^#?[0-9a-f]{6}$/i.test(user?.color || "") ? `#${user.color.replace("#", "")}` : "#6b6257";
  node.style.setProperty("--mine", color);
  node.style.setProperty("--ink", luminance(color) > 0.2 ? "#1d1a16" : "#ffffff");
  return node;
}

function luminance(hex) {
  const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}
