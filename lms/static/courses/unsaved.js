/* Asks before the page is left with a text that was typed and not sent. */
let sent = null;
const isUnsaved = (text) => text.value !== text.defaultValue && text.form !== sent;

document.addEventListener("submit", (event) => (sent = event.target));
document.addEventListener("input", () => (sent = null));
addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("main textarea")].some(isUnsaved)) event.preventDefault();
});
