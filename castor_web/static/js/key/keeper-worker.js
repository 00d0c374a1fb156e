// Keeps one key for the pages of this browser, where a SharedWorker outlives a page: five idle minutes at most, in memory alone.
import { derive, problemOf, signWith } from "./signing.js";

const IDLE = 5 * 60 * 1000;
const ports = new Set();
let kept = null;
let timer = 0;

const status = () => ({ status: { name: kept?.name ?? "", address: kept?.address ?? "" } });

function tellAll() {
  for (const port of ports) port.postMessage(status());
}

function lock() {
  clearTimeout(timer);
  kept?.key.fill(0);
  kept = null;
  tellAll();
}

function stayOpen() {
  clearTimeout(timer);
  timer = setTimeout(lock, IDLE);
}

/** Signs with the key that is kept, or with one that is derived now and kept from then on. */
async function sign(port, asked) {
  const post = (said) => port.postMessage({ ...said, request: asked.request });
  const ask = (known) => new Promise((resolve) => {
    port.answers.set(asked.request, resolve);
    post({ ask: known });
  });
  if (asked.words) {
    const derived = await derive(asked, post);
    lock();
    kept = { ...derived, name: asked.words.name };
  }
  if (!kept || kept.name !== asked.name) return post({ locked: true });
  stayOpen();
  tellAll();
  const { key, address, version } = kept;
  return signWith({ key, address, version }, asked, post, ask);
}

self.onconnect = ({ ports: [port] }) => {
  ports.add(port);
  port.answers = new Map();
  port.onmessage = ({ data }) => {
    if (data.lock) lock();
    else if (data.leave) ports.delete(port);
    else if (data.message !== undefined) port.answers.get(data.request)?.(data.message);
    else if (data.request) sign(port, data).catch((fault) => port.postMessage({ ...problemOf(fault), request: data.request }));
  };
  port.postMessage(status());
};
