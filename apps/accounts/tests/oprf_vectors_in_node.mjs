// Runs the browser's oblivious function on given vectors: JSON in, each step of each vector out.
import { ristretto255_oprf } from "@noble/curves/ed25519.js";

const { oprf } = ristretto255_oprf;
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (value) => Buffer.from(value).toString("hex");

/** A source of "random" bytes from which the library draws just this scalar (it reduces, and adds one). */
function drawing(scalar) {
  return (length) => {
    const drawn = new Uint8Array(length);
    drawn.set(scalar);
    drawn[0] -= 1;
    return drawn;
  };
}

let text = "";
for await (const part of process.stdin) text += part;
const { seed, info, blind, messages } = JSON.parse(text);
const { secretKey } = oprf.deriveKeyPair(bytes(seed), bytes(info));
const steps = messages.map((message) => {
  const blinded = oprf.blind(bytes(message), drawing(bytes(blind)));
  const evaluated = oprf.blindEvaluate(secretKey, blinded.blinded);
  const output = oprf.finalize(bytes(message), blinded.blind, evaluated);
  return [message, hex(blinded.blinded), hex(evaluated), hex(output)];
});
console.log(JSON.stringify({ secretKey: hex(secretKey), steps }));
