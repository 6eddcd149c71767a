/* Sends the marks that wait, in order and in batches. A mark leaves the device only when the
   server has answered for its number, so that whatever gets lost is sent again. */
const PATIENCE = 20_000;
const BATCH = 60;
let token = "";

export const hold = (fresh) => {
  token = fresh;
};

/* Ask or tell the server; null when the network is away or too slow. */
export const call = async (address, options = {}) => {
  try {
    return await fetch(address, {
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
    });
  } catch {
    return null;
  }
};

export const post = (address, content) =>
  call(address, {
    method: "POST",
    body: JSON.stringify(content),
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  });

/* A fresh form token, which also tells whether somebody is signed in; null without network. */
const refresh = async (probe) => {
  const answer = await call(probe);
  if (!answer?.ok) return null;
  token = (await answer.json().catch(() => ({}))).token ?? "";
  return token;
};

export const sendAll = async ({ owner, probe, receive, store, answered = () => undefined }) => {
  let size = BATCH;
  let renewed = false;
  const gone = new Set();
  for (;;) {
    const mine = (await store.queued()).filter(
      (mark) => mark.owner === owner && !mark.refused && !gone.has(mark.session),
    );
    if (mine.length === 0) return gone.size > 0 ? "gone" : "done";
    if (!token && !(await refresh(probe))) return token === "" ? "signed out" : "cut";
    const { session } = mine[0];
    const batch = mine.filter((mark) => mark.session === session).slice(0, size);
    const content = {
      owner,
      device_now: new Date().toISOString(),
      marks: batch.map(({ n, owner: _owner, session: _session, ...mark }) => mark),
    };
    const answer = await post(receive.replace("/0/", `/${session}/`), content);
    const said = await answer?.json().catch(() => null);
    if (answer?.ok && said?.results) {
      const nonces = new Set(said.results.map(({ nonce }) => nonce));
      if (!batch.some(({ nonce }) => nonces.has(nonce))) return "not now";
      await answered(batch, said.results);
      await store.settle(said.results);
    } else if (answer?.status === 403 && !renewed) {
      [token, renewed] = ["", true]; // the form token is that of an earlier sign-in
    } else if (answer?.status === 404) {
      gone.add(session);
    } else if ([400, 413].includes(answer?.status) && batch.length > 1) {
      size = 1; // let the one that cannot be read stop nobody else
    } else if (answer?.status === 400 && said?.text) {
      await store.settle([{ nonce: batch[0].nonce, outcome: "refused", text: said.text }]);
    } else {
      return { 401: "signed out", 409: "somebody else" }[answer?.status] ?? (answer ? "not now" : "cut");
    }
  }
};
