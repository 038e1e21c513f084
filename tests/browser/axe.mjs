// Accessibility rules of axe-core, on a page as it is.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const source = readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Fails when axe-core finds anything on the page: in the page itself, and in what it frames from the same origin. */
export async function assertAxe(page, where = page.url()) {
  await page.evaluate(await source);
  const violations = await page.evaluate(async () => {
    const { violations } = await axe.run(document, { iframes: false });
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 200)) }));
  });
  assert.deepEqual(violations, [], where);
}
