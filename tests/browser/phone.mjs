// The screens of Key, step by step as a person goes through them.

import { acceptPhone, askKey, button, choice, heading, isLoggedIn, pairingLink, shownDigits, setUpKey } from './ledger.mjs';

/** A PIN that nobody would refuse, and another one. */
export const PIN = '493817';
export const OTHER_PIN = '604829';

export const screen = (phone, name) => phone.locator(`main[data-screen="${name}"]`);

/** Opens the address that the try-out has printed for the phone. */
export async function openPhone(phone, address) {
  await phone.goto(address);
  await screen(phone, 'home').waitFor();
}

/** What the page of the phone comes to by itself when the try-out has been started anew. */
export const isClosed = (phone) => heading(phone, 'The phone is closed here').waitFor();

/** From home to the question whether the QR code is in sight (PK08). */
export async function addAccount(phone) {
  await button(phone, 'Add an account').or(button(phone, 'Add')).click();
  await heading(phone, 'Can you see the QR code on the login page?').waitFor();
}

/** From that question to where the link has been given. */
export async function pasteLink(phone, link) {
  await button(phone, 'Add in another way').click();
  await phone.getByRole('button', { name: /^Paste a link/ }).click();
  await typeLink(phone, link);
}

export async function typeLink(phone, link) {
  await phone.getByLabel('Pairing link').fill(link);
  await button(phone, 'Continue').click();
}

/** The code that page and phone both show while they pair. */
export async function comparisonCode(phone) {
  const spoken = await phone.getByRole('img', { name: /^Comparison code: / }).getAttribute('aria-label');
  return spoken.replace(/\D/g, '');
}

export async function confirmPairing(phone) {
  await screen(phone, 'review-pairing').waitFor();
  await button(phone, 'Confirm pairing').click();
}

/** Taps digits on the keypad of the screen with that title. */
export async function tap(phone, digits, title) {
  await heading(phone, title).waitFor();
  for (const digit of digits) await button(phone, digit).click();
}

export const typePin = (phone, pin = PIN) => tap(phone, pin, 'Enter your PIN');

/** Chooses a PIN, and leaves the biometrics off unless said otherwise. */
export async function choosePin(phone, pin = PIN, factor = 'Only use the PIN') {
  await tap(phone, pin, 'Choose a PIN');
  await tap(phone, pin, 'Enter the PIN again');
  await button(phone, factor).click();
}

/** From the page with the QR code to the welcome page in the browser and the home screen of the phone. */
export async function finishPairing(page, phone) {
  await acceptPhone(page);
  await heading(phone, 'Key connected').waitFor();
  await button(phone, 'Done').click();
  await choice(page, 'Go to your page').click();
  await isLoggedIn(page);
}

/** The whole pairing by link. On a phone that has a PIN already, it is asked for instead of chosen. */
export async function pair({ page, phone, tryout, user, pin = PIN }) {
  await setUpKey(page, tryout, user);
  await addAccount(phone);
  await pasteLink(phone, await pairingLink(page));
  await confirmPairing(phone);
  const asked = heading(phone, 'Enter your PIN');
  await heading(phone, 'Choose a PIN').or(asked).waitFor();
  await (await asked.isVisible() ? typePin(phone, pin) : choosePin(phone, pin));
  await finishPairing(page, phone);
}

/** Opens the request that waits on the home screen. */
export async function openRequest(phone) {
  await phone.getByRole('button', { name: /^Log in to / }).first().click();
  await screen(phone, 'request').waitFor();
}

/** Types the digits of the page and confirms them. */
export async function typeDigits(phone, digits) {
  await tap(phone, digits, 'Type the six digits');
  await button(phone, 'Confirm').click();
}

/** Says yes to the open request, with the digits of the page where it asks for them. */
export async function confirmRequest(phone, { pin = PIN, digits } = {}) {
  await button(phone, 'Confirm').click();
  if (digits) await typeDigits(phone, digits);
  await typePin(phone, pin);
}

/** A login from the first page to the welcome page: from a new browser the digits are typed. */
export async function logIn({ page, phone, tryout, user, newBrowser = false }) {
  await askKey(page, tryout, user);
  const digits = newBrowser ? await shownDigits(page) : undefined;
  await openRequest(phone);
  await confirmRequest(phone, { digits });
  await heading(phone, 'Login confirmed').waitFor();
  await isLoggedIn(page);
  await screen(phone, 'home').waitFor();
}

/** Switches the network of the phone off or on, as its system does. */
export async function setAirplaneMode(phone, on) {
  await phone.locator('summary', { hasText: 'The simulated phone' }).click();
  const mode = phone.getByRole('switch', { name: 'Airplane mode' });
  await mode.click();
  await phone.getByRole('switch', { name: 'Airplane mode', checked: on }).waitFor();
  await phone.locator('summary', { hasText: 'The simulated phone' }).click();
}

/** The offline code that a PIN gives. */
export async function offlineCode(phone, pin = PIN) {
  await phone.getByRole('button', { name: /^Offline code/ }).first().click();
  await typePin(phone, pin);
  await screen(phone, 'offline-code').waitFor();
  const said = await phone.getByRole('img', { name: /^Offline code/ }).getAttribute('aria-label');
  await button(phone, 'Done').click();
  return said.replaceAll(/\D/g, '');
}
