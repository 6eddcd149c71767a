/* Reading without connection: keeps the module on the device, queues what is read, sends it later.
   Queues hang on an opaque sign of the person, so that another account neither sees nor sends them. */
const box = document.querySelector("[data-offline]");
const { reader, probe, away, worker, page, copy, act, receive, keeping } = box.dataset;
const isCopy = "isCopy" in box.dataset;
const QUEUE = "parts-read-";
const TRY_AGAIN = 15_000;
const PATIENCE = 8_000;

/* What is shown: the words come with the page. */
const words = document.querySelector("#offline-says").content;
const line = (key, n = "", sentence = "") => {
  const made = words.querySelector(`[data-say="${key}"]`).cloneNode(true);
  const walk = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.replace("{n}", n);
  if (sentence) made.querySelector("div").textContent = sentence;
  return made;
};
let shown = "";
const say = (...lines) => {
  const now = lines.map((one) => one.outerHTML).join("");
  if (now === shown) return; // do not repeat to those who listen
  shown = now;
  box.replaceChildren(...lines);
};

/* The queue: parts of modules, each once. */
const marks = (key = QUEUE + reader) => JSON.parse(localStorage.getItem(key) ?? "[]");
const store = (list) =>
  list.length > 0
    ? localStorage.setItem(QUEUE + reader, JSON.stringify(list))
    : localStorage.removeItem(QUEUE + reader);
const isSame = (one, other) => one.url === other.url && one.part === other.part;
const put = (mark) => store([...marks().filter((one) => !isSame(one, mark)), mark]);
const drop = (mark) => store(marks().filter((one) => !isSame(one, mark)));

/* The network. */
const state = { cut: false, signedOut: false, isMine: false, sent: 0, refused: [], kept: false };
const ask = async () => {
  if (!navigator.onLine) return null;
  try {
    const answer = await fetch(probe, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
};

const send = async (mark, token) => {
  const answer = await fetch(mark.url, {
    method: "POST",
    body: new URLSearchParams({ part: mark.part }),
    headers: { "X-CSRFToken": token },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.type === "opaqueredirect") return "signed out";
  if (answer.status === 404) {
    state.refused.push(line("gone"));
  } else if (!answer.ok) {
    return "not now";
  } else {
    const { accepted, sentence } = await answer.json();
    if (accepted) state.sent += 1;
    else state.refused.push(line("refused", "", sentence));
  }
  drop(mark);
  return "answered";
};

const sendAll = async () => {
  const asked = await ask();
  state.cut = asked === null;
  state.signedOut = asked?.reader === "";
  state.isMine = asked?.reader === reader;
  if (!state.isMine) return;
  for (const mark of marks()) {
    const result = await send(mark, asked.token).catch(() => "cut");
    state.cut = result === "cut";
    state.signedOut = result === "signed out";
    if (result !== "answered") return;
  }
};

/* Between the two: buttons of parts that wait or have just been sent. */
const replaced = new Map();
const showMarks = () => {
  const waiting = new Set(marks().filter(({ url }) => url === receive).map(({ part }) => part));
  for (const part of waiting) {
    const button = document.querySelector(`button[name=part][value="${CSS.escape(part)}"]`);
    if (!button) continue;
    const words = line("part-waits");
    button.replaceWith(words);
    replaced.set(part, words);
  }
  for (const [part, words] of replaced) {
    if (waiting.has(part)) continue;
    words.replaceWith(line("part-sent"));
    replaced.delete(part);
  }
};

const show = () => {
  const n = marks().length;
  const lines = [];
  if (state.cut && page) lines.push(line("cut"));
  else if (isCopy && !state.signedOut) lines.push(line("back"));
  if (state.sent > 0) lines.push(line("sent", state.sent));
  if (n > 0) lines.push(state.signedOut ? line("signin", n) : line("waiting", n));
  lines.push(...state.refused);
  if (lines.length === 0 && state.kept) lines.push(line("stored"));
  showMarks();
  say(...lines);
};

let busy = null;
const settle = () => {
  busy ??= sendAll().finally(() => {
    busy = null;
    show();
  });
  return busy;
};

/* Keeping the module. */
const keep = async () => {
  const { keepPage, openShelf, startWorker } = await import(keeping);
  await startWorker(worker);
  const shelf = await openShelf("modules-", reader);
  const code = document.querySelector(".code").textContent;
  const name = `${code} ${document.querySelector("h1").textContent}`;
  await keepPage(shelf, away, away);
  await keepPage(shelf, copy, page, {
    Kept: new Date().toISOString(),
    Name: encodeURIComponent(name),
  });
  state.kept = true;
};
const isKept = async () =>
  Boolean(await self.caches?.match(page, { cacheName: `modules-${reader}`, ignoreVary: true }));

/* Forms: as ever with a connection; without one a part read goes into the queue. */
const goOn = async (part) => {
  if (document.querySelector("form.deck")) {
    const typed = [...document.querySelectorAll("main textarea")];
    if (typed.some((text) => text.value !== text.defaultValue)) {
      say(line("form"));
      return;
    }
    const steps = [...document.querySelectorAll(".toc a")];
    const here = steps.findIndex((one) => one.getAttribute("aria-current") === "step");
    const next = new URL(steps[here + 1].href).searchParams.get("part");
    if (await isKept()) location.assign(next ? `?part=${next}` : `${page}#quiz`);
    return;
  }
  const next = document.getElementById(part)?.nextElementSibling;
  if (next?.id) location.hash = next.id;
};

const submit = async (event) => {
  const { target: form, submitter } = event;
  if (!form.closest("main") || form.method !== "post") return;
  event.preventDefault();
  const isPart = form.getAttribute("action") === act && submitter?.name === "part";
  if (form.dataset.asking) return;
  form.dataset.asking = "1";
  const asked = isCopy ? null : await ask();
  if (asked?.reader === reader) {
    if (submitter?.name) form.append(Object.assign(document.createElement("input"), {
      type: "hidden", name: submitter.name, value: submitter.value,
    }));
    form.submit();
    return;
  }
  delete form.dataset.asking;
  state.cut = asked === null;
  if (!isPart) {
    say(line("form"));
    return;
  }
  put({ url: receive, part: submitter.value });
  state.sent = 0;
  show();
  if (isCopy) settle();
  await goOn(submitter.value);
};

const arrive = () => {
  const step = new URLSearchParams(location.search).get("part");
  if (isCopy && step && !location.hash) document.getElementById(step)?.scrollIntoView();
};

if (reader) {
  if (page) {
    document.addEventListener("submit", submit);
    arrive();
  }
  showMarks();
  addEventListener("online", settle);
  addEventListener("offline", settle);
  document.addEventListener("visibilitychange", () => document.hidden || settle());
  setInterval(() => (state.cut || marks().length > 0) && settle(), TRY_AGAIN);
  await settle();
  if (page && state.isMine && navigator.serviceWorker) {
    await keep().catch(() => undefined); // without room on the device the page works as ever
    show();
  }
} else {
  // Nobody is signed in; whoever left something here is told that it waits.
  const queues = Object.keys(localStorage).filter((key) => key.startsWith(QUEUE));
  const n = queues.reduce((sum, key) => sum + marks(key).length, 0);
  if (n > 0) say(line("signin", n));
}
