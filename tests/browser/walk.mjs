// A walk through all pages of the service, with a stop at each.

import * as ledger from './ledger.mjs';
import { button, choice, heading } from './ledger.mjs';
import * as key from './phone.mjs';

export const LANGUAGES = ['en', 'fi', 'sv', 'da'];

/** Goes through the pages with a phone; `stop(page, name)` is called at each. The pages are in English. */
export async function walk({ page, fresh, phone, tryout, stop }) {
  const user = tryout.user('mira.laine');
  await key.openPhone(phone, tryout.phones[0]);
  await ledger.openLogin(page, tryout);
  await stop(page, 'login');
  await ledger.sendPassword(page, { ...user, password: 'wrong' });
  await page.getByRole('alert').waitFor();
  await stop(page, 'login-failed', { posted: true });
  await ledger.sendPassword(page, user);
  await choice(page, /^Set up Key/).waitFor();
  await stop(page, 'method');
  await choice(page, /^Set up Key/).click();
  await page.getByLabel(/^One-time password number/).waitFor();
  await stop(page, 'one-time-password');
  await ledger.sendOneTimePassword(page, user);
  await ledger.qrCode(page).waitFor();
  await stop(page, 'pairing');
  await key.addAccount(phone);
  await key.pasteLink(phone, await ledger.pairingLink(page));
  await key.screen(phone, 'review-pairing').waitFor();
  await heading(page, 'Finish on your phone').waitFor();
  await stop(page, 'finish');
  await key.confirmPairing(phone);
  await key.choosePin(phone);
  await heading(page, 'Is this your phone?').waitFor();
  await stop(page, 'compare');
  await ledger.acceptPhone(page);
  await stop(page, 'connected');
  await choice(page, 'Go to your page').click();
  await ledger.isLoggedIn(page);
  await button(phone, 'Done').click();
  await ledger.askKey(fresh, tryout, user);
  await stop(fresh, 'waiting-digits');
  await key.openRequest(phone);
  await button(phone, 'This was not me').click();
  await heading(fresh, 'Login aborted').waitFor();
  await stop(fresh, 'aborted', { posted: true });
  await button(phone, 'Done').click();
  await page.reload();
  await stop(page, 'home');
  await choice(page, 'Add or remove a phone').click();
  await heading(page, 'Key devices').waitFor();
  await stop(page, 'devices');
  await button(page, 'Add a phone').click();
  await ledger.shownDigits(page);
  await stop(page, 'devices-confirm');
  await button(page, 'Cancel').click();
  await page.getByText('You cancelled.').waitFor();
  await stop(page, 'devices-cancelled');
  await choice(page, 'Your page').click();
  await choice(page, 'New password list').click();
  await heading(page, 'Password list').waitFor();
  await stop(page, 'list');
  await button(page, 'Make a new list').click();
  const digits = await ledger.shownDigits(page);
  await stop(page, 'list-confirm');
  await phone.getByRole('button', { name: /^Make a new password list/ }).first().click();
  await key.confirmRequest(phone, { digits });
  await choice(page, 'Download as PDF').waitFor();
  await page.getByText('Show the passwords').click();
  await stop(page, 'list-new');
  await page.goto(new URL('/home', tryout.ledger).href);
  await button(page, 'Log out').click();
  await page.getByText('Save it before you log out').waitFor();
  await stop(page, 'list-unsaved');
  await button(page, 'I have saved the list').click();
  await ledger.logOut(page);
  await stop(page, 'logged-out');
  await ledger.askKey(page, tryout, user);
  await stop(page, 'waiting');
  await choice(page, 'My phone is offline').click();
  await heading(page, 'Log in with an offline code').waitFor();
  await stop(page, 'offline-code');
  await page.goto(`${tryout.ledger}/login/confirm`);
  await choice(page, 'Lost your phone?').click();
  await heading(page, 'Disconnect all phones').waitFor();
  await stop(page, 'disconnect');
  await page.goto(`${tryout.ledger}/k#a-link`);
  await stop(page, 'open-in-key');
  await page.goto(`${tryout.ledger}/no-such-page`);
  await stop(page, 'missing', { posted: true });
}

/** Shows the page in each language, and again in English. A page that a form has answered stays in its own. */
export async function inEachLanguage(page, { posted = false } = {}, look) {
  for (const language of posted ? ['en'] : [...LANGUAGES.slice(1), 'en']) {
    const other = page.locator(`.languages > button[lang="${language}"]:not([aria-current])`);
    if (await other.count() > 0) {
      await other.click();
      await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
    }
    await look(language);
  }
}
