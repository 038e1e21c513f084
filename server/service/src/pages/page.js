// Moves waiting pages on, counts down, and copies links. Without it the pages reload by themselves.
"use strict";

// Going back to a page that a form has answered loads it anew, instead of asking whether to send the form again.
history.replaceState(history.state, "");

const waiting = document.querySelector("[data-events]");

/** Whether another page is on its way: what this one was told must not get in its way. */
let leaving = false;
/** Loads the page again, as soon as the service can be reached: a page that cannot be loaded does not come back. */
const reload = async () => {
  const health = await fetch("/health", { cache: "no-store" }).catch(() => undefined);
  if (!health?.ok) return setTimeout(reload, 3000);
  if (leaving) return;
  sessionStorage.setItem("moved", String(Date.now()));
  location.replace(waiting?.dataset.again ?? location.pathname);
};

// A page that has come by itself takes no click for a moment: the click was meant for the button of the page before.
const SETTLES = 1000;
const moved = Number(sessionStorage.getItem("moved"));
sessionStorage.removeItem("moved");
const main = document.querySelector("main");
if (main && moved > Date.now() - 10000) {
  main.classList.add("settling");
  setTimeout(() => main.classList.remove("settling"), SETTLES);
}

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

// Times are written in local time, in the form that the texts have: with days before months, and 24 hours.
const place = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
for (const time of document.querySelectorAll("time[datetime]")) {
  const at = new Date(time.dateTime);
  const form = { dateStyle: "medium", timeStyle: "short" };
  if (!Number.isNaN(at.valueOf())) time.textContent = at.toLocaleString(place, form);
}

for (const own of document.querySelectorAll("[data-own-link]")) {
  if (location.hash.length > 1) {
    own.textContent = location.href;
    own.hidden = false;
  }
}

/** Shows the buttons that copy something, where that is possible. */
const offerCopies = () => {
  for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
    const text = document.querySelector(button.dataset.copy);
    if (text && !text.hidden) button.hidden = false;
  }
};
offerCopies();

addEventListener("click", async ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-copy]") : null;
  const text = button && document.querySelector(button.dataset.copy);
  if (!text) return;
  await navigator.clipboard.writeText(text.dataset.link ?? text.textContent.trim());
  button.dataset.label ??= button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = button.dataset.label), 2000);
});

// The start page: says what to do at the page that the login beside it shows, and reloads the users' one-time passwords and
// messages.
const users = document.querySelector("[data-users]");
const login = document.querySelector("iframe[src='/login']");
if (users && login) {
  const tell = () => {
    const steps = [...document.querySelectorAll("[data-steps] > li")];
    const at = login.contentDocument?.body?.dataset.step ?? login.contentWindow?.location.pathname;
    const step = steps.find(({ dataset }) => dataset.path.split(" ").includes(at)) ?? steps[0];
    for (const other of steps) other.hidden = other !== step;
  };
  if (login.checkVisibility()) tell();
  // The pane goes on where it was when this page is loaded again.
  const kept = sessionStorage.getItem("pane");
  if (kept && kept !== "/login") login.src = kept;
  const refresh = async () => {
    if (login.checkVisibility()) tell();
    const answer = await fetch("/", { cache: "no-store" }).catch(() => undefined);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // The language may have been chosen anew in the login page.
    const [texts, now] = [document, page].map((from) => from.querySelectorAll("[data-users], [data-messages], [data-steps], .start h1, .split h2"));
    if (texts.length !== now.length) return;
    texts.forEach((text, number) => text.replaceChildren(...now[number].childNodes));
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    if (login.checkVisibility()) tell();
    offerCopies();
  };
  // A link that opens in a phone is followed there by the eye too.
  addEventListener("click", ({ target }) => {
    const frame = target instanceof Element && target.closest("a[target]")?.target;
    if (frame) document.getElementsByName(frame)[0]?.scrollIntoView({ block: "nearest" });
  });
  login.addEventListener("load", () => {
    sessionStorage.setItem("pane", login.contentWindow?.location.pathname ?? "/login");
    refresh();
    // What the page has caused may leave the service a moment later.
    setTimeout(refresh, 1500);
  });
}
