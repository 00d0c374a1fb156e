// Signing an act: what is signed stands in words above the ways to sign; the signature goes where the form says.
import { collect } from "./new-signer.js";
import { run, showProblem, signersOf } from "./panel.js";
import { Refused, send } from "./signer.js";

const prepared = new WeakMap();

/** The act to sign: written into the page by the server, or asked for with the values of another form. */
function embedded(form) {
  const json = form.querySelector("script[type='application/json']");
  return json ? JSON.parse(json.textContent) : null;
}

function valuesOf(form) {
  const source = form.dataset.fieldsFrom ? document.querySelector(form.dataset.fieldsFrom) : form;
  const data = new FormData(source);
  data.delete("csrfmiddlewaretoken");
  return Object.fromEntries(data);
}

function showReview(form, act) {
  form.querySelector("[data-sentence]").textContent = act.sentence;
  const list = form.querySelector("[data-fields]");
  list.replaceChildren(...act.fields.flatMap(({ label, value }) => {
    const [term, meaning] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = label;
    meaning.textContent = value;
    return [term, meaning];
  }));
  form.querySelector("[data-review]").hidden = false;
}

async function prepare(form, { csrf, derive }) {
  const collected = form.dataset.newSigner ? await collect(form, derive) : {};
  const act = await send(form.dataset.typedDataUrl, csrf, { ...valuesOf(form), ...collected });
  prepared.set(form, act);
  showReview(form, act);
  for (const part of form.querySelectorAll("[data-before]")) part.hidden = true;
  for (const part of form.querySelectorAll("[data-after]")) part.hidden = false;
  form.querySelector("[data-field=passphrase]").focus();
}

async function submit(form, act, { sign, csrf }) {
  const key = crypto.randomUUID();
  const { address, signer, signature } = await sign({ typedData: act.typed_data });
  const counted = signersOf(form).map((each) => each.signer);
  if (counted.length && !counted.includes(address)) throw new Refused(form.dataset.wrongWords);
  const answer = await send(form.dataset.submitUrl, csrf, { id: act.id, signer: signer ?? address, signature, key });
  const done = new CustomEvent("castor:signed", { bubbles: true, cancelable: true, detail: answer });
  if (form.dispatchEvent(done)) location.assign(form.dataset.doneUrl ?? answer.url ?? location.href);
}

export function signAct(form, way) {
  const act = embedded(form) ?? prepared.get(form);
  if (act && way === "words" && !form.reportValidity()) return;
  showProblem(form, "");
  run(form, form.dataset.name, (tools) => (act ? submit(form, act, tools) : prepare(form, tools)), way);
}

/** The message as the key signs it, for who wants to see it. */
export function showTechnical(details) {
  const form = details.closest("form");
  const act = embedded(form) ?? prepared.get(form);
  if (act) details.querySelector("[data-technical]").textContent = JSON.stringify(act.typed_data, null, 2);
}
