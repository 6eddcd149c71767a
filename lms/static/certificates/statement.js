/* Reads the signed statement behind the # of the address, which never reaches the server, and says
   whether it is genuine: by the published keys, and online by what the register holds too. */
const place = document.querySelector("[data-statement]");
const words = document.getElementById("statement-says").content;
const { isKnown, keys: keysAt, statement: registered } = place.dataset;
const isAway = isKnown === "away"; // the page that devices keep; it knows nothing of the register
const [KEY, SIGNATURE, VERSION] = [8, 64, 1];

const encode = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

/* Only one spelling of the same bytes is ours. */
const decode = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  if (encode(bytes) !== text) throw new RangeError(text);
  return bytes;
};

const code = () => {
  const typed = decodeURIComponent(location.pathname.split("/").pop()).normalize("NFKC");
  const letters = typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
  return letters.replace(/O/g, "0").replace(/[IL]/g, "1");
};

const take = (text) => {
  const bytes = decode(text);
  const rest = bytes.subarray(KEY + SIGNATURE);
  const [version, kind, number, name, programme, hours, date] = JSON.parse(
    new TextDecoder("utf-8", { fatal: true }).decode(rest),
  );
  if (version !== VERSION) throw new RangeError(version);
  return {
    key: [...bytes.subarray(0, KEY)].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    signature: bytes.subarray(KEY, KEY + SIGNATURE),
    signed: new Uint8Array([
      ...new TextEncoder().encode(`certificate statement\n${code()}\n`),
      ...rest,
    ]),
    facts: { kind, number, name, programme, hours, date },
  };
};

const publicKey = async (id) => {
  // Not from the browser's own store: it may be older than the newest key.
  const { keys } = await (await fetch(keysAt, { cache: "no-cache" })).json();
  const found = keys.find((key) => key.key_id === id);
  return found && decode(found.public_key);
};

/* What is to be said of a statement, and what it says where it may be believed. */
const judge = async (text) => {
  let taken;
  try {
    taken = take(text);
  } catch {
    return ["forged"];
  }
  const isRegistered = text === registered;
  let isGenuine;
  try {
    const raw = await publicKey(taken.key);
    if (!raw) return [isAway ? "no-key" : "forged"];
    const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
    isGenuine = await crypto.subtle.verify("Ed25519", key, taken.signature, taken.signed);
  } catch {
    return [isRegistered ? "agrees-unsigned" : "unable"];
  }
  if (!isGenuine) return ["forged"];
  if (isAway) return ["genuine", taken.facts];
  if (isKnown === "no") return ["unregistered"];
  return [isRegistered ? "agrees" : "differs"];
};

const written = ({ hours, date, ...facts }) => {
  const language = document.documentElement.lang;
  const [year, month, day] = date.split("-");
  return {
    ...facts,
    hours: Number(hours).toLocaleString(language),
    date: language === "lv" ? `${day}.${month}.${year}.` : `${day}/${month}/${year}`,
  };
};

const fill = (node, facts) => {
  for (const part of node.querySelectorAll("[data-kind]")) {
    if (part.dataset.kind !== facts.kind) part.remove();
  }
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { currentNode: one } = texts;
    one.data = one.data.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  }
};

const say = (word, facts) => {
  const node = words.querySelector(`[data-say="${word}"]`).cloneNode(true);
  if (facts) fill(node, written(facts));
  place.replaceChildren(node);
};

const read = async () => {
  const text = location.hash.slice(1);
  // A place on the page, like "main", is no statement.
  if (text.length > 100) say(...(await judge(text)));
  else if (isAway) say("nothing");
  else place.replaceChildren();
};

const anchored = () => document.getElementById(location.hash.slice(1));
addEventListener("hashchange", () => anchored() ?? read());
if (isKnown && !anchored()) await read();
