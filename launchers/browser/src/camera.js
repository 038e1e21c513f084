// Plays the camera into the element that asks for it. Sends its frames, and pictures that the user chooses, to the
// phone, which reads them.

const INTERVAL = 200;
const MAX_WIDTH = 1280;
const MAX_HEIGHT = 720;

let running;

class Camera {
  #canvas = document.createElement('canvas');
  #stream;
  #stopped = false;

  constructor(video) {
    this.video = video;
  }

  async start() {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: MAX_WIDTH }, height: { ideal: MAX_HEIGHT } },
      });
    } catch (error) {
      const why = error.name === 'NotAllowedError' ? 'refused' : 'missing';
      if (!this.#stopped) await fetch(`/camera/${why}`, { method: 'POST' });
      return;
    }
    if (this.#stopped) return this.stop();
    this.video.srcObject = this.#stream;
    this.video.muted = true;
    await this.video.play().catch(() => {});
    await this.#look();
  }

  stop() {
    this.#stopped = true;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.video.srcObject = null;
  }

  /** One frame at a time: the next is only taken when the last was answered. */
  async #look() {
    while (!this.#stopped) {
      const began = performance.now();
      if (this.video.videoWidth > 0) await this.#send().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, Math.max(20, INTERVAL - (performance.now() - began))));
    }
  }

  #send() {
    const { videoWidth, videoHeight } = this.video;
    const scale = Math.min(1, MAX_WIDTH / videoWidth, MAX_HEIGHT / videoHeight);
    const [width, height] = [Math.floor(videoWidth * scale), Math.floor(videoHeight * scale)];
    this.#canvas.width = width;
    this.#canvas.height = height;
    const context = this.#canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(this.video, 0, 0, width, height);
    return fetch('/camera/frame', {
      method: 'POST',
      headers: { 'x-width': String(width), 'x-height': String(height) },
      body: luma(context.getImageData(0, 0, width, height).data),
    });
  }
}

/** One byte of brightness for each pixel (ITU-R BT.601). */
function luma(rgba) {
  const grey = new Uint8Array(rgba.length / 4);
  for (let from = 0, to = 0; to < grey.length; from += 4, to++) {
    grey[to] = (rgba[from] * 77 + rgba[from + 1] * 150 + rgba[from + 2] * 29) >> 8;
  }
  return grey;
}

function follow() {
  const video = document.querySelector('video[data-camera]');
  if (running?.video === video) return;
  running?.stop();
  running = video ? new Camera(video) : undefined;
  if (running) void (navigator.mediaDevices ? running.start() : fetch('/camera/missing', { method: 'POST' }));
}

new MutationObserver(follow).observe(document.getElementById('main'), { childList: true, subtree: true });

document.addEventListener('change', (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.matches('[data-picture]') || field.files.length === 0) return;
  void fetch('/camera/picture', { method: 'POST', body: field.files[0] }).catch(() => {});
  field.value = '';
});

// LiveView would open a file dialog of its own, which works only in a desktop window.
document.addEventListener('click', (event) => {
  if (event.target instanceof HTMLInputElement && event.target.type === 'file') event.stopPropagation();
});

addEventListener('pagehide', () => running?.stop());
