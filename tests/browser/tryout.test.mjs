// The try-out is open to whoever has started it, and to nobody else on the machine.

import assert from 'node:assert/strict';

import { PHONE } from './browser.mjs';
import * as key from './phone.mjs';
import { test } from './stage.mjs';

/** Where an address leads without its ticket. */
const bare = (address) => new URL('/', address).href;

test('tryout_a_phone_opens_by_its_printed_address_alone', async (stage) => {
  const tryout = await stage.tryout({ phones: 2 });
  const [own, stranger] = [await stage.page(PHONE), await stage.page(PHONE)];
  await key.openPhone(own, tryout.phones[0]);
  assert.equal(own.url(), bare(tryout.phones[0]), 'the ticket is not to be seen');
  assert.equal(await own.evaluate(() => document.referrer), '');
  await own.reload();
  await key.screen(own, 'home').waitFor();
  for (const [page, address] of [[stranger, tryout.phones[0]], [own, tryout.phones[1]]]) {
    const answer = await page.goto(bare(address));
    assert.equal(answer.status(), 403);
    await key.isClosed(page);
  }
  assert.deepEqual(await stranger.context().cookies(), []);
});

test('tryout_another_page_of_the_same_browser_gets_no_connection_to_the_phone', async (stage) => {
  const tryout = await stage.tryout();
  const page = await stage.page(PHONE);
  await key.openPhone(page, tryout.phones[0]);
  const socket = `${bare(tryout.phones[0]).replace('http', 'ws')}ws`;
  assert.equal(await connects(page, socket), true, 'the phone itself can');
  // Another port of this machine is the same site: its pages are sent along with the cookies.
  const other = 'http://127.0.0.1:65000/';
  await page.route(`${other}**`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Other</title>' }));
  await page.goto(other);
  assert.equal(await connects(page, socket), false);
});

/** Whether a page gets a live connection. */
function connects(page, address) {
  return page.evaluate((address) => new Promise((resolve) => {
    const socket = new WebSocket(address);
    socket.addEventListener('open', () => resolve(true));
    socket.addEventListener('error', () => resolve(false));
  }), address);
}

test('tryout_a_new_start_makes_former_addresses_and_cookies_worthless', async (stage) => {
  const tryout = await stage.tryout();
  const phone = await stage.page(PHONE);
  const former = tryout.phones[0];
  await key.openPhone(phone, former);
  await tryout.restart();
  await key.isClosed(phone);
  for (const address of [bare(former), former]) {
    const answer = await phone.goto(address);
    assert.equal(answer.status(), 403, address);
    await key.isClosed(phone);
  }
  await key.openPhone(phone, tryout.phones[0]);
});
