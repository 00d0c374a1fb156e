// What a company's key is made of beside its passphrase (the salt) and secret: what the company can always say again.
// apps/accounts/derivation.py spells it the same in Python, and a test compares them.
const SPELLED = {
  company: (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim(),
  number: (text) => text.normalize("NFKC").toUpperCase().replace(/[^A-Z0-9]/g, ""),
  phone: (text) => text.normalize("NFKC").replace(/[^0-9]/g, "").replace(/^00/, "").replace(/^0/, "60"),
};
export const FACTS = Object.keys(SPELLED);
const SHORTEST = { company: 2, number: 5, phone: 7 };

/** The facts however they were typed, each in its one spelling. Throws RangeError for one that says too little. */
export function spelled(company) {
  return Object.fromEntries(FACTS.map((fact) => {
    const text = SPELLED[fact](company[fact] ?? "");
    if (text.length < SHORTEST[fact]) throw new RangeError(fact);
    return [fact, text];
  }));
}
