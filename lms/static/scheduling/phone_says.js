/* What the phone's roster says beside the list. The words stand in the page. */
const HOURS_TO_WAIT = 24;

/* A line of words with its values put in; names are text and never markup. */
export const line = (key, values = {}) => {
  const { content } = document.querySelector("#phone-says");
  const made = content.querySelector(`[data-say="${key}"]`).cloneNode(true);
  const walk = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { currentNode: text } = walk;
    text.data = text.data.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }
  return made;
};
export const words = (key, values) => line(key, values).textContent.trim();

/* What waits, and for whom. */
const isMine = (state) => (mark) => mark.owner === state.list?.owner;
export const unsent = (state) =>
  state.queue.filter((mark) => isMine(state)(mark) && !mark.refused);
export const refused = (state) =>
  state.queue.filter((mark) => isMine(state)(mark) && mark.refused);
const foreign = (state) => state.queue.filter((mark) => !isMine(state)(mark) && !mark.refused);

export const isOld = (marks) =>
  marks.some((mark) => !mark.refused && Date.now() - Date.parse(mark.device_at) > HOURS_TO_WAIT * 3_600_000);

export const showOnIcon = (n) =>
  (n > 0 ? navigator.setAppBadge?.(n) : navigator.clearAppBadge?.())?.catch(() => undefined);

const network = ({ network: found, list, queue }, login) => {
  if (found === "unknown") return list ? [] : [line("opening")];
  if (found === "cut") return [line(list ? "cut" : "no-list")];
  if (found === "not now" || found === "gone") return [line(found)];
  if (found !== "signed out") return [];
  const made = line("signed out", { n: queue.filter((mark) => !mark.refused).length });
  made.querySelector("a").href = `${login}?next=${encodeURIComponent(location.pathname)}`;
  return [made];
};

export const speaker = (box, state) => {
  const find = (name) => box.querySelector(`[data-${name}]`);
  let said = "";
  const put = (lines) => {
    const now = lines.map((one) => one.outerHTML).join("");
    if (now === said) return; // do not repeat to those who listen
    said = now;
    find("state").replaceChildren(...lines);
  };

  const lines = (isToday) => {
    if (state.isBroken) return [line("broken")];
    const made = network(state, box.dataset.login);
    const [mine, others] = [unsent(state).length, foreign(state).length];
    if (isOld(state.queue)) made.unshift(line("old"));
    if (state.network === "cut" && mine > 0) made.push(line("may-close"));
    if (others > 0 && state.network !== "signed out") {
      made.push(line(state.list ? "others" : "waiting", { n: others }));
    }
    if (!isToday) made.push(line("not-today"));
    return made;
  };

  const heard = () => {
    const nameOf = ({ person }) =>
      state.list?.people.find(({ id }) => id === person)?.name ?? words("somebody");
    const made = [
      ...refused(state).map((mark) => line("refused", { name: nameOf(mark), text: mark.refused })),
      ...state.heard.map((mark) => line("heard", { name: nameOf(mark), text: mark.text })),
    ];
    find("heard").replaceChildren(...made);
    find("dismiss").hidden = made.length === 0;
  };

  const badge = () => {
    const n = unsent(state).length;
    const made = n > 0 ? [line("unsent-count", { n })] : [line("all-sent")];
    find("badge").replaceChildren(...(state.list ? made : []));
    find("send").hidden = n === 0;
    find("kept").hidden = !state.isKept || n > 0;
    showOnIcon(n);
  };

  return (isToday) => {
    put(lines(isToday));
    heard();
    badge();
  };
};
