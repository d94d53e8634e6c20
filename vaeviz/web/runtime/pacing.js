/**
 * One picture a frame. Over a long way answers come in clumps, two in one frame and none in the next; shown as they
 * come, every fourth would be painted over before anyone saw it.
 */

import { afterFrame } from "../core/dom.js";

/**
 * Show the first picture of a frame at once; of the others the newest, as soon as that frame is over.
 * @template Picture
 */
export class Pacing {
  #show;
  #turn;
  #taken = false; // this frame has its picture
  /** @type {Picture | null} */
  #waiting = null;

  /** @param {(picture: Picture) => void} show */
  constructor(show, after = afterFrame) {
    this.#show = show;
    this.#turn = after(() => this.#next());
  }

  /** Show `picture`, now or with the next frame. @param {Picture} picture */
  take(picture) {
    if (this.#taken) {
      this.#waiting = picture;
      return;
    }
    this.#taken = true;
    this.#turn();
    this.#show(picture);
  }

  /** Let what waits go unseen: a newer picture is there. */
  clear() {
    this.#waiting = null;
  }

  #next() {
    this.#taken = false;
    if (!this.#waiting) return;
    const picture = this.#waiting;
    this.#waiting = null;
    this.take(picture);
  }
}
