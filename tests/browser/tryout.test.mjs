// The try-out is open to whoever has started it, and to nobody else on the machine.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, watch, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { PHONE, TIMEOUT } from './browser.mjs';
import { heading } from './ledger.mjs';
import * as key from './phone.mjs';
import { test } from './stage.mjs';

/** Where an address leads without its ticket. */
const bare = (address) => new URL('/', address).href;

const isStartClosed = (page) => heading(page, 'The start page is closed here').waitFor();

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

test('tryout_strangers_who_connect_to_a_phone_stop_neither_it_nor_the_service', async (stage) => {
  const tryout = await stage.tryout();
  const page = await stage.page(PHONE);
  await key.openPhone(page, tryout.phones[0]);
  await page.evaluate(() => { window.isTheSame = true; });
  const { hostname, port } = new URL(tryout.phones[0]);
  const strangers = Array.from({ length: 1_400 }, () => connect({ host: hostname, port }).on('error', () => {}));
  await Promise.all(strangers.map((stranger) => once(stranger, 'connect').catch(() => {})));
  assert.equal((await fetch(new URL('/health', tryout.opening))).status, 200);
  await key.addAccount(page);
  assert.equal(await page.evaluate(() => window.isTheSame), true, 'the phone was not loaded anew');
  for (const stranger of strangers) stranger.destroy();
});

test('tryout_a_new_start_makes_former_addresses_and_cookies_worthless', async (stage) => {
  const tryout = await stage.tryout();
  const [page, phone] = [await stage.page(), await stage.page(PHONE)];
  const former = { opening: tryout.opening, phone: tryout.phones[0] };
  await page.goto(former.opening);
  await key.openPhone(phone, former.phone);
  await tryout.restart();
  await key.isClosed(phone);
  for (const address of [bare(former.phone), former.phone]) {
    assert.equal((await phone.goto(address)).status(), 403, address);
    await key.isClosed(phone);
  }
  for (const address of [bare(former.opening), former.opening]) {
    assert.equal((await page.goto(address)).status(), 403, address);
    await isStartClosed(page);
  }
  await key.openPhone(phone, tryout.phones[0]);
  await showsAll(page, tryout);
});

test('tryout_the_start_page_shows_passwords_and_phones_to_its_user_alone', async (stage) => {
  const tryout = await stage.tryout({ phones: 2 });
  const [own, stranger] = [await stage.page(), await stage.page()];
  await showsAll(own, tryout);
  assert.equal(own.url(), bare(tryout.opening), 'the ticket is not to be seen');
  assert.equal((await stranger.goto(bare(tryout.opening))).status(), 403);
  await isStartClosed(stranger);
  const page = await stranger.content();
  for (const user of tryout.users) assert.ok(!page.includes(user.password) && !page.includes(user.name));
  assert.deepEqual(await stranger.context().cookies(), []);
});

/** The start page by its printed address: both users, and the phones beside the login page. */
async function showsAll(page, tryout) {
  await page.goto(tryout.opening);
  for (const user of tryout.users) await page.getByText(user.password).waitFor();
  await page.frameLocator('iframe[src="/login"]').getByRole('heading', { name: 'Log in' }).waitFor();
  for (const address of tryout.phones) {
    await page.frameLocator(`iframe[src="${address}"]`).locator('main[data-screen="home"]').waitFor();
  }
}

test('tryout_the_start_page_says_one_step_at_a_time_in_the_language_of_the_login_beside_it', async (stage) => {
  const tryout = await stage.tryout();
  const page = await stage.page();
  await page.goto(tryout.opening);
  const login = page.frameLocator('iframe[src="/login"]');
  const step = page.locator('[data-steps] > li:visible');
  await step.getByText('Log in with one of these usernames and its password.').waitFor();
  assert.equal(await step.count(), 1);
  const { y, height } = await page.getByText(tryout.users[0].password).boundingBox();
  assert.ok(y + height <= 800, 'the credentials are in sight');
  await login.getByRole('button', { name: 'Suomi' }).click();
  await step.getByText('Kirjaudu jollakin näistä käyttäjätunnuksista ja sen salasanalla.').waitFor();
  await page.getByRole('heading', { name: 'Puhelimessa' }).waitFor();
  await login.getByLabel('Käyttäjätunnus').fill(tryout.users[0].name);
  await login.getByLabel('Salasana').fill(tryout.users[0].password);
  await login.getByRole('button', { name: 'Seuraava' }).click();
  await step.getByText('Valitse ”Ota Key käyttöön”.').waitFor();
  assert.equal(await step.count(), 1);
});

test('tryout_one_click_on_a_small_screen_leads_to_the_phone', async (stage) => {
  const tryout = await stage.tryout();
  const page = await stage.page(PHONE);
  await page.goto(tryout.opening);
  await page.getByRole('link', { name: /^Open the phone/ }).click();
  await key.screen(page, 'home').waitFor();
  assert.equal(page.url(), bare(tryout.phones[0]));
  assert.equal(await page.evaluate(() => document.referrer), '');
});

test('tryout_the_browser_is_opened_without_telling_the_machine_the_ticket', async (stage) => {
  const programs = await mkdtemp(join(tmpdir(), 'key-programs-'));
  try {
    await standIn(programs);
    const told = whatItIsTold(programs);
    const [file, tryout] = await Promise.all([told, stage.tryout({ programs })]);
    assert.ok(!file.includes('ticket'), file);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const page = await stage.page();
    await page.goto(pathToFileURL(file).href);
    await page.getByText(tryout.users[0].password).waitFor();
    assert.equal(page.url(), bare(tryout.opening));
  } finally {
    await rm(programs, { recursive: true });
  }
});

/** Puts a program of our own in the place of the one that opens browsers. */
async function standIn(programs) {
  const program = join(programs, 'xdg-open');
  await writeFile(program, `#!/bin/sh\nprintf %s "$1" > "${programs}/new"\n/bin/mv "${programs}/new" "${programs}/told"\n`);
  await chmod(program, 0o700);
}

/** What it is told to open. */
async function whatItIsTold(programs) {
  for await (const { filename } of watch(programs, { signal: AbortSignal.timeout(TIMEOUT) })) {
    if (filename === 'told') return readFile(join(programs, 'told'), 'utf8');
  }
}
