/* A list of any length: only rows near the visible ones are elements. For a printer all are, up to a limit. */

const PRINTED_ROWS = 5000;

function virtualRows(total, height, titles, draw, name) {
  const body = h("div", { role: "rowgroup", class: "rows" });
  const head = h("div", { role: "rowgroup" },
    h("div", { role: "row", class: "row head" }, titles.map((title) => h("span", { role: "columnheader" }, title))));
  const table = h("div", { role: "table", class: "virtual", "aria-label": name, "aria-rowcount": total + 1 }, head, body);
  const box = h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": name }, table);

  const shown = new Map(); /* by number; whoever is drawn stays the same element, so focus stays and a frame draws only what is new */

  function place(i) {
    const row = draw(i);
    row.setAttribute("aria-rowindex", i + 2);
    row.style.top = `${i * height}px`;
    row.style.height = `${height}px`;
    shown.set(i, row);
    return row;
  }

  function show(first, last) {
    for (const [i, row] of shown) {
      if (i >= first && i < last) continue;
      row.remove();
      shown.delete(i);
    }
    let next = null;
    for (let i = last - 1; i >= first; i--) {
      if (!shown.has(i)) body.insertBefore(place(i), next);
      next = shown.get(i);
    }
  }

  let waiting = false;

  function update() {
    waiting = false;
    const first = Math.max(0, Math.floor(box.scrollTop / height) - 10);
    show(first, Math.min(total, first + Math.ceil((box.clientHeight || 800) / height) + 20));
  }

  function later() {
    if (!waiting) requestAnimationFrame(update);
    waiting = true;
  }

  body.style.height = `${total * height}px`;
  box.addEventListener("scroll", later);
  box.drawForPrinter = () => show(0, Math.min(total, PRINTED_ROWS));
  box.drawForScreen = update;
  new ResizeObserver(update).observe(box);
  return box;
}

addEventListener("beforeprint", () => {
  for (const box of document.querySelectorAll(".scroller")) box.drawForPrinter();
  for (const details of document.querySelectorAll("main details:not([open])")) {
    details.open = true;
    details.dataset.closed = "";
  }
});
addEventListener("afterprint", () => {
  for (const box of document.querySelectorAll(".scroller")) box.drawForScreen();
  for (const details of document.querySelectorAll("details[data-closed]")) {
    details.open = false;
    delete details.dataset.closed;
  }
});
