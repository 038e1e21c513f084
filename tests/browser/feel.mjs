// How quickly the browser phone answers a tap while the service is 300 ms away, and how smoothly it moves. Prints rows of
// a Markdown table: `cargo xtask bench` puts them into docs/benchmarks.md.

import { PHONE, openPage, startChromium } from './browser.mjs';
import { launch } from './launch.mjs';
import { askKey, button, isLoggedIn, logOut } from './ledger.mjs';
import * as key from './phone.mjs';

const ROUNDS = 10;
const DISTANCE = 300;
const SLOW_FRAME = 25;

const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];

/** From now on `taps` in the page has, for each tap, the milliseconds until the frame that shows its first change. */
const watchTaps = (phone) => phone.evaluate(() => {
  globalThis.taps = [];
  let tapped;
  addEventListener('click', ({ timeStamp }) => (tapped = timeStamp), true);
  const changed = () => {
    if (tapped === undefined) return;
    const from = tapped;
    tapped = undefined;
    requestAnimationFrame(() => setTimeout(() => taps.push(performance.now() - from)));
  };
  new MutationObserver(changed).observe(document.querySelector('#main'), { subtree: true, childList: true, attributes: true, characterData: true });
});

/** The milliseconds between frames while something moves, from the first change of the page on. */
async function framesOf(phone, begin) {
  const frames = phone.evaluate(() => new Promise((resolve) => {
    const times = [];
    const step = (time) => (times.push(time) > 36 ? resolve(times.slice(1).map((t, i) => t - times[i])) : requestAnimationFrame(step));
    const seen = new MutationObserver(() => {
      if (document.getAnimations().every(({ playState }) => playState !== 'running')) return;
      seen.disconnect();
      requestAnimationFrame(step);
    });
    seen.observe(document.querySelector('#main'), { subtree: true, childList: true, attributes: true });
  }));
  await begin();
  return frames;
}

async function run() {
  const tryout = await launch({ distance: DISTANCE });
  const browser = await startChromium();
  try {
    const [page, phone] = [await openPage(browser), await openPage(browser, PHONE)];
    const user = tryout.user('mira.laine');
    await key.openPhone(phone, tryout.phones[0]);
    await key.pair({ page, phone, tryout, user });
    await logOut(page);
    await watchTaps(phone);
    const moves = { sheet: [], banner: [], success: [] };
    for (let round = 0; round < ROUNDS; round++) {
      await button(phone, 'Add').click();
      moves.sheet.push(...await framesOf(phone, () => button(phone, 'Add in another way').click()));
      await phone.keyboard.press('Escape');
      moves.banner.push(...await framesOf(phone, () => askKey(page, tryout, user)));
      await phone.keyboard.press('Escape');
      await key.openRequest(phone);
      await button(phone, 'Confirm').click();
      moves.success.push(...await framesOf(phone, () => key.typePin(phone)));
      await isLoggedIn(page);
      await key.screen(phone, 'home').waitFor();
      await logOut(page);
    }
    const taps = await phone.evaluate(() => taps);
    const [middle, most] = [median(taps), sorted(taps).at(-1)];
    console.log(`| a tap in the browser phone until it is seen, service ${DISTANCE} ms away | ${middle.toFixed(0)} ms | slowest of ${taps.length}: ${most.toFixed(0)} ms |`);
    for (const [name, frames] of Object.entries(moves)) {
      const late = frames.filter((frame) => frame > SLOW_FRAME).length;
      console.log(`| between two frames while the ${name} moves | ${median(frames).toFixed(1)} ms | later than ${SLOW_FRAME} ms: ${late} of ${frames.length} |`);
    }
  } finally {
    await browser.close();
    await tryout.remove();
  }
}

await run();
