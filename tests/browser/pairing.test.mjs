// Setting up Key: from the password to a phone that is connected.

import assert from 'node:assert/strict';

import { PHONE } from './browser.mjs';
import * as ledger from './ledger.mjs';
import { button, choice, heading } from './ledger.mjs';
import * as key from './phone.mjs';
import { scene } from './scene.mjs';
import { test } from './stage.mjs';

const MIRA = 'mira.laine';

test('pk01_a_one_time_password_works_instead_of_key', async (stage) => {
  const { tryout, page, user } = await scene(stage);
  await ledger.openLogin(page, tryout);
  await ledger.sendPassword(page, user);
  await choice(page, /^Use the password list/).click();
  await ledger.sendOneTimePassword(page, user);
  await ledger.isLoggedIn(page);
});

test('pk01_a_wrong_password_goes_no_further', async (stage) => {
  const { tryout, page, user } = await scene(stage);
  await ledger.openLogin(page, tryout);
  await ledger.sendPassword(page, { ...user, password: 'not-the-password' });
  await page.getByText('The username or password is wrong').waitFor();
  const wrong = await page.getByRole('alert').innerText();
  await ledger.sendPassword(page, { name: 'nobody.here', password: user.password });
  await page.getByText('The username or password is wrong').waitFor();
  assert.equal(await page.getByRole('alert').innerText(), wrong);
});

test('pk05_the_qr_code_comes_after_password_and_one_time_password', async (stage) => {
  const { tryout, page, user } = await scene(stage);
  await ledger.setUpKey(page, tryout, user);
  await ledger.qrCode(page).waitFor();
  const link = await ledger.pairingLink(page);
  assert.ok(link.length <= 120, `${link} has ${link.length} characters`);
  assert.ok(link.startsWith(tryout.ledger), link);
  await page.getByText(/^[12]:\d\d$/).waitFor();
});

test('pk05_a_wrong_one_time_password_shows_no_qr_code', async (stage) => {
  const { tryout, page, user } = await scene(stage);
  await ledger.openLogin(page, tryout);
  await ledger.sendPassword(page, user);
  await choice(page, /^Set up Key/).click();
  await page.getByLabel(/^One-time password number/).fill('aaaa-aaaa');
  await button(page, 'Continue').click();
  await page.getByText('The one-time password is wrong').waitFor();
  assert.equal(await ledger.qrCode(page).count(), 0);
});

test('fk02_the_page_moves_on_when_key_is_connected_and_offers_to_start', async (stage) => {
  const { tryout, page, phone, user } = await scene(stage);
  await ledger.setUpKey(page, tryout, user);
  await key.addAccount(phone);
  await key.pasteLink(phone, await ledger.pairingLink(page));
  await heading(phone, 'Pair with Ledger?').waitFor();
  await phone.getByText(MIRA).waitFor();
  await key.confirmPairing(phone);
  await key.choosePin(phone);
  await heading(page, 'Is this your phone?').waitFor();
  assert.equal(await ledger.comparisonCode(page), await key.comparisonCode(phone));
  await key.finishPairing(page, phone);
  await phone.getByText('Ledger').waitFor();
});

test('pk08_without_a_camera_the_way_goes_on_with_link_or_picture', async (stage) => {
  const { phone } = await scene(stage);
  await key.addAccount(phone);
  await button(phone, 'Yes, scan the QR code').click();
  await heading(phone, 'No camera was found').waitFor();
  await phone.getByText('Choose a picture').waitFor();
  await phone.getByRole('button', { name: /^Paste a link/ }).click();
  await key.typeLink(phone, 'not a link');
  await phone.getByText('This is not a pairing link').waitFor();
});

test('pk08_a_picture_of_the_code_pairs', async (stage) => {
  const { tryout, page, phone, user } = await scene(stage);
  await ledger.setUpKey(page, tryout, user);
  const picture = await ledger.qrCode(page).screenshot();
  await key.addAccount(phone);
  await button(phone, 'Yes, scan the QR code').click();
  await heading(phone, 'No camera was found').waitFor();
  const file = { name: 'code.png', mimeType: 'image/png', buffer: picture };
  await phone.locator('input[type=file]').setInputFiles(file);
  await heading(phone, 'Pair with Ledger?').waitFor();
});

test('pk08_the_camera_sees_the_code_on_the_page', async (stage) => {
  const tryout = await stage.tryout();
  const page = await stage.page();
  await ledger.setUpKey(page, tryout, tryout.user(MIRA));
  const { camera, page: phone } = await stage.phoneWithCamera();
  await camera.show(await ledger.qrCode(page).screenshot());
  await key.openPhone(phone, tryout.phones[0]);
  await key.addAccount(phone);
  await button(phone, 'Yes, scan the QR code').click();
  await key.confirmPairing(phone);
  await key.choosePin(phone);
  await key.finishPairing(page, phone);
});

test('pk09_trivial_pins_and_two_different_ones_are_refused', async (stage) => {
  const { tryout, page, phone, user } = await scene(stage);
  await ledger.setUpKey(page, tryout, user);
  await key.addAccount(phone);
  await key.pasteLink(phone, await ledger.pairingLink(page));
  await key.confirmPairing(phone);
  await key.tap(phone, '123456', 'Choose a PIN');
  await phone.getByText('This PIN is easy to guess').waitFor();
  await key.tap(phone, key.PIN, 'Choose a PIN');
  await key.tap(phone, key.OTHER_PIN, 'Enter the PIN again');
  await phone.getByText('The two PINs did not match').waitFor();
  await key.choosePin(phone);
  await key.finishPairing(page, phone);
});

test('pk09_a_pin_is_set_also_when_biometrics_are_chosen', async (stage) => {
  const { tryout, page, phone, user } = await scene(stage);
  await ledger.setUpKey(page, tryout, user);
  await key.addAccount(phone);
  await key.pasteLink(phone, await ledger.pairingLink(page));
  await key.confirmPairing(phone);
  await key.choosePin(phone, key.PIN, 'Use fingerprint or face');
  await key.finishPairing(page, phone);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await button(phone, 'Confirm').click();
  await heading(phone, 'Login confirmed').waitFor();
  await ledger.isLoggedIn(page);
});

test('pk05_a_stranger_who_photographed_the_code_does_not_get_the_account', async (stage) => {
  const tryout = await stage.tryout({ phones: 2 });
  const user = tryout.user(MIRA);
  const [page, phone, strange] = [await stage.page(), await stage.page(PHONE), await stage.page(PHONE)];
  await key.openPhone(phone, tryout.phones[0]);
  await key.openPhone(strange, tryout.phones[1]);
  await ledger.setUpKey(page, tryout, user);
  const link = await ledger.pairingLink(page);
  await key.addAccount(strange);
  await key.pasteLink(strange, link);
  await key.confirmPairing(strange);
  await key.choosePin(strange);
  await heading(page, 'Is this your phone?').waitFor();
  await key.addAccount(phone);
  await key.pasteLink(phone, link);
  await heading(phone, 'The link has already been used').waitFor();
  await button(page, 'No, this is not my phone').click();
  await heading(page, 'The phone was not paired').waitFor();
  await heading(strange, 'Not paired').waitFor();
});

test('pk06_a_phone_that_is_gone_halfway_is_left_behind_for_a_new_code', async (stage) => {
  const { tryout, page, phone, user } = await scene(stage);
  await ledger.setUpKey(page, tryout, user);
  await key.addAccount(phone);
  await key.pasteLink(phone, await ledger.pairingLink(page));
  await key.confirmPairing(phone);
  await heading(phone, 'Choose a PIN').waitFor();
  await heading(page, 'Finish on your phone').waitFor();
  await phone.close();
  await page.getByRole('button', { name: 'Not now' }).waitFor();
  await button(page, 'Activate new QR code').click();
  await heading(page, 'Scan the QR code with Key').waitFor();
});

test('pk07_a_link_that_came_by_sms_pairs_the_phone_on_which_it_is_tapped', async (stage) => {
  const tryout = await stage.tryout();
  const user = tryout.user('mira.laine');
  const start = await stage.page();
  await start.goto(tryout.opening);
  const [page, phone] = ["iframe[src='/login']", 'iframe[name="phone-1"]'].map((frame) => start.frameLocator(frame));
  await ledger.sendPassword(page, user);
  await ledger.choice(page, /^Set up Key/).click();
  await ledger.sendOneTimePassword(page, user);
  await button(page, 'Pair with an SMS link instead').click();
  await heading(page, 'Open the link on your phone').waitFor();
  assert.equal(await ledger.qrCode(page).count(), 0);
  const message = start.locator('.message', { hasText: 'Set up Key' }).first();
  await message.waitFor();
  assert.match(await message.textContent(), /\+358401234501/);
  await heading(start, 'Messages that the service has sent').waitFor();
  await start.getByText('Open the message below').waitFor();
  await message.getByRole('link', { name: 'Open the link on the phone' }).click();
  await heading(phone, 'Open the pairing link?').waitFor();
  await phone.getByText(new URL(tryout.ledger).host).waitFor();
  await button(phone, 'Go on').click();
  await key.confirmPairing(phone);
  await key.choosePin(phone);
  await key.finishPairing(page, phone);
  await heading(start, 'Messages that the service has sent').waitFor();
  await ledger.isLoggedIn(page);
});
