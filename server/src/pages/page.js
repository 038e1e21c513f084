// Moves waiting pages on, counts down, and copies links. Without it the pages reload by themselves.
"use strict";

const waiting = document.querySelector("[data-events]");
if (waiting) {
  const source = new EventSource(waiting.dataset.events);
  const lost = document.querySelector("[data-lost]");
  source.addEventListener("moved", () => {
    source.close();
    location.replace(location.pathname);
  });
  source.addEventListener("open", () => {
    if (lost) lost.hidden = true;
  });
  source.addEventListener("error", () => {
    if (lost) lost.hidden = false;
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => location.replace(location.pathname), 3000);
    }
  });
  addEventListener("pagehide", () => source.close());
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
    else setTimeout(() => location.replace(location.pathname), 400);
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
