// The page of slips: its button opens the browser's own print dialog.
document.querySelector("[data-prints]")?.addEventListener("click", () => window.print());
