// Supports the screens in a browser page: moves the focus to a new screen, follows its language, keeps typed digits for
// the keypad, and shows when the phone is disconnected and when it is back.

const main = document.getElementById('main');
const lost = document.getElementById('lost');

let shown = '';

function screenChanged() {
  document.getElementById('opening')?.remove();
  const screen = main.querySelector('[data-screen]');
  const sheet = main.querySelector('[role="dialog"]');
  if (!screen) return;
  document.documentElement.lang = screen.lang;
  const now = screen.dataset.screen + (sheet ? '/sheet' : '');
  if (now === shown) return;
  const first = shown === '';
  shown = now;
  // A page that has just been opened keeps the focus where the browser put it, unless an element waits for typing.
  const target = (sheet ?? screen).querySelector('[data-focus]') ?? (first ? null : (sheet ?? screen).querySelector('h1, h2'));
  target?.focus({ preventScroll: true });
}

new MutationObserver(screenChanged).observe(main, { attributes: true, childList: true, subtree: true });

// Digits typed while no element has the focus go to the keypad of the screen.
document.addEventListener('keydown', (event) => {
  if (event.target !== document.body) return;
  const screen = main.querySelector('[data-screen]');
  if (!screen) return;
  screen.focus({ preventScroll: true });
  screen.dispatchEvent(new KeyboardEvent('keydown', event));
});

// The phone handles forms; the page never sends them.
document.addEventListener('submit', (event) => event.preventDefault());

const PATIENCE = 3000;
const PULSE = 2000;
const ipc = window.ipc;

let asking = false;

// Input while the phone is disconnected is dropped: it must not be carried out when nobody expects it any more.
const send = ipc.postMessage.bind(ipc);
ipc.postMessage = (message) => {
  if (lost.hidden && ipc.ws.readyState === WebSocket.OPEN) send(message);
};

function gone() {
  if (!lost.hidden) return;
  lost.hidden = false;
  main.inert = true;
  ipc.ws.close();
  const timer = setInterval(async () => {
    try {
      // After a new start the phone answers that this page is closed: the page that is loaded then says what to open.
      await fetch('/health', { cache: 'no-store' });
      clearInterval(timer);
      location.reload();
    } catch {
      // Still disconnected: the timer asks again.
    }
  }, 500);
}

ipc.ws.addEventListener('close', gone, { once: true });

/** A connection may be cut in silence: asks whether the phone is still there. */
async function ask() {
  if (asking || document.hidden || !lost.hidden) return;
  if (ipc.ws.readyState > WebSocket.OPEN) return gone();
  asking = true;
  try {
    await fetch('/health', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    gone();
  } finally {
    asking = false;
  }
}

setInterval(ask, PULSE);
addEventListener('offline', ask);
document.addEventListener('visibilitychange', ask);
for (const touch of ['keydown', 'pointerdown']) document.addEventListener(touch, ask, { capture: true });

// Leaving the page does not mean that the phone is disconnected.
addEventListener('pagehide', () => ipc.ws.removeEventListener('close', gone));

fetch('/here', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ utc_offset: -new Date().getTimezoneOffset() }),
}).catch(() => {});
