// Plays the pages of a browser with the worker that keeps a key, whose clock stands until it is moved.
import { mock } from "node:test";
import { ristretto255_oprf } from "@noble/curves/ed25519.js";

const { oprf } = ristretto255_oprf;
const { secretKey } = oprf.deriveKeyPair(new Uint8Array(32).fill(7), new Uint8Array());
const bytes = (hex) => Uint8Array.from(Buffer.from(hex.slice(2), "hex"));
globalThis.self = globalThis;
globalThis.fetch = async (_, { body }) => {
  const element = oprf.blindEvaluate(secretKey, bytes(JSON.parse(body).element));
  return { ok: true, json: async () => ({ element: `0x${Buffer.from(element).toString("hex")}`, version: 1 }) };
};
mock.timers.enable({ apis: ["setTimeout"] });
await import("../../../castor_web/static/js/key/keeper-worker.js");

const waiting = new Map();
let status = {};
const port = {
  postMessage(said) {
    if (said.status) status = said.status;
    if (said.ask) this.onmessage({ data: { request: said.request, message: "sign in" } });
    if (said.done) waiting.get(said.request)?.("signed");
    if (said.locked) waiting.get(said.request)?.("locked");
  },
};
self.onconnect({ ports: [port] });

function sign(name, words) {
  const request = `${waiting.size + 1}`;
  return new Promise((resolve) => {
    waiting.set(request, resolve);
    port.onmessage({ data: { request, name, words, portal: { url: "/", csrf: "" } } });
  });
}

const first = await sign("ivan", { name: "ivan", passphrase: "tamo", secret: "" });
const other = await sign("ida");
mock.timers.tick(299_000);
const second = await sign("ivan");
mock.timers.tick(299_000);
const open = status.name === "ivan";
mock.timers.tick(1_000);
const late = await sign("ivan");
console.log(JSON.stringify({ other, first, second, late, wiped: open && status.name === "" }));
