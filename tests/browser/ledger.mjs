// The pages of the try-out service, step by step as a person goes through them.

import assert from 'node:assert/strict';

/** A name is matched as a whole, a regular expression wherever it fits. */
export const button = (page, name) => page.getByRole('button', { name, exact: true });
/** What leads on, be it a button or a link. */
export const choice = (page, name) => button(page, name).or(page.getByRole('link', { name, exact: true }));
export const heading = (page, name) => page.getByRole('heading', { name, exact: true });
export const qrCode = (page) => page.getByRole('img', { name: 'QR code for pairing with Key' });

export async function openLogin(page, tryout) {
  await page.goto(new URL('/login', tryout.ledger).href);
  await heading(page, 'Log in').waitFor();
}

export async function sendPassword(page, { name, password }) {
  await page.getByLabel('Username', { exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await button(page, 'Next').click();
}

/** Types the one-time password that the page asks for by its number. */
export async function sendOneTimePassword(page, user) {
  const field = page.getByLabel(/^One-time password number \d+/);
  await field.fill(await askedFor(field, user));
  await button(page, 'Continue').click();
}

/** The one-time password whose number is in the label of the field. */
export async function askedFor(field, user) {
  const label = await field.evaluate((element) => element.labels[0].textContent);
  const code = user.codes.get(Number(label.match(/\d+/)[0]));
  assert.ok(code, `the page asks for "${label.trim()}", the try-out printed ${[...user.codes.keys()]}`);
  return code;
}

/** From the login page to the one with the QR code. */
export async function setUpKey(page, tryout, user) {
  await openLogin(page, tryout);
  await sendPassword(page, user);
  await choice(page, /^Set up Key|^Add a phone/).click();
  await sendOneTimePassword(page, user);
  await heading(page, 'Scan the QR code with Key').waitFor();
}

/** The pairing link that the page offers to copy beside the QR code. */
export async function pairingLink(page) {
  return page.locator('#pairing-link').getAttribute('href');
}

/** The six digits that the page shows large. */
async function largeDigits(page) {
  const digits = (await page.locator('p.code > [aria-hidden]').allInnerTexts()).join('');
  assert.match(digits, /^\d{6}$/);
  return digits;
}

/** The code that page and phone both show while they pair. */
export async function comparisonCode(page) {
  await page.getByText('Comparison code', { exact: true }).waitFor();
  return largeDigits(page);
}

/** Says on the page that the phone is one's own, and waits until it is connected. */
export async function acceptPhone(page) {
  await heading(page, 'Is this your phone?').waitFor();
  await button(page, 'Yes, the codes match').click();
  await heading(page, 'Key connected').waitFor();
}

/** From the login page to where it waits for the answer in Key. */
export async function askKey(page, tryout, user) {
  await openLogin(page, tryout);
  await sendPassword(page, user);
  await heading(page, 'Confirm in Key').waitFor();
}

/** The six digits that a browser shows that is new to the account. */
export async function shownDigits(page) {
  await page.getByText('Type the six digits into Key').waitFor();
  return largeDigits(page);
}

/** Logs out, so that the browser stays one that the account knows. */
export async function logOut(page) {
  await button(page, 'Log out').click();
  await heading(page, 'You are logged out').waitFor();
}

export const isLoggedIn = (page) => heading(page, 'You are logged in').waitFor();

/** Types an offline code and logs in with it. */
export async function sendOfflineCode(page, code) {
  await page.getByLabel('Offline code', { exact: true }).fill(code);
  await button(page, 'Log in').click();
}
