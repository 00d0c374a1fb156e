// The client's own wallet (EIP-1193), found as EIP-6963 says: wallets announce themselves when they are asked.
import { getAddress, stringToHex } from "viem/utils";

const wallets = new Map();
window.addEventListener("eip6963:announceProvider", ({ detail }) => {
  if (detail?.info?.uuid && detail.provider) wallets.set(detail.info.uuid, detail);
});

export function found() {
  window.dispatchEvent(new Event("eip6963:requestProvider"));
  return [...wallets.values()];
}

async function account(provider, wanted) {
  const all = (await provider.request({ method: "eth_requestAccounts" })).map((each) => getAddress(each));
  return all.find((each) => wanted.includes(each)) ?? all[0];
}

/** {address, name} of a wallet's account. */
export async function walletAddress({ info, provider }) {
  return { address: await account(provider, []), name: info.name };
}

/** `sign` as in signer.js; `signers` are the addresses that count. Answers {address, signature}. */
export async function signWithWallet({ provider }, sign, signers) {
  const address = await account(provider, signers.map((each) => each.signer));
  if (sign.typedData) {
    const typed = JSON.stringify(sign.typedData);
    return { address, signature: await provider.request({ method: "eth_signTypedData_v4", params: [address, typed] }) };
  }
  const message = stringToHex(await sign.messageFor({ address }));
  return { address, signature: await provider.request({ method: "personal_sign", params: [message, address] }) };
}
