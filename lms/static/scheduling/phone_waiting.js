/* On the pages around the roster: what waits on this device is sent from here, too. */
const box = document.querySelector("[data-phone-waiting]");
const { owner, probe, receive, page } = box.dataset;
const [store, sending] = await Promise.all([import(box.dataset.store), import(box.dataset.send)]);
const [HOURS_TO_WAIT, TRY_AGAIN] = [24, 30_000];

const line = (key, n = "") => {
  const { content } = document.querySelector("#phone-waiting-says");
  const made = content.querySelector(`[data-say="${key}"]`).cloneNode(true);
  const walk = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.replace("{n}", n);
  return made;
};

const show = async () => {
  const marks = await store.queued();
  const waiting = marks.filter((mark) => !mark.refused);
  const mine = waiting.filter((mark) => mark.owner === owner).length;
  const refused = marks.find((mark) => mark.refused && mark.owner === owner);
  const lines = [];
  const isOld = ({ device_at: at }) => Date.now() - Date.parse(at) > HOURS_TO_WAIT * 3_600_000;
  if (waiting.some(isOld)) lines.push(line("old"));
  if (mine > 0) lines.push(line("waiting", mine));
  if (waiting.length > mine) lines.push(line("others", waiting.length - mine));
  if (refused) {
    const made = line("refused");
    made.querySelector("a").href = page.replace("/0/", `/${refused.session}/`);
    lines.push(made);
  }
  box.replaceChildren(...lines);
  return mine;
};

let busy = null;
const settle = () => {
  busy ??= (async () => {
    if ((await show()) === 0) return;
    await sending.sendAll({ owner, probe, receive, store });
    await show();
  })()
    .catch(() => undefined) // a browser that keeps nothing has nothing to send
    .finally(() => (busy = null));
  return busy;
};

addEventListener("online", settle);
document.addEventListener("visibilitychange", () => document.hidden || settle());
setInterval(settle, TRY_AGAIN);
await settle();
