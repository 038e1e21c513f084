// Moves waiting pages on, counts down, and copies links. Without it the pages reload by themselves.
"use strict";

const waiting = document.querySelector("[data-events]");

/** Whether another page is on its way: what this one was told must not get in its way. */
let leaving = false;
/** Loads the page again, as soon as the service can be reached: a page that cannot be loaded does not come back. */
const reload = async () => {
  const health = await fetch("/health", { cache: "no-store" }).catch(() => undefined);
  if (!health?.ok) setTimeout(reload, 3000);
  else if (!leaving) location.replace(waiting?.dataset.again ?? location.pathname);
};

if (waiting) {
  const lost = document.querySelector("[data-lost]");
  let source;
  /** Says in the place of the waiting line that there is no connection, or no longer so. */
  const say = (isLost) => {
    if (!lost) return;
    lost.hidden = !isLost;
    waiting.classList.toggle("gone", isLost);
  };
  const listen = () => {
    source = new EventSource(waiting.dataset.events);
    source.addEventListener("moved", () => {
      source.close();
      reload();
    });
    source.addEventListener("open", () => {
      say(false);
    });
    source.addEventListener("error", () => {
      if (leaving) return;
      say(true);
      if (source.readyState === EventSource.CLOSED) setTimeout(reload, 3000);
    });
  };
  const leave = () => {
    if (leaving) return;
    leaving = true;
    source.close();
    // If the other page does not load, this one goes on.
    setTimeout(() => {
      leaving = false;
      listen();
    }, 10000);
  };
  listen();
  for (const event of ["submit", "beforeunload", "pagehide"]) addEventListener(event, leave);
}

// After a session has ended, its pages are hidden in other tabs and in the browser's history.
const signedIn = document.querySelector("[data-signed-in]");
const tabs = "BroadcastChannel" in self ? new BroadcastChannel("session") : undefined;
if (document.querySelector("[data-signed-out]")) tabs?.postMessage("ended");
if (signedIn) {
  tabs?.addEventListener("message", () => location.replace(location.pathname));
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(location.pathname);
  });
}

for (const countdown of document.querySelectorAll("[data-seconds]")) {
  const end = performance.now() + Number(countdown.dataset.seconds) * 1000;
  const bar = countdown.querySelector("progress");
  const text = countdown.querySelector("[data-clock]");
  // Elements that stay disabled until then, if the page stays.
  const held = "frees" in countdown.dataset ? document.querySelectorAll("[data-freed]") : undefined;
  if (held && text) text.hidden = false;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (bar) bar.value = left;
    if (text) text.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left > 0) setTimeout(tick, 250);
    else if (held) countdown.hidden = true;
    else setTimeout(reload, 400);
    for (const button of held ?? []) button.disabled = left > 0;
  };
  tick();
}

for (const own of document.querySelectorAll("[data-own-link]")) {
  if (location.hash.length > 1) {
    own.textContent = location.href;
    own.hidden = false;
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.querySelector(button.dataset.copy);
  if (!navigator.clipboard || !text || text.hidden) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.dataset.link ?? text.textContent.trim());
    button.textContent = button.dataset.done;
  });
}

// The start page: reloads the users' one-time passwords when the login page beside it has moved.
const users = document.querySelector("[data-users]");
if (users) {
  document.querySelector("iframe[src='/login']")?.addEventListener("load", async () => {
    const answer = await fetch("/", { cache: "no-store" }).catch(() => undefined);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-users]");
    if (now) users.replaceChildren(...now.children);
  });
}
