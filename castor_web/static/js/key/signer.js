// One signature: by a worker that lives for it alone, or by the keeper of an unlocked key.
import * as keeper from "./keeper.js";

/** What went wrong, in a sentence that the portal wrote; empty when the portal could not be asked. */
export class Refused extends Error {}

function workerChannel(url, asked, onSaid) {
  const thread = new Worker(url, { type: "module" });
  thread.onerror = () => onSaid({ problem: "" });
  thread.onmessage = ({ data }) => onSaid(data);
  thread.postMessage(asked);
  return { say: (answer) => thread.postMessage(answer), end: () => thread.terminate() };
}

/**
 * Signs with the key that `words` {name, passphrase, secret} give, or with the kept one (no words, `kept`).
 * `sign` is {typedData} (EIP-712), {messageFor: async ({address, version}) => message} (EIP-191), or {addressOnly}.
 * Answers {address, signature, version}. Throws Refused.
 */
export function signWithWords({ worker, name, words, keep, portal, sign, onProgress }) {
  return new Promise((resolve, reject) => {
    const asked = { name, words, portal, typedData: sign.typedData, addressOnly: sign.addressOnly };
    let channel;
    const end = (settle, value) => {
      channel.end();
      settle(value);
    };
    const onSaid = async (said) => {
      if (said.progress !== undefined) onProgress(said.progress);
      else if (said.done) end(resolve, said);
      else if (said.locked) end(reject, new Refused(""));
      else if (said.problem !== undefined) end(reject, new Refused(said.problem));
      else if (said.ask) {
        try {
          channel.say({ message: await sign.messageFor(said.ask) });
        } catch (fault) {
          end(reject, fault);
        }
      }
    };
    channel = keep || !words ? keeper.request(asked, onSaid) : workerChannel(worker, asked, onSaid);
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
