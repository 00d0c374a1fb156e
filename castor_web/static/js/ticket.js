// On an order's ticket a price that is shown can be taken: it goes into the box, and what was typed stays. Without
// this the same link opens the ticket anew with that price.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-price]");
  const box = document.querySelector("#terms input[name=price]");
  if (!link || !box || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  box.value = link.dataset.price;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
});
