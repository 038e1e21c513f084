// What every browser test stands on: `test('pk06_...', async (stage) => { ... })`. Whatever a test starts through its
// stage is ended with it; when it fails, pictures of its pages and the try-out's log are kept.

import assert from 'node:assert/strict';
import nodeTest, { after } from 'node:test';

import { makeCamera } from './camera.mjs';
import { DESKTOP, PHONE, openPage, shoot, startChromium } from './browser.mjs';
import { launch } from './launch.mjs';

const TEST_TIMEOUT = 180_000;
const LOG_LINES = 40;

let shared;

after(async () => (await shared)?.close());

export function test(name, body) {
  nodeTest(name, { timeout: TEST_TIMEOUT }, async () => {
    const stage = new Stage(name);
    try {
      await body(stage);
      stage.assertNoComplaints();
    } catch (error) {
      await stage.keepTraces();
      throw error;
    } finally {
      await stage.clear();
    }
  });
}

class Stage {
  #name;
  #complaints = [];
  #pages = [];
  #tryouts = [];
  #endings = [];

  constructor(name) {
    this.#name = name;
  }

  /** A running try-out: `{ phones }`. */
  async tryout(options) {
    const tryout = await launch(options);
    this.#tryouts.push(tryout);
    this.#endings.push(() => tryout.remove());
    return tryout;
  }

  /** A page of a browser that nobody has used, on a desktop unless said otherwise. */
  async page(shape = DESKTOP, browser = undefined) {
    shared ??= startChromium();
    const page = await openPage(browser ?? (await shared), shape);
    this.#pages.push(page);
    this.#listen(page);
    this.#endings.push(() => page.context().close());
    return page;
  }

  /** A page on a phone with a camera: `{ camera, page }`. */
  async phoneWithCamera() {
    const camera = await makeCamera();
    this.#endings.push(() => camera.remove());
    const browser = await startChromium({ camera: camera.file });
    this.#endings.push(() => browser.close());
    return { camera, page: await this.page(PHONE, browser) };
  }

  /** Scripts that failed, and what the pages' own policy had to stop. */
  assertNoComplaints() {
    assert.deepEqual(this.#complaints, [], 'the browser complained');
  }

  #listen(page) {
    page.on('pageerror', (error) => this.#complaints.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.#complaints.push(message.text());
    });
  }

  async keepTraces() {
    const pictures = this.#pages.map((page, index) => shoot(page, `failed-${this.#name}-${index + 1}`));
    await Promise.allSettled(pictures);
    for (const complaint of this.#complaints) console.error(`${this.#name}: ${complaint}`);
    for (const page of this.#pages) console.error(`${this.#name}: a page was at ${page.url()}`);
    for (const tryout of this.#tryouts) console.error(tryout.logged.slice(-LOG_LINES).join('\n'));
  }

  async clear() {
    for (const end of this.#endings.reverse()) await end();
  }
}
