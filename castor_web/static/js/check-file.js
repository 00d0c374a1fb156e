// Checks a file against the hashes of a campaign without sending it anywhere. The page's form does the same by upload.

async function digest(file) {
  const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function check(form) {
  const [file] = form.querySelector("input[type=file]").files;
  const found = await digest(file);
  const known = [...document.querySelectorAll("[data-sha256]")].find((each) => each.dataset.sha256 === found);
  for (const said of form.querySelectorAll("[data-outcome]")) said.hidden = said.dataset.outcome !== (known ? "same" : "other");
  form.querySelector("[data-slot]").textContent = known ? known.dataset.label : "";
  form.querySelector("[data-digest]").textContent = found;
}

// Without a secure context there is no digest here: the form is sent as it is.
if (crypto.subtle) {
  document.querySelector("[data-check-file]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    check(event.target);
  });
}
