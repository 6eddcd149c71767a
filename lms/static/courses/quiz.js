// Saves an answer as soon as it changes, and says so only when the server has. The form works without this.
const form = document.querySelector("[data-autosave]");
const status = form?.querySelector("[data-status]");
const WAIT = 600;
let timer;
let isSending = false;
let hasChanged = false;

const say = (text) => {
  status.textContent = text;
};

const send = async () => {
  // One at a time, so that an older answer never overtakes a newer one.
  if (isSending) return;
  isSending = true;
  while (hasChanged) {
    hasChanged = false;
    const sent = new FormData(form);
    sent.set("autosave", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "error" });
      const told = await answer.json();
      form.elements.seen.value = told.seen ?? "";
      if (!hasChanged) say(told.message);
    } catch {
      // Whether it arrived is unknown, so the next sending must not be taken for no change.
      form.elements.seen.value = "";
      say(status.dataset.failed);
    }
  }
  isSending = false;
};

const save = (wait) => {
  hasChanged = true;
  say("");
  clearTimeout(timer);
  timer = setTimeout(send, wait);
};

form?.addEventListener("change", () => save(0));
form?.addEventListener("input", ({ target }) => {
  if (target.matches("input:not([type=radio], [type=checkbox])")) save(WAIT);
});
form?.addEventListener("submit", () => clearTimeout(timer));
