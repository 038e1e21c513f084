// The whole path for people without a mouse, without scripts, without sight and with small screens.

import { assertAccessible, assertFits, pressByKeyboard, typeByKeyboard } from './accessibility.mjs';
import { DARK, NO_SCRIPT, PHONE, SMALL_PHONE, shoot } from './browser.mjs';
import * as ledger from './ledger.mjs';
import { button, choice, heading } from './ledger.mjs';
import * as key from './phone.mjs';
import { test } from './stage.mjs';

const SHAPES = [
  ['light', { page: {}, phone: PHONE }],
  ['dark', { page: DARK, phone: { ...PHONE, ...DARK } }],
  ['small', { page: SMALL_PHONE, phone: SMALL_PHONE }],
];

for (const [name, shapes] of SHAPES) {
  test(`pk11_every_step_has_names_and_fits_${name}`, async (stage) => {
    const tryout = await stage.tryout();
    const user = tryout.user('mira.laine');
    const page = await stage.page(shapes.page);
    const phone = await stage.page(shapes.phone);
    const look = async (window, step) => {
      await shoot(window, `${name}-${step}`);
      await assertAccessible(window);
      await assertFits(window);
    };
    await page.goto(tryout.opening);
    await look(page, 'page-1-start');
    await key.openPhone(phone, tryout.phones[0]);
    await look(phone, 'phone-1-empty');
    await ledger.openLogin(page, tryout);
    await look(page, 'page-2-login');
    await ledger.sendPassword(page, user);
    await choice(page, /^Set up Key/).waitFor();
    await look(page, 'page-3-method');
    await choice(page, /^Set up Key/).click();
    await page.getByLabel(/^One-time password number/).waitFor();
    await look(page, 'page-4-one-time-password');
    await ledger.sendOneTimePassword(page, user);
    await ledger.qrCode(page).waitFor();
    await look(page, 'page-5-pairing');
    await key.addAccount(phone);
    await look(phone, 'phone-2-question');
    await key.pasteLink(phone, await ledger.pairingLink(page));
    await key.screen(phone, 'review-pairing').waitFor();
    await look(phone, 'phone-3-review');
    await key.confirmPairing(phone);
    await heading(phone, 'Choose a PIN').waitFor();
    await look(phone, 'phone-4-pin');
    await key.choosePin(phone);
    await heading(page, 'Is this your phone?').waitFor();
    await heading(phone, 'Continue on the login page').waitFor();
    await look(page, 'page-6-compare');
    await look(phone, 'phone-5-commit');
    await ledger.acceptPhone(page);
    await look(page, 'page-7-connected');
    await key.screen(phone, 'paired').waitFor();
    await look(phone, 'phone-6-paired');
    await button(phone, 'Done').click();
    const fresh = await stage.page(shapes.page);
    await ledger.askKey(fresh, tryout, user);
    await look(fresh, 'page-8-waiting');
    await key.openRequest(phone);
    await look(phone, 'phone-7-request');
    await button(phone, 'Decline').click();
    await heading(fresh, 'Login aborted').waitFor();
    await look(fresh, 'page-9-aborted');
    await key.screen(phone, 'decided').waitFor();
    await look(phone, 'phone-8-declined');
  });
}

test('pk11_the_whole_path_works_by_keyboard_alone', async (stage) => {
  const tryout = await stage.tryout();
  const user = tryout.user('mira.laine');
  const [page, phone] = [await stage.page(), await stage.page(PHONE)];
  const press = (window, name) => pressByKeyboard(window, button(window, name));
  const typed = async (digits, title) => {
    await heading(phone, title).waitFor();
    await phone.keyboard.type(digits);
  };
  await key.openPhone(phone, tryout.phones[0]);
  await ledger.openLogin(page, tryout);
  await typeByKeyboard(page, page.getByLabel('Username', { exact: true }), user.name);
  await typeByKeyboard(page, page.getByLabel('Password', { exact: true }), user.password);
  await press(page, 'Next');
  await pressByKeyboard(page, choice(page, /^Set up Key/));
  const field = page.getByLabel(/^One-time password number/);
  await typeByKeyboard(page, field, await ledger.askedFor(field, user));
  await press(page, 'Continue');
  await ledger.qrCode(page).waitFor();
  await press(phone, 'Add an account');
  await press(phone, 'Add in another way');
  await press(phone, /^Paste a link/);
  await typeByKeyboard(phone, phone.getByLabel('Pairing link'), await ledger.pairingLink(page));
  await press(phone, 'Continue');
  await press(phone, 'Confirm pairing');
  await typed(key.PIN, 'Choose a PIN');
  await typed(key.PIN, 'Enter the PIN again');
  await press(phone, 'Only use the PIN');
  await press(page, 'Yes, the codes match');
  await press(phone, 'Done');
  const fresh = await stage.page();
  await ledger.askKey(fresh, tryout, user);
  await pressByKeyboard(phone, phone.getByRole('button', { name: /^Log in to / }));
  await press(phone, 'Confirm');
  await typed(await ledger.shownDigits(fresh), 'Type the six digits');
  await phone.keyboard.press('Enter');
  await typed(key.PIN, 'Enter your PIN');
  await ledger.isLoggedIn(fresh);
});

test('pk11_login_and_pairing_work_without_scripts', async (stage) => {
  const tryout = await stage.tryout();
  const user = tryout.user('mira.laine');
  const [page, phone] = [await stage.page(NO_SCRIPT), await stage.page(PHONE)];
  await key.openPhone(phone, tryout.phones[0]);
  await ledger.setUpKey(page, tryout, user);
  await key.addAccount(phone);
  await key.pasteLink(phone, await ledger.pairingLink(page));
  await key.confirmPairing(phone);
  await key.choosePin(phone);
  await heading(phone, 'Continue on the login page').waitFor();
  await button(page, 'I have scanned the code').or(heading(page, 'Is this your phone?')).first().waitFor();
  if (!(await heading(page, 'Is this your phone?').isVisible())) await button(page, 'I have scanned the code').click();
  await ledger.acceptPhone(page);
  await button(phone, 'Done').click();
  const fresh = await stage.page(NO_SCRIPT);
  await ledger.askKey(fresh, tryout, user);
  const digits = await ledger.shownDigits(fresh);
  await key.openRequest(phone);
  await key.confirmRequest(phone, { digits });
  await heading(phone, 'Login confirmed').waitFor();
  await button(fresh, 'I have answered in Key').or(heading(fresh, 'You are logged in')).first().waitFor();
  if (!(await heading(fresh, 'You are logged in').isVisible())) await button(fresh, 'I have answered in Key').click();
  await ledger.isLoggedIn(fresh);
});
