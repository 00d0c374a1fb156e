// Signing in: the key signs the message that the portal wrote.
import { run } from "./panel.js";
import { send } from "./signer.js";

export function signIn(form) {
  if (!form.reportValidity()) return;
  const name = form.querySelector("[name=name]").value;
  run(form, name, async ({ sign, csrf }) => {
    let id;
    const { signature } = await sign({
      messageFor: async (address) => {
        const challenge = await send(form.dataset.challengeUrl, csrf, { name, address });
        id = challenge.id;
        return challenge.message;
      },
    });
    form.querySelector("[name=challenge]").value = id;
    form.querySelector("[name=signature]").value = signature;
    form.submit();
  });
}
