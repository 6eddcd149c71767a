/* Answers for the server when there is no connection: with the module pages that offline.js has
   kept on this device and the page of rosters that phone.js has kept. Everything else is left to
   the network, and so is everything while it works. */
const DAYS_KEPT = { "modules-": 14, "rosters-": 2 }; // shelves that belong to a person
const PATIENCE = 10_000; // with a kept page at hand nobody waits longer for the network
const PATIENCE_IN_THE_ROOM = 3_000; // nor does a trainer before whom people stand, or a kept file
const ROSTER = /^(\/(lv|en)\/sessions\/)\d+(\/phone\/)$/; // one kept page serves every session
let tidied;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kindOf = (name) => Object.keys(DAYS_KEPT).find((kind) => name.startsWith(kind));
const shelves = async () => (await caches.keys()).filter(kindOf);
const forget = async () => Promise.all((await shelves()).map((name) => caches.delete(name)));
const isOld = (kept, days) =>
  Date.now() - Date.parse(kept.headers.get("Kept")) > days * 86_400_000;

const tidy = async () => {
  for (const name of await shelves()) {
    const shelf = await caches.open(name);
    let [young, old] = [0, 0];
    for (const request of await shelf.keys()) {
      const kept = await shelf.match(request);
      if (!kept.headers.has("Kept")) continue;
      if (isOld(kept, DAYS_KEPT[kindOf(name)])) old += await shelf.delete(request);
      else young += 1;
    }
    if (old > 0 && young === 0) await caches.delete(name);
  }
};

const find = (url) => caches.match(url, { ignoreSearch: true, ignoreVary: true });

/* What the network says, unless it is silent for too long while something kept is at hand. */
const ask = async (request, looking, patience) => {
  const asked = fetch(request);
  const kept = await looking.catch(() => undefined);
  const late = new Promise((_, refuse) => kept && setTimeout(refuse, patience));
  try {
    const answer = await Promise.race([asked, late]);
    return kept && answer.status > 501 ? kept : answer;
  } catch {
    asked.catch(() => undefined);
    return kept;
  }
};

const page = async (request, pathname, language) => {
  tidied ??= tidy().catch(() => undefined);
  await tidied;
  const isRoster = ROSTER.test(pathname);
  const looking = find(isRoster ? pathname.replace(ROSTER, "$10$3") : request.url);
  const answer = await ask(request, looking, isRoster ? PATIENCE_IN_THE_ROOM : PATIENCE);
  return answer ?? (await find(`/${language}/offline/`)) ?? Response.error();
};

const file = async (request) =>
  (await ask(request, find(request.url), PATIENCE_IN_THE_ROOM)) ?? Response.error();

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  const isPage = request.mode === "navigate";
  if (isPage && request.method === "POST" && /\/(login|logout|invitation\/[^/]+)\/$/.test(pathname)) {
    // Who uses the device may change now: the next one finds nothing of the one before.
    event.waitUntil(forget());
  }
  if (request.method !== "GET") return;
  const language = pathname.match(/^\/(lv|en)\//)?.[1];
  if (isPage && language) event.respondWith(page(request, pathname, language));
  else if (/^\/(static|media\/images)\//.test(pathname)) event.respondWith(file(request));
});
