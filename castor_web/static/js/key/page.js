// Forms that ask for a passphrase. They are found when they are sent, so that pieces swapped in by htmx work as well.
import { showTechnical, signAct } from "./act.js";
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

document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches?.("[data-technical-details][open]")) showTechnical(event.target);
  },
  true,
);

for (const form of document.querySelectorAll("form[data-key-form=sign-up]")) watchSignUp(form);
