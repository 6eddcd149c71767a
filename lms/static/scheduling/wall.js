/* The screen of the room: asks for the code and the number again and puts in what has changed. */
const SECONDS = 3;
const wall = document.querySelector("[data-wall]");
const silence = document.querySelector("[data-silence]");
const stateOf = (root) => root.querySelector("[data-state]")?.dataset.state;

const putIn = (fresh) => {
  for (const part of wall.querySelectorAll("[data-part]")) {
    const next = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (part.innerHTML !== next.innerHTML) part.replaceChildren(...next.childNodes);
  }
};

const ask = async () => {
  try {
    const answer = await fetch(wall.dataset.wall, {
      cache: "no-store",
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.status >= 500) throw new Error(answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Opened, closed, over or signed out: the whole page says so.
    if (stateOf(fresh) !== stateOf(wall)) return location.reload();
    putIn(fresh);
    silence.hidden = true;
  } catch {
    silence.hidden = false;
  }
  setTimeout(ask, SECONDS * 1000);
};

setTimeout(ask, SECONDS * 1000);
