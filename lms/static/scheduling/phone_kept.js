/* Lists the rosters kept on this device, on the page that stands in for others. */
const section = document.querySelector("[data-kept-rosters]");
const { keptLists } = await import(section.dataset.store);

for (const { session } of self.caches ? await keptLists() : []) {
  const link = document.createElement("a");
  link.href = section.dataset.page.replace("/0/", `/${session.id}/`);
  link.textContent = [session.date, ...session.groups, session.title].join(" · ");
  const item = document.createElement("li");
  item.append(link);
  section.querySelector("ul").append(item);
  section.hidden = false;
}
