/* What a device keeps for rosters. Lists of names lie on their owner's shelf, which is wiped when
   somebody signs in or out and after two days. Marks not sent yet hold opaque signs only and stay
   until the server has answered for each of them. */
const KIND = "rosters-";
const HOURS_KEPT = 48;
const DATABASE = "marks-not-sent";
const MARKS = "marks";
const PATIENCE = 5_000;

const open = () =>
  new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("silent")), PATIENCE); // some private windows never answer
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () =>
      asked.result.createObjectStore(MARKS, { keyPath: "n", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

/* One transaction; over only when the disk has it, so that a dead battery loses nothing. */
const within = async (mode, act) => {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(MARKS, mode, { durability: "strict" });
      const asked = act(transaction.objectStore(MARKS));
      transaction.oncomplete = () => resolve(asked?.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
};

export const queued = () => within("readonly", (marks) => marks.getAll());
export const queue = (made) => within("readwrite", (marks) => made.forEach((mark) => marks.add(mark)));

/* Let go of the marks the server has answered for; those it refused stay with its sentence. */
export const settle = (results) => {
  const answers = new Map(results.map((one) => [one.nonce, one]));
  return within("readwrite", (marks) => {
    marks.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      const answer = answers.get(cursor.value.nonce);
      if (answer?.outcome === "refused") cursor.update({ ...cursor.value, refused: answer.text });
      else if (answer) cursor.delete();
      cursor.continue();
    };
  });
};

/* Refused marks that their trainer has read about. */
export const dismiss = (numbers) =>
  within("readwrite", (marks) => numbers.forEach((n) => marks.delete(n)));

/* Whether a mark can be written here at all. */
export const works = async () => {
  try {
    await queue([]);
    return Boolean(self.caches && (await caches.keys()));
  } catch {
    return false;
  }
};

const address = (session) => `/rosters/${session}`;
const isOld = (kept) =>
  Date.now() - Date.parse(kept.headers.get("Kept")) > HOURS_KEPT * 3_600_000;

const shelves = async () => (await caches.keys()).filter((name) => name.startsWith(KIND));

export const keepList = async (openShelf, list) => {
  const shelf = await openShelf(KIND, list.owner);
  const headers = { "Content-Type": "application/json", Kept: list.saved_at };
  await shelf.put(address(list.session.id), new Response(JSON.stringify(list), { headers }));
};

export const keptLists = async () => {
  const found = [];
  for (const name of await shelves()) {
    const shelf = await caches.open(name);
    for (const request of await shelf.keys()) {
      const kept = await shelf.match(request);
      if (isOld(kept)) await shelf.delete(request);
      else found.push(await kept.json());
    }
  }
  return found;
};

export const keptList = async (session) =>
  (await keptLists()).find((list) => list.session.id === session);

export const dropList = async (session) => {
  for (const name of await shelves()) await (await caches.open(name)).delete(address(session));
};
