/**
 * Record every frame of `picture` (a canvas, or the selector of an <img>), and whether the image changed in it. A frame
 * counts once it is rendered: the message arrives after it.
 * The result is read from window.vaevizBench; all times are ms of performance.now().
 */
(picture) => {
  const log = { frames: [], down: [], up: [], moves: [] };
  const channel = new MessageChannel();
  const starts = [];
  let last = look();
  window.vaevizBench = log;
  for (const [kind, list] of [
    ["pointerdown", log.down],
    ["pointerup", log.up],
  ]) {
    window.addEventListener(kind, () => list.push(performance.now()), true);
  }
  window.addEventListener("pointermove", () => log.moves.push(performance.now()), true);
  channel.port1.onmessage = () => {
    const { start, changed } = starts.shift();
    log.frames.push([start, performance.now(), changed]);
  };
  requestAnimationFrame(frame);

  function frame() {
    const start = performance.now();
    const now = look();
    starts.push({ start, changed: now !== last });
    last = now;
    channel.port2.postMessage(null);
    requestAnimationFrame(frame);
  }
  function look() {
    if (typeof picture !== "string") return digest(picture);
    const image = document.querySelector(picture);
    return image?.complete ? image.currentSrc : last;
  }
  function digest(canvas) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let i = 0; i < data.length; i += 4)
      sum = (Math.imul(sum, 31) + data[i] + 7 * data[i + 1] + 13 * data[i + 2]) | 0;
    return sum;
  }
};
