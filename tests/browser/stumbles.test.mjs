// What a first-time user would stumble over: requests that arrive in the middle of something, going back, small screens.

import assert from 'node:assert/strict';

import { DESKTOP, PHONE, SMALL_PHONE, setTextSize } from './browser.mjs';
import * as ledger from './ledger.mjs';
import { button, choice, heading } from './ledger.mjs';
import * as key from './phone.mjs';
import { paired, scene, twoPhones } from './scene.mjs';
import { test } from './stage.mjs';

const banner = (phone) => phone.locator('.waiting-banner > button');
const dots = (phone) => phone.locator('.pin-dot-full');

/** Claims a link for the other user, up to the review. */
async function claimed({ tryout, phone, other }, page) {
  await ledger.setUpKey(page, tryout, other);
  await key.addAccount(phone);
  await key.pasteLink(phone, await ledger.pairingLink(page));
  await key.screen(phone, 'review-pairing').waitFor();
}

test('pk11_a_request_that_arrives_while_a_pin_is_typed_is_seen_and_costs_nothing', async (stage) => {
  const here = await paired(stage);
  const { tryout, page, phone, user } = here;
  const other = await stage.page();
  await claimed(here, other);
  await key.confirmPairing(phone);
  await key.tap(phone, key.PIN.slice(0, 3), 'Enter your PIN');
  await ledger.askKey(page, tryout, user);
  await banner(phone).getByText('Log in from Chrome').waitFor();
  await phone.waitForFunction(() => document.title.startsWith('(1) Log in to Ledger?'));
  await banner(phone).click();
  await key.screen(phone, 'request').waitFor();
  assert.equal(await banner(phone).count(), 0);
  await button(phone, 'Close').click();
  await heading(phone, 'Enter your PIN').waitFor();
  assert.equal(await dots(phone).count(), 3, 'what was typed is still there');
  await banner(phone).click();
  await key.confirmRequest(phone);
  await ledger.isLoggedIn(page);
  await heading(phone, 'Enter your PIN').waitFor();
  assert.equal(await dots(phone).count(), 0, 'after another PIN nobody remembers how much was typed');
  await phone.waitForFunction(() => !document.title.startsWith('('));
  for (const digit of key.PIN) await button(phone, digit).click();
  await key.finishPairing(other, phone);
});

/** Counts the notes that the phone plays, from now on. */
const listen = (phone) => phone.evaluate(() => {
  const { prototype } = AudioContext;
  const create = prototype.createOscillator;
  globalThis.notes = 0;
  prototype.createOscillator = function () {
    globalThis.notes += 1;
    return create.call(this);
  };
});
const notes = (phone) => phone.evaluate(() => globalThis.notes);

test('pk11_a_request_is_seen_on_every_screen_and_several_are_a_stack', async (stage) => {
  const here = await paired(stage);
  const { tryout, page, phone, user } = here;
  const fresh = await stage.page();
  await listen(phone);
  await key.addAccount(phone);
  await ledger.askKey(page, tryout, user);
  await banner(phone).waitFor();
  await button(phone, 'Yes, scan the QR code').click();
  await key.screen(phone, 'scan-without-camera').waitFor();
  await banner(phone).waitFor();
  assert.equal(await notes(phone), 2);
  await ledger.askKey(fresh, tryout, user);
  await banner(phone).getByText('+1').waitFor();
  assert.equal(await notes(phone), 4);
  await banner(phone).click();
  await key.screen(phone, 'request').waitFor();
  await banner(phone).waitFor();
  await banner(phone).click();
  await button(phone, 'Decline').click();
  await heading(phone, 'Login declined').waitFor();
  await button(phone, 'Done').click();
  await key.screen(phone, 'request').waitFor();
  await button(phone, 'Decline').click();
  await button(phone, 'Done').click();
  await key.screen(phone, 'scan-without-camera').waitFor();
  assert.equal(await notes(phone), 4, 'only a new request is heard');
});

const FAR = 3000;

/** Taps the button; returns the milliseconds until the page of the phone shows another screen. */
async function untilSeen(phone, button) {
  const seen = phone.evaluate(() => new Promise((resolve) => {
    let tapped;
    addEventListener('click', ({ timeStamp }) => (tapped = timeStamp), { capture: true, once: true });
    const name = () => document.querySelector('[data-screen]').dataset.screen;
    const before = name();
    const change = new MutationObserver(() => {
      if (tapped === undefined || name() === before) return;
      change.disconnect();
      resolve(performance.now() - tapped);
    });
    change.observe(document.body, { subtree: true, childList: true, attributes: true });
  }));
  await button.click();
  return seen;
}

test('pk11_a_tap_is_seen_before_a_far_service_can_have_answered', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage, { distance: FAR });
  const soon = async (tapped) => assert.ok(await untilSeen(phone, button(phone, tapped)) < FAR, tapped);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await soon('Confirm');
  await key.tap(phone, key.PIN.slice(0, 5), 'Enter your PIN');
  await soon(key.PIN[5]);
  await heading(phone, 'Login confirmed').waitFor();
  await ledger.isLoggedIn(page);
  await ledger.logOut(page);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await soon('Decline');
  await heading(phone, 'Login declined').waitFor();
});

test('pk11_a_double_tap_on_confirm_types_no_digit', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  const reached = phone.evaluate(() => new Promise((resolve) => {
    const change = new MutationObserver(() => {
      const keys = [...document.querySelectorAll('[data-screen="identify"] .key')];
      if (keys.length === 0) return;
      change.disconnect();
      resolve(keys.filter((key) => {
        const { left, top, width, height } = key.getBoundingClientRect();
        return key.contains(document.elementFromPoint(left + width / 2, top + height / 2));
      }).length);
    });
    change.observe(document.body, { subtree: true, childList: true, attributes: true });
  }));
  await button(phone, 'Confirm').click();
  assert.equal(await reached, 0, 'no key takes a tap when the keypad has just come');
  await key.typePin(phone);
  await heading(phone, 'Login confirmed').waitFor();
});

test('pk05_not_now_signs_in_and_the_pairing_can_go_on', async (stage) => {
  const here = await scene(stage);
  const { tryout, page, phone, user } = here;
  await ledger.setUpKey(page, tryout, user);
  const link = await ledger.pairingLink(page);
  await button(page, 'Not now').click();
  await ledger.isLoggedIn(page);
  await page.getByText('You have not finished adding a phone.').waitFor();
  await key.addAccount(phone);
  await key.pasteLink(phone, link);
  await key.confirmPairing(phone);
  await choice(page, 'Continue').click();
  await key.choosePin(phone);
  await key.finishPairing(page, phone);
  assert.equal(await page.getByText('You have not finished adding a phone.').count(), 0);
});

test('pk05_going_back_keeps_a_pairing_and_it_is_continued_from_home', async (stage) => {
  const here = await paired(stage);
  const { page, phone } = here;
  await claimed(here, page);
  await heading(page, 'Finish on your phone').waitFor();
  await page.getByText(/^(10:00|9:\d\d)$/).waitFor();
  await key.confirmPairing(phone);
  await key.tap(phone, key.PIN.slice(0, 2), 'Enter your PIN');
  await button(phone, 'Back').click();
  await button(phone, 'Back').click();
  await key.screen(phone, 'home').waitFor();
  await phone.getByText('Not finished: Ledger').waitFor();
  await phone.reload();
  await phone.getByText('Not finished: Ledger').click();
  await key.confirmPairing(phone);
  await key.typePin(phone);
  await key.finishPairing(page, phone);
  assert.equal(await phone.getByText('Not finished').count(), 0);
});

test('pk05_giving_up_on_the_phone_moves_the_page_on_to_a_new_code', async (stage) => {
  const here = await scene(stage);
  const { page, phone } = here;
  await claimed(here, page);
  await heading(page, 'Finish on your phone').waitFor();
  await button(phone, 'Do not pair').click();
  await key.screen(phone, 'home').waitFor();
  await heading(page, 'The pairing was stopped on the phone').waitFor();
  await button(page, 'Activate new QR code').click();
  await ledger.qrCode(page).waitFor();
});

test('pk05_a_phone_that_is_refused_on_the_page_offers_no_pairing_any_more', async (stage) => {
  const here = await scene(stage);
  const { page, phone } = here;
  await claimed(here, page);
  await button(page, 'No, this is not my phone').click();
  await heading(phone, 'Not paired').waitFor();
  assert.equal(await button(phone, 'Confirm pairing').count(), 0);
  await button(phone, 'Scan a new code').click();
  await key.screen(phone, 'scan-without-camera').waitFor();
});

test('the_browsers_back_moves_within_the_app_and_never_to_a_dead_form', async (stage) => {
  const here = await scene(stage);
  const { tryout, page, phone, user } = here;
  await key.addAccount(phone);
  await button(phone, 'Yes, scan the QR code').click();
  await key.screen(phone, 'scan-without-camera').waitFor();
  await phone.evaluate(() => { window.isTheSame = true; });
  await phone.goBack();
  await key.screen(phone, 'ask-visible').waitFor();
  await phone.goBack();
  await key.screen(phone, 'home').waitFor();
  assert.equal(await phone.evaluate(() => window.isTheSame), true, 'the page was not left');
  await ledger.setUpKey(page, tryout, user);
  await page.goBack();
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await heading(page, 'This page has expired').count(), 0);
  const next = button(page, 'Continue').or(button(page, 'Next')).or(ledger.qrCode(page)).or(choice(page, /^Set up Key/));
  await next.first().waitFor();
});

test('pk11_the_digits_are_erased_pasted_and_confirmed', async (stage) => {
  const { tryout, phone, user } = await paired(stage);
  const fresh = await stage.page();
  await ledger.askKey(fresh, tryout, user);
  const digits = await ledger.shownDigits(fresh);
  await key.openRequest(phone);
  await button(phone, 'Confirm').click();
  await key.tap(phone, '99999', 'Type the six digits');
  await button(phone, 'Delete the last digit').click();
  const typed = () => phone.getByRole('img', { name: /^Six digits/ }).innerText();
  await phone.waitForFunction(() => document.querySelectorAll('.place').length === 6);
  assert.ok(await button(phone, 'Confirm').isDisabled());
  await phone.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', text);
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, `${digits.slice(0, 3)} ${digits.slice(3)}`);
  await phone.waitForFunction((wanted) => document.querySelector('.places').textContent === wanted, digits);
  assert.equal((await typed()).replace(/\D/g, ''), digits);
  await button(phone, 'Confirm').click();
  await key.typePin(phone);
  await ledger.isLoggedIn(fresh);
});

test('pk05_a_click_that_was_meant_for_the_page_before_does_not_accept_a_phone', async (stage) => {
  const here = await scene(stage);
  const { page, phone } = here;
  await claimed(here, page);
  await key.confirmPairing(phone);
  await heading(page, 'Finish on your phone').waitFor();
  const { x, y, width, height } = await button(page, 'No, this is not my phone').boundingBox();
  await key.choosePin(phone);
  await heading(page, 'Is this your phone?').waitFor();
  await page.mouse.click(x + width / 2, y + height / 2);
  assert.ok(await heading(page, 'Is this your phone?').isVisible());
  await key.finishPairing(page, phone);
});

for (const [name, size, text] of [['small', SMALL_PHONE.viewport, 16], ['enlarged', PHONE.viewport, 32]]) {
  test(`pk11_a_request_and_its_buttons_are_in_reach_${name}`, async (stage) => {
    const { tryout, phone, user } = await paired(stage);
    const fresh = await stage.page();
    await ledger.askKey(fresh, tryout, user);
    await phone.setViewportSize(size);
    await setTextSize(phone, text);
    await key.openRequest(phone);
    const inSight = (locator) => locator.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= window.innerHeight;
    });
    const [caution, confirm] = [phone.locator('.caution'), button(phone, 'Confirm')];
    if (text === 16) {
      for (const part of [caution, phone.locator('.facts'), confirm]) assert.ok(await inSight(part), `${part}`);
    }
    await phone.locator('main.screen').evaluate((screen) => screen.scrollBy(0, screen.clientHeight));
    assert.ok(await inSight(confirm), 'one scroll leads to Confirm');
    const broken = await phone.evaluate(() => [...document.querySelectorAll('main *')].filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1).length);
    assert.equal(broken, 0);
  });
}

test('pk03_the_waiting_page_names_the_phones_and_offers_to_add_one', async (stage) => {
  const { tryout, page, one, two, user } = await twoPhones(stage);
  await ledger.logOut(page);
  await ledger.askKey(page, tryout, user);
  await page.getByText('Sent to Phone 1', { exact: true }).waitFor();
  await choice(page, 'Add a phone').click();
  await page.getByText('Before a phone is added, we check that it is you.').waitFor();
  await ledger.sendOneTimePassword(page, user);
  await key.addAccount(two);
  await key.pasteLink(two, await ledger.pairingLink(page));
  await key.confirmPairing(two);
  await key.choosePin(two);
  await key.finishPairing(page, two);
  await ledger.logOut(page);
  await ledger.askKey(page, tryout, user);
  await page.getByText('Sent to Phone 1 and Phone 2', { exact: true }).waitFor();
});

test('pk05_the_pairing_page_fits_a_desktop_and_hides_the_token', async (stage) => {
  const { tryout, page, user } = await scene(stage);
  await ledger.setUpKey(page, tryout, user);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  assert.ok(height <= DESKTOP.viewport.height, `${height} px`);
  const token = (await ledger.pairingLink(page)).split('#')[1];
  assert.ok(!(await page.locator('body').innerText()).includes(token));
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(page, 'Copy the link').click();
  await button(page, 'Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await ledger.pairingLink(page));
});

test('fk03_after_a_failed_fingerprint_the_pin_and_another_try_are_side_by_side', async (stage) => {
  const here = await scene(stage);
  const { tryout, page, phone, user } = here;
  await ledger.setUpKey(page, tryout, user);
  await key.addAccount(phone);
  await key.pasteLink(phone, await ledger.pairingLink(page));
  await key.confirmPairing(phone);
  await key.choosePin(phone, key.PIN, 'Use fingerprint or face');
  await key.finishPairing(page, phone);
  await ledger.logOut(page);
  await phone.locator('.strip > summary').click();
  await phone.getByRole('switch', { name: 'Next touch matches' }).click();
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await button(phone, 'Confirm').click();
  await phone.getByText('Not recognised. Try again or use your PIN.').waitFor();
  const [again, one, zero] = await Promise.all(
    ['Use fingerprint or face', '1', '0'].map((name) => button(phone, name).boundingBox()),
  );
  assert.ok(Math.abs(again.x - one.x) < 2 && Math.abs(again.y - zero.y) < 2, 'at the bottom left of the keypad');
  // The touch after one that did not match matches.
  await button(phone, 'Use fingerprint or face').click();
  await ledger.isLoggedIn(page);
});

test('pk11_a_success_goes_away_by_itself', async (stage) => {
  const { tryout, page, phone, user } = await paired(stage);
  await ledger.askKey(page, tryout, user);
  await key.openRequest(phone);
  await phone.getByText(/^(2:00|1:\d\d)$/).waitFor();
  await key.confirmRequest(phone);
  await heading(phone, 'Login confirmed').waitFor();
  await key.screen(phone, 'home').waitFor();
});
