// What a worker does for one signature, whether it lives for that alone (worker.js) or keeps the key a while (keeper-worker.js).
import { addressOf, deriveKey, signMessage, signTypedData } from "./derive.js";

export class Problem extends Error {}

/** Asks the portal for its part; notes which version of the market secret it was. */
function evaluator({ url, csrf }, words, derived) {
  return async (blinded) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify({ name: words.name, element: blinded, version: words.version ?? null }),
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Problem(answer.detail ?? "");
    derived.version = answer.version;
    return answer.element;
  };
}

/** `{key, address, version}` from words {name, passphrase, secret, version}. The caller wipes the key. */
export async function derive({ words, portal }, post) {
  const derived = {};
  let shown = -1;
  const progress = (part) => {
    const percent = Math.floor(part * 100);
    if (percent !== shown) post({ progress: (shown = percent) });
  };
  derived.key = await deriveKey(words, evaluator(portal, words, derived), progress);
  derived.address = addressOf(derived.key);
  return derived;
}

/** One signature: of typed data, or of the message that the page is asked for once the address is known. */
export async function signWith({ key, address, version }, { typedData, addressOnly }, post, messageFor) {
  if (addressOnly) return post({ address, version, done: true });
  const signature = typedData ? signTypedData(key, typedData) : signMessage(key, await messageFor({ address, version }));
  return post({ address, signature, done: true });
}

export const problemOf = (fault) => ({ problem: fault instanceof Problem ? fault.message : "" });
