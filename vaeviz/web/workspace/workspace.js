/** A page of the workspace: one store, the parts around it, and the session behind it. Which parts stand where, the page says. */

import { createSession } from "../runtime/session.js";
import { createCodesLoading } from "../map/loading.js";
import { watchGauge } from "../image/nearness.js";
import { createActions } from "./actions.js";
import { createAsking } from "./asking.js";
import { afterFrame, h } from "../core/dom.js";
import { linkStyles } from "../core/stylesheets.js";
import { keepFocus } from "../core/focus.js";
import { watchKeys } from "./keys.js";
import { keepMade } from "./kept-models.js";
import { watchRenewal } from "./renewal.js";
import { watchRest } from "./rest.js";
import { EMPTY } from "./state.js";
import { createStore } from "../core/store.js";
import { createUpload } from "./uploads.js";
import { settle, takeSurroundings, takeView } from "./view.js";

/**
 * Make what Streamlit calls, through the shim, at every change of data or theme; its answer is called at unmount.
 * `page` is {name, label, sheets, build}: a class of the root and its name, the parts whose style sheets it needs, and
 * `build({store, actions, session, asking, upload})`, which gives {nodes, paint, close, actions, keys, upload}: what stands
 * on the page, what is called with (pixels, seq) of every picture of z and c; where they are needed, what is called at
 * unmount, what keys do, which keys there are, and what takes a file that is dropped on the page.
 */
export function createRender(page) {
  const mounted = new WeakMap(); // parentElement -> workspace
  return (component) => {
    const { parentElement, data } = component;
    if (!mounted.has(parentElement)) mounted.set(parentElement, mount(page, parentElement, data.endpoints.static));
    mounted.get(parentElement).update(component);
    return () => {
      mounted.get(parentElement)?.unmount();
      mounted.delete(parentElement);
    };
  };
}

function mount(page, parent, assets) {
  const store = createStore(EMPTY);
  let send = () => {}; // setStateValue of the latest run
  const tell = (key, value) => send(key, value);
  const session = createSession(store, got);
  const codes = createCodesLoading(store);
  const actions = createActions(store);
  const asking = createAsking(store, tell);
  const upload = createUpload(store, (reply, c, name) => got(reply, "upload", c, name));

  const built = page.build({ store, actions, session, asking, upload });
  const root = h("main", { className: `ws ${page.name}`, ariaLabel: page.label }, ...built.nodes);
  const taking = createTaking(store, { session, codes });
  const rest = watchRest(root, store, (view) => tell("view", { ...view, serial: taking.serial }));
  const stopRenewal = watchRenewal(store, () => {
    rest.tellNow();
    session.reopen();
  });
  const releaseFocus = keepFocus(root);
  watchKeys(root, store, built.actions ?? actions, built.keys);
  watchGauge(store, afterFrame);
  takeDrops(root, built.upload ?? upload);
  store.watch(["codes"], (state) => state.codes && settle(store, state.codes));
  const sheets = linkStyles(root, page.sheets, assets);
  parent.append(...sheets, root);

  function got(reply, kind, c, name) {
    if (kind === "decode") return built.paint(reply.pixels, reply.seq);
    if (kind === "upload") actions.remember();
    actions.loadEncoded(reply, kind, c, name);
    if (kind === "upload") store.set({ say: `${name[0].toUpperCase()}${name.slice(1)} was encoded.` });
  }
  return {
    update({ data, setStateValue }) {
      send = setStateValue;
      store.set({ theme: themeOf(root, store.get()) });
      if (taking.update(data)) rest.known();
    },
    unmount() {
      send = () => {};
      keepMade(store.get());
      [rest.stop, stopRenewal, asking.stop, releaseFocus, built.close].forEach((stop) => stop?.());
      session.close();
      codes.close();
      const { path } = store.get();
      store.set({ second: null, codes: null, path: path && { ...path, playing: false } }); // ends what runs for them
      sheets.forEach((sheet) => sheet.remove());
      root.remove();
    },
  };
}

/** Takes over what Python says. */
function createTaking(store, { session, codes }) {
  let serial = null; // of the view last taken
  let token = null; // of the session the page is in
  let answers = null; // requests that Python has answered
  let secondNotice = null; // why there is no second model

  /** Say once an answer why there is no second model, also twice the same. */
  function tellSecond(data) {
    const news = data.answers !== answers || data.second_notice !== secondNotice;
    if (news && data.second_notice) store.set({ notice: data.second_notice });
    [answers, secondNotice] = [data.answers, data.second_notice];
  }
  function take(data) {
    const { opening } = store.get();
    const refused = opening && data.model.name !== opening;
    keepMade(store.get());
    const view = takeView(store.get(), data);
    store.set({ ...view, opening: null, notice: data.notice });
    if (view.future) store.set({ future: view.future }); // a move of z has cut it off
    if (opening) store.set({ say: refused ? "" : `Opened ${opening}.` });
    if (store.get().codes) settle(store, store.get().codes);
  }
  return {
    get serial() {
      return serial;
    },

    /** Whether the view was taken over. */
    update(data) {
      store.set(takeSurroundings(store.get(), data));
      tellSecond(data);
      const same = store.get().model?.digest === data.model.digest;
      const renewed = same && token !== data.token; // the server was restarted
      if (same && !renewed && data.serial === serial) return false;
      [token, serial] = [data.token, data.serial];
      if (!renewed) take(data);
      session.open(data);
      codes.open(data);
      return !renewed;
    },
  };
}

function takeDrops(root, upload) {
  root.ondragover = (event) => event.preventDefault();
  root.ondrop = (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) upload(event.dataTransfer.files[0]);
  };
}

/** The theme as the page has it; the store's own object while it is the same, or all that is drawn with it were drawn anew. */
function themeOf(root, { theme }) {
  const style = getComputedStyle(root);
  const read = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const now = {
    text: read("text-color"),
    ground: read("background-color"),
    accent: read("primary-color"),
    font: "system-ui, sans-serif",
    key: style.colorScheme,
  };
  return Object.keys(now).every((key) => now[key] === theme[key]) ? theme : now;
}
