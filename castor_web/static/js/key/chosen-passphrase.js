// Choosing a passphrase: six words are offered, its strength is shown, and a sheet is printed that is never sent.
import { companyOf } from "./company.js";
import { field } from "./panel.js";
import { ENOUGH_BITS, randomPassphrase, strength } from "./passphrase.js";
import { Refused } from "./signer.js";

const part = (form, name) => field(form, `new-${name}`) ?? field(form, name);

function showStrength(form) {
  const bits = strength(part(form, "passphrase").value);
  form.querySelector("[data-strength] progress").value = Math.min(bits, 80);
  form.querySelector("[data-strength-weak]").hidden = bits >= ENOUGH_BITS;
  form.querySelector("[data-strength-good]").hidden = bits < ENOUGH_BITS;
  return bits;
}

function propose(form) {
  part(form, "passphrase").value = randomPassphrase();
  part(form, "again").value = "";
  showStrength(form);
}

/** The recovery sheet is filled for the printer and emptied again: nothing of it is kept. */
function printSheet(form) {
  const sheet = document.querySelector("[data-recovery-sheet]");
  const box = ["new-", ""].map((each) => form.querySelector(`[data-company="${each}"]:not([hidden])`)).find(Boolean);
  const facts = [...(box?.querySelectorAll("[data-fact]") ?? [])];
  const said = {
    ...Object.fromEntries(facts.map((each) => [each.dataset.fact, each.value])),
    name: form.dataset.name ?? form.querySelector("[name=name]").value,
    passphrase: part(form, "passphrase").value,
    secret: part(form, "secret").value,
    portal: location.origin,
  };
  for (const [name, text] of Object.entries(said)) sheet.querySelector(`[data-sheet="${name}"]`).textContent = text || "–";
  sheet.querySelector("[data-sheet-company]").hidden = !facts.some((each) => each.value);
  window.addEventListener("afterprint", () => sheet.querySelectorAll("[data-sheet]").forEach((each) => { each.textContent = ""; }), { once: true });
  window.print();
}

/** {passphrase, secret, company}. Throws Refused for one that could be guessed, or was not said the same twice. */
export function chosenPassphrase(form) {
  const passphrase = part(form, "passphrase").value;
  if (showStrength(form) < ENOUGH_BITS) throw new Refused(form.dataset.tooWeak);
  if (passphrase.normalize("NFKC") !== part(form, "again").value.normalize("NFKC")) throw new Refused(form.dataset.notSame);
  return { passphrase, secret: part(form, "secret").value, company: companyOf(form, form.dataset.newSigner ? "new-" : "") };
}

export function watchChoice(form) {
  propose(form);
  form.addEventListener("input", () => showStrength(form));
  form.querySelector("[data-propose]").addEventListener("click", () => propose(form));
  form.querySelector("[data-print]").addEventListener("click", () => printSheet(form));
}
