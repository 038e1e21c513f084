// What a browser page must do around the screens: move the focus to a new screen, follow its language, keep typed
// digits with the keypad, say when the phone is gone and come back with it.

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
  // A page that has just been opened keeps the focus where the browser put it, unless something waits for typing.
  const target = (sheet ?? screen).querySelector('[data-focus]') ?? (first ? null : (sheet ?? screen).querySelector('h1, h2'));
  target?.focus({ preventScroll: true });
}

new MutationObserver(screenChanged).observe(main, { attributes: true, childList: true, subtree: true });

// Digits typed before anything has the focus are meant for the keypad of the screen.
document.addEventListener('keydown', (event) => {
  if (event.target !== document.body) return;
  const screen = main.querySelector('[data-screen]');
  if (!screen) return;
  screen.focus({ preventScroll: true });
  screen.dispatchEvent(new KeyboardEvent('keydown', event));
});

// Forms are answered by the phone, never sent by the page.
document.addEventListener('submit', (event) => event.preventDefault());

const PATIENCE = 3000;
const PULSE = 2000;
const ipc = window.ipc;

let asking = false;

// What is done while the phone is gone is dropped: it must not be carried out when nobody expects it any more.
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
      // After a new start it answers that this page is closed: the page that is loaded then says what to open.
      await fetch('/health', { cache: 'no-store' });
      clearInterval(timer);
      location.reload();
    } catch {
      // Still gone: the timer asks again.
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

// A page that is being left is not a phone that is gone.
addEventListener('pagehide', () => ipc.ws.removeEventListener('close', gone));

fetch('/here', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ utc_offset: -new Date().getTimezoneOffset() }),
}).catch(() => {});
