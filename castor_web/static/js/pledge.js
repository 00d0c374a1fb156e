// Amount and units of a pledge follow each other while one of them is typed. Without it both are sent as they are,
// and refused where they do not say the same.

const RINGGIT = /^(?:RM)?\s*(\d[\d,]*)(?:\.(\d{1,2}))?$/;

/** Ringgit as typed, in sen; null while they cannot be read. */
function sen(text) {
  const found = RINGGIT.exec(text.trim());
  return found && BigInt(found[1].replaceAll(",", "")) * 100n + BigInt((found[2] ?? "").padEnd(2, "0"));
}

function ringgit(sen) {
  return `${(sen / 100n).toLocaleString("en")}.${String(sen % 100n).padStart(2, "0")}`;
}

/** The units that an amount buys, as typed; nothing for what is no whole number of them. */
function unitsFor(amount, price) {
  const asked = sen(amount);
  return asked && asked % price === 0n ? String(asked / price) : "";
}

function costOf(units, price) {
  return /^\d{1,15}$/.test(units.trim()) ? ringgit(BigInt(units.trim()) * price) : "";
}

for (const box of document.querySelectorAll("[data-price]")) {
  const price = BigInt(box.dataset.price);
  const [amount, units] = ["amount", "units"].map((name) => box.querySelector(`[name=${name}]`));
  amount.addEventListener("input", () => { units.value = unitsFor(amount.value, price); });
  units.addEventListener("input", () => { amount.value = costOf(units.value, price); });
  // One of the nearest amounts is put into the box; without this it is a link that does the same.
  box.addEventListener("click", (event) => {
    const nearest = event.target.closest("[data-amount]");
    if (!nearest) return;
    event.preventDefault();
    amount.value = nearest.dataset.amount;
    amount.dispatchEvent(new Event("input", { bubbles: true }));
    amount.focus();
  });
  if (amount.value && !units.value) units.value = unitsFor(amount.value, price);
  if (units.value && !amount.value) amount.value = costOf(units.value, price);
}
