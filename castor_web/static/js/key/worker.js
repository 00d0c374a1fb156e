// Derives the key, signs once, wipes the key and is thrown away. The passphrase never leaves this worker's memory.
import { derive, problemOf, signWith } from "./signing.js";

const post = (said) => self.postMessage(said);

/** The page is asked for the message once the address is known, for the message names it. */
function messageFor(known) {
  return new Promise((resolve) => {
    self.onmessage = ({ data }) => resolve(data.message);
    post({ ask: known });
  });
}

async function signOnce(asked) {
  const derived = await derive(asked, post);
  try {
    await signWith(derived, asked, post, messageFor);
  } finally {
    derived.key.fill(0);
  }
}

self.onmessage = ({ data }) => {
  signOnce(data).catch((fault) => post(problemOf(fault)));
};
