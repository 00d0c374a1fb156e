// The part that every form with a passphrase has: words in, progress shown, one signature out.
import { Refused, signWithWords } from "./signer.js";

export const field = (form, name) => form.querySelector(`[data-field="${name}"]`);
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
  return { name, passphrase: field(form, "passphrase").value, secret: field(form, "secret")?.value ?? "" };
}

function forget(form) {
  for (const name of ["passphrase", "again", "secret"]) {
    const input = field(form, name);
    if (input) input.value = "";
  }
}

/**
 * Runs `work({ sign, csrf })` for a form, where `sign` asks for one signature; whatever goes wrong is said in the form.
 * The passphrase is forgotten when the signature is there.
 */
export async function run(form, name, work) {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  showProblem(form, "");
  const buttons = form.querySelectorAll("button");
  const csrf = csrfOf(form);
  const sign = async (what) => {
    showProgress(form, 0);
    const signed = await signWithWords({
      worker: form.dataset.worker,
      words: words(form, name),
      portal: { url: form.dataset.evaluateUrl, csrf },
      sign: what,
      onProgress: (percent) => showProgress(form, percent),
    });
    forget(form);
    return signed;
  };
  for (const button of buttons) button.disabled = true;
  try {
    await work({ sign, csrf });
  } catch (fault) {
    showProblem(form, (fault instanceof Refused && fault.message) || form.dataset.away);
  } finally {
    delete form.dataset.busy;
    showProgress(form, null);
    for (const button of buttons) button.disabled = false;
  }
}
