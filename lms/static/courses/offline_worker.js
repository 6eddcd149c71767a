/* Answers for the server when there is no connection: with the module pages that offline.js has
   kept on this device. Everything else is left to the network, and so is everything while it works. */
const DAYS_KEPT = 14;
const PATIENCE = 10_000; // with a kept page at hand nobody waits longer for the network
let tidied;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const shelves = async () => (await caches.keys()).filter((name) => name.startsWith("modules-"));
const forget = async () => Promise.all((await shelves()).map((name) => caches.delete(name)));
const isOld = (kept) => Date.now() - Date.parse(kept.headers.get("Kept")) > DAYS_KEPT * 86_400_000;

const tidy = async () => {
  for (const name of await shelves()) {
    const shelf = await caches.open(name);
    let [modules, old] = [0, 0];
    for (const request of await shelf.keys()) {
      const kept = await shelf.match(request);
      if (!kept.headers.has("Kept")) continue;
      if (isOld(kept)) old += await shelf.delete(request);
      else modules += 1;
    }
    if (old > 0 && modules === 0) await caches.delete(name);
  }
};

const find = (url) => caches.match(url, { ignoreSearch: true, ignoreVary: true });

const page = async (request, language) => {
  tidied ??= tidy().catch(() => undefined);
  await tidied;
  const kept = await find(request.url);
  const asked = fetch(request);
  const late = new Promise((_, refuse) => kept && setTimeout(refuse, PATIENCE));
  try {
    const answer = await Promise.race([asked, late]);
    return kept && answer.status > 501 ? kept : answer;
  } catch {
    asked.catch(() => undefined);
    return kept ?? (await find(`/${language}/offline/`)) ?? Response.error();
  }
};

const file = (request) =>
  fetch(request).catch(async () => (await find(request.url)) ?? Response.error());

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
  if (isPage && language) event.respondWith(page(request, language));
  else if (/^\/(static|media\/images)\//.test(pathname)) event.respondWith(file(request));
});
