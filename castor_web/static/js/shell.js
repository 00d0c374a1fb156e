// What every page's frame does in the browser. Each page works without it.

/** Buttons with `data-copy` put that text on the clipboard and say so. */
async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const said = button.querySelector("[data-said]");
  if (!said) return;
  said.textContent = button.dataset.copied;
  setTimeout(() => { said.textContent = ""; }, 2000);
}

/** A form sends once: its button is out of use until an answer or an error comes back. */
function sendOnce(form) {
  if (form.dataset.sending) return false;
  form.dataset.sending = "yes";
  for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
  return true;
}

function sendAgain(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-disabled=true]")) button.removeAttribute("aria-disabled");
}

/** A dangerous act's button works once the name has been typed as it is. */
function confirmTyped(field) {
  const button = field.form.querySelector("[data-confirmed]");
  if (button) button.disabled = field.value.trim() !== field.dataset.confirm;
}

/** `<time data-until="…chain seconds…" data-offset="…">` counts down by the market's clock. */
function countDown(element) {
  const now = Math.floor(Date.now() / 1000) + Number(element.dataset.offset || 0);
  const left = Number(element.dataset.until) - now;
  if (left < 0) return;
  const units = [[86400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]];
  const [length, unit] = units.find(([size]) => left >= size) ?? [1, "second"];
  const language = document.documentElement.lang;
  const form = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  element.textContent = form.format(Math.floor(left / length), unit);
}

function countAllDown() {
  for (const element of document.querySelectorAll("time[data-until]")) countDown(element);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
  if (event.target.closest("[data-fullscreen]")) document.documentElement.requestFullscreen();
  const open = document.querySelector("details.menu[open]");
  if (open && !open.contains(event.target)) open.open = false;
});

document.addEventListener("keydown", (event) => {
  const open = document.querySelector("details.menu[open]");
  if (event.key === "Escape" && open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const search = document.querySelector("[data-search]");
  if (event.key === "/" && !typing && search) {
    event.preventDefault();
    search.focus();
  }
});

// A form that another script takes over (htmx, a signature) has been prevented by then, and is that script's.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.dataset.many !== undefined) return;
  if (!sendOnce(form)) event.preventDefault();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(sendAgain);
});

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-confirm]")) confirmTyped(event.target);
});
document.querySelectorAll("[data-confirm]").forEach(confirmTyped);

countAllDown();
setInterval(countAllDown, 1000);

document.querySelector("[data-error-summary]")?.focus();
