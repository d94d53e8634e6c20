/** The workspace: one small store, the parts around it, and the session behind it. */

import { createActions } from "./actions.js";
import { createConditions } from "./conditions.js";
import { afterFrame, h } from "./dom.js";
import { createDrawing } from "./draw.js";
import { rate } from "./gaussian.js";
import { codeSource, row } from "./codes.js";
import { createHelp, createHint } from "./help.js";
import { createMap } from "./map.js";
import { watchNearness } from "./nearness.js";
import { createPad } from "./pad.js";
import { createPicture } from "./picture.js";
import { watchRest } from "./rest.js";
import { createSession } from "./session.js";
import { createSources } from "./sources.js";
import { createStore } from "./store.js";
import { createNotice, createStrip } from "./strip.js";
import { createThumbs } from "./thumbs.js";
import { createPicker, createToolbar, watchKeys } from "./toolbar.js";

const mounted = new WeakMap(); // parentElement -> workspace

/** What Streamlit calls, through the shim, at every change of data or theme; the answer is called at unmount. */
export function render(component) {
  const { parentElement, data } = component;
  if (!mounted.has(parentElement)) mounted.set(parentElement, mount(parentElement, data.endpoints.static));
  mounted.get(parentElement).update(component);
  return () => {
    mounted.get(parentElement)?.unmount();
    mounted.delete(parentElement);
  };
}

const RENEWALS_MS = [1500, 4000, 9000]; // Streamlit takes a while to find a restarted server again

const EMPTY = {
  models: [], model: null, z: new Float32Array(0), c: new Float32Array(0), map: "", source: null, posterior: null, images: null,
  codes: null, codesError: null, far: false, drawing: false, opening: null, painted: false, past: [], notice: null, say: "", theme: {},
  link: { state: "connecting" }, latency: { computeMs: null, roundTripMs: null },
};

function mount(parent, assets) {
  const store = createStore(EMPTY);
  const session = createSession(store, got);
  const actions = createActions(store, () => session.ask());
  const picture = createPicture(store, () => session.retry());
  let send = () => {}; // setStateValue of the latest run
  let serial = null; // of the view last taken from Python
  let token = null; // of the session the page is in
  let renewals = 0; // since the socket was last open

  const root = h(
    "main",
    { className: "ws", ariaLabel: "Latent space explorer" },
    h("header", { className: "bar" }, createPicker(store, choose), createConditions(store, actions), createSources(store, actions, upload), createToolbar(store, actions), createHelp()),
    h("div", { className: "notices" }, createNotice(store), createHint()),
    h(
      "div",
      { className: "panes" },
      createPad(store, actions),
      h("section", { className: "view", ariaLabel: "Picture" }, picture.node, h("div", { className: "tray" }, createDrawing(store, session.encode, beginDrawing), createThumbs(store))),
      createMap(store, actions),
    ),
    createStrip(store),
  );
  const rest = watchRest(root, store, (view) => send("view", { ...view, serial }));
  watchKeys(root, store, actions);
  watchNearness(store, afterFrame);
  root.ondragover = (event) => event.preventDefault();
  root.ondrop = (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) upload(event.dataTransfer.files[0]);
  };
  store.watch(["codes"], ({ codes }) => codes && settle(store, codes));
  store.watch(["link"], renew);
  const sheet = h("link", { rel: "stylesheet", href: `${assets}/workspace/workspace.css`, onload: reveal, onerror: reveal });
  root.style.visibility = "hidden";
  parent.append(sheet, root);

  /**
   * The server knows the token or the model no more (it was restarted, the model's file was replaced): a run of the
   * page's script brings what is missing, then the socket is tried again.
   */
  function renew({ link }) {
    if (link.state === "open") renewals = 0;
    if (link.state !== "refused" || renewals === RENEWALS_MS.length) return;
    setTimeout(() => {
      if (store.get().link !== link) return;
      rest.tellNow();
      session.reopen();
    }, RENEWALS_MS[renewals++]);
  }
  function reveal() {
    root.style.visibility = "";
  }
  function choose(name) {
    store.set({ opening: name, say: `Opening ${name}.` });
    send("model", name);
  }
  function beginDrawing() {
    actions.remember();
    store.set({ say: "Encoding your drawing as you draw." });
  }
  function upload(file) {
    session.upload(file);
  }
  function got(reply, kind, c) {
    if (kind === "decode") return picture.paint(reply.pixels, reply.seq);
    if (kind === "upload") actions.remember();
    actions.loadEncoded(reply, kind, c);
    picture.paint(reply.reconstruction, reply.seq);
    if (kind === "upload") store.set({ say: "Your picture was encoded." });
  }

  return {
    update({ data, setStateValue }) {
      send = setStateValue;
      store.set({ theme: readTheme(root), models: data.models });
      const { model } = store.get();
      const renewed = token !== null && token !== data.token && model.digest === data.model.digest; // the server was restarted
      if (!renewed && data.serial === serial) return;
      [token, serial] = [data.token, data.serial];
      if (renewed) return void (session.open(data), session.ask());
      const { opening } = store.get();
      const refused = opening && data.model.name !== opening;
      store.set({ ...takeView(store.get(), data), opening: null, notice: data.notice });
      if (opening) store.set({ say: refused ? "" : `Opened ${opening}.` });
      session.open(data);
      session.ask();
      rest.known();
      if (refused) send("model", data.model.name);
    },
    unmount() {
      rest.stop();
      session.close();
      sheet.remove();
      root.remove();
    },
  };
}

/** The state that Python's model and view ask for. */
function takeView(state, { model, view }) {
  const kept = state.model?.digest === model.digest ? { model: state.model } : { model, painted: false, codes: null, past: [] };
  return {
    ...kept,
    z: Float32Array.from(view.z ?? model.prior.mu),
    c: Float32Array.from(view.c ?? Array(model.condition?.names.length ?? 0).fill(0)),
    map: view.map,
    source: Number.isInteger(view.code) ? { kind: "code", index: view.code, text: "" } : null,
    posterior: null,
    images: null,
  };
}

/** Once the codes are there: take a map that exists, and the band of the code that z came from. */
function settle(store, codes) {
  const { source, posterior, map, model } = store.get();
  const known = Object.keys(codes.maps);
  const wanted = codes.latent === 2 ? ["axes", "umap", ...known] : ["umap", ...known];
  if (!codes.maps[map]) store.set({ map: wanted.find((name) => codes.maps[name]) ?? "" });
  if (source?.kind !== "code" || posterior || source.index >= codes.n) return;
  const [mu, logvar] = [row(codes.mu, codes.latent, source.index), row(codes.logvar, codes.latent, source.index)];
  store.set({ source: codeSource(codes, source.index, model.class_names), posterior: { mu, logvar, rate: rate(mu, logvar, model.prior) } });
}

function readTheme(root) {
  const style = getComputedStyle(root);
  const read = (name) => style.getPropertyValue(`--st-${name}`).trim();
  return { text: read("text-color"), ground: read("background-color"), accent: read("primary-color"), font: "system-ui, sans-serif", key: style.colorScheme };
}
