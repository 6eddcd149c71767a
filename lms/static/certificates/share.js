// Copies the address of the check page, or hands it to the phone's own share sheet. Without this the field is there to copy from.
const block = document.querySelector("[data-share]");
const address = block.dataset.share;
const field = block.querySelector("input");
const status = block.querySelector("[role=status]");
const copy = block.querySelector("[data-copy]");
const send = block.querySelector("[data-send]");

field.addEventListener("focus", () => field.select());

copy.addEventListener("click", async () => {
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(address);
    status.textContent = status.dataset.copied;
  } catch {
    status.textContent = status.dataset.failed;
    field.focus();
  }
});

send.addEventListener("click", async () => {
  try {
    await navigator.share({ title: document.title, url: address });
  } catch {
    // Closing the sheet without choosing is no fault.
  }
});

copy.hidden = !navigator.clipboard;
send.hidden = !navigator.share;
