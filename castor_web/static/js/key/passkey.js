// Passkeys as signers: the device signs the digest that the door's verifier checks on-chain (ERC-7913 over WebAuthn).
import { encodeAbiParameters } from "viem/utils";
import { bytesToHex, hexToBytes } from "viem/utils";

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const AUTH = ["bytes32", "bytes32", "uint256", "uint256", "bytes", "string"].map((type) => ({ type }));

export const isHere = () => typeof PublicKeyCredential !== "undefined";

function base64url(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64url(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}

/** A new passkey of this device: {credential, x, y}. The portal keeps its id; the chain keeps the point. */
export async function makePasskey({ name, account }) {
  const made = await navigator.credentials.create({
    publicKey: {
      rp: { name: "Castor" },
      user: { id: crypto.getRandomValues(new Uint8Array(16)), name: account, displayName: name || account },
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    },
  });
  // A P-256 key in SubjectPublicKeyInfo ends with 04, x and y.
  const point = new Uint8Array(made.response.getPublicKey()).slice(-64);
  return { credential: base64url(made.rawId), x: bytesToHex(point.slice(0, 32)), y: bytesToHex(point.slice(32)) };
}

/** r and s of a signature in DER. */
function figures(der) {
  const take = (at) => [der.slice(at + 2, at + 2 + der[at + 1]), at + 2 + der[at + 1]];
  const [r, next] = take(2);
  const [s] = take(next);
  return [r, s].map((part) => BigInt(bytesToHex(Uint8Array.from(part))));
}

const word = (value) => `0x${value.toString(16).padStart(64, "0")}`;

/** `signers` are those of the door that are passkeys here. Answers {address: its name, signer, signature}. */
export async function signWithPasskey(digest, signers) {
  const known = signers.filter((each) => each.credential);
  const got = await navigator.credentials.get({
    publicKey: {
      challenge: hexToBytes(digest),
      allowCredentials: known.map((each) => ({ type: "public-key", id: fromBase64url(each.credential) })),
      userVerification: "required",
    },
  });
  const credential = base64url(got.rawId);
  const { authenticatorData, clientDataJSON, signature } = got.response;
  const client = new TextDecoder().decode(clientDataJSON);
  const [r, high] = figures(new Uint8Array(signature));
  const s = high > P256_ORDER / 2n ? P256_ORDER - high : high;
  const encoded = encodeAbiParameters(AUTH, [
    word(r), word(s), BigInt(client.indexOf('"challenge":"')), BigInt(client.indexOf('"type":"')),
    bytesToHex(new Uint8Array(authenticatorData)), client,
  ]);
  const found = known.find((each) => each.credential === credential);
  const parts = found ? found.signer.split(":") : [];
  return {
    address: found?.signer ?? "", credential, signature: encoded,
    signer: parts.length === 3 ? `0x${parts.map((part) => part.slice(2)).join("")}` : "0x",
  };
}
