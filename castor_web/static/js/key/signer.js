// One worker for one signature.

/** What went wrong, in a sentence that the portal wrote; empty when the portal could not be asked. */
export class Refused extends Error {}

/**
 * Signs with the key that `words` {name, passphrase, secret} give.
 * `sign` is {typedData} (EIP-712) or {messageFor: async (address) => message} (EIP-191).
 * Answers {address, signature}. Throws Refused.
 */
export function signWithWords({ worker, words, portal, sign, onProgress }) {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { type: "module" });
    const end = (settle, value) => {
      thread.terminate();
      settle(value);
    };
    thread.onerror = () => end(reject, new Refused(""));
    thread.onmessage = async ({ data }) => {
      if (data.progress !== undefined) onProgress(data.progress);
      else if (data.signature) end(resolve, data);
      else if (data.problem !== undefined) end(reject, new Refused(data.problem));
      else if (data.address) {
        try {
          thread.postMessage({ message: await sign.messageFor(data.address) });
        } catch (fault) {
          end(reject, fault);
        }
      }
    };
    thread.postMessage({ words, portal, typedData: sign.typedData });
  });
}

/** Sends JSON and answers JSON. Throws Refused with the portal's own sentence. */
export async function send(url, csrf, body) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refused("");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.detail ?? "");
  return answer;
}
