/** Which models the page shows: those of its URL, those that visitors choose. Each is fetched by its name. */

/** @import { Endpoints, Model, OpenModel, PageStore, State } from "../core/types.js" */
/** @import { Key } from "./view-keys.js" */

import { leaveAt, leftAt } from "../core/url.js";
import { messageOf, refusal } from "../core/refusal.js";
import { keepMade } from "./kept-models.js";
import { fittingAny, takeView } from "./view.js";
import { queryOf, writeView } from "./view-keys.js";

/**
 * What a page is given.
 * @typedef {object} PageData
 * @property {{ name: string, title: string }[]} models those that the page shows
 * @property {string} first the one of a first visit
 * @property {string | null} shown the one that the frame knows of
 * @property {Record<string, string>} refused other models -> why the page does not show them
 * @property {Model[]} opened models that need not be fetched
 * @property {Record<string, string>} endpoints
 * @property {string} token
 * @property {any} [more] what only one page is given
 *
 * What the frame around the page does for it.
 * @typedef {object} Host
 * @property {(name: string) => void} report says which model is shown
 * @property {(page: string) => void} go opens another page
 *
 * Corrects the choice of both models, and says why.
 * @typedef {(name: string | null, second: string | null) =>
 *   { name: string, second: string | null, others?: string[], notice?: string }} Pairing
 */

const PATIENCE_MS = 10_000; // that opening a model may take
const DIGESTED = /** @type {const} */ (["codes", "weights", "encoder", "originals", "export"]);

/** The URLs of one model's data. */
export function endpointsOf(/** @type {Record<string, string>} */ endpoints, /** @type {string} */ digest) {
  const own = DIGESTED.map((name) => [name, `${endpoints[name]}/${digest}`]);
  return /** @type {Endpoints} */ (/** @type {unknown} */ ({ ...endpoints, ...Object.fromEntries(own) }));
}

/**
 * Open models; the newest request wins. `shown(open)` is called when the store has taken the view of a model.
 * @param {PageStore} store
 * @param {{ data(): PageData, keys: Record<string, Key>, pair?: Pairing, host: Host, shown(open: OpenModel): void }}
 * page
 */
export function createOpening(store, { data, keys, pair, host, shown }) {
  let turn = 0;
  let closed = false;
  /** @type {AbortController | null} */
  let under = null; // the request under way
  /** @type {Map<string, URLSearchParams>} */
  const left = new Map(); // model -> its view as it was left for another

  /** @param {string} name @param {AbortSignal} [signal] @returns {Promise<Model>} */
  async function fetchModel(name, signal) {
    const { opened, endpoints, token } = data();
    const given = opened.findIndex((model) => model.name === name);
    if (given >= 0) return opened.splice(given, 1)[0]; // once: it may have changed by the next time
    const limit = AbortSignal.timeout(PATIENCE_MS);
    try {
      const answer = await fetch(`${endpoints.models}/${encodeURIComponent(name)}`, {
        headers: { Authorization: `Bearer ${token}` },
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      if (answer.ok) return await answer.json();
      throw new Error(await refusal(answer));
    } catch (error) {
      if (limit.aborted) throw new Error(`${name} was not opened: the server has not answered for 10 s.`);
      if (error instanceof TypeError) throw new Error(`${name} was not opened: the server does not answer.`);
      throw error;
    }
  }

  /**
   * Show the first of `names` that can be opened, with the view of `query`; `notices` are said beside it. Whether no
   * other request came first.
   */
  async function show(
    /** @type {string[]} */ names,
    /** @type {URLSearchParams} */ query,
    /** @type {string[]} */ notices,
  ) {
    const mine = ++turn;
    under?.abort();
    under = new AbortController();
    const { signal } = under;
    const current = store.get().model;
    store.set({ opening: names[0], say: `Opening ${names[0]}.` });
    for (const name of new Set(names)) {
      let model;
      try {
        if (current && name === current.name && name !== names[0]) break; // what is shown stays as it is
        model = await fetchModel(name, signal);
      } catch (error) {
        if (mine !== turn || closed) return false;
        notices = [...notices, /** @type {Error} */ (error).message];
        continue;
      }
      if (mine !== turn || closed) return false;
      const instead = name === names[0] ? [] : [`${name} is shown instead.`];
      take(model, name === names[0] ? query : fittingAny(query), [...notices, ...instead]);
      return true;
    }
    const words = current ? [`${current.name} is still shown.`] : ["No model can be opened."];
    store.set({ opening: null, say: "", notice: [...notices, ...words].join(" ") });
    return true;
  }

  /** @param {Model} model @param {URLSearchParams} query @param {string[]} notices */
  function take(model, query, notices) {
    const state = store.get();
    if (state.model?.digest !== model.digest) keepMade(state);
    const { taken, second, problems } = takeView(state, { model }, query, keys);
    const said = problems.length ? [...notices, ...problems, "The default is shown instead."] : notices;
    const { endpoints, token } = data();
    const here = { endpoints: endpointsOf(endpoints, model.digest), token };
    const { future, ...first } = taken;
    store.set({
      ...first,
      here,
      opening: null,
      notice: said.join(" ") || null,
      say: state.model ? `Opened ${model.name}.` : "",
    });
    if (future) store.set({ future }); // a move of z has cut it off
    if (model.name !== data().shown) host.report(model.name);
    shown({ model, ...here });
    if (second !== (store.get().second?.model.name ?? null)) chooseSecond(second);
  }

  /** Show a second model; one that cannot be opened gives way to another of its page's pairing, or to none. */
  async function chooseSecond(/** @type {string | null} */ name) {
    if (name === null) return store.set({ second: null });
    const { model: first, second: before } = store.get();
    const others = pair?.(first.name, name).others ?? [];
    const names = [name, ...others.filter((other) => other === before?.model.name), ...others];
    let problem = "";
    for (const wanted of new Set(names)) {
      try {
        const model = await fetchModel(wanted);
        if (closed || store.get().model.digest !== first.digest) return;
        const { endpoints, token } = data();
        const notice = problem && { notice: `${problem} ${wanted} is shown instead.` };
        return store.set({ second: { model, endpoints: endpointsOf(endpoints, model.digest), token }, ...notice });
      } catch (error) {
        if (closed) return;
        problem ||= messageOf(error);
      }
    }
    store.set({ second: null, notice: `${problem} No second model is shown.` });
  }

  /** Open `name` with `query`, which may name a second one; the page may pair them otherwise. */
  function open(/** @type {string | null} */ name, /** @type {URLSearchParams} */ query) {
    const { models, first, refused } = data();
    const known = models.map((one) => one.name);
    const notices = [];
    let wanted = name;
    if (wanted !== null && !known.includes(wanted)) {
      const why = refused[wanted] ?? `Unknown model '${wanted.slice(0, 40)}'; allowed: ${known.join(", ")}.`;
      notices.push(`${why} The default model is shown.`);
      [wanted, query] = [null, new URLSearchParams()];
    }
    const paired = pair?.(wanted, query.get("second"));
    if (paired) {
      if (paired.name !== wanted && wanted !== null) query = fittingAny(query); // z and c were the other model's
      if (paired.notice) notices.push(paired.notice);
      wanted = paired.name;
      query = new URLSearchParams(query);
      if (paired.second) query.set("second", paired.second);
      else query.delete("second");
    }
    const current = store.get().model?.name;
    return show([...(wanted === null ? [] : [wanted]), ...(current ? [current] : [first]), ...known], query, notices);
  }

  return {
    /** Show what a query asks for. */
    take(/** @type {string} */ search) {
      const query = new URLSearchParams(search);
      return open(query.get("model"), query);
    },

    /** Open another model, as it was left; what fits any model stays. */
    choose(/** @type {string} */ name) {
      const state = store.get();
      const now = new URLSearchParams(writeView(state, keys));
      left.set(state.model.name, now);
      const query = new URLSearchParams(
        [...(left.get(name) ?? []), ...fittingAny(now)].filter(([key]) => key !== "model"),
      );
      if (query.get("second") === name) query.delete("second");
      return open(name, query);
    },

    /** Show another model beside this one; null shows none. */
    chooseSecond(/** @type {string | null} */ name) {
      const paired = name === null ? null : pair?.(store.get().model.name, name);
      if (paired && paired.name !== store.get().model.name)
        return open(paired.name, new URLSearchParams({ second: name ?? "" }));
      return chooseSecond(paired ? paired.second : name);
    },

    /** Fetch the models again under another token: the server was restarted, or a file was replaced. */
    async renew() {
      const { model, second } = store.get();
      const [own, other] = await Promise.all([fetchModel(model.name), second && fetchModel(second.model.name)]);
      const { endpoints, token } = data();
      const open = (/** @type {Model} */ one) => ({ model: one, endpoints: endpointsOf(endpoints, one.digest), token });
      if (own.digest !== model.digest) return take(own, new URLSearchParams(writeView(store.get(), keys)), []);
      const here = open(model);
      store.set({ here: { endpoints: here.endpoints, token }, second: other && open(other) });
      shown(here);
    },

    /** Go on at the Explore page with this z and c; if it shows this model, the rest of its view stays. */
    explore(/** @type {Float32Array} */ z, /** @type {Float32Array} */ c) {
      const state = /** @type {State} */ ({ ...store.get(), z, c, source: null, second: null });
      const there = new URLSearchParams(leftAt("explore"));
      const mine = new URLSearchParams(queryOf(state, keys, ""));
      const kept = there.get("model") === state.model.name ? there : fittingAny(there);
      for (const key of ["model", "z", "c"]) if (mine.has(key)) kept.set(key, mine.get(key) ?? "");
      kept.delete("code");
      leaveAt("explore", `?${kept}`);
      store.set({ say: "Opening Explore." });
      host.go("explore");
    },

    close() {
      closed = true;
      under?.abort();
    },
  };
}
