/**
 * A page of the workspace: one store, the parts around it, and the session behind it. Which parts there are, the page
 * says.
 */

/** @import { Encoding, Fit, Model, PageStore, State, Theme } from "../core/types.js" */
/** @import { Host, PageData, Pairing } from "./opening.js" */
/** @import { Key } from "./view-keys.js" */

import { afterFrame, h } from "../core/dom.js";
import { linkStyles } from "../core/stylesheets.js";
import { keepFocus } from "../core/focus.js";
import { createStore } from "../core/store.js";
import { watchUrl } from "../core/url.js";
import { isFar } from "../image/distortion.js";
import { watchGauge } from "../image/nearness.js";
import { createCodesLoading } from "../map/loading.js";
import { createSession } from "../runtime/session.js";
import { createActions } from "./actions.js";
import { keepMade } from "./kept-models.js";
import { watchKeys } from "./keys.js";
import { createOpening } from "./opening.js";
import { watchRenewal } from "./renewal.js";
import { EMPTY } from "./state.js";
import { createUpload } from "./uploads.js";
import { settle } from "./view.js";
import { KEYS, queryOf } from "./view-keys.js";

const STEPS = /** @type {const} */ (["model", "tab"]); // a change is an entry of the browser's history

/**
 * What a page is made of. `build` gets what its parts need and gives what stands on the page (`nodes`), what takes
 * every
 * image of z and c (`paint(pixels, seq)`) and, where they are needed, what is called at unmount (`close`), what keys do
 * (`actions`), which keys there are (`keys`), and what takes a file that is dropped on the page (`upload`).
 * @typedef {{ name: string, label: string, sheets: string[], keys?: Record<string, Key>, pair?(data: PageData):
 * Pairing,
 *   build(parts: any): any }} Page
 *
 * What the frame around the page calls at every change of its data or theme.
 * @typedef {{ parentElement: HTMLElement, data: PageData & { endpoints: { static: string } },
 *   setStateValue(key: string, value: unknown): void }} Component
 */

/** Make what mounts and updates a page; its answer is called at unmount. */
export function createRender(/** @type {Page} */ page) {
  /** @type {WeakMap<HTMLElement, ReturnType<typeof mount>>} */
  const mounted = new WeakMap();
  return (/** @type {Component} */ component) => {
    const { parentElement } = component;
    const known = mounted.get(parentElement);
    if (known) known.update(component);
    else mounted.set(parentElement, mount(page, component));
    return () => {
      mounted.get(parentElement)?.unmount();
      mounted.delete(parentElement);
    };
  };
}

/** @param {Page} page @param {Component} component */
function mount(page, component) {
  let now = component;
  const keys = { ...KEYS, ...page.keys };
  const store = /** @type {PageStore} */ (
    createStore({ ...EMPTY, models: now.data.models, more: now.data.more ?? null })
  );
  /** @type {Host} */
  const host = {
    report: (name) => now.setStateValue("model", name),
    go: (to) => now.setStateValue("go", { page: to, at: Date.now() }),
  };
  const session = createSession(store, got);
  const codes = createCodesLoading(store);
  const actions = createActions(store);
  const upload = createUpload(store, session.encodePicture);
  const opening = createOpening(store, {
    data: () => now.data,
    keys,
    pair: page.pair?.(now.data),
    host,
    shown(open) {
      if (store.get().codes) settle(store, /** @type {NonNullable<State["codes"]>} */ (store.get().codes));
      session.open(open);
      codes.open(open);
    },
  });
  const link = () => `${location.origin}${location.pathname}${queryOf(store.get(), keys, location.search)}`;

  const built = page.build({ store, actions, session, opening, upload, link, keys });
  const root = h("main", { className: `ws ${page.name}`, ariaLabel: page.label }, ...built.nodes);
  const sheets = linkStyles(root, page.sheets, now.data.endpoints.static);
  now.parentElement.append(...sheets, root);
  const takeTheme = () => store.set({ theme: themeOf(root, store.get()) });
  takeTheme();
  const stops = [
    watchUrl(store, {
      name: page.name,
      keys: /** @type {(keyof State)[]} */ (Object.keys(EMPTY)),
      steps: [...STEPS],
      write: (search, state) => queryOf(/** @type {State} */ (state), keys, search),
      owns: (search) => [...new URLSearchParams(search).keys()].some((key) => key === "model" || key in keys),
      ready: () => store.get().model !== null && !store.get().opening,
      take: opening.take,
    }),
    watchRenewal(store, () => now.setStateValue("renew", Date.now())),
    keepFocus(root),
    opening.close,
    built.close,
  ];
  watchKeys(root, store, built.actions ?? actions, built.keys);
  watchGauge(store, afterFrame);
  takeDrops(root, built.upload ?? upload);
  store.watch(["codes"], (state) => state.codes && settle(store, state.codes));

  /** @param {any} reply @param {string} kind @param {Float32Array} [c] @param {string} [name] */
  function got(reply, kind, c, name) {
    if (kind === "decode") return built.paint(reply.pixels, reply.seq);
    if (kind === "upload") actions.remember();
    actions.loadEncoded(reply, kind, c, name);
    if (kind === "upload" && name) store.set({ say: uploadText(reply, name, store.get().model) });
  }
  return {
    update(/** @type {Component} */ given) {
      const renewed = given.data.token !== now.data.token;
      now = given;
      takeTheme();
      store.set({ models: given.data.models, more: given.data.more ?? null });
      if (renewed && store.get().model) opening.renew();
    },
    unmount() {
      keepMade(store.get());
      for (const stop of stops) stop?.();
      session.close();
      codes.close();
      const { path } = store.get();
      store.set({ second: null, codes: null, path: path && { ...path, playing: false } }); // ends what runs for them
      for (const sheet of sheets) sheet.remove();
      root.remove();
    },
  };
}

/**
 * "Your image was encoded (centred).", and that its distortion is far above the data's where it is.
 * @param {Encoding & {fit: Fit}} reply
 * @param {string} name
 * @param {Model} model
 */
function uploadText({ fit, distortion }, name, model) {
  const how = fit.how && ` (${fit.how})`;
  const far = isFar({ distortion }, model) ? " Its distortion is far above the data\u2019s." : "";
  return `${name[0].toUpperCase()}${name.slice(1)} was encoded${how}.${far}`;
}

function takeDrops(/** @type {HTMLElement} */ root, /** @type {(file: File) => void} */ upload) {
  root.ondragover = (event) => event.preventDefault();
  root.ondrop = (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) upload(file);
  };
}

/**
 * The theme as the page has it; the store's own object while it is the same, or all that is drawn with it were drawn
 * anew.
 */
function themeOf(/** @type {HTMLElement} */ root, /** @type {State} */ { theme }) {
  const style = getComputedStyle(root);
  const read = (/** @type {string} */ name) => style.getPropertyValue(`--st-${name}`).trim();
  /** @type {Theme} */
  const now = {
    text: read("text-color"),
    ground: read("background-color"),
    accent: read("primary-color"),
    font: "system-ui, sans-serif",
    key: style.colorScheme,
  };
  const names = /** @type {(keyof Theme)[]} */ (Object.keys(now));
  return names.every((key) => now[key] === theme[key]) ? theme : now;
}
