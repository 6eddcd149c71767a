/* Lists the modules kept on this device, on the page that stands in for others. */
const list = document.querySelector("[data-kept]");
const language = document.documentElement.lang;

for (const name of (await self.caches?.keys()) ?? []) {
  if (!name.startsWith("modules-")) continue;
  const shelf = await caches.open(name);
  for (const request of await shelf.keys()) {
    const { pathname } = new URL(request.url);
    const title = (await shelf.match(request)).headers.get("Name");
    if (!title || !pathname.startsWith(`/${language}/`)) continue;
    const link = document.createElement("a");
    link.href = pathname;
    link.textContent = decodeURIComponent(title);
    const line = document.createElement("li");
    line.append(link);
    list.append(line);
  }
}
document.querySelector("[data-none]").hidden = list.children.length > 0;
