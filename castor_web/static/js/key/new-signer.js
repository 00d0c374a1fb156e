// A further signer of one's own: what the portal must know to prepare the act that adds it.
import { found, walletAddress } from "./wallet.js";
import { makePasskey } from "./passkey.js";
import { chosenPassphrase } from "./chosen-passphrase.js";
import { Refused } from "./signer.js";

async function derived(form, derive) {
  const version = Number(form.dataset.newestVersion);
  const { address } = await derive({ name: form.dataset.name, ...chosenPassphrase(form), version });
  return { key: address, version };
}

async function passkey(form) {
  const { credential, x, y } = await makePasskey({ name: form.elements.label.value, account: form.dataset.name });
  return { key: form.dataset.verifier, x, y, credential };
}

async function wallet(form) {
  const [first] = found();
  if (!first) throw new Refused(form.dataset.noWallet);
  const { address, name } = await walletAddress(first);
  return { key: address, label: form.elements.label.value || name };
}

const COLLECT = { derived, passkey, wallet };

/** The new signer's part of what is sent: `key`, and `x`, `y`, `credential` of a passkey, `version` of a derived key. */
export async function collect(form, derive) {
  const kind = form.dataset.newSigner;
  const made = await COLLECT[kind](form, derive);
  return { kind, ...made };
}
