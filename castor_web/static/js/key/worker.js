// Derives the key, signs once, wipes the key and is thrown away. The passphrase never leaves this worker's memory.
import { addressOf, deriveKey, signMessage, signTypedData } from "./derive.js";

class Problem extends Error {}

async function evaluate({ url, csrf, name }, blinded) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ name, element: blinded }),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(answer.detail ?? "");
  return answer.element;
}

/** The page is asked for the message once the address is known, for the message names it. */
function messageFor(address) {
  return new Promise((resolve) => {
    self.onmessage = ({ data }) => resolve(data.message);
    self.postMessage({ address });
  });
}

function reporter() {
  let shown = -1;
  return (part) => {
    const percent = Math.floor(part * 100);
    if (percent !== shown) self.postMessage({ progress: (shown = percent) });
  };
}

async function signOnce({ words, portal, typedData }) {
  const key = await deriveKey(words, (blinded) => evaluate({ ...portal, name: words.name }, blinded), reporter());
  try {
    const address = addressOf(key);
    const signature = typedData ? signTypedData(key, typedData) : signMessage(key, await messageFor(address));
    self.postMessage({ address, signature });
  } finally {
    key.fill(0);
  }
}

self.onmessage = ({ data }) => {
  signOnce(data).catch((fault) => self.postMessage({ problem: fault instanceof Problem ? fault.message : "" }));
};
