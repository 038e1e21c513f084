// What was typed and shown in a whole run is in no log, in no file and in no memory where it has no business.

import assert from 'node:assert/strict';
import { open, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { PHONE } from './browser.mjs';
import * as ledger from './ledger.mjs';
import { button, heading } from './ledger.mjs';
import * as key from './phone.mjs';
import { test } from './stage.mjs';

test('pk04_no_secret_of_a_run_is_in_its_logs_or_files', async (stage) => {
  const tryout = await stage.tryout({ log: 'trace' });
  const user = tryout.user('mira.laine');
  const [page, phone] = [await stage.page(), await stage.page(PHONE)];
  await key.openPhone(phone, tryout.phones[0]);
  await ledger.setUpKey(page, tryout, user);
  const link = await ledger.pairingLink(page);
  await key.addAccount(phone);
  await key.pasteLink(phone, link);
  await key.confirmPairing(phone);
  await key.choosePin(phone);
  await key.finishPairing(page, phone);
  const start = await stage.page();
  await start.goto(tryout.opening);
  const contexts = [page, phone, start].map((window) => window.context().cookies());
  const cookies = (await Promise.all(contexts)).flat().map((cookie) => cookie.value);
  assert.ok(cookies.length >= 4, 'the login, its browser, the phone and the start page');
  const tickets = [tryout.opening, ...tryout.phones].map((address) => new URL(address).searchParams.get('ticket'));
  const announced = tryout.printed.length;
  const fresh = await stage.page();
  await ledger.askKey(fresh, tryout, user);
  await key.openRequest(phone);
  await key.confirmRequest(phone, { pin: key.OTHER_PIN, digits: await ledger.shownDigits(fresh) });
  await phone.getByText('That PIN was not right').waitFor();
  const digits = await ledger.shownDigits(fresh);
  await key.typePin(phone);
  await ledger.isLoggedIn(fresh);
  const said = [...tryout.logged, ...tryout.printed.slice(announced)].join('\n');
  assert.ok(said.includes('TRACE'), 'the log says all it can');
  const token = new URL(link).hash.slice(1);
  const bare = [...user.codes.values()].map((code) => code.replace('-', ''));
  const secrets = [user.password, ...user.codes.values(), ...bare, key.PIN, key.OTHER_PIN, digits, token, ...cookies, ...tickets];
  const kept = Object.values(JSON.parse(await readFile(join(tryout.data, 'phone-1', 'keys.json'), 'utf8')));
  const keys = kept.flatMap(Object.values).map((text) => Buffer.from(text, 'base64url'));
  assert.ok(keys.length >= 3, 'a possession key, a salt and the key of the vault');
  const bytes = [...keys, Buffer.from(token, 'base64url').subarray(1, 17), ...(await serviceKeys(tryout))];
  secrets.push(...bytes.flatMap((secret) => [...encodings(secret)]));
  for (const secret of secrets) {
    assert.ok(secret.length > 5, 'every secret is long enough to be looked for');
    const at = place(said, secret);
    assert.equal(at, -1, `the log holds ${secret}: ${said.slice(Math.max(0, at - 300), at + 100)}`);
  }
  await tryout.kill();
  for (const [file, bytes] of await filesUnder(tryout.data)) {
    for (const secret of [key.PIN, key.OTHER_PIN, token]) assert.ok(!bytes.includes(secret), `${file} holds ${secret}`);
  }
});

test('pk04_a_pin_that_was_typed_is_nowhere_in_the_memory_of_key', async (stage) => {
  const tryout = await stage.tryout();
  const user = tryout.user('mira.laine');
  const [page, phone] = [await stage.page(), await stage.page(PHONE)];
  await key.openPhone(phone, tryout.phones[0]);
  await key.pair({ page, phone, tryout, user });
  assert.deepEqual(await inMemory(tryout.pid, key.PIN), [], 'after pairing');
  const fresh = await stage.page();
  await ledger.askKey(fresh, tryout, user);
  await key.openRequest(phone);
  await key.confirmRequest(phone, { digits: await ledger.shownDigits(fresh) });
  await ledger.isLoggedIn(fresh);
  assert.deepEqual(await inMemory(tryout.pid, key.PIN), [], 'after a confirmation');
  // The search finds what is there: the name that the phone shows.
  assert.notDeepEqual(await inMemory(tryout.pid, user.name), []);
});

/** Where the memory of a process holds a text: as text, and, if it is digits, as numbers of one byte and of four. */
async function inMemory(pid, text) {
  const numbers = /^\d+$/.test(text) ? [...text].map(Number) : undefined;
  const forms = [Buffer.from(text), ...(numbers ? [Buffer.from(numbers), Buffer.from(Uint32Array.from(numbers).buffer)] : [])];
  const maps = (await readFile(`/proc/${pid}/maps`, 'utf8')).split('\n').filter((line) => line.includes(' rw-p '));
  const memory = await open(`/proc/${pid}/mem`);
  const found = [];
  for (const line of maps) {
    const [start, end] = line.match(/^(\w+)-(\w+)/).slice(1).map((hex) => Number.parseInt(hex, 16));
    const bytes = Buffer.alloc(end - start);
    const { bytesRead } = await memory.read(bytes, 0, bytes.length, start).catch(() => ({ bytesRead: 0 }));
    for (const form of forms) {
      const at = bytes.subarray(0, bytesRead).indexOf(form);
      if (at >= 0) found.push(`${line}: ${printable(bytes.subarray(Math.max(0, at - 40), at + 40))}`);
    }
  }
  await memory.close();
  return found;
}

const printable = (bytes) => bytes.toString('latin1').replace(/[^ -~]/g, '.');

/** Where the log holds a secret; six digits that are part of a time or of a longer number are none. */
function place(said, secret) {
  return /^\d{6}$/.test(secret) ? said.search(new RegExp(`(?<![\\d.])${secret}(?!\\d)`)) : said.indexOf(secret);
}

/** What bytes look like in a log. */
function* encodings(bytes) {
  yield bytes.toString('base64url');
  yield bytes.toString('base64').replace(/=+$/, '');
  yield bytes.toString('hex');
  yield [...bytes].join(', ');
}

/** The private keys of the service. */
async function serviceKeys(tryout) {
  const files = await filesUnder(join(tryout.data, 'service'));
  const [, text] = files.find(([path]) => path.endsWith('.key'));
  const keys = Object.values(JSON.parse(text).keys).flat();
  assert.ok(keys.length >= 4, 'a key for each purpose');
  return keys.map((key) => Buffer.from(key, 'base64url'));
}

async function filesUnder(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [[path, await readFile(path, 'latin1')]];
  });
  return (await Promise.all(files)).flat();
}
