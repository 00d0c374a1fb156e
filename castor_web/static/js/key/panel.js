// The part that every form that signs has: a way to sign chosen, words in, progress shown, one signature out.
import { hashTypedData } from "viem/utils";
import { companyOf } from "./company.js";
import * as keeper from "./keeper.js";
import { isHere, signWithPasskey } from "./passkey.js";
import { Refused, signWithWords } from "./signer.js";
import { found as walletsFound, signWithWallet } from "./wallet.js";

export const field = (form, name) => form.querySelector(`[data-field="${name}"]`);
export const signersOf = (form) => JSON.parse(form.dataset.signers || "[]");
const csrfOf = (form) => form.querySelector("[name=csrfmiddlewaretoken]").value;

/** Shows a problem in the form, or takes it away. The words for "portal away" stand in the template. */
export function showProblem(form, text) {
  const box = form.querySelector("[data-problem]");
  box.textContent = text;
  box.hidden = !text;
  if (text) box.focus();
}

function showProgress(form, percent) {
  const box = form.querySelector("[data-progress]");
  box.hidden = percent === null;
  if (percent !== null) box.querySelector("progress").value = percent;
}

function words(form, name) {
  const version = form.dataset.newestVersion && !form.dataset.newSigner ? Number(form.dataset.newestVersion) : undefined;
  const secret = field(form, "secret")?.value ?? "";
  return { name, version, passphrase: field(form, "passphrase").value, secret, company: companyOf(form) };
}

function forget(form) {
  for (const name of ["passphrase", "again", "secret"]) {
    const input = field(form, name);
    if (input) input.value = "";
  }
}

/** While the key is unlocked for this form's account, the words are not asked for. */
export function followKeeper(form) {
  const asked = form.querySelector("[data-words]");
  if (!asked) return;
  const offer = form.querySelector("[data-keep-offer]");
  if (offer) offer.hidden = !keeper.connect(form.dataset.keeper);
  keeper.watch(() => {
    const open = keeper.isOpenFor(form.dataset.name ?? "");
    asked.hidden = open;
    field(form, "passphrase").required = !open;
    form.querySelector("[data-unlocked]").hidden = !open;
  });
}

/** Ways to sign that are there on this device, and for this account, are offered. */
export function offerWays(form) {
  const offer = (way, there) => {
    const button = form.querySelector(`[data-way="${way}"]`);
    if (button) button.hidden = !there;
  };
  const signing = form.dataset.keyForm === "act";
  const has = (kind) => !signing || signersOf(form).some((each) => each.kind === kind);
  offer("passkey", isHere() && has("passkey"));
  offer("wallet", walletsFound().length > 0 && has("wallet"));
}

async function byWords(form, name, csrf, what, given) {
  const open = !given && keeper.isOpenFor(name);
  if (!open) showProgress(form, 0);
  return signWithWords({
    worker: form.dataset.worker,
    name,
    words: open ? undefined : given ?? words(form, name),
    keep: !given && Boolean(field(form, "keep")?.checked && keeper.connect(form.dataset.keeper)),
    portal: { url: form.dataset.evaluateUrl, csrf },
    sign: what,
    onProgress: (percent) => showProgress(form, percent),
  });
}

async function byPasskey(form, what) {
  const digest = what.typedData ? hashTypedData(what.typedData) : await what.digestFor();
  const signed = await signWithPasskey(digest, signersOf(form));
  return signed;
}

async function byWallet(form, what) {
  const [wallet] = walletsFound();
  if (!wallet) throw new Refused(form.dataset.noWallet);
  return signWithWallet(wallet, what, signersOf(form));
}

const byUser = (fault) => fault?.name === "NotAllowedError" || fault?.code === 4001;

/**
 * Runs `work({ sign, derive, csrf })` for a form, where `sign` asks for one signature in the chosen way; whatever goes wrong
 * is said in the form. The passphrase is forgotten when the signature is there.
 */
export async function run(form, name, work, way = "words") {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  showProblem(form, "");
  const buttons = form.querySelectorAll("button");
  const csrf = csrfOf(form);
  const sign = async (what) => {
    if (way === "passkey") return byPasskey(form, what);
    if (way === "wallet") return byWallet(form, what);
    const signed = await byWords(form, name, csrf, what);
    forget(form);
    return signed;
  };
  const derive = (given) => byWords(form, name, csrf, { addressOnly: true }, given);
  for (const button of buttons) button.disabled = true;
  try {
    await work({ sign, derive, csrf });
  } catch (fault) {
    if (byUser(fault)) showProblem(form, form.dataset.notSigned ?? form.dataset.away);
    else showProblem(form, (fault instanceof Refused && fault.message) || form.dataset.away);
  } finally {
    delete form.dataset.busy;
    showProgress(form, null);
    for (const button of buttons) button.disabled = false;
  }
}
