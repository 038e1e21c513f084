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

function gone() {
  lost.hidden = false;
  main.inert = true;
  const timer = setInterval(async () => {
    try {
      const answer = await fetch('/health', { cache: 'no-store' });
      if (!answer.ok) return;
      clearInterval(timer);
      location.reload();
    } catch {
      // Still gone: the timer asks again.
    }
  }, 500);
}

window.ipc.ws.addEventListener('close', gone, { once: true });

// The connection may be cut in silence, and is noticed when the page is looked at again.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && window.ipc.ws.readyState > WebSocket.OPEN && lost.hidden) gone();
});

fetch('/here', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ utc_offset: -new Date().getTimezoneOffset() }),
}).catch(() => {});
