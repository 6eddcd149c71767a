// The roster without waiting for a save: tags and counts follow each tap. The form works without this.
const form = document.querySelector("[data-roster]");
const KIND = { late: "partly", left_early: "partly" };
const TONE = { present: "ok", late: "warn", left_early: "warn", absent: "bad", excused: "info" };

const count = () => {
  const counts = { present: 0, partly: 0, absent: 0, excused: 0, unmarked: 0 };
  for (const group of form.querySelectorAll(".marks")) {
    const mark = group.querySelector(":checked")?.value;
    counts[KIND[mark] ?? mark ?? "unmarked"] += 1;
  }
  for (const [name, n] of Object.entries(counts)) {
    document.querySelector(`[data-n="${name}"]`).textContent = n;
  }
};

const show = (group) => {
  const line = group.closest("li");
  const place = [...line.querySelectorAll(".marks")].indexOf(group);
  const tag = line.querySelectorAll("summary .tag")[place];
  const chosen = group.querySelector(":checked");
  const label = chosen.parentElement;
  const picture = label.querySelector("svg");
  tag.className = `tag ${TONE[chosen.value]}`;
  tag.replaceChildren(...(picture ? [picture.cloneNode(true)] : []), label.textContent.trim());
};

form?.addEventListener("change", ({ target }) => {
  const group = target.closest(".marks");
  if (target.type === "time" && target.value) {
    // A time typed before the mark means that somebody came late.
    if (!group.querySelector(":checked")) group.querySelector('[value="late"]').checked = true;
  }
  if (group.querySelector(":checked")) show(group);
  count();
});
