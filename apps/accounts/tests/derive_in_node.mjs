// Runs the browser's own derivation in Node: one JSON in, one JSON out. The portal's part is played with its key.
import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { addressOf, deriveKey, signMessage, signTypedData } from "../../../castor_web/static/js/key/derive.js";

let text = "";
for await (const part of process.stdin) text += part;
const { words, oprfKey, message, typedData } = JSON.parse(text);
const transcript = [];
let progress = 0;

const evaluate = async (blinded) => {
  const evaluated = Buffer.from(
    ristretto255_oprf.oprf.blindEvaluate(Buffer.from(oprfKey, "hex"), Buffer.from(blinded.slice(2), "hex")),
  ).toString("hex");
  transcript.push({ blinded: blinded.slice(2), evaluated });
  return `0x${evaluated}`;
};
const key = await deriveKey(words, evaluate, (part) => (progress = part));
console.log(
  JSON.stringify({
    address: addressOf(key),
    transcript,
    progress,
    message: signMessage(key, message),
    typedData: signTypedData(key, typedData),
  }),
);
