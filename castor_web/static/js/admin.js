// The admin's theme is the portal's: the server writes the reader's choice into the head, this hands it to the sheet.
// Loaded in the head and at once, so that no page flashes.
document.documentElement.dataset.theme = document.querySelector("meta[name=castor-theme]")?.content ?? "auto";
