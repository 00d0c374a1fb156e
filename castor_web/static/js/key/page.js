// Forms that ask for a passphrase. They are found when they are sent, so that pieces swapped in by htmx work as well.
import { signAct } from "./act.js";
import { signIn } from "./sign-in.js";
import { signUp, watchSignUp } from "./sign-up.js";

const HANDLERS = { act: signAct, "sign-in": signIn, "sign-up": signUp };

document.addEventListener(
  "submit",
  (event) => {
    const handler = HANDLERS[event.target.dataset?.keyForm];
    if (!handler) return;
    event.preventDefault();
    event.stopPropagation();
    handler(event.target);
  },
  true,
);

for (const form of document.querySelectorAll("form[data-key-form=sign-up]")) watchSignUp(form);
