// The tests' own tools, tried on pages made here.

import assert from 'node:assert/strict';

import { assertAccessible, assertFits, pressByKeyboard } from './accessibility.mjs';
import { SMALL_PHONE } from './browser.mjs';
import { decodePng } from './camera.mjs';
import { parse } from './launch.mjs';
import { test } from './stage.mjs';

const shell = (body) => `<!doctype html><html lang="en"><title>Page</title><h1>Page</h1>${body}</html>`;

test('harness_reads_what_the_tryout_prints', async () => {
  const said = parse([
    'Ledger   http://127.0.0.1:8080/?ticket=xyz',
    'Phone 1  http://127.0.0.1:8081',
    'Phone 2  http://127.0.0.1:8082/?ticket=abc',
    'User     mira.laine',
    'Password amber-otter-7',
    'One-time passwords  1 abcd-efgh  2 ijkl-mnop  3 qrst-uvwx',
    'User  otto.berg',
  ]);
  assert.equal(said.opening, 'http://127.0.0.1:8080/?ticket=xyz');
  assert.deepEqual(said.phones, ['http://127.0.0.1:8081', 'http://127.0.0.1:8082/?ticket=abc']);
  const codes = new Map([[1, 'abcd-efgh'], [2, 'ijkl-mnop'], [3, 'qrst-uvwx']]);
  assert.deepEqual(said.users[0], { name: 'mira.laine', password: 'amber-otter-7', codes });
  assert.equal(said.users[1].name, 'otto.berg');
});

test('harness_reads_screenshots', async (stage) => {
  const page = await stage.page();
  await page.setContent('<body style="margin:0;background:linear-gradient(#000 50%,#fff 50%);height:100vh">');
  const picture = decodePng(await page.screenshot());
  assert.deepEqual([picture.width, picture.height], [1280, 800]);
  assert.deepEqual([picture.luma[0], picture.luma.at(-1)], [0, 255]);
});

test('harness_shows_a_picture_to_the_camera', async (stage) => {
  const { camera, page } = await stage.phoneWithCamera();
  const before = await brightnessOfCamera(page);
  const black = await stage.page();
  await black.setContent('<body style="background:#000">');
  await camera.show(await black.screenshot());
  const after = await brightnessOfCamera(page);
  assert.ok(before > 150 && after < 60, `the middle was ${before}, then ${after}`);
});

/** The brightness in the middle of what a page's camera sees. */
async function brightnessOfCamera(page) {
  await page.route('http://localhost/**', (route) => route.fulfill({ contentType: 'text/html', body: shell('') }));
  await page.goto('http://localhost/');
  return page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
    const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true });
    await video.play();
    const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
    const context = canvas.getContext('2d');
    context.drawImage(video, 0, 0);
    stream.getTracks().forEach((track) => track.stop());
    return context.getImageData(640, 360, 1, 1).data[0];
  });
}

test('harness_finds_controls_without_a_name', async (stage) => {
  const page = await stage.page();
  await page.setContent(shell('<button>Next</button><label>Username <input></label>'));
  await assertAccessible(page);
  await page.setContent(shell('<button><svg width="9" height="9"></svg></button>'));
  await assert.rejects(assertAccessible(page), /without a name/);
  await page.setContent(shell('<input type="text">'));
  await assert.rejects(assertAccessible(page), /without a name/);
});

test('harness_presses_by_keyboard_only_what_can_be_reached', async (stage) => {
  const page = await stage.page();
  await page.setContent(shell('<a href="#there">One</a><button onclick="this.textContent=2">Two</button><button tabindex="-1">No</button>'));
  await pressByKeyboard(page, page.getByRole('button', { name: 'Two' }));
  await page.getByRole('button', { name: '2' }).waitFor();
  await assert.rejects(pressByKeyboard(page, page.getByRole('button', { name: 'No' })), /cannot be reached/);
});

test('harness_finds_pages_that_are_too_wide', async (stage) => {
  const page = await stage.page(SMALL_PHONE);
  await page.setContent(shell('<p>Short</p>'));
  await assertFits(page);
  await page.setContent(shell('<p style="width:500px">Wide</p>'));
  await assert.rejects(assertFits(page), /500|px wide/);
});
