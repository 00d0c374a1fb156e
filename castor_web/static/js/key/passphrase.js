// Help with passphrases: six random words of 2,048 are 66 bits; below 60 is refused.
import { wordlist as english } from "@scure/bip39/wordlists/english";

export const ENOUGH_BITS = 60;
const WORDS = 6;
const BITS_A_WORD = 11;
const known = new Set(english);

/** Six different words, drawn evenly: 65,536 is a multiple of 2,048. */
export function randomPassphrase() {
  const words = new Set();
  while (words.size < WORDS) {
    const [number] = crypto.getRandomValues(new Uint16Array(1));
    words.add(english[number % english.length]);
  }
  return [...words].join(" ");
}

/** A careful guess at how many bits a passphrase is worth. A word said twice, or a run such as abc or 111, adds little. */
export function strength(passphrase) {
  const seen = new Set();
  let bits = 0;
  for (const token of passphrase.normalize("NFKC").trim().toLowerCase().split(/[\s-]+/)) {
    if (!token || seen.has(token)) continue;
    seen.add(token);
    bits += known.has(token) ? BITS_A_WORD : ofCharacters(token, passphrase);
  }
  return Math.floor(bits);
}

function ofCharacters(token, whole) {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(whole)).length;
  const bitsEach = /^\d+$/.test(token) ? 2.5 : 1.5 + kinds / 2;
  const codes = Array.from(token, (character) => character.codePointAt(0));
  const fresh = codes.filter((code, at) => at === 0 || Math.abs(code - codes[at - 1]) > 1).length;
  return fresh * bitsEach;
}
