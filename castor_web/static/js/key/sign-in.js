// Signing in: a key, a wallet or a passkey signs the message that the portal wrote.
import { run } from "./panel.js";
import { send } from "./signer.js";

export function signIn(form, way) {
  const name = form.querySelector("[name=name]").value;
  if (way === "words" ? !form.reportValidity() : !form.querySelector("[name=name]").reportValidity()) return;
  run(form, name, async ({ sign, csrf }) => {
    let id;
    const ask = async (url, body) => {
      const challenge = await send(url, csrf, { name, ...body });
      id = challenge.id;
      return challenge;
    };
    const { signature, credential } = await sign({
      messageFor: async ({ address }) => (await ask(form.dataset.challengeUrl, { address })).message,
      digestFor: async () => (await ask(form.dataset.passkeyChallengeUrl, {})).digest,
    });
    form.querySelector("[name=challenge]").value = id;
    form.querySelector("[name=signature]").value = signature;
    form.querySelector("[name=credential]").value = credential ?? "";
    form.submit();
  }, way);
}
