// Moves waiting pages on, counts down, and copies links. Without it the pages reload by themselves.
"use strict";

/** Whether another page is on its way: what this one was told must not get in its way. */
let leaving = false;
/** Loads the page again, as soon as the service can be reached: a page that cannot be loaded does not come back. */
const reload = async () => {
  const health = await fetch("/health", { cache: "no-store" }).catch(() => undefined);
  if (!health?.ok) setTimeout(reload, 3000);
  else if (!leaving) location.replace(location.pathname);
};

const waiting = document.querySelector("[data-events]");
if (waiting) {
  const lost = document.querySelector("[data-lost]");
  let source;
  const listen = () => {
    source = new EventSource(waiting.dataset.events);
    source.addEventListener("moved", () => {
      source.close();
      reload();
    });
    source.addEventListener("open", () => {
      if (lost) lost.hidden = true;
    });
    source.addEventListener("error", () => {
      if (leaving) return;
      if (lost) lost.hidden = false;
      if (source.readyState === EventSource.CLOSED) setTimeout(reload, 3000);
    });
  };
  const leave = () => {
    if (leaving) return;
    leaving = true;
    source.close();
    // Where the other page does not come, this one goes on.
    setTimeout(() => {
      leaving = false;
      listen();
    }, 10000);
  };
  listen();
  for (const event of ["submit", "beforeunload", "pagehide"]) addEventListener(event, leave);
}

for (const countdown of document.querySelectorAll("[data-seconds]")) {
  const end = performance.now() + Number(countdown.dataset.seconds) * 1000;
  const bar = countdown.querySelector("progress");
  const text = countdown.querySelector("[data-clock]");
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (bar) bar.value = left;
    if (text) text.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left > 0) setTimeout(tick, 250);
    else setTimeout(reload, 400);
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
    await navigator.clipboard.writeText(text.textContent.trim());
    button.textContent = button.dataset.done;
  });
}
