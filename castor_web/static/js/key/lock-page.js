// The header's lock: shown while the key is unlocked in this browser. Signing out, or in as somebody else, locks it.
import { connect, lock, watch } from "./keeper.js";

const button = document.querySelector("[data-key-lock]");

if (button && connect(button.dataset.keeper)) {
  watch(({ name }) => {
    if (name && name !== button.dataset.name) lock();
    button.hidden = name !== button.dataset.name;
  });
  button.addEventListener("click", lock);
  document.addEventListener("submit", (event) => {
    if (event.target.action?.includes("/sign-out")) lock();
  }, true);
}
