// The part of a form that asks for a company's facts: there for issuers, and for who says that the key is a company's.
import { FACTS, spelled } from "./company-facts.js";
import { Refused } from "./signer.js";

const part = (form, fresh) => form.querySelector(`[data-company="${fresh}"]`);

/** {company, number, phone}, or undefined where the key is a person's. Throws Refused where some of it is missing. */
export function companyOf(form, fresh = "") {
  const box = part(form, fresh);
  if (!box || box.hidden) return undefined;
  const facts = Object.fromEntries(FACTS.map((fact) => [fact, box.querySelector(`[data-fact="${fact}"]`).value]));
  if (!("companyRequired" in box.dataset) && Object.values(facts).every((text) => !text.trim())) return undefined;
  try {
    spelled(facts);
  } catch {
    throw new Refused(box.dataset.incomplete);
  }
  return facts;
}

/** Shows the part while an issuer's role is chosen. */
export function followRole(form) {
  const box = part(form, "");
  const roles = form.querySelectorAll("[name=role]");
  if (!box || !roles.length) return;
  const follow = () => { box.hidden = form.querySelector("[name=role]:checked")?.value !== "issuer"; };
  for (const role of roles) role.addEventListener("change", follow);
  follow();
}
