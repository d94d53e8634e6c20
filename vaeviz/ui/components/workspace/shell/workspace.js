/** The workspace: one store, the parts around it, and the session behind it. */

import { createPad } from "../latents/pad.js";
import { createStrip } from "../latents/strip.js";
import { createMap } from "../map/map.js";
import { createMemory } from "../memory/dock.js";
import { createConditions } from "../picture/conditions.js";
import { createDrawing } from "../picture/draw.js";
import { createMeter } from "../picture/meter.js";
import { watchGauge } from "../picture/nearness.js";
import { createPicture } from "../picture/picture.js";
import { createSecondPicker } from "../picture/second.js";
import { createSources } from "../picture/sources.js";
import { createThumbs } from "../picture/thumbs.js";
import { createSession } from "../decoder/session.js";
import { createActions } from "./actions.js";
import { afterFrame, h } from "./dom.js";
import { createHelp, createHint } from "./help.js";
import { watchKeys } from "./keys.js";
import { watchRest } from "./rest.js";
import { createShare } from "./share.js";
import { EMPTY } from "./state.js";
import { createNotice, createStatus } from "./status.js";
import { createStore } from "./store.js";
import { createPicker, createToolbar } from "./toolbar.js";
import { settle, takeSurroundings, takeView } from "./view.js";

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

const SHEETS = ["shell", "latents", "picture", "map", "memory"]; // a part's style sheet has its name
const RENEWALS_MS = [1500, 4000, 9000]; // Streamlit takes a while to find a restarted server again

function mount(parent, assets) {
  const store = createStore(EMPTY);
  const session = createSession(store, got);
  const actions = createActions(store);
  const picture = createPicture(store, { retry: () => session.retry(), many: session.many, chooseSecond });
  let send = () => {}; // setStateValue of the latest run
  let serial = null; // of the view last taken from Python
  let token = null; // of the session the page is in
  let secondNotice = null; // why there is no second model
  let renewals = 0; // since the socket was last open

  const root = h("main", { className: "ws", ariaLabel: "Latent space explorer" }, ...build({ store, actions, session, picture, choose, chooseSecond, upload }));
  const rest = watchRest(root, store, (view) => send("view", { ...view, serial }));
  watchKeys(root, store, actions);
  watchGauge(store, afterFrame);
  takeDrops(root, upload);
  store.watch(["codes"], ({ codes }) => codes && settle(store, codes));
  store.watch(["link"], renew);
  const sheets = dress(root, assets);
  parent.append(...sheets, root);

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
  function choose(name) {
    store.set({ opening: name, say: `Opening ${name}.` });
    ask("model", name);
  }
  /** Have another model stand beside this one; null takes it away. */
  function chooseSecond(name) {
    ask("second", name);
  }
  /** Every request is another value, so that Python sees the same one asked for twice. */
  function ask(key, name) {
    send(key, { name, at: Date.now() });
  }
  function upload(file) {
    session.upload(file);
  }
  function got(reply, kind, c) {
    if (kind === "decode") return picture.paint(reply.pixels, reply.seq);
    if (kind === "upload") actions.remember();
    actions.loadEncoded(reply, kind, c);
    if (kind === "upload") store.set({ say: "Your picture was encoded." });
  }

  return {
    update({ data, setStateValue }) {
      send = setStateValue;
      store.set({ theme: readTheme(root), ...takeSurroundings(store.get(), data) });
      if (data.second_notice !== secondNotice && data.second_notice) store.set({ notice: data.second_notice });
      secondNotice = data.second_notice;
      const { model } = store.get();
      const renewed = token !== null && token !== data.token && model.digest === data.model.digest; // the server was restarted
      if (!renewed && data.serial === serial) return;
      [token, serial] = [data.token, data.serial];
      if (renewed) return session.open(data);
      const { opening } = store.get();
      const refused = opening && data.model.name !== opening;
      store.set({ ...takeView(store.get(), data), opening: null, notice: data.notice });
      if (opening) store.set({ say: refused ? "" : `Opened ${opening}.` });
      session.open(data);
      rest.known();
    },
    unmount() {
      rest.stop();
      session.close();
      sheets.forEach((sheet) => sheet.remove());
      root.remove();
    },
  };
}

/** What stands where. */
function build({ store, actions, session, picture, choose, chooseSecond, upload }) {
  const begin = () => {
    actions.remember();
    store.set({ say: "Encoding your drawing as you draw." });
  };
  const tray = h("div", { className: "tray" }, createDrawing(store, session.encode, begin), createThumbs(store));
  return [
    h("header", { className: "bar" }, createPicker(store, choose), createSecondPicker(store, chooseSecond), createConditions(store, actions), createSources(store, actions, upload), createToolbar(store, actions), createShare(store, { picture: picture.node, choose, chooseSecond }), createHelp(store)),
    h("div", { className: "notices" }, createNotice(store), createHint()),
    h("div", { className: "panes" }, createPad(store, actions), h("section", { className: "view", ariaLabel: "Picture" }, picture.node, createMeter(store), tray), createMap(store, actions, session.many)),
    h("div", { className: "dock" }, createStrip(store, actions, session.many), ...createMemory(store, actions, session.many)),
    createStatus(store),
  ];
}

/** The style sheets; `root` is shown once all of them are there. */
function dress(root, assets) {
  let missing = SHEETS.length;
  const arrived = () => (missing -= 1) || (root.style.visibility = "");
  root.style.visibility = "hidden";
  return SHEETS.map((part) => h("link", { rel: "stylesheet", href: `${assets}/${part}/${part}.css`, onload: arrived, onerror: arrived }));
}

function takeDrops(root, upload) {
  root.ondragover = (event) => event.preventDefault();
  root.ondrop = (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) upload(event.dataTransfer.files[0]);
  };
}

function readTheme(root) {
  const style = getComputedStyle(root);
  const read = (name) => style.getPropertyValue(`--st-${name}`).trim();
  return { text: read("text-color"), ground: read("background-color"), accent: read("primary-color"), font: "system-ui, sans-serif", key: style.colorScheme };
}
