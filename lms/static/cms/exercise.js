/* Exercises in place: compares what was chosen with the answers; sends and stores nothing. */
for (const exercise of document.querySelectorAll("[data-exercise]")) {
  const button = exercise.querySelector("button");
  const status = exercise.querySelector("[role=status]");
  const details = exercise.querySelector("details");
  const selects = [...exercise.querySelectorAll("select")];
  const words = exercise.dataset;

  const judge = (select) => {
    const right = select.value === select.dataset.answer;
    const label = select.closest("label");
    label.classList.toggle("ok", right);
    label.classList.toggle("bad", !right && select.value !== "");
    label.querySelector(".verdict").textContent =
      select.value === "" ? words.empty : right ? words.right : words.wrong;
    return right;
  };

  const forget = (select) => {
    const label = select.closest("label");
    label.classList.remove("ok", "bad");
    label.querySelector(".verdict").textContent = "";
    status.textContent = "";
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    const right = selects.filter(judge).length;
    status.textContent = words.result.replace("{n}", right).replace("{total}", selects.length);
    details.open = details.open || right === selects.length;
  });
  for (const select of selects) select.addEventListener("change", () => forget(select));
}
