// Opening an account: a passphrase is chosen, its key signs the application that the portal wrote.
import { field, run, showProblem } from "./panel.js";
import { ENOUGH_BITS, randomPassphrase, strength } from "./passphrase.js";
import { send } from "./signer.js";

function chosen(form, name) {
  return form.querySelector(`[name="${name}"]:checked`)?.value ?? form.querySelector(`[name="${name}"]`)?.value ?? "";
}

function showStrength(form) {
  const bits = strength(field(form, "passphrase").value);
  form.querySelector("[data-strength] progress").value = Math.min(bits, 80);
  form.querySelector("[data-strength-weak]").hidden = bits >= ENOUGH_BITS;
  form.querySelector("[data-strength-good]").hidden = bits < ENOUGH_BITS;
  return bits;
}

function propose(form) {
  field(form, "passphrase").value = randomPassphrase();
  field(form, "again").value = "";
  showStrength(form);
}

/** The recovery sheet is filled for the printer and emptied again: nothing of it is kept. */
function printSheet(form) {
  const sheet = document.querySelector("[data-recovery-sheet]");
  const said = {
    name: form.querySelector("[name=name]").value,
    passphrase: field(form, "passphrase").value,
    secret: field(form, "secret").value,
    portal: location.origin,
  };
  for (const [name, text] of Object.entries(said)) sheet.querySelector(`[data-sheet="${name}"]`).textContent = text || "–";
  window.addEventListener("afterprint", () => sheet.querySelectorAll("[data-sheet]").forEach((part) => { part.textContent = ""; }), { once: true });
  window.print();
}

function complaint(form) {
  if (showStrength(form) < ENOUGH_BITS) return form.dataset.tooWeak;
  const same = field(form, "passphrase").value.normalize("NFKC") === field(form, "again").value.normalize("NFKC");
  return same ? "" : form.dataset.notSame;
}

export function signUp(form) {
  if (!form.reportValidity()) return;
  const problem = complaint(form);
  if (problem) return showProblem(form, problem);
  const name = form.querySelector("[name=name]").value;
  const asked = { name, role: chosen(form, "role"), operator: chosen(form, "operator") };
  run(form, name, async ({ sign, csrf }) => {
    let id;
    const { signature } = await sign({
      messageFor: async (address) => {
        const challenge = await send(form.dataset.challengeUrl, csrf, { ...asked, address });
        id = challenge.id;
        return challenge.message;
      },
    });
    form.querySelector("[name=challenge]").value = id;
    form.querySelector("[name=signature]").value = signature;
    form.submit();
  });
}

export function watchSignUp(form) {
  propose(form);
  form.addEventListener("input", () => showStrength(form));
  form.querySelector("[data-propose]").addEventListener("click", () => propose(form));
  form.querySelector("[data-print]").addEventListener("click", () => printSheet(form));
}
