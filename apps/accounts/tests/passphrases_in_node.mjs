// Judges passphrases with the browser's own module: a JSON list in, strengths and a few random ones out.
import { ENOUGH_BITS, randomPassphrase, strength } from "../../../castor_web/static/js/key/passphrase.js";
import { WORDS } from "../../../castor_web/static/js/key/words.js";

let text = "";
for await (const part of process.stdin) text += part;
const random = Array.from({ length: 1000 }, randomPassphrase);
const bits = JSON.parse(text).map(strength);
console.log(JSON.stringify({ enough: ENOUGH_BITS, words: WORDS, random, judged: random.map(strength), bits }));
