// A camera that looks at a picture: a screenshot of a QR code becomes the video that Chromium's fake camera plays.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

const WIDTH = 1280;
const HEIGHT = 720;
const DESK = 178;
const FRAMES = 10;

/** A camera before which nothing lies yet. Start Chromium with its `file`. */
export async function makeCamera() {
  const camera = new Camera(await mkdtemp(join(tmpdir(), 'key-camera-')));
  await camera.look(new Uint8Array(WIDTH * HEIGHT).fill(DESK));
  return camera;
}

class Camera {
  #folder;

  constructor(folder) {
    this.#folder = folder;
    this.file = join(folder, 'camera.y4m');
  }

  /** Lays a PNG on a grey desk before the camera. A page that asks for the camera from now on sees it. */
  show(png) {
    return this.look(onDesk(decodePng(png)));
  }

  look(luma) {
    return writeFile(this.file, y4m(luma));
  }

  remove() {
    return rm(this.#folder, { recursive: true, force: true });
  }
}

/** The brightness of each pixel with the picture in the middle of the desk, half the desk's height or more. */
function onDesk(picture) {
  const luma = new Uint8Array(WIDTH * HEIGHT).fill(DESK);
  const scale = (HEIGHT * 0.7) / Math.max(picture.width, picture.height);
  const [width, height] = [Math.floor(picture.width * scale), Math.floor(picture.height * scale)];
  const [left, top] = [(WIDTH - width) >> 1, (HEIGHT - height) >> 1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const source = Math.floor(y / scale) * picture.width + Math.floor(x / scale);
      luma[(top + y) * WIDTH + left + x] = picture.luma[source];
    }
  }
  return luma;
}

/** A short grey film in YUV4MPEG2, which is plain bytes: a line of text, then for each frame its brightness and colours. */
function y4m(luma) {
  const grey = new Uint8Array((WIDTH * HEIGHT) / 2).fill(128);
  const frame = [Buffer.from('FRAME\n'), luma, grey];
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F30:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([head, ...Array(FRAMES).fill(frame).flat()]);
}

/** Reads what Chromium writes as a screenshot: 8 bits a channel, not interlaced, with or without transparency. */
export function decodePng(png) {
  const chunks = chunksOf(png);
  const head = chunks.find((chunk) => chunk.type === 'IHDR').data;
  const [width, height, colours] = [head.readUInt32BE(0), head.readUInt32BE(4), head[9]];
  const channels = { 0: 1, 2: 3, 4: 2, 6: 4 }[colours];
  if (head[8] !== 8 || head[12] !== 0 || !channels) throw new Error('not the kind of PNG that a screenshot is');
  const packed = Buffer.concat(chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.data));
  const samples = unfilter(inflateSync(packed), width * channels, height, channels);
  return { width, height, luma: brightness(samples, width * height, channels) };
}

function chunksOf(png) {
  const chunks = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** Undoes the filters of PNG (W3C PNG, 9.2): each byte was stored as its difference from a guess. */
function unfilter(bytes, stride, height, step) {
  const samples = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const guess = GUESSES[bytes[y * (stride + 1)]];
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= step ? samples[at - step] : 0;
      const up = y > 0 ? samples[at - stride] : 0;
      const corner = x >= step && y > 0 ? samples[at - stride - step] : 0;
      samples[at] = bytes[y * (stride + 1) + 1 + x] + guess(left, up, corner);
    }
  }
  return samples;
}

const GUESSES = [() => 0, (left) => left, (_, up) => up, (left, up) => (left + up) >> 1, paeth];

function paeth(left, up, corner) {
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function brightness(samples, count, channels) {
  const luma = new Uint8Array(count);
  for (let pixel = 0; pixel < count; pixel++) {
    const [red, green, blue] = samples.subarray(pixel * channels, pixel * channels + 3);
    luma[pixel] = channels < 3 ? red : Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }
  return luma;
}
