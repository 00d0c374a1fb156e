// The page's side of keeper-worker.js. Where a SharedWorker would end with its page, there is none: each act asks.
const NAME = "castor-key";
const watchers = new Set();
let port = null;
let known = { name: "", address: "" };
let requests = 0;
const answering = new Map();

/** Connects, where the browser reads the option that keeps a SharedWorker alive between two pages. Answers whether it does. */
export function connect(url) {
  if (port) return true;
  if (!url || typeof SharedWorker === "undefined") return false;
  let read = false;
  const options = { type: "module", name: NAME, get extendedLifetime() { read = true; return true; } };
  const worker = new SharedWorker(url, options);
  if (!read) {
    worker.port.close();
    return false;
  }
  port = worker.port;
  port.onmessage = ({ data }) => {
    if (data.status) {
      known = data.status;
      for (const watcher of watchers) watcher(known);
    } else answering.get(data.request)?.(data);
  };
  window.addEventListener("pagehide", () => port.postMessage({ leave: true }), { once: true });
  return true;
}

/** Calls `watcher({name, address})` now and whenever the key is unlocked or locked; both are empty while it is locked. */
export function watch(watcher) {
  watchers.add(watcher);
  watcher(known);
}

export const isOpenFor = (name) => port !== null && known.name === name && name !== "";
export const lock = () => port?.postMessage({ lock: true });

/** A channel like that of a worker made for one signature: `onSaid` hears, `say` answers. */
export function request(asked, onSaid) {
  const id = `${Date.now()}-${(requests += 1)}`;
  answering.set(id, onSaid);
  port.postMessage({ ...asked, request: id });
  return { say: (answer) => port.postMessage({ ...answer, request: id }), end: () => answering.delete(id) };
}
