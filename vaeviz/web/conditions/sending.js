/** Pictures on their way to the encoder, one after the other: the last sent is the last answered. */

/**
 * Make `send(file, told, name)` of `upload`, which takes the same. What has waited while another model was opened is not
 * sent to that one; one that fails is said until another has gone through, and the next goes on.
 */
export function createSending(store, upload) {
  let line = Promise.resolve();
  let said = null; // the notice of the last failure

  async function send(file, told, name) {
    await upload(file, told, name);
    if (said !== null && store.get().notice === said) store.set({ notice: null });
  }
  function fail(error, name) {
    said = `${name[0].toUpperCase()}${name.slice(1)} could not be encoded: ${error.message}. Send it again.`;
    store.set({ notice: said, say: "" });
  }
  return (file, told, name) => {
    const { digest } = store.get().model;
    line = line
      .then(() => store.get().model.digest === digest && send(file, told, name))
      .catch((error) => fail(error, name));
    return line;
  };
}
