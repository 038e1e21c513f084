// What was typed and shown in a whole run is in no log and in no file where it has no business.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { PHONE } from './browser.mjs';
import * as ledger from './ledger.mjs';
import { button, heading } from './ledger.mjs';
import * as key from './phone.mjs';
import { test } from './stage.mjs';

test('pk04_no_secret_of_a_run_is_in_its_logs_or_files', async (stage) => {
  const tryout = await stage.tryout();
  const user = tryout.user('mira.laine');
  const [page, phone] = [await stage.page(), await stage.page(PHONE)];
  await key.openPhone(phone, tryout.phones[0]);
  await ledger.takeKeyIntoUse(page, tryout, user);
  const link = await ledger.pairingLink(page);
  await key.addAccount(phone);
  await key.pasteLink(phone, link);
  await key.confirmPairing(phone);
  await key.choosePin(phone);
  await key.finishPairing(page, phone);
  const cookies = (await page.context().cookies()).map((cookie) => cookie.value);
  const announced = tryout.printed.length;
  const fresh = await stage.page();
  await ledger.askKey(fresh, tryout, user);
  await key.openRequest(phone);
  await key.confirmRequest(phone, { pin: key.OTHER_PIN, digits: await ledger.shownDigits(fresh) });
  await phone.getByText('Not confirmed').waitFor();
  await key.typePin(phone);
  await ledger.isLoggedIn(fresh);
  const said = [...tryout.logged, ...tryout.printed.slice(announced)].join('\n');
  const token = new URL(link).hash.slice(1);
  const secrets = [user.password, ...user.codes.values(), key.PIN, key.OTHER_PIN, token, ...cookies];
  for (const secret of secrets) assert.ok(!said.includes(secret), `the log holds ${secret}:\n${said}`);
  await tryout.kill();
  for (const [file, bytes] of await filesUnder(tryout.data)) {
    for (const secret of [key.PIN, key.OTHER_PIN, token]) assert.ok(!bytes.includes(secret), `${file} holds ${secret}`);
  }
});

async function filesUnder(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [[path, await readFile(path, 'latin1')]];
  });
  return (await Promise.all(files)).flat();
}
