/**
 * The controller of everything that runs in a worker: it begins, plays, steps and pauses a run, and moves its settings.
 */

import { browserTimers } from "../../core/connection.js";
import { createStore } from "../../core/store.js";
import { RunClient, isLive } from "./client.js";
import { changes } from "./settings.js";

/** @import { CollapsePage, Packed, Settings, Store } from "../../core/types.js" */
/** @import { RunListeners } from "./client.js" */

/**
 * What every run has in its state; each kind adds its own.
 * @typedef {object} RunState
 * @property {string} phase - of the connection, see client.js; idle before the first run
 * @property {string} words - the server's, about the phase
 * @property {string | null} trouble - why the server refused something, or why training stopped
 * @property {boolean} playing
 * @property {boolean} begun - whether a run was begun
 * @property {boolean} over - whether it is finished or was refused: to play is to begin another
 */

/**
 * What differs between experiments. The last four return what changes in the state.
 * @typedef {object} Experiment
 * @property {string} kind - as the server calls it
 * @property {any} initial - its own part of the state
 * @property {string[]} keys - of the page's store, on which its settings depend while it runs
 * @property {(state: any) => Settings} settings - that the page's store asks for
 * @property {(changed: Settings) => Record<string, any>} consequences - what else the page's store must be set to
 * @property {(changed: Settings) => boolean} needsFresh - whether these changes need a fresh run
 * @property {(settings: Settings) => any} started
 * @property {(client: RunClient) => void} prepare - called once a run is begun, before it plays
 * @property {(settings: Settings, changed: Settings) => any} moved
 * @property {(frame: Packed) => any} framed
 */

const REST_MS = 250; // a change that needs a fresh run begins it once the settings rest
const TRUSTED_MS = 1000; // after a press the page knows better than the frames that are on their way

/** @type {RunState} */
const IDLE = { phase: "idle", words: "", trouble: null, playing: false, begun: false, over: false };

/** @param {CollapsePage} page @param {RunListeners} on */
const connect = (page, on) => new RunClient(page, on);

export class RunController {
  #page;
  #experiment;
  #open;
  #timers;
  #stop;
  /** @type {RunClient | null} */
  #client = null;
  /** @type {Settings | null} */
  #applied = null; // settings of the run
  /** @type {Settings} */
  #seen; // settings that the store asked for last
  #following = true;
  #pressed = 0; // when the page last began, played or paused, in ms
  /** @type {boolean | null} */
  #refused = null; // whether a run was to play that the server refused
  #resume = false;
  /** @type {any} */
  #timer = null;

  /** `open` and `timers` are the page's own but in tests. @param {CollapsePage} page @param {Experiment} experiment */
  constructor(page, experiment, open = connect, timers = browserTimers) {
    this.#page = page;
    this.#experiment = experiment;
    this.#open = open;
    this.#timers = timers;
    /** @type {Store<any>} */
    this.state = createStore({ ...IDLE, ...experiment.initial });
    this.#seen = experiment.settings(page.store.get());
    this.#stop = page.store.watch(experiment.keys, () => this.#follow());
  }

  /** Whether a run goes on, or is about to. */
  get live() {
    return isLive(this.state.get().phase);
  }

  get #ended() {
    return this.state.get().over || !this.live;
  }

  /** The connection to the worker of the run; null before there is one. */
  get client() {
    return this.#client;
  }

  /** The settings of the run; null before there is one. */
  get applied() {
    return this.#applied;
  }

  /**
   * Begin a fresh run with the settings as they are; it plays where the one before played, unless `playing` is given.
   */
  begin(playing = this.state.get().playing || this.#refused === true) {
    const { state } = this;
    this.#timers.clearTimeout(this.#timer);
    this.#client ??= this.#open(this.#page, {
      frame: (frame) => this.#take(frame),
      phase: (phase, words) => state.set({ phase, words, ...(!isLive(phase) && { playing: false }) }),
      error: (trouble, begun) => (begun ? state.set({ trouble }) : this.#refuse(trouble)),
    });
    this.#refused = null;
    this.#pressed = this.#timers.now();
    this.#applied = this.#seen = this.#experiment.settings(this.#page.store.get());
    const started = this.#experiment.started(this.#applied);
    state.set({ words: "", trouble: null, playing, begun: true, over: false, ...started });
    this.#client.begin(this.#experiment.kind, this.#applied);
    this.#experiment.prepare(this.#client);
    if (playing) this.#client.play();
  }

  /** Play or pause; where there is no run that could go on, begin one. @param {boolean} playing */
  play(playing) {
    const ended = this.#ended;
    this.#pressed = this.#timers.now();
    this.state.set({ playing, words: "" });
    if (playing && ended) this.begin(true);
    else if (playing) this.#client?.play();
    else this.#client?.pause();
  }

  /** Pause, and train so many steps. @param {number} steps */
  step(steps) {
    if (this.#ended) this.begin();
    this.play(false);
    this.#client?.step(steps);
  }

  /**
   * Set keys of the page's store all at once, without their consequences; a run begins afresh.
   * @param {Record<string, any>} patch
   */
  set(patch) {
    this.#following = false;
    this.#page.store.set(patch);
    this.#following = true;
    this.#seen = this.#experiment.settings(this.#page.store.get());
    if (this.#applied) this.#beginSoon();
  }

  /** The run comes into view: go on where it was playing. */
  show() {
    if (this.#resume && this.live) this.play(true);
    this.#resume = false;
  }

  hide() {
    this.#resume = this.state.get().playing;
    if (this.#resume) this.play(false);
  }

  close() {
    this.#timers.clearTimeout(this.#timer);
    this.#stop();
    this.#client?.close();
  }

  /** Follow the page's store: the run moves with it, or begins afresh where it must. */
  #follow() {
    if (!this.#following) return;
    const { store } = this.#page;
    const before = store.get();
    const wanted = this.#experiment.settings(before);
    const changed = changes(this.#seen, wanted);
    this.#seen = wanted;
    store.set(this.#experiment.consequences(changed));
    if (store.get() !== before || !this.#applied || !this.live) return; // what was set is followed by itself
    this.#timers.clearTimeout(this.#timer);
    const patch = changes(this.#applied, wanted);
    if (!Object.keys(patch).length) return;
    if (this.#refused !== null || this.#experiment.needsFresh(patch)) return this.#beginSoon();
    this.#applied = wanted;
    this.#client?.move(patch);
    this.state.set({ trouble: null, ...this.#experiment.moved(wanted, patch) });
  }

  #beginSoon() {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(() => this.begin(), REST_MS);
  }

  /** @param {Packed} frame */
  #take(frame) {
    const { finished, playing, text } = frame.head;
    const known = finished || this.#timers.now() - this.#pressed > TRUSTED_MS; // the worker pauses an unattended run
    this.state.set({
      ...this.#experiment.framed(frame),
      over: Boolean(finished),
      ...(known && { playing: Boolean(playing && !finished) }),
      ...(finished && text && { trouble: text }),
    });
  }

  /**
   * The server did not begin the run: whatever is set next begins another, which plays where this one would have.
   * @param {string} trouble
   */
  #refuse(trouble) {
    this.#refused ??= this.state.get().playing;
    this.state.set({ trouble, playing: false, over: true });
  }
}
