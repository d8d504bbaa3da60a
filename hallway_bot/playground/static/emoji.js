// The forty-odd emoji names that Hallway and its people use most.
const NAMES = {
  wave: "👋", bulb: "💡", seedling: "🌱", herb: "🌿", sunflower: "🌻", tada: "🎉", sparkles: "✨", eyes: "👀",
  thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", heart: "❤️", pray: "🙏", raised_hands: "🙌",
  clap: "👏", smile: "😄", slightly_smiling_face: "🙂", blush: "😊", thinking_face: "🤔", joy: "😂", cry: "😢",
  sweat_smile: "😅", warning: "⚠️", white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", no_entry: "⛔",
  question: "❓", exclamation: "❗", speech_balloon: "💬", thought_balloon: "💭", memo: "📝", pencil: "✏️",
  pencil2: "✏️", book: "📖", books: "📚", bookmark: "🔖", calendar: "📆", date: "📅", clock3: "🕒",
  hourglass_flowing_sand: "⏳", zzz: "💤", lock: "🔒", unlock: "🔓", key: "🔑", door: "🚪", house: "🏠",
  busts_in_silhouette: "👥", bust_in_silhouette: "👤", handshake: "🤝", mag: "🔍", link: "🔗", pushpin: "📌",
  bell: "🔔", no_bell: "🔕", rocket: "🚀", fire: "🔥", coffee: "☕", gear: "⚙️", wrench: "🔧", star: "⭐",
  arrow_right: "➡️", arrow_left: "⬅️", leaves: "🍃", compass: "🧭", chart_with_upwards_trend: "📈",
  wastebasket: "🗑️", see_no_evil: "🙈", detective: "🕵️", performing_arts: "🎭", red_circle: "🔴",
  large_green_circle: "🟢", information_source: "ℹ️", round_pushpin: "📍", repeat: "🔁", mailbox: "📫", palm_tree: "🌴",
};

export const emoji = (name) => NAMES[name.replace(/::skin-tone-\d/, "")];

/** Replace :names: in plain text; unknown names stay as they are written. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (all, name) => emoji(name) || all);
