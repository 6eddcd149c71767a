/* Keeping pages on the device for the worker: their text, the smallest pictures, and what they are
   drawn with. Shelves whose names say a person are wiped when somebody signs in or out. */
export const startWorker = async (address) => {
  await navigator.serviceWorker.register(address, { scope: "/", updateViaCache: "none" });
  await navigator.serviceWorker.ready;
};

/* One shelf of a kind, that of whoever uses the device now; those of others go. */
export const openShelf = async (kind, owner) => {
  const mine = `${kind}${owner}`;
  for (const name of await caches.keys()) {
    if (name.startsWith(kind) && name !== mine) await caches.delete(name);
  }
  return caches.open(mine);
};

const filesOf = (doc) => {
  for (const image of doc.querySelectorAll("img[srcset]")) {
    const sizes = image.srcset.split(",").map((one) => one.trim().split(/\s+/));
    sizes.sort(([, a], [, b]) => parseInt(a, 10) - parseInt(b, 10));
    image.setAttribute("src", sizes[0][0]);
    image.removeAttribute("srcset");
    image.removeAttribute("sizes");
  }
  const links = ["stylesheet", "icon", "modulepreload"].map((rel) => `link[rel=${rel}]`);
  const found = [...doc.querySelectorAll([...links, "script[src]", "img[src]"].join())];
  return found.map((one) => new URL(one.getAttribute("href") ?? one.getAttribute("src"), location));
};

const keepFile = async (shelf, url) => {
  const answer = await fetch(url);
  if (!answer.ok) return;
  await shelf.put(url, answer.clone());
  if (!url.pathname.endsWith(".css")) return;
  const text = await answer.text();
  const inside = [...text.matchAll(/url\(["']?([^"')]+)["']?\)/g)].map(([, address]) => address);
  const files = inside.filter((address) => !address.startsWith("data:"));
  await Promise.all(files.map((address) => keepFile(shelf, new URL(address, url))));
};

export const keepPage = async (shelf, from, at, headers = {}) => {
  const answer = await fetch(from, { redirect: "error", cache: "no-store" });
  if (!answer.ok) throw new Error(`${from}: ${answer.status}`);
  const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
  const files = new Map(filesOf(doc).map((url) => [url.href, url]));
  await Promise.all([...files.values()].map((url) => keepFile(shelf, url)));
  const kept = new Response(`<!doctype html>${doc.documentElement.outerHTML}`, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": answer.headers.get("Content-Security-Policy") ?? "",
      ...headers,
    },
  });
  await shelf.put(at, kept);
};
