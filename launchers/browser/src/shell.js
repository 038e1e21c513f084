// Supports the screens in a browser page: moves the focus to a new screen, follows its language, keeps typed and pasted
// digits for the keypad, opens Key with a link, goes back with the browser's button, tells of waiting requests in the title
// and by a sound, and shows when the phone is disconnected and when it is back.

const main = document.getElementById('main');
const lost = document.getElementById('lost');

let shown = '';

function screenChanged() {
  document.getElementById('opening')?.remove();
  const screen = main.querySelector('[data-screen]');
  const sheet = main.querySelector('[role="dialog"]');
  if (!screen) return;
  document.documentElement.lang = screen.lang;
  const theme = main.querySelector('[data-theme-set]')?.dataset.themeSet;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  tellWaiting();
  keepBack(sheet);
  const now = screen.dataset.screen + (sheet ? '/sheet' : '');
  if (now === shown) return;
  const first = shown === '';
  shown = now;
  // A page that has just been opened keeps the focus where the browser put it, unless an element waits for typing.
  const target = (sheet ?? screen).querySelector('[data-focus]') ?? (first ? null : (sheet ?? screen).querySelector('h1, h2'));
  target?.focus({ preventScroll: true });
}

new MutationObserver(screenChanged).observe(main, { attributes: true, childList: true, subtree: true });

/** What takes the keys: the sheet that lies over the screen, or the screen. */
const keyTaker = () => main.querySelector('[role="dialog"]') ?? main.querySelector('[data-screen]');

/** Presses a key on the screen, as a keyboard would. */
function press(key) {
  keyTaker()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

// Keys that are pressed while no element has the focus go to the sheet or the screen.
document.addEventListener('keydown', (event) => {
  if (event.target !== document.body) return;
  const taker = keyTaker();
  if (!taker) return;
  taker.focus({ preventScroll: true });
  taker.dispatchEvent(new KeyboardEvent('keydown', event));
});

// Six pasted digits take the place of those that were typed.
document.addEventListener('paste', (event) => {
  const places = main.querySelector('[data-paste]');
  const digits = (event.clipboardData?.getData('text') ?? '').replaceAll(' ', '').trim();
  if (!places || !/^[0-9]{6}$/.test(digits)) return;
  event.preventDefault();
  for (let place = 0; place < digits.length; place++) press('Backspace');
  for (const digit of digits) press(digit);
});

const name = document.title;
let told = 0;
let audio;

// A browser lets a page make sounds only after the user has touched it.
addEventListener('pointerdown', () => (audio ??= new AudioContext()), { once: true });

/** Two short notes. */
function chime() {
  if (audio?.state !== 'running') return;
  for (const [at, pitch] of [[0, 880], [0.14, 1175]]) {
    const [note, volume] = [audio.createOscillator(), audio.createGain()];
    const from = audio.currentTime + at;
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.12, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.3);
    note.connect(volume).connect(audio.destination);
    note.start(from);
    note.stop(from + 0.3);
  }
}

/** Says in the title, and by a sound, that requests wait. */
function tellWaiting() {
  const { waiting, waitingTitle } = main.querySelector('[data-waiting]')?.dataset ?? {};
  const count = Number(waiting ?? 0);
  if (count > told) chime();
  told = count;
  const title = count > 0 ? `(${count}) ${waitingTitle} – ${name}` : name;
  if (document.title !== title) document.title = title;
}

/** Whether the browser's history has an entry that going back takes away, instead of leaving the page. */
let guarded = history.state?.inside === true;

/** Lets the browser's button for going back close the sheet, or go one step back in the app. */
function keepBack(sheet) {
  const canGoBack = sheet || main.querySelector('[data-leave]');
  if (canGoBack && !guarded) {
    guarded = true;
    history.pushState({ inside: true }, '');
  }
}

addEventListener('popstate', () => {
  // A link behind the address comes this way too, and goes nowhere back.
  if (!guarded || location.hash !== '') return;
  guarded = false;
  const sheet = main.querySelector('[role="dialog"]');
  if (sheet) sheet.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  else press('Escape');
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

/** Opens Key with the link behind the page's address, as a phone does when its user taps one, and takes it away from there. */
function openLink() {
  const link = location.hash.slice(1);
  if (link === '') return;
  history.replaceState(history.state, '', location.pathname);
  fetch('/link', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: link }).catch(() => {});
}

addEventListener('hashchange', openLink);
openLink();

fetch('/here', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ utc_offset: -new Date().getTimezoneOffset() }),
}).catch(() => {});
