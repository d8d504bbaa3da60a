// Time as the person sees it: the playground's clock, in their zone and language.
import { store } from "./state.js";

export const localeOf = () => store.me?.locale?.replace("_", "-") || undefined;

const zoneOf = () => store.me?.tz || undefined;

/** The playground's clock may be ahead of this computer's. */
export const now = () => new Date(Date.now() + store.ahead);

export function formatted(when, options) {
  try {
    return new Intl.DateTimeFormat(localeOf(), { timeZone: zoneOf(), ...options }).format(when);
  } catch {
    return new Intl.DateTimeFormat(undefined, options).format(when);
  }
}

/** The day in the person's zone, as 2026-11-24. */
export const dayOf = (when) => {
  const parts = { timeZone: zoneOf(), year: "numeric", month: "2-digit", day: "2-digit" };
  return new Intl.DateTimeFormat("en-CA", parts).format(when);
};

/** How many days ago that was: 0 is today, 1 yesterday, -1 tomorrow. */
export const daysAgo = (when) => Math.round((Date.parse(dayOf(now())) - Date.parse(dayOf(when))) / 86_400_000);

/** "today", "yesterday" or "tomorrow" in the person's language, else nothing. */
export function nearDay(when) {
  const days = daysAgo(when);
  if (Math.abs(days) > 1) return "";
  return new Intl.RelativeTimeFormat(localeOf(), { numeric: "auto" }).format(-days, "day");
}
