// A client's key from what the client knows; apps/accounts/derivation.py is the same in Python, and a test compares them.
import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { scrypt } from "@noble/hashes/scrypt.js";
import { publicKeyToAddress } from "viem/accounts";
import { bytesToHex, hashMessage, hashTypedData, hexToBytes } from "viem/utils";
import { spelled } from "./company-facts.js";

const { oprf } = ristretto255_oprf;
const VERSION = "v1";
const COST = { N: 2 ** 17, r: 8, p: 1, dkLen: 32 };
const CURVE_ORDER = secp256k1.Point.Fn.ORDER;
const utf8 = new TextEncoder();

export const normalisedName = (name) => name.normalize("NFKC").trim().toLowerCase();

function prefixed(text) {
  const bytes = utf8.encode(text.normalize("NFKC"));
  if (bytes.length > 0xffff) throw new Error("too long");
  return [bytes.length >> 8, bytes.length & 0xff, ...bytes];
}

/**
 * What goes into the oblivious function: each part normalised (NFKC) and prefixed with its length. A company's key is made of
 * its name, registration number and phone as well.
 */
export function privateInput({ name, passphrase, secret, company }) {
  const facts = company ? spelled(company) : {};
  return Uint8Array.from([
    ...utf8.encode(`castor|${VERSION}|${company ? "company" : "input"}|`),
    ...Object.values(facts).flatMap(prefixed),
    ...prefixed(passphrase),
    ...prefixed(secret),
    ...prefixed(name),
  ]);
}

/** The private key of 32 bytes; a result that is no key is drawn again with a counter in the salt. */
export function stretch(output, name, onProgress) {
  for (let counter = 0; ; counter += 1) {
    const salt = `castor|${VERSION}|client|${name}${counter ? `|${counter}` : ""}`;
    const key = scrypt(output, utf8.encode(salt), { ...COST, onProgress });
    const value = BigInt(bytesToHex(key));
    if (value > 0n && value < CURVE_ORDER) return key;
  }
}

/** `evaluate(hex) → hex` asks the portal. The caller wipes the key that it gets. */
export async function deriveKey({ name, passphrase, secret, company }, evaluate, onProgress) {
  const account = normalisedName(name);
  const message = privateInput({ name: account, passphrase, secret: secret ?? "", company });
  const { blind, blinded } = oprf.blind(message);
  let output;
  try {
    const evaluated = hexToBytes(await evaluate(bytesToHex(blinded)));
    output = oprf.finalize(message, blind, evaluated);
    return stretch(output, account, onProgress);
  } finally {
    message.fill(0);
    blind.fill(0);
    output?.fill(0);
  }
}

export const addressOf = (key) => publicKeyToAddress(bytesToHex(secp256k1.getPublicKey(key, false)));

function signDigest(key, digest) {
  const recovered = secp256k1.sign(hexToBytes(digest), key, { prehash: false, format: "recovered" });
  const signature = new Uint8Array(65);
  signature.set(recovered.subarray(1), 0);
  signature[64] = recovered[0] + 27;
  return bytesToHex(signature);
}

/** EIP-712. */
export const signTypedData = (key, typedData) => signDigest(key, hashTypedData(typedData));

/** EIP-191, for the sign-in message (EIP-4361). */
export const signMessage = (key, message) => signDigest(key, hashMessage(message));
