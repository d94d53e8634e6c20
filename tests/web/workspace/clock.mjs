// A clock that is wound by hand.
export function handClock() {
  const timers = new Map();
  let id = 0;
  return {
    later(work, ms) {
      timers.set(++id, { work, ms });
      return id;
    },
    cancel: (timer) => timers.delete(timer),
    /** How long each timer that runs has been set to. */
    set: () => [...timers.values()].map(({ ms }) => ms),
    /** Let all that run come to their end. */
    ring() {
      const due = [...timers.values()];
      timers.clear();
      due.forEach(({ work }) => work());
    },
  };
}
