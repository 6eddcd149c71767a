/* Answers below /verify/ when there is no connection: with the one page kept on this device, which
   reads the signed statement in its own address, what it is drawn with, and the keys. */
const SHELF = "certificate-check";
const PAGE = "/verify/offline/";
const PATIENCE = 8_000; // nobody waits longer for the network while the page is at hand

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const answer = async (request, at) => {
  const kept = await (await caches.open(SHELF)).match(at, { ignoreVary: true });
  if (!kept) return fetch(request);
  const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
  try {
    const said = await Promise.race([fetch(request), late]);
    return said.status > 501 ? kept : said;
  } catch {
    return kept;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(answer(request, PAGE));
  else if (/^\/(static\/|verify\/keys\.json$)/.test(pathname)) {
    event.respondWith(answer(request, request.url));
  }
});
