/* Compares a PDF with the one that was issued, without sending it anywhere, and keeps the page for
   times without a connection on the device. */
const LARGEST = 20_000_000;
const section = document.querySelector("[data-file-check]");

const sha256 = async (bytes) => {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

const isPdf = (bytes) => {
  const start = String.fromCharCode(...new Uint8Array(bytes.slice(0, 1024)));
  return start.includes("%PDF-");
};

const compare = async (file) => {
  const { issued, duplicates } = section.dataset;
  if (!globalThis.crypto?.subtle) return ["unable"];
  if (file.size > LARGEST) return ["no-pdf"];
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (!bytes || !isPdf(bytes)) return ["no-pdf"];
  const hash = await sha256(bytes);
  if (!issued) return ["no-code", hash];
  if (hash === issued) return ["same"];
  return [duplicates.split(" ").includes(hash) ? "duplicate" : "other"];
};

const say = (word, hash, name) => {
  const words = section.querySelector("template").content;
  const node = words.querySelector(`[data-say="${word}"]`).cloneNode(true);
  const place = node.querySelector(".hash");
  if (place) place.textContent = place.textContent.replace("{hash}", hash);
  const title = document.createElement("p");
  title.className = "hash";
  title.append(Object.assign(document.createElement("strong"), { textContent: name }));
  node.lastElementChild.prepend(title);
  section.querySelector("[data-file-answer]").replaceChildren(node);
};

const check = async (file) => {
  if (!file) return;
  const [word, hash] = await compare(file);
  say(word, hash, file.name);
};

const listen = () => {
  const input = section.querySelector("input");
  section.querySelector("[data-with-script]").hidden = false;
  input.addEventListener("change", () => check(input.files[0]));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    input.value = ""; // or it would name a file that this answer is not about
    check(file);
  });
};

/* The page without a name on it, what it is drawn with, and the keys; nothing else is kept. */
const keep = async ({ worker, page, keys }) => {
  await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
  const shelf = await caches.open("certificate-check");
  const answer = await fetch(`${page}?lang=${document.documentElement.lang}`);
  const copy = answer.clone();
  const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
  const files = [...doc.querySelectorAll("link[href], script[src]")];
  const wanted = files.map((one) => one.getAttribute("href") ?? one.getAttribute("src"));
  await shelf.addAll([...wanted, new Request(keys, { cache: "reload" })]);
  await shelf.put(page, copy);
  const kept = new Set([...wanted, keys, page].map((address) => new URL(address, location).href));
  for (const request of await shelf.keys()) if (!kept.has(request.url)) await shelf.delete(request);
  document.documentElement.dataset.kept = "";
};

if (section) listen();
// A private window or a full device keeps nothing; the page works without.
if (navigator.serviceWorker) await keep(document.getElementById("verify").dataset).catch(() => {});
