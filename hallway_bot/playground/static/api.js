// The only file that talks to the server. Every answer has `ok`; trouble on
// the way becomes {ok: false, error: "connection"} instead of an exception.

export const TROUBLE = "We had some trouble connecting. Try again?";

async function call(path, options) {
  try {
    const response = await fetch(path, { credentials: "same-origin", ...options });
    const type = response.headers.get("content-type") || "";
    const body = type.includes("json") ? await response.json() : {};
    if (!response.ok) return { error: `http_${response.status}`, ...body, ok: false };
    return { ok: true, ...body };
  } catch (problem) {
    return { ok: false, error: "connection", detail: String(problem) };
  }
}

export function get(path, query = {}) {
  const text = new URLSearchParams(query).toString();
  return call(`/page/${path}${text ? `?${text}` : ""}`);
}

export function post(path, body) {
  return call(`/page/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Server-sent events for one person; `handlers` = {event, open, lost}. Returns a closer. */
export function listen(person, handlers) {
  const source = new EventSource(`/page/events?${new URLSearchParams({ as: person })}`);
  source.onopen = () => handlers.open();
  source.onerror = () => handlers.lost();
  source.onmessage = (message) => {
    let data;
    try {
      data = JSON.parse(message.data);
    } catch {
      return;
    }
    handlers.event(data);
  };
  return () => source.close();
}
