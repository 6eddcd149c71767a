/* Draws the roster on the phone: what counts now together with what waits on the device.
   All words stand in the page; this file moves them to where they belong. */
const TONE = { present: "present", made_up: "present", late: "partly", left_early: "partly" };
const COUNTED = ["present", "partly", "absent", "excused", "unmarked"];
const NEEDS = { late: "arrived", left_early: "left" };
const STATUSES = ["present", "late", "left_early", "absent", "excused", "made_up", "unmarked"];

const pieces = document.querySelector("#phone-tags").content;
const part = (kind, key) => pieces.querySelector(`[data-${kind}="${key}"]`).cloneNode(true);
export const wordOf = (status) => part("tag", status).textContent.trim();

/* Latvians write 9.00, without a zero in front and with a point. */
export const timeText = (time) =>
  document.documentElement.lang === "lv" ? time.replace(/^0/, "").replace(":", ".") : time;

const tag = (key, time = "") => {
  const made = part("tag", key).firstElementChild;
  if (time) made.append(` ${timeText(time)}`);
  return made;
};

/* What each person's mark in the block is: what the server counts, and over it what waits here. */
export const marksNow = ({ owner, session, people }, queue, block) => {
  const now = new Map(people.map(({ id, marks }) => [id, marks[block] ?? null]));
  for (const mark of queue) {
    const isHere = mark.session === session.id && mark.block === block;
    if (mark.refused || mark.owner !== owner || !isHere) continue;
    now.set(mark.person, { ...mark, standing: "counts", waits: true });
  }
  return now;
};
export const isMarked = (mark) => mark !== null && mark.status !== "unmarked";

const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/[\s-]+/).filter(Boolean);

/* Every word typed begins a word of the name. */
const answers = (person, typed) => {
  const names = person.search.split(/[ -]/);
  return typed.every((word) => names.some((name) => name.startsWith(word)));
};

export const roster = (box, { choose, time, line, words }) => {
  const find = (name) => box.querySelector(`[data-${name}]`);
  const [list, search] = [find("people"), find("search")];
  const lines = new Map();
  let shown = null; // what was drawn last: { list, block, now, mayMark }

  const summary = ({ now }, person) => {
    const mark = now.get(person.id);
    const status = mark && STATUSES.includes(mark.status) ? mark.status : "unmarked";
    const times = [mark?.arrived, mark?.left].filter(Boolean).join("–");
    const made = [tag(mark?.standing === "contested" ? "contested" : status, times)];
    if (mark?.waits) made.unshift(line("unsent"));
    return made;
  };

  const fields = (panel, person) => {
    const { now } = shown;
    const mark = now.get(person.id);
    const asked = panel.dataset.asks ?? mark?.status;
    for (const more of panel.querySelectorAll("[data-time]")) {
      const name = more.dataset.time;
      more.hidden = !(NEEDS[asked] === name || (asked === "late" && mark?.status === "late"));
      const input = more.querySelector("input");
      if (input !== document.activeElement) input.value = (!panel.dataset.asks && mark?.[name]) || "";
    }
    for (const button of panel.querySelectorAll("[data-mark]")) {
      button.setAttribute("aria-pressed", String(button.dataset.mark === asked));
    }
  };

  const fault = (panel, text) => {
    const said = panel.querySelector("[data-fault]");
    said.hidden = !text;
    said.querySelector("span").textContent = text;
    for (const input of panel.querySelectorAll("input")) {
      if (text && !input.closest("[hidden]")) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  };

  const close = (details) => {
    details.open = false;
    details.querySelector("summary").focus();
  };

  /* A late or early mark takes the present moment; outside the block the time is asked for. */
  const tap = async (panel, person, status) => {
    const field = NEEDS[status];
    const { starts, ends } = shown.block;
    const details = panel.closest("details");
    delete panel.dataset.asks;
    fault(panel, "");
    if (!field) {
      await choose(person, { status });
      if (details.open) close(details); // a quick hand may have opened another one
      return;
    }
    const moment = time(); // none on another day
    if (moment >= starts && moment <= ends) {
      await choose(person, { status, [field]: moment });
      return;
    }
    panel.dataset.asks = status;
    fields(panel, person);
    fault(panel, words("time", { starts: timeText(starts), ends: timeText(ends) }));
    panel.querySelector(`[data-time="${field}"] input`).focus();
  };

  const retime = async (panel, person, name, value) => {
    const { starts, ends } = shown.block;
    const mark = shown.now.get(person.id);
    const status = panel.dataset.asks ?? mark?.status;
    const kept = panel.dataset.asks ? {} : { arrived: mark?.arrived, left: mark?.left };
    const wanted = { status, ...kept, [name]: value || null };
    const isInside = !value ? NEEDS[status] !== name : value >= starts && value <= ends;
    if (!isInside || (wanted.arrived && wanted.left && wanted.arrived > wanted.left)) {
      fault(panel, words("time", { starts: timeText(starts), ends: timeText(ends) }));
      return;
    }
    delete panel.dataset.asks;
    fault(panel, "");
    await choose(person, wanted);
  };

  const fill = (details, person) => {
    const panel = part("panel", "marks");
    panel.setAttribute("aria-label", person.name);
    details.append(panel);
    panel.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button?.dataset.mark) tap(panel, person, button.dataset.mark);
      else if (button?.dataset.now) retime(panel, person, button.dataset.now, time());
    });
    panel.addEventListener("change", ({ target }) => {
      const name = target.closest("[data-time]")?.dataset.time;
      if (name) retime(panel, person, name, target.value);
    });
    fields(panel, person);
    panel.scrollIntoView({ block: "nearest" }); // not behind the buttons at the foot
  };

  const add = (person) => {
    const made = part("row", "person");
    const details = made.querySelector("details");
    details.addEventListener("toggle", () => {
      details.querySelector("[data-panel]")?.remove();
      if (details.open && shown.mayMark) fill(details, shown.list.people.find(({ id }) => id === person.id));
    });
    lines.set(person.id, made);
    return made;
  };

  const drawPerson = (person) => {
    const made = lines.get(person.id) ?? add(person);
    const [name, tags] = made.querySelectorAll("summary > span");
    const hint = document.createElement("small");
    hint.textContent = person.hint;
    name.replaceChildren(person.name, ...(person.hint ? [hint] : []));
    tags.replaceChildren(...summary(shown, person));
    const panel = made.querySelector("[data-panel]");
    if (panel) fields(panel, person);
    return made;
  };

  const filter = () => {
    const typed = fold(search.value);
    for (const person of shown?.list.people ?? []) {
      lines.get(person.id).hidden = !answers(person, typed);
    }
    find("none").hidden = list.querySelector(":scope > li:not([hidden])") !== null;
  };
  search.addEventListener("input", filter);

  return {
    draw(state) {
      shown = state;
      const counts = Object.fromEntries(COUNTED.map((name) => [name, 0]));
      for (const mark of state.now.values()) {
        const status = mark && mark.standing !== "contested" ? mark.status : "unmarked";
        counts[TONE[status] ?? status] += 1;
      }
      for (const [name, n] of Object.entries(counts)) {
        box.querySelector(`[data-n="${name}"]`).textContent = n;
      }
      const made = state.list.people.map(drawPerson);
      const isSame = made.length === list.children.length && made.every((one, n) => one === list.children[n]);
      if (!isSame) list.replaceChildren(...made); // moving a line would take the focus from it
      filter();
    },
    closeAll() {
      for (const details of list.querySelectorAll("details[open]")) details.open = false;
    },
  };
};
