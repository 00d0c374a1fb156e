// Help with passphrases: six drawn words are 71 bits; below 60 is refused.
import { BITS_A_WORD, WORDS, drawWord } from "./words.js";

export const ENOUGH_BITS = 60;
const COUNT = 6;
/** What a word that a person thought of is worth at most: there are 2,048 that people think of. */
const BITS_OF_A_CHOSEN_WORD = 11;
const drawable = new Set(WORDS);

/** Six different words. */
export function randomPassphrase() {
  const words = new Set();
  while (words.size < COUNT) words.add(drawWord());
  return [...words].join(" ");
}

const tokensOf = (passphrase) => passphrase.normalize("NFKC").trim().split(/[\s-]+/).filter(Boolean);

/**
 * A careful guess at how many bits a passphrase is worth. Words count as drawn only when all of them are ours. A word said
 * twice, or a run such as abc or 111, adds little; letters alone count as a word, however long.
 */
export function strength(passphrase) {
  const tokens = [...new Set(tokensOf(passphrase).map((token) => token.toLowerCase()))];
  if (tokens.length && tokens.every((token) => drawable.has(token))) return Math.floor(tokens.length * BITS_A_WORD);
  const cased = tokensOf(passphrase);
  return Math.floor(tokens.reduce((bits, token) => bits + worth(cased.find((each) => each.toLowerCase() === token)), 0));
}

function worth(token) {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(token)).length;
  const bitsEach = /^\d+$/.test(token) ? 2.5 : 1.5 + kinds / 2;
  const codes = Array.from(token.toLowerCase(), (character) => character.codePointAt(0));
  const fresh = codes.filter((code, at) => at === 0 || Math.abs(code - codes[at - 1]) > 1).length;
  const bits = fresh * bitsEach;
  return /^\p{L}+$/u.test(token) ? Math.min(bits, BITS_OF_A_CHOSEN_WORD) : bits;
}
