/* The roster on the phone. Opened once with a connection it works without one: marks wait on the
   device and are sent when they can be; nothing is called sent before the server has said so. */
const box = document.querySelector("[data-phone]");
const preloads = [...document.querySelectorAll("link[rel=modulepreload]")];
const [keeping, store, sending, drawing, says] = await Promise.all(preloads.map(({ href }) => import(href)));
const { timeText, isMarked, marksNow } = drawing;
const { line, words, unsent, refused } = says;

const session = Number(location.pathname.match(/\/(\d+)\/phone\/$/)?.[1]);
const find = (name) => box.querySelector(`[data-${name}]`);
const address = (name) => box.dataset[name].replace("/0/", `/${session}/`);
const MINUTE = 60_000;
const [SOON, LONGEST] = [5_000, 5 * MINUTE];
const QUIET = 800; // several taps go together

const state = {
  list: null, // as the server gave it, with saved_at and ahead: how far its clock is before ours
  queue: [],
  block: 0,
  network: "unknown", // then: done, cut, not now, signed out, gone, somebody else
  isKept: false,
  isBroken: false,
  heard: [], // what the server said about marks beside "counted"
  read: 0, // when the list was last read from the server
  sent: false, // whether a mark has been sent since then
};
const undone = [];

/* The clock of the place and of the server, on the day of the session; on another day none. */
const { zone: timeZone } = box.dataset;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
const calendar = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone });
const time = () => {
  const now = Date.now() + state.list.ahead;
  return calendar.format(now) === state.list.session.day ? clock.format(now) : "";
};

const speak = says.speaker(box, state);
const showBlocks = () => {
  const { blocks } = state.list;
  const tabs = blocks.map(({ id, label, starts, ends }) => {
    const link = document.createElement("a");
    link.href = `#${id}`;
    link.textContent = `${label} ${timeText(starts)}–${timeText(ends)}`;
    if (id === state.block) link.setAttribute("aria-current", "page");
    return link;
  });
  const isSame = find("blocks").innerHTML === tabs.map((one) => one.outerHTML).join("");
  if (!isSame) find("blocks").replaceChildren(...tabs);
};

const here = () => state.list.blocks.find(({ id }) => id === state.block);
const choose = () => {
  const { blocks } = state.list;
  const named = blocks.find(({ id }) => `#${id}` === location.hash);
  if (named) state.block = named.id;
  if (here()) return; // the day goes on, but nobody's page turns by itself
  const open = blocks.filter(({ is_closed: isClosed }) => !isClosed);
  const now = open.find(({ ends }) => ends > time()) ?? open.at(-1) ?? blocks.at(-1);
  state.block = now?.id;
};

const show = () => {
  const isToday = !state.list || time() !== "";
  speak(isToday);
  box.querySelectorAll("[data-with-list]").forEach((one) => (one.hidden = !state.list));
  if (!state.list) return;
  const { title, place, date, groups } = state.list.session;
  find("title").textContent = date;
  find("place").textContent = [...groups, title, place].filter(Boolean).join(" · ");
  choose();
  showBlocks();
  const now = marksNow(state.list, state.queue, state.block);
  const block = here();
  const mayMark = Boolean(block) && !block.is_closed && !state.isBroken;
  people.draw({ list: state.list, block, now, mayMark });
  const rest = [...now.values()].filter((mark) => !isMarked(mark)).length;
  find("rest").hidden = !mayMark || rest === 0;
  find("rest-count").textContent = rest;
  find("close").hidden = !mayMark || !block.may_close || rest > 0;
  find("block-closed").hidden = !block?.is_closed;
  find("undo").hidden = undone.length === 0;
};

/* Marking: on the device first, and shown when the device has it. */
const record = async (block, wanted) => {
  const made = wanted.map((mark) => ({
    arrived: null,
    left: null,
    ...mark,
    nonce: crypto.randomUUID(),
    owner: state.list.owner,
    session,
    block,
    device_at: new Date().toISOString(),
    seen: state.list.length,
  }));
  try {
    await store.queue(made);
  } catch {
    state.isBroken = true;
    show();
    return false;
  }
  state.queue = await store.queued();
  asked ??= navigator.storage?.persist?.().catch(() => undefined) ?? true;
  soon ??= setTimeout(settle, QUIET);
  return true;
};

const mark = async (wanted, told) => {
  const { block } = state;
  const now = marksNow(state.list, state.queue, block);
  const before = wanted.map(({ person }) => {
    const { status = "unmarked", arrived = null, left = null } = now.get(person) ?? {};
    return { person, status, arrived, left };
  });
  if (!(await record(block, wanted))) return;
  undone.push({ block, before });
  find("did").textContent = told;
  show();
};

const people = drawing.roster(box, {
  line,
  words,
  time,
  choose: (person, wanted) => {
    const times = [wanted.arrived, wanted.left].filter(Boolean).join("–");
    const values = { name: person.name, mark: `${drawing.wordOf(wanted.status)} ${times}`.trim() };
    return mark([{ person: person.id, ...wanted }], words("did", values));
  },
});

const markRest = async () => {
  const now = marksNow(state.list, state.queue, state.block);
  const rest = state.list.people.filter(({ id }) => !isMarked(now.get(id)));
  people.closeAll();
  await mark(rest.map(({ id }) => ({ person: id, status: "present" })), words("did-rest", { n: rest.length }));
};

const undo = async () => {
  const last = undone.at(-1);
  if (!last || !(await record(last.block, last.before))) return;
  undone.pop();
  find("did").textContent = words("undone");
  show();
};

/* Sending, and reading the list again. */
const load = async () => {
  const answer = await sending.call(address("list"));
  if (answer === null) state.network = "cut";
  else if (answer.status === 401) state.network = "signed out";
  else if (answer.status === 404) {
    state.network = "gone";
    state.list = null;
    await store.dropList(session);
  } else if (!answer.ok) state.network = "not now";
  else {
    const { token, ...list } = await answer.json();
    sending.hold(token);
    state.list = {
      ...list,
      saved_at: new Date().toISOString(),
      ahead: Date.parse(list.server_now) - Date.now(),
    };
    state.read = Date.now();
    state.sent = false;
    state.network = "done";
    await store.keepList(keeping.openShelf, state.list).catch(() => undefined);
  }
  return state.network === "done";
};

/* The server has answered: what it counts is no longer ours to remember. */
const answered = async (batch, results) => {
  const given = new Map(results.map((one) => [one.nonce, one]));
  for (const one of batch) {
    const answer = given.get(one.nonce);
    if (!answer) continue;
    state.sent = true;
    if (answer.outcome !== "counted" && answer.outcome !== "refused") state.heard.push({ ...one, ...answer });
    const person = state.list.people.find(({ id }) => one.session === session && id === one.person);
    if (!person || answer.outcome === "held" || answer.outcome === "refused") continue;
    const { status, arrived, left } = one;
    const standing = answer.outcome === "contested" ? "contested" : "counts";
    person.marks[one.block] = status === "unmarked" ? null : { status, arrived, left, standing };
  }
  await store.keepList(keeping.openShelf, state.list).catch(() => undefined);
};

const send = async () => {
  const { probe, receive } = box.dataset;
  state.network = await sending.sendAll({ owner: state.list.owner, probe, receive, store, answered });
  state.queue = await store.queued();
};

let [busy, soon, retry, delay, asked] = [null, null, 0, SOON, null];
const settleNow = async () => {
  if (state.list && unsent(state).length > 0) await send();
  const isStale = Date.now() - state.read > (state.sent ? SOON : MINUTE);
  if (!isStale && state.network === "done") return;
  if ((await load()) && unsent(state).length > 0) await send();
};
const settle = () => {
  clearTimeout(retry);
  clearTimeout(soon);
  soon = null;
  busy ??= settleNow()
    .catch(() => (state.network = "not now"))
    .finally(() => {
      busy = null;
      show();
      if (state.network === "done") keep();
      const mayTryAgain = ["cut", "not now"].includes(state.network);
      delay = mayTryAgain ? Math.min(delay * 2, LONGEST) : SOON;
      if (mayTryAgain) retry = setTimeout(settle, delay);
      else if (state.network === "done" && unsent(state).length > 0) retry = setTimeout(settle, QUIET);
    });
  return busy;
};
const again = () => {
  delay = SOON;
  return settle();
};

const close = async () => {
  await again();
  if (unsent(state).length > 0 || state.network !== "done") {
    find("did").textContent = words("close-waits");
    return;
  }
  const answer = await sending.post(address("shut"), { block: state.block });
  const { closed, text } = (await answer?.json().catch(() => null)) ?? {};
  find("did").textContent = closed ? words("closed-now") : text ?? words("close-waits");
  if (closed) undone.length = 0;
  state.read = 0;
  await settle();
};

/* One press at a time: a second tap on the same button says nothing new. */
const press = (name, act) => {
  let running = null;
  find(name).addEventListener("click", () => {
    running ??= act().finally(() => (running = null));
  });
};
press("rest", markRest);
press("undo", undo);
press("send", again);
press("close", close);
press("dismiss", async () => {
  await store.dismiss(refused(state).map(({ n }) => n));
  state.queue = await store.queued();
  state.heard = [];
  show();
});

/* The page itself, for the next time; without room for it this page works as ever. */
let keptPage = null;
const keepPage = async () => {
  const { worker, away } = box.dataset;
  await keeping.startWorker(worker);
  const shelf = await caches.open("roster-page");
  await keeping.keepPage(shelf, away, away);
  await keeping.keepPage(shelf, location.pathname, location.pathname.replace(`/${session}/`, "/0/"));
  state.isKept = true;
  show();
};
const keep = () => {
  keptPage ??= keepPage().catch(() => (keptPage = null));
};

if (!(await store.works()) || !navigator.serviceWorker) {
  state.isBroken = true;
  show();
} else {
  state.list = (await store.keptList(session)) ?? null;
  state.queue = await store.queued();
  show();
  addEventListener("online", again);
  addEventListener("hashchange", () => (people.closeAll(), show()));
  document.addEventListener("visibilitychange", () => document.hidden || again());
  setInterval(() => (document.hidden ? show() : settle()), MINUTE);
  await settle();
}
