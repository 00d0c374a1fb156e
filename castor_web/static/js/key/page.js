// Forms that sign. They are found when they are sent, so that pieces swapped in by htmx work as well.
import { showTechnical, signAct } from "./act.js";
import { watchChoice } from "./chosen-passphrase.js";
import { followRole } from "./company.js";
import { followKeeper, offerWays } from "./panel.js";
import { signIn } from "./sign-in.js";
import { signUp } from "./sign-up.js";

const HANDLERS = { act: signAct, "sign-in": signIn, "sign-up": signUp };
const seen = new WeakSet();

function greet(form) {
  if (seen.has(form)) return;
  seen.add(form);
  if (form.querySelector("[data-propose]")) watchChoice(form);
  followRole(form);
  if (form.dataset.keyForm !== "sign-up") offerWays(form);
  if (form.dataset.keyForm === "act") followKeeper(form);
}

document.addEventListener(
  "submit",
  (event) => {
    const handler = HANDLERS[event.target.dataset?.keyForm];
    if (!handler) return;
    event.preventDefault();
    event.stopPropagation();
    greet(event.target);
    handler(event.target, event.submitter?.dataset.way ?? "words");
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

function greetAll() {
  for (const form of document.querySelectorAll("form[data-key-form]")) greet(form);
}

greetAll();
document.addEventListener("htmx:after:swap", greetAll);
document.addEventListener("htmx:afterSwap", greetAll);
