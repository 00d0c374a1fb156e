// Opening an account, or asking for a new key: a passphrase is chosen, its key signs what the portal wrote.
import { chosenPassphrase } from "./chosen-passphrase.js";
import { run } from "./panel.js";
import { send } from "./signer.js";

function chosen(form, name) {
  return form.querySelector(`[name="${name}"]:checked`)?.value ?? form.querySelector(`[name="${name}"]`)?.value ?? "";
}

export function signUp(form) {
  if (!form.reportValidity()) return;
  const name = form.querySelector("[name=name]").value;
  const asked = { name };
  for (const part of ["role", "operator"]) if (chosen(form, part)) asked[part] = chosen(form, part);
  run(form, name, async ({ sign, csrf }) => {
    chosenPassphrase(form);
    let id;
    const { signature } = await sign({
      messageFor: async ({ address, version }) => {
        const challenge = await send(form.dataset.challengeUrl, csrf, { ...asked, address, version });
        id = challenge.id;
        return challenge.message;
      },
    });
    form.querySelector("[name=challenge]").value = id;
    form.querySelector("[name=signature]").value = signature;
    form.submit();
  });
}
