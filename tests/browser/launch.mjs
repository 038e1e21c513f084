// Starts the try-out as a person does and reads what it prints.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const START_TIMEOUT = 60_000;

/** Starts a try-out with an empty data folder of its own: `{ phones, log, programs, distance }`, one phone, few words and
 * a service close by if not said. It opens no browser, unless `programs` names the folder with what it may take for one. */
export async function launch({ phones = 1, log = 'warn', programs, distance = 0 } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'key-tryout-'));
  const tryout = new Tryout(data, phones, log, programs);
  tryout.database = await ownDatabase(data);
  const options = ['--port', '0', '--phone-port', '0', '--distance', String(distance)];
  await tryout.start([...options, ...(tryout.database ? [] : ['--fresh'])]);
  return tryout;
}

/** A new database on the server that `cargo xtask postgres` has started; without it the data folder keeps everything. */
async function ownDatabase(data) {
  const { KEY_TEST_POSTGRES: server, KEY_CREATEDB: createdb } = process.env;
  if (!server) return undefined;
  const name = basename(data).toLowerCase();
  await promisify(execFile)(createdb, ['--maintenance-db', `${server}/postgres`, name]);
  return `${server}/${name}`;
}

export class Tryout {
  #child;
  #log;
  #phoneCount;
  #programs;

  constructor(data, phoneCount, log, programs) {
    this.data = data;
    this.#log = log;
    this.#programs = programs;
    this.#phoneCount = phoneCount;
    /** What the process has written: the lines for the person, and the log. */
    this.printed = [];
    this.logged = [];
  }

  /** The number of the running process. */
  get pid() {
    return this.#child.pid;
  }

  /** The user of that name: `{ name, password, codes }`, `codes` by their number on the list. */
  user(name) {
    const found = this.users.find((user) => user.name === name);
    if (!found) throw new Error(`the try-out has no user ${name}, only ${this.users.map((user) => user.name)}`);
    return found;
  }

  /** Ends the process at once, as a power cut would. */
  async kill() {
    if (!this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** Where the service is: what the printed address has in front of its path. */
  get ledger() {
    return new URL(this.opening).origin;
  }

  /** Kills it if need be and starts it again on the same ports with the same data. */
  async restart() {
    await this.kill();
    const before = this.#ports();
    const ports = ['--port', before[0]];
    if (this.phones.length > 0) ports.push('--phone-port', before[1]);
    await this.start(ports);
    const now = this.#ports();
    if (now.join() !== before.join()) throw new Error(`after the restart the ports are ${now}, not ${before}`);
  }

  /** Kills it and removes its data. */
  async remove() {
    await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }

  async start(options) {
    const binary = process.env.KEY_TRYOUT;
    if (!binary) throw new Error('KEY_TRYOUT names no try-out: run the tests with `cargo xtask e2e`');
    const fixed = ['--data', this.data, '--phones', String(this.#phoneCount), ...(this.#programs ? [] : ['--no-open'])];
    if (this.database) fixed.push('--database', this.database);
    const display = this.#programs ? { PATH: this.#programs, DISPLAY: ':0' } : {};
    this.#child = spawn(binary, [...fixed, ...options], {
      env: { ...process.env, RUST_LOG: this.#log, ...display },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface({ input: this.#child.stderr }).on('line', (line) => this.logged.push(line));
    const { opening, phones, users } = await this.#announcement();
    /** The printed addresses: of the start page, and of each phone. */
    this.opening = opening;
    this.phones = phones;
    this.users = users.length > 0 ? users : this.users;
  }

  #ports() {
    return [this.opening, ...this.phones].map((address) => new URL(address).port);
  }

  /** Waits until the printed lines name the service, all phones and the last one-time passwords. */
  #announcement() {
    const lines = [];
    return new Promise((resolve, reject) => {
      const fail = (what) => reject(new Error(`the try-out ${what}\n${[...lines, ...this.logged].join('\n')}`));
      const timer = setTimeout(() => fail(`did not print its addresses within ${START_TIMEOUT} ms`), START_TIMEOUT);
      this.#child.once('error', (error) => fail(`could not be started: ${error.message}`));
      this.#child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        lines.push(line);
        this.printed.push(line);
        const said = parse(lines);
        if (!isComplete(said, this.#phoneCount)) return;
        clearTimeout(timer);
        resolve(said);
      });
    });
  }
}

/** Reads the lines that the try-out prints: `{ opening, phones, users }`. */
export function parse(lines) {
  const said = { opening: undefined, phones: [], users: [] };
  for (const line of lines) {
    const address = line.match(/^\s*(Ledger|Phone\s+\d+)\s+(http:\/\/\S+)/);
    if (address?.[1] === 'Ledger') said.opening = address[2];
    else if (address) said.phones.push(address[2]);
    readUser(line, said.users);
  }
  return said;
}

function readUser(line, users) {
  const name = line.match(/^\s*User\s+(\S+)/);
  if (name) users.push({ name: name[1], password: undefined, codes: new Map() });
  const user = users.at(-1);
  if (!user) return;
  const password = line.match(/^\s*Password\s+(\S+)/);
  if (password) user.password = password[1];
  const codes = line.match(/^\s*One-time passwords\s+(.*)/);
  for (const code of codes?.[1].matchAll(/(\d+)\s+([\w]+-[\w-]+)/g) ?? []) user.codes.set(Number(code[1]), code[2]);
}

function isComplete({ opening, phones, users }, phoneCount) {
  return opening !== undefined && phones.length === phoneCount && users.every((user) => user.codes.size > 0)
    && users.length > 1;
}
